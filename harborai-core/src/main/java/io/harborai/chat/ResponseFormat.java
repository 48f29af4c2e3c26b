package io.harborai.chat;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The form the answer must have.
 *
 * @param type the form
 * @param name the schema's name; only with {@link Type#JSON_SCHEMA}
 * @param schema the JSON schema; only with {@link Type#JSON_SCHEMA}
 * @param strict whether the model must keep to the schema exactly; null for the vendor's
 * default
 */
public record ResponseFormat(Type type, @Nullable String name, @Nullable Map<String, Object> schema,
		@Nullable Boolean strict) {

	/** Any text. */
	public static final ResponseFormat TEXT = new ResponseFormat(Type.TEXT, null, null, null);

	/** A JSON object. Several vendors also want the word "json" in the prompt. */
	public static final ResponseFormat JSON_OBJECT = new ResponseFormat(Type.JSON_OBJECT, null, null, null);

	public ResponseFormat {
		boolean complete = name != null && schema != null;
		if ((type == Type.JSON_SCHEMA) != complete) {
			throw new IllegalArgumentException("A name and a schema go with Type.JSON_SCHEMA and with no other");
		}
	}

	/**
	 * JSON that keeps to a schema.
	 * @param name the schema's name: letters, digits, {@code _} and {@code -}
	 * @param schema the JSON schema
	 * @return the format
	 */
	public static ResponseFormat jsonSchema(String name, Map<String, Object> schema) {
		return new ResponseFormat(Type.JSON_SCHEMA, name, schema, true);
	}

	@Override
	public String toString() {
		return "ResponseFormat[" + this.type + ((this.name != null) ? ", " + this.name : "") + "]";
	}

	/**
	 * The forms.
	 */
	public enum Type {

		/** Any text. */
		TEXT,

		/** A JSON object. */
		JSON_OBJECT,

		/** JSON that keeps to a schema. */
		JSON_SCHEMA

	}

}
