package io.harborai.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Words at the beginning of a user's message that provoke a fault, so that a person at a
 * chat page can see how an application takes it.
 */
final class MagicPrompt {

	private static final int SOME_TOKENS = 5;

	private MagicPrompt() {
	}

	/**
	 * Read a user's message.
	 * @param message the message
	 * @return what it provokes, or {@code null} if it is an ordinary message
	 */
	static @Nullable Reply of(String message) {
		String text = message.stripLeading();
		if (!text.startsWith("!")) {
			return null;
		}
		String[] words = text.split("\\s+", 3);
		return switch (words[0]) {
			case "!error" -> (words.length > 1 && words[1].matches("[45]\\d\\d"))
					? Reply.status(Integer.parseInt(words[1])) : Reply.status(500);
			case "!stall" -> Reply.answer().stallAfter(SOME_TOKENS);
			case "!reset" -> Reply.answer().resetAfter(SOME_TOKENS);
			case "!truncate" -> Reply.answer().truncateAfter(SOME_TOKENS);
			case "!slow" -> Reply.answer().tokensPerSecond(2);
			case "!midstream-error" -> Reply.answer()
				.errorEventAfter(SOME_TOKENS, "internal_error", "Internal server error, please retry later.");
			default -> null;
		};
	}

}
