package io.harborai.wire;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Small JSON texts as plain Java, for what is read seldom: errors and model lists.
 */
final class PlainJson {

	private PlainJson() {
	}

	/**
	 * Read a text.
	 * @param bytes holds the text
	 * @param offset where it starts
	 * @param length how long it is
	 * @return its first value, null for null and for what isn't JSON
	 */
	static @Nullable Object read(byte[] bytes, int offset, int length) {
		Object value = readStrictly(bytes, offset, length);
		if (value == null) {
			byte[] repaired = Utf8.repair(bytes, offset, length);
			return (repaired != null) ? readStrictly(repaired, 0, repaired.length) : null;
		}
		return value;
	}

	private static @Nullable Object readStrictly(byte[] bytes, int offset, int length) {
		try (JsonCursor json = JsonCursor.over(bytes, offset, length)) {
			json.next();
			return json.plain();
		}
		catch (JacksonException | UnreadableAnswerException ex) {
			// The caller decides what a text means that isn't JSON.
			return null;
		}
	}

	/**
	 * A field's text.
	 * @param map the object
	 * @param names the field's possible names, the first that has a text counts
	 * @return the text of a string or number that isn't blank, else null
	 */
	static @Nullable String text(Map<?, ?> map, String... names) {
		for (String name : names) {
			Object value = map.get(name);
			if ((value instanceof String || value instanceof Number) && !value.toString().isBlank()) {
				return value.toString();
			}
		}
		return null;
	}

	/**
	 * A field's whole number.
	 * @param map the object
	 * @param name the field's name
	 * @return the number, also if it was written as a string; else null
	 */
	static @Nullable Integer number(Map<?, ?> map, String name) {
		Object value = map.get(name);
		if (!(value instanceof Number || value instanceof String)) {
			return null;
		}
		try {
			double number = Double.parseDouble(value.toString().trim());
			return (number == (int) number) ? (int) number : null;
		}
		catch (NumberFormatException ex) {
			// A word, not a number.
			return null;
		}
	}

	/**
	 * A field's object.
	 * @param map the object that holds it
	 * @param name the field's name
	 * @return the object, empty if there is none
	 */
	static Map<?, ?> object(Map<?, ?> map, String name) {
		return (map.get(name) instanceof Map<?, ?> object) ? object : Map.of();
	}

}
