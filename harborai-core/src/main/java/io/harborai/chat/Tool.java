package io.harborai.chat;

import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A function that the model may ask to be called.
 *
 * @param name its name: letters, digits, {@code _} and {@code -}, at most 64
 * @param description what it does, for the model to read; null for none
 * @param parameters its parameters as a JSON schema object
 * @param strict whether the model must keep to the schema exactly; null for the vendor's
 * default
 */
public record Tool(String name, @Nullable String description, Map<String, Object> parameters,
		@Nullable Boolean strict) {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	public Tool {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("A tool's name has 1 to 64 letters, digits, '_' or '-'; '" + name
					+ "' doesn't. Rename it: no vendor takes other names");
		}
	}

	/**
	 * Create a function.
	 * @param name its name
	 * @param description what it does
	 * @param parameters its parameters as a JSON schema object
	 * @return the tool
	 */
	public static Tool function(String name, String description, Map<String, Object> parameters) {
		return new Tool(name, description, parameters, null);
	}

	@Override
	public String toString() {
		return "Tool[" + this.name + "]";
	}

}
