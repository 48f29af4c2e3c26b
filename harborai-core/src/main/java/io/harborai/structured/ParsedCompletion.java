package io.harborai.structured;

import io.harborai.chat.ChatCompletion;

/**
 * An answer as a Java value.
 *
 * @param value the value, checked against its schema and constraints
 * @param completion the answer as it came, with usage, cost and meta data. If it had to
 * be repaired, it is the last one, and its trail and cost hold them all
 * @param <T> the value's type
 */
public record ParsedCompletion<T>(T value, ChatCompletion completion) {

	@Override
	public String toString() {
		return "ParsedCompletion[" + this.value.getClass().getSimpleName() + ", " + this.completion + "]";
	}

}
