package io.harborai.chat;

import java.util.Map;
import java.util.Objects;

/**
 * The result of a tool call, for the model to read.
 *
 * @param toolCallId the {@linkplain ToolCall#id() id} of the call that this answers
 * @param content the result; JSON or plain text
 * @param additional further fields to send with the message
 */
public record ToolMessage(String toolCallId, String content, Map<String, Object> additional) implements Message {

	public ToolMessage {
		Objects.requireNonNull(toolCallId, "'toolCallId' must not be null");
		Objects.requireNonNull(content, "'content' must not be null; send \"\" for a tool without a result");
		additional = Additional.copyOf(additional);
	}

	/**
	 * Create a result without further fields.
	 * @param toolCallId the id of the call that this answers
	 * @param content the result
	 */
	public ToolMessage(String toolCallId, String content) {
		this(toolCallId, content, Map.of());
	}

	@Override
	public String toString() {
		return "ToolMessage[" + this.toolCallId + ", " + this.content.length() + " chars]";
	}

}
