package io.harborai.chat;

import java.util.Map;

import io.harborai.error.ErrorDetails;
import io.harborai.error.ToolCallException;
import io.harborai.json.Json;

/**
 * A tool that the model wants called.
 *
 * @param id the id that the {@link ToolMessage} with the result must name
 * @param name the tool's name
 * @param arguments the arguments as the model wrote them: JSON, if it did well; "{}" when
 * it sent none
 * @param additional the fields that HarborAI doesn't know, sent back as they came
 */
public record ToolCall(String id, String name, String arguments, Map<String, Object> additional) {

	public ToolCall {
		additional = Additional.copyOf(additional);
	}

	/**
	 * Create a tool call without further fields.
	 * @param id the id
	 * @param name the tool's name
	 * @param arguments the arguments as JSON
	 */
	public ToolCall(String id, String name, String arguments) {
		this(id, name, arguments, Map.of());
	}

	/**
	 * The arguments as a Java value.
	 * @param <T> the type
	 * @param type a record or class whose properties are named like the arguments;
	 * unknown arguments are ignored
	 * @return the value
	 * @throws ToolCallException if the arguments aren't JSON of that shape
	 */
	public <T> T arguments(Class<T> type) {
		try {
			return Json.read(this.arguments, type);
		}
		catch (Json.UnreadableException ex) {
			throw new ToolCallException(ErrorDetails
				.problem("the model's arguments for tool '" + this.name + "' can't be read as " + type.getSimpleName()
						+ ": " + ex.getMessage())
				.remedy("Tell the model what was wrong in a tool message, or read the raw text with arguments().")
				.build(), ToolCallException.Reason.INVALID_ARGUMENTS, this.name, null);
		}
	}

	@Override
	public String toString() {
		return "ToolCall[" + this.name + ", " + this.arguments.length() + " chars]";
	}

}
