package io.harborai.wire;

import static io.harborai.error.ErrorCategory.AUTHENTICATION;
import static io.harborai.error.ErrorCategory.CONTENT_FILTER;
import static io.harborai.error.ErrorCategory.CONTEXT_LENGTH;
import static io.harborai.error.ErrorCategory.INSUFFICIENT_BALANCE;
import static io.harborai.error.ErrorCategory.INVALID_REQUEST;
import static io.harborai.error.ErrorCategory.MODEL_NOT_FOUND;
import static io.harborai.error.ErrorCategory.OVERLOADED;
import static io.harborai.error.ErrorCategory.PERMISSION;
import static io.harborai.error.ErrorCategory.QUOTA_EXHAUSTED;
import static io.harborai.error.ErrorCategory.RATE_LIMIT;
import static io.harborai.error.ErrorCategory.SERVER_ERROR;
import static io.harborai.error.ErrorCategory.TIMEOUT;
import static io.harborai.wire.CommonErrors.rows;

/**
 * The vendors' error tables: what each of them adds to {@link ErrorTable#COMMON}.
 */
public final class ErrorTables {

	/**
	 * DeepSeek. Its code is nearly always {@code invalid_request_error}, so status and
	 * message decide. Source: the error codes in DeepSeek's API documentation, and
	 * answers seen in public issue trackers.
	 */
	public static final ErrorTable DEEPSEEK = ErrorTable.COMMON
		.withMessagePatterns(rows(MODEL_NOT_FOUND, "supported api model names"))
		.withMessagePatterns(rows(AUTHENTICATION, "authentication fails"))
		.withMessagePatterns(rows(OVERLOADED, "service is too busy"));

	/**
	 * Doubao, that is Volcengine Ark. Source: Volcengine's documentation, page
	 * 82379/1299023.
	 */
	public static final ErrorTable ARK = ErrorTable.COMMON
		.withPrefixes(rows(INVALID_REQUEST, "MissingParameter", "InvalidParameter", "InvalidArgumentError",
				"InvalidImageURL", "InvalidEndpoint.ClosedEndpoint"))
		.withCodes(rows(CONTEXT_LENGTH, "OutofContextError"))
		.withPrefixes(rows(CONTENT_FILTER, "SensitiveContentDetected", "InputTextSensitiveContentDetected",
				"InputImageSensitiveContentDetected", "InputVideoSensitiveContentDetected",
				"InputAudioSensitiveContentDetected", "OutputTextSensitiveContentDetected",
				"OutputImageSensitiveContentDetected", "OutputVideoSensitiveContentDetected",
				"OutputAudioSensitiveContentDetected"))
		.withCodes(rows(CONTENT_FILTER, "InputTextRiskDetection", "OutputTextRiskDetection",
				"ContentSecurityDetectionError"))
		.withCodes(rows(AUTHENTICATION, "AuthenticationError", "InvalidAccountStatus"))
		.withCodes(rows(PERMISSION, "AccessDenied", "OperationDenied.PermissionDenied",
				"OperationDenied.ServiceNotOpen", "OperationDenied.InvalidState", "InvalidSubscription"))
		.withCodes(rows(INSUFFICIENT_BALANCE, "AccountOverdueError", "OperationDenied.ServiceOverdue"))
		.withCodes(rows(MODEL_NOT_FOUND, "InvalidEndpointOrModel.NotFound", "InvalidEndpoint.NotFound", "ModelNotOpen",
				"InvalidEndpointOrModel.ModelIDAccessDisabled", "UnsupportedModel"))
		.withPrefixes(rows(RATE_LIMIT, "RateLimitExceeded"))
		.withCodes(rows(RATE_LIMIT, "ModelAccountRpmRateLimitExceeded", "ModelAccountTpmRateLimitExceeded",
				"ModelAccountIpmRateLimitExceeded", "APIAccountRpmRateLimitExceeded", "AccountRateLimitExceeded",
				"InflightBatchsizeExceeded", "RequestBurstTooFast"))
		.withCodes(rows(OVERLOADED, "ServerOverloaded"))
		.withCodes(rows(QUOTA_EXHAUSTED, "QuotaExceeded", "SetLimitExceeded"))
		.withCodes(rows(SERVER_ERROR, "InternalServiceError"));

	/**
	 * ERNIE, that is Baidu Qianfan v2. Source: Baidu's documentation, page Om9b4yj3w.
	 */
	public static final ErrorTable QIANFAN = ErrorTable.COMMON
		.withCodes(rows(INVALID_REQUEST, "malformed_json", "invalid_model", "invalid_messages", "invalid_argument",
				"invalid_plugin_argument", "invalid_image_url", "method_not_supported"))
		.withCodes(401, rows(MODEL_NOT_FOUND, "invalid_model"))
		.withCodes(rows(CONTEXT_LENGTH, "characters_too_long", "tokens_too_long"))
		.withCodes(rows(CONTENT_FILTER, "image_url_unsafe", "system_unsafe", "user_setting_unsafe", "functions_unsafe",
				"unsafe_request"))
		.withCodes(rows(AUTHENTICATION, "invalid_iam_token"))
		// Of the IAM that access keys are exchanged at.
		.withCodes(rows(AUTHENTICATION, "InvalidHTTPAuthHeader", "InvalidAccessKeyId", "SignatureDoesNotMatch",
				"RequestExpired"))
		.withCodes(rows(PERMISSION, "invalid_appid", "no_parameter_permission", "coding_plan_api_key_not_allowed"))
		.withCodes(rows(INSUFFICIENT_BALANCE, "account_overdue"))
		.withCodes(rows(MODEL_NOT_FOUND, "model_offline"))
		.withCodes(rows(RATE_LIMIT, "rpm_rate_limit_exceeded", "tpm_rate_limit_exceeded",
				"input_tpm_rate_limit_exceeded", "output_tpm_rate_limit_exceeded", "user_rate_limit_exceeded"))
		.withPrefixes(rows(OVERLOADED, "cluster_"))
		.withCodes(rows(OVERLOADED, "preemptible_rate_limit_exceeded", "Offline_batch_reasoning_refused"))
		.withCodes(rows(SERVER_ERROR, "internal_error", "dispatch_internal_error"))
		.withPrefixes(rows(QUOTA_EXHAUSTED, "coding_plan_"));

