package io.harborai.simulator;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Volcengine Ark's rules and words.
 */
final class DoubaoRules extends Rules {

	private static final Set<String> THINKING = Set.of("enabled", "disabled", "auto");

	@Override
	VendorError forStatus(int status) {
		return switch (status) {
			case 401 -> invalidKey("");
			case 402,
					403 ->
				(status == 402)
						? new VendorError(403, "AccountOverdueError", "Forbidden",
								"The request failed because your account has an overdue balance.")
						: new VendorError(403, "AccessDenied", "Forbidden",
								"The request failed because you do not have access to the requested resource.");
			case 404 -> unknownModel("doubao");
			case 429 -> new VendorError(429, "ModelAccountRpmRateLimitExceeded", "TooManyRequests",
					"The requests per minute limit of the account for this model has been exceeded.");
			default -> (status >= 500)
					? new VendorError(status, "InternalServiceError", "InternalServerError",
							"The service encountered an unexpected internal error.")
					: invalid("InvalidParameter", "A parameter specified in the request is not valid.", "")
						.withStatus(status);
		};
	}

	@Override
	void body(StringBuilder out, VendorError error, String id) {
		JsonText.field(out.append("{\"error\":{"), "code", error.code());
		JsonText.field(out.append(','), "message", error.message() + " Request id: " + id);
		JsonText.field(out.append(','), "param", (error.param() != null) ? error.param() : "");
		JsonText.field(out.append(','), "type", error.type());
		out.append("}}");
	}

	@Override
	VendorError invalidKey(String key) {
		return new VendorError(401, "AuthenticationError", "Unauthorized",
				"The API key or AK/SK in the request is missing or invalid.");
	}

	@Override
	VendorError malformedJson() {
		return invalid("InvalidParameter", "The request body is not valid JSON.", "");
	}

	@Override
	VendorError emptyMessages() {
		return missing("messages");
	}

	@Override
	VendorError unknownModel(String model) {
		return new VendorError(404, "InvalidEndpointOrModel.NotFound", "NotFound",
				"The model or endpoint " + model + " does not exist or you do not have access to it.");
	}

	@Override
	VendorError missingModel() {
		return missing("model");
	}

	@Override
	@Nullable VendorError particular(ChatRequest request) {
		if (request.has("max_tokens") && request.has("max_completion_tokens")) {
			return invalid("InvalidParameter", "max_tokens and max_completion_tokens cannot be set at the same time.",
					"max_completion_tokens");
		}
		for (Map<?, ?> message : request.messages()) {
			if (message.get("content") == null) {
				return missing("messages.content");
			}
		}
		Object type = request.object("thinking").get("type");
		if (type != null && !THINKING.contains(type)) {
			return invalid("InvalidParameter", "Unsupported thinking type for this model: " + type + ".",
					"thinking.type");
		}
		return null;
	}

	static boolean thinking(ChatRequest request) {
		Object type = request.object("thinking").get("type");
		if (type != null) {
			return !"disabled".equals(type);
		}
		String effort = request.text("reasoning_effort");
		return request.model().startsWith("doubao-seed") && !request.model().contains("character")
				&& !effort.equals("minimal") && !effort.equals("none");
	}

	private static VendorError missing(String param) {
		return invalid("MissingParameter", "The request failed because it is missing `" + param + "` parameter.",
				param);
	}

	private static VendorError invalid(String code, String message, String param) {
		return new VendorError(400, code, "BadRequest", message, param);
	}

}
