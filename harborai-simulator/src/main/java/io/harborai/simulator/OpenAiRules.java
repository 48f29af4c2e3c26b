package io.harborai.simulator;

import org.jspecify.annotations.Nullable;

/**
 * OpenAI's rules and words.
 */
final class OpenAiRules extends Rules {

	private static final String INVALID = "invalid_request_error";

	@Override
	VendorError forStatus(int status) {
		return switch (status) {
			case 401 -> invalidKey("sk-0000");
			case 402 -> new VendorError(429, "insufficient_quota", "insufficient_quota",
					"You exceeded your current quota, please check your plan and billing details.");
			case 403 -> new VendorError(403, "model_not_found", INVALID, "Project does not have access to this model.");
			case 404 -> unknownModel("nope");
			case 429 -> new VendorError(429, "rate_limit_exceeded", "requests", "Rate limit reached for requests.");
			case 503 -> new VendorError(503, "server_is_overloaded", "server_error",
					"The engine is currently overloaded, please try again later.");
			default -> (status >= 500)
					? new VendorError(status, null, "server_error",
							"The server had an error while processing your request.")
					: new VendorError(status, null, INVALID, "The request is invalid.");
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
		return new VendorError(401, "invalid_api_key", INVALID,
				"Incorrect API key provided: sk-****" + lastFour(key) + ".");
	}

	@Override
	VendorError malformedJson() {
		return new VendorError(400, null, INVALID, "We could not parse the JSON body of your request.");
	}

	@Override
	VendorError emptyMessages() {
		return new VendorError(400, "empty_array", INVALID,
				"Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
				"messages");
	}

	@Override
	VendorError unknownModel(String model) {
		return new VendorError(404, "model_not_found", INVALID,
				"The model `" + model + "` does not exist or you do not have access to it.");
	}

	@Override
	VendorError missingModel() {
		return new VendorError(400, null, INVALID, "you must provide a model parameter");
	}

	@Override
	@Nullable VendorError particular(ChatRequest request) {
		if (request.has("stream_options") && !request.stream()) {
			return new VendorError(400, null, INVALID,
					"The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options");
		}
		if (request.has("max_tokens") && reasons(request.model())) {
			return new VendorError(400, "unsupported_parameter", INVALID,
					"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
					"max_tokens");
		}
		double temperature = request.number("temperature", 1);
		if (temperature < 0 || temperature > 2) {
			return new VendorError(400, null, INVALID, "Invalid 'temperature': must be between 0 and 2.",
					"temperature");
		}
		if (request.responseFormat().equals("json_object") && !request.mentions("json")) {
			return new VendorError(400, null, INVALID,
					"'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
					"messages");
		}
		return null;
	}

	/**
	 * Return whether a model spends tokens on reasoning.
	 * @param model the model's name
	 * @return {@code true} for the families that do
	 */
	static boolean reasons(String model) {
		return model.startsWith("gpt-5") || model.startsWith("gpt-x") || model.matches("o\\d.*");
	}

}
