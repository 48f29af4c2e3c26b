package io.harborai.chat;

import java.util.Map;
import java.util.Objects;

/**
 * Instructions for the model.
 *
 * @param content the instructions
 * @param additional further fields to send with the message
 */
public record SystemMessage(String content, Map<String, Object> additional) implements Message {

	public SystemMessage {
		Objects.requireNonNull(content, "'content' must not be null");
		additional = Additional.copyOf(additional);
	}

	/**
	 * Create a message without further fields.
	 * @param content the instructions
	 */
	public SystemMessage(String content) {
		this(content, Map.of());
	}

	@Override
	public String toString() {
		return "SystemMessage[" + this.content.length() + " chars]";
	}

}
