package io.harborai.structured;

import io.harborai.chat.ChatCompletionChunk;

/**
 * A Java value while it arrives. Each one is a value of its own that doesn't change;
 * finished parts are shared between them.
 *
 * @param value what has come: missing parts are null, zero or empty, strings grow, lists
 * have their finished items. Only when {@code complete} is it checked
 * @param complete whether this is the last one, complete and checked
 * @param chunk the chunk that brought it; the last one knows usage, cost and times
 * @param <T> the value's type
 */
public record Partial<T>(T value, boolean complete, ChatCompletionChunk chunk) {

	@Override
	public String toString() {
		return "Partial[" + this.value.getClass().getSimpleName() + (this.complete ? ", complete" : "") + "]";
	}

}
