package io.harborai.simulator;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Qianfan's rules and words.
 */
final class WenxinRules extends Rules {

	private static final String INVALID = "invalid_request_error";

	private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

	@Override
	VendorError forStatus(int status) {
		return switch (status) {
			case 401 -> invalidKey("");
			case 402 -> new VendorError(403, "account_overdue", "access_denied", "The account is overdue");
			case 403 -> new VendorError(403, "model_offline", "access_denied", "the model has been taken offline");
			case 404 -> unknownModel("ernie");
			case 405 -> new VendorError(405, "method_not_supported", INVALID, "Only POST requests are accepted");
			case 429 ->
				new VendorError(429, "rpm_rate_limit_exceeded", "rate_limit_exceeded", "Rate limit reached for RPM");
			default -> (status >= 500) ? new VendorError(status, "internal_error", "Internal_error", "Internal error")
					: new VendorError(status, "invalid_argument", INVALID, "Invalid Argument");
		};
	}

	@Override
	void body(StringBuilder out, VendorError error, String id) {
		JsonText.field(out.append("{\"error\":{"), "code", error.code());
		JsonText.field(out.append(','), "message", error.message());
		JsonText.field(out.append(','), "type", error.type());
		JsonText.field(out.append("},"), "id", id);
		out.append('}');
	}

	@Override
	VendorError invalidKey(String key) {
		return new VendorError(401, "invalid_iam_token", INVALID, "IAM Certification failed");
	}

	@Override
	VendorError malformedJson() {
		return new VendorError(400, "malformed_json", INVALID, "Invalid Argument");
	}

	@Override
	VendorError emptyMessages() {
		return messages("the length of messages must be greater than 0");
	}

	@Override
	VendorError unknownModel(String model) {
		return new VendorError(401, "invalid_model", INVALID,
				"The model does not exist or you do not have access to it.");
	}

	@Override
	VendorError missingModel() {
		return new VendorError(400, "invalid_model", INVALID, "model is empty");
	}

	@Override
	@Nullable VendorError particular(ChatRequest request) {
		for (Map<?, ?> message : request.messages()) {
			String role = ChatRequest.role(message);
			if (!ROLES.contains(role)) {
				return messages("the role of message must be one of system, user, assistant and tool");
			}
			if (role.equals("tool") && !(message.get("tool_call_id") instanceof String)) {
				return messages("tool_call_id must not be empty when the role is tool");
			}
		}
		if (!request.lastRole().equals("user") && !request.lastRole().equals("tool")) {
			return messages("the role of last message must be user or tool");
		}
		if (request.lastMessage().get("content") instanceof String text && text.isBlank()) {
			return messages("the content of last message must not be blank");
		}
		double temperature = request.number("temperature", 1);
		if (temperature <= 0 || temperature > 1) {
			return new VendorError(400, "invalid_argument", INVALID, "temperature must be in (0, 1.0]");
		}
		if (request.model().startsWith("ernie-x1-turbo") && request.has("response_format")) {
			return new VendorError(400, "invalid_argument", INVALID, "the model does not support response_format");
		}
		return null;
	}

	static boolean thinking(ChatRequest request) {
		return request.flag("enable_thinking") || request.model().startsWith("ernie-x1")
				|| request.model().contains("thinking");
	}

	private static VendorError messages(String message) {
		return new VendorError(400, "invalid_messages", INVALID, message);
	}

}
