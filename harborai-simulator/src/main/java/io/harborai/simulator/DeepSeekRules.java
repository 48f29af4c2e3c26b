package io.harborai.simulator;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * DeepSeek's rules and words. Nearly everything has the code
 * {@code invalid_request_error}.
 */
final class DeepSeekRules extends Rules {

	private static final String INVALID = "invalid_request_error";

	private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

	private static final Set<String> TEXT_ONLY = Set.of("deepseek-v4-pro", "deepseek-v4-flash", "deepseek-chat",
			"deepseek-reasoner");

	private static final int LONGEST_ANSWER = 393_216;

	@Override
	VendorError forStatus(int status) {
		return switch (status) {
			case 401 -> invalidKey("sk-0000");
			case 402 -> new VendorError(402, INVALID, "unknown_error", "Insufficient Balance");
			case 404 -> new VendorError(404, INVALID, INVALID, "Not Found");
			case 422 -> new VendorError(422, INVALID, INVALID, "max_tokens: must be between 1 and " + LONGEST_ANSWER);
			case 429 -> new VendorError(429, "rate_limit_exceeded", "rate_limit_error",
					"Rate limit reached: too many concurrent requests.");
			case 503 -> new VendorError(503, "service_unavailable", "service_unavailable_error",
					"Service is too busy. Please retry your requests after a brief wait.");
			default ->
				(status >= 500) ? new VendorError(status, "internal_error", "server_error", "Internal Server Error")
						: invalid(status, "The request is invalid.");
		};
	}

	@Override
	void body(StringBuilder out, VendorError error, String id) {
		JsonText.field(out.append("{\"error\":{"), "message", error.message());
		JsonText.field(out.append(','), "type", error.type());
		JsonText.field(out.append(','), "param", error.param());
		JsonText.field(out.append(','), "code", error.code());
		out.append("}}");
	}

	@Override
	VendorError invalidKey(String key) {
		return new VendorError(401, INVALID, "authentication_error",
				"Authentication Fails, Your api key: ****" + lastFour(key) + " is invalid");
	}

	@Override
	VendorError malformedJson() {
		return invalid(400, "Failed to parse the request body as JSON: expected value at line 1 column 1");
	}

	@Override
	VendorError emptyMessages() {
		return invalid(400, "Empty input messages");
	}

	@Override
	VendorError unknownModel(String model) {
		return invalid(400,
				"The supported API model names are deepseek-flash or deepseek-v4-pro, but you passed " + model + ".");
	}

	@Override
	VendorError missingModel() {
		return unreadable("missing field `model`");
	}

	@Override
	@Nullable VendorError particular(ChatRequest request) {
		VendorError error = null;
		for (int i = 0; i < request.messages().size() && error == null; i++) {
			error = message(request, request.messages().get(i), i);
		}
		return (error != null) ? error : settings(request);
	}

	static boolean thinking(ChatRequest request) {
		Object type = request.object("thinking").get("type");
		return (type != null) ? "enabled".equals(type) : !request.model().equals("deepseek-chat");
	}

	private static @Nullable VendorError message(ChatRequest request, Map<?, ?> message, int index) {
		String role = ChatRequest.role(message);
		if (!ROLES.contains(role)) {
			return unreadable("messages[" + index + "].role: unknown variant `" + role
					+ "`, expected one of `system`, `user`, `assistant`, `tool`");
		}
		boolean textOnly = TEXT_ONLY.contains(request.model()) || !role.equals("user");
		if (textOnly && message.get("content") instanceof List) {
			return unreadable("messages[" + index + "].content: invalid type: sequence, expected a string");
		}
		boolean toolTurn = message.get("tool_calls") instanceof List<?> calls && !calls.isEmpty();
		if (toolTurn && thinking(request) && !(message.get("reasoning_content") instanceof String)) {
			return invalid(400, "The `reasoning_content` in the thinking mode must be passed back to the API.");
		}
		return null;
	}

	private static @Nullable VendorError settings(ChatRequest request) {
		double maxTokens = request.number("max_tokens", 1);
		if (maxTokens < 1 || maxTokens > LONGEST_ANSWER) {
			return invalid(422, "max_tokens: must be between 1 and " + LONGEST_ANSWER);
		}
		double temperature = request.number("temperature", 1);
		if (temperature < 0 || temperature > 2) {
			return invalid(422, "temperature: must be between 0 and 2");
		}
		if (thinking(request) && request.demandsTool()) {
			return invalid(400, "The thinking mode does not support this tool_choice.");
		}
		return switch (request.responseFormat()) {
			case "text" -> null;
			case "json_object" -> request.mentions("json") ? null : invalid(400,
					"Prompt must contain the word 'json' in some form to use 'response_format' of type 'json_object'.");
			default -> invalid(400, "This response_format type is unavailable now");
		};
	}

	private static VendorError unreadable(String what) {
		return invalid(400,
				"Failed to deserialize the JSON body into the target type: " + what + " at line 1 column 58");
	}

	private static VendorError invalid(int status, String message) {
		return new VendorError(status, INVALID, INVALID, message);
	}

}
