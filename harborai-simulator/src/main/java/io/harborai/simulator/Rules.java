package io.harborai.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What a vendor refuses, and in which words. Stateless.
 */
abstract class Rules {

	static Rules of(Dialect dialect) {
		return switch (dialect) {
			case DEEPSEEK -> new DeepSeekRules();
			case DOUBAO -> new DoubaoRules();
			case WENXIN -> new WenxinRules();
			case OPENAI -> new OpenAiRules();
		};
	}

	/**
	 * Return the error that the vendor is known to answer with this status.
	 * @param status the status
	 * @return the error
	 */
	abstract VendorError forStatus(int status);

	/**
	 * Write an error's body.
	 * @param out where to
	 * @param error the error
	 * @param id the id that the body names, if the vendor's bodies name one
	 */
	abstract void body(StringBuilder out, VendorError error, String id);

	abstract VendorError invalidKey(String key);

	abstract VendorError malformedJson();

	abstract VendorError emptyMessages();

	abstract VendorError unknownModel(String model);

	abstract VendorError missingModel();

	/**
	 * Check what this vendor alone is particular about.
	 * @param request a request with a model and messages
	 * @return the error, or {@code null} if there is none
	 */
	abstract @Nullable VendorError particular(ChatRequest request);

	final @Nullable VendorError check(ChatRequest request, boolean modelKnown) {
		if (request.model().isEmpty()) {
			return missingModel();
		}
		if (!modelKnown) {
			return unknownModel(request.model());
		}
		return request.messages().isEmpty() ? emptyMessages() : particular(request);
	}

	static String lastFour(String key) {
		return key.substring(Math.max(0, key.length() - 4));
	}

}
