package io.harborai.cache;

import io.harborai.chat.ChatCompletion;
import io.harborai.json.Json;

/**
 * Answers as text, for stores that live in another process.
 */
public final class CompletionText {

	private CompletionText() {
	}

	/**
	 * Write an answer.
	 * @param completion the answer
	 * @return JSON, in a form of our own
	 */
	public static String write(ChatCompletion completion) {
		return Json.text(completion);
	}

	/**
	 * Read an answer that was written by {@link #write}.
	 * @param text the text
	 * @return the answer
	 * @throws RuntimeException if it is something else, or was written by another version
	 */
	public static ChatCompletion read(String text) {
		return Json.read(text, ChatCompletion.class);
	}

}
