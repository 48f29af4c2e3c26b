package io.harborai.chat;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A fragment of a tool call in a stream. {@link ChatCompletionAccumulator} puts fragments
 * together; vendors disagree on which of these fields they send when.
 *
 * @param index the call's place among the message's calls, null if the vendor sends none
 * @param id the call's id, null if the fragment has none
 * @param name the tool's name, null if the fragment has none
 * @param arguments a piece of the arguments, "" if the fragment has none
 * @param additional the fields that HarborAI doesn't know
 */
public record ToolCallDelta(@Nullable Integer index, @Nullable String id, @Nullable String name, String arguments,
		Map<String, Object> additional) {

	@Override
	public String toString() {
		return "ToolCallDelta[" + this.index + ", " + this.name + ", " + this.arguments.length() + " chars]";
	}

}
