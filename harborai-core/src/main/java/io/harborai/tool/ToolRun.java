package io.harborai.tool;

import java.util.List;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.Message;

/**
 * A loop that has ended well. Immutable; {@code toString} shows sizes, never content.
 *
 * @param completion the last answer. Its usage, cost and times are those of all rounds
 * together: usage is missing and cost unknown if they are for any of them
 * @param messages the whole conversation, from the request's messages to the last answer,
 * with reasoning, tool calls and their results in between. Put it into the next request
 * as it is: some vendors refuse a conversation in which a part of it is missing
 * @param rounds how many answers the model gave
 */
public record ToolRun(ChatCompletion completion, List<Message> messages, int rounds) {

	public ToolRun {
		messages = List.copyOf(messages);
	}

}
