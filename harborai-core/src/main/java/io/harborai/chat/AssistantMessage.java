package io.harborai.chat;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the model said: an answer, its reasoning, the tools it wants called. Put it back
 * into the next request as it is; the provider's dialect knows which parts the vendor
 * wants to see again.
 *
 * @param content the text of the answer, "" if there is none
 * @param reasoning the reasoning that came before it, null if the model showed none
 * @param toolCalls the tools the model wants called, in order
 * @param prefix whether this is the start of an answer that the model is to continue
 * (DeepSeek's chat prefix completion); only as the last message of a request
 * @param additional the fields that HarborAI doesn't know, sent back as they came
 */
public record AssistantMessage(String content, @Nullable String reasoning, List<ToolCall> toolCalls, boolean prefix,
		Map<String, Object> additional) implements Message {

	public AssistantMessage {
		toolCalls = List.copyOf(toolCalls);
		additional = Additional.copyOf(additional);
	}

	/**
	 * Create a plain answer, for instance an earlier turn or an example.
	 * @param content the text
	 */
	public AssistantMessage(String content) {
		this(content, null, List.of(), false, Map.of());
	}

	/**
	 * The start of an answer for the model to continue.
	 * @param content how the answer starts
	 * @return the message
	 */
	public static AssistantMessage prefix(String content) {
		return new AssistantMessage(content, null, List.of(), true, Map.of());
	}

	@Override
	public String toString() {
		return "AssistantMessage[" + this.content.length() + " chars, "
				+ ((this.reasoning != null) ? this.reasoning.length() : 0) + " chars reasoning, "
				+ this.toolCalls.size() + " tool calls]";
	}

}
