package io.harborai.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.harborai.error.ErrorCategory;

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

/**
 * The rows of {@link ErrorTable#COMMON}: OpenAI's codes, those of the servers that copy
 * it, and what the HTTP statuses mean among them.
 */
final class CommonErrors {

	private CommonErrors() {
	}

	static ErrorTable addTo(ErrorTable table) {
		return table
			.withCodes(rows(AUTHENTICATION, "invalid_api_key", "authentication_error", "invalid_authentication_error",
					"AuthenticationError", "unauthorized", "invalid_client", "UNAUTHENTICATED"))
			.withCodes(rows(PERMISSION, "permission_denied", "permission_error", "PermissionDeniedError",
					"access_denied", "PERMISSION_DENIED", "unsupported_country_region_territory"))
			.withCodes(rows(INSUFFICIENT_BALANCE, "insufficient_balance", "billing_not_active"))
			.withCodes(rows(QUOTA_EXHAUSTED, "insufficient_quota", "billing_hard_limit_reached"))
			.withCodes(rows(MODEL_NOT_FOUND, "model_not_found", "DeploymentNotFound"))
			// The model exists, but not for this key.
			.withCodes(403, rows(PERMISSION, "model_not_found"))
			.withCodes(rows(CONTEXT_LENGTH, "context_length_exceeded"))
			.withCodes(rows(CONTENT_FILTER, "content_filter", "content_policy_violation"))
			.withCodes(
					rows(RATE_LIMIT, "rate_limit_exceeded", "rate_limit_error", "RateLimitError", "RESOURCE_EXHAUSTED"))
			.withCodes(rows(OVERLOADED, "server_is_overloaded", "slow_down", "overloaded_error", "service_unavailable",
					"service_unavailable_error", "UNAVAILABLE"))
			.withCodes(rows(TIMEOUT, "request_timeout", "timeout", "DEADLINE_EXCEEDED"))
			.withVagueCodes(rows(INVALID_REQUEST, "invalid_request_error", "BadRequestError", "INVALID_ARGUMENT"))
			.withVagueCodes(rows(SERVER_ERROR, "server_error", "api_error", "internal_error", "internal_server_error",
					"InternalServerError", "INTERNAL"))
			.withMessagePatterns(messages())
			.withStatuses(statuses());
	}

	private static Map<String, ErrorCategory> messages() {
		Map<String, ErrorCategory> patterns = new LinkedHashMap<>();
		patterns.putAll(rows(CONTEXT_LENGTH, "maximum context length", "context length exceeded", "exceeds the context",
				"context window", "prompt is too long", "input is too long"));
		patterns.putAll(rows(INSUFFICIENT_BALANCE, "insufficient balance", "insufficient credits", "余额不足", "欠费"));
		patterns.putAll(rows(QUOTA_EXHAUSTED, "exceeded your current quota"));
		patterns
			.putAll(rows(MODEL_NOT_FOUND, "model*does not exist", "model*not found", "no such model", "unknown model"));
		patterns.putAll(rows(AUTHENTICATION, "incorrect api key", "invalid api key", "api key is invalid",
				"api key not valid"));
		patterns.putAll(rows(CONTENT_FILTER, "content management policy"));
		patterns.putAll(rows(OVERLOADED, "overloaded", "capacity limits"));
		return patterns;
	}

	private static Map<Integer, ErrorCategory> statuses() {
		// 404 isn't here: what it means depends on whether a vendor's error comes with
		// it.
		return Map.ofEntries(Map.entry(401, AUTHENTICATION), Map.entry(402, INSUFFICIENT_BALANCE),
				Map.entry(403, PERMISSION), Map.entry(408, TIMEOUT), Map.entry(425, OVERLOADED),
				Map.entry(429, RATE_LIMIT), Map.entry(503, OVERLOADED), Map.entry(504, TIMEOUT),
				// Cloudflare's and Anthropic's own.
				Map.entry(522, TIMEOUT), Map.entry(524, TIMEOUT), Map.entry(529, OVERLOADED));
	}

	/**
	 * Rows that mean the same.
	 * @param category what they mean
	 * @param keys codes, prefixes or message patterns, in order
	 * @return the rows
	 */
	static Map<String, ErrorCategory> rows(ErrorCategory category, String... keys) {
		Map<String, ErrorCategory> rows = new LinkedHashMap<>();
		List.of(keys).forEach((key) -> rows.put(key, category));
		return rows;
	}

}
