package io.harborai.chat;

import java.util.Map;

/**
 * One message of a conversation. Immutable; {@code toString} shows sizes, never content.
 */
public sealed interface Message permits SystemMessage, UserMessage, AssistantMessage, ToolMessage {

	/**
	 * The fields of the message that HarborAI doesn't know, kept as they came and sent
	 * back as they are: vendors put things there that they want to see again, such as
	 * Gemini's thought signatures.
	 * @return field name to plain JSON value; empty when there are none
	 */
	Map<String, Object> additional();

}