	/**
	 * Baidu's older API, wenxinworkshop: numbers inside an HTTP 200. Source: Baidu's
	 * documentation and SDK.
	 */
	public static final ErrorTable QIANFAN_V1 = ErrorTable.COMMON.withCodes(rows(SERVER_ERROR, "1", "2", "336000"))
		.withCodes(rows(INVALID_REQUEST, "3", "336001", "336002", "336003", "336004", "336005", "336006", "336007",
				"336008", "336103", "336104", "336105", "336106"))
		.withCodes(rows(OVERLOADED, "4", "336100"))
		.withCodes(rows(PERMISSION, "6"))
		.withCodes(rows(AUTHENTICATION, "13", "14", "15", "100", "110", "111"))
		.withCodes(rows(QUOTA_EXHAUSTED, "17", "19"))
		.withCodes(rows(RATE_LIMIT, "18", "336501", "336502", "336503", "336504", "336505", "336506", "336507"));

	/** OpenAI, whose codes are the common ones. Source: OpenAI's guide to error codes. */
	public static final ErrorTable OPENAI = ErrorTable.COMMON;

	/** Alibaba DashScope: the compatible mode's codes and the native ones. */
	public static final ErrorTable QWEN = ErrorTable.COMMON.withPrefixes(rows(RATE_LIMIT, "Throttling"))
		.withCodes(rows(INSUFFICIENT_BALANCE, "Arrearage"))
		.withMessagePatterns(rows(OVERLOADED, "system capacity limits"));

	/** Moonshot, which puts what matters into the type. */
	public static final ErrorTable KIMI = ErrorTable.COMMON.withCodes(rows(RATE_LIMIT, "rate_limit_reached_error"))
		.withCodes(rows(OVERLOADED, "engine_overloaded_error"))
		.withCodes(rows(QUOTA_EXHAUSTED, "exceeded_current_quota_error"));

	/** Zhipu GLM: numbers as text; 429 stands for rate, balance and quota alike. */
	public static final ErrorTable ZHIPU = ErrorTable.COMMON
		.withCodes(rows(AUTHENTICATION, "1000", "1001", "1002", "1003", "1004", "1111"))
		.withCodes(rows(PERMISSION, "1110", "1112", "1121", "1220", "1311"))
		.withCodes(rows(INSUFFICIENT_BALANCE, "1113"))
		.withCodes(rows(QUOTA_EXHAUSTED, "1304", "1308", "1309", "1310"))
		.withCodes(rows(RATE_LIMIT, "1302", "1303", "1305", "1313"))
		.withCodes(rows(CONTENT_FILTER, "1301"))
		.withCodes(rows(INVALID_REQUEST, "1210", "1212", "1213", "1214", "1215"))
		.withCodes(rows(MODEL_NOT_FOUND, "1211", "1221", "1222"))
		.withCodes(rows(CONTEXT_LENGTH, "1261"))
		.withCodes(rows(SERVER_ERROR, "500", "1120", "1230", "1234"));

	/** Tencent Hunyuan, of which no codes of its own are known. */
	public static final ErrorTable HUNYUAN = ErrorTable.COMMON;

	/** MiniMax: numbers in {@code base_resp} inside an HTTP 200. */
	public static final ErrorTable MINIMAX = ErrorTable.COMMON
		.withCodes(rows(RATE_LIMIT, "1002", "1039", "1041", "2056"))
		.withCodes(rows(AUTHENTICATION, "1004", "2049"))
		.withCodes(rows(INSUFFICIENT_BALANCE, "1008"))
		.withCodes(rows(TIMEOUT, "1001"))
		.withCodes(rows(CONTENT_FILTER, "1026", "1027"))
		.withCodes(rows(INVALID_REQUEST, "1042", "2013"))
		.withCodes(rows(SERVER_ERROR, "1000", "1013", "1024", "1033"));

	/** StepFun, of which no codes of its own are known. */
	public static final ErrorTable STEPFUN = ErrorTable.COMMON;

	/** SiliconFlow: flat numbers, or a bare string. */
	public static final ErrorTable SILICONFLOW = ErrorTable.COMMON.withCodes(rows(MODEL_NOT_FOUND, "20012"))
		.withCodes(rows(OVERLOADED, "20015", "50505"));

	/** OpenRouter, whose codes are HTTP statuses. */
	public static final ErrorTable OPENROUTER = ErrorTable.COMMON;

	/** Azure OpenAI, whose codes are among the common ones. */
	public static final ErrorTable AZURE = ErrorTable.COMMON;

	private ErrorTables() {
	}

}
