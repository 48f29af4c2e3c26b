package io.harborai.simulator;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Writes JSON into a {@link StringBuilder}. The simulator writes every token of thousands
 * of streams with it and nothing else.
 */
final class JsonText {

	private static final String HEX = "0123456789abcdef";

	private JsonText() {
	}

	/**
	 * Append a quoted string, or {@code null}.
	 * @param out where to
	 * @param value the string
	 */
	static void string(StringBuilder out, @Nullable String value) {
		if (value == null) {
			out.append("null");
			return;
		}
		out.append('"');
		int length = value.length();
		for (int i = 0; i < length; i++) {
			char c = value.charAt(i);
			switch (c) {
				case '"' -> out.append("\\\"");
				case '\\' -> out.append("\\\\");
				case '\n' -> out.append("\\n");
				case '\r' -> out.append("\\r");
				case '\t' -> out.append("\\t");
				default -> {
					if (c >= ' ' && !Character.isSurrogate(c)) {
						out.append(c);
					}
					else if (Character.isHighSurrogate(c) && i + 1 < length
							&& Character.isLowSurrogate(value.charAt(i + 1))) {
						out.append(c).append(value.charAt(++i));
					}
					else {
						escaped(out, c);
					}
				}
			}
		}
		out.append('"');
	}

	/**
	 * Append {@code "name":}.
	 * @param out where to
	 * @param name the name, which needs no escaping
	 * @return {@code out}
	 */
	static StringBuilder name(StringBuilder out, String name) {
		return out.append('"').append(name).append("\":");
	}

	static void field(StringBuilder out, String name, @Nullable String value) {
		string(name(out, name), value);
	}

	/**
	 * Append any JSON value made of maps, lists, strings, numbers, booleans and
	 * {@code null}.
	 * @param out where to
	 * @param value the value
	 */
	static void value(StringBuilder out, @Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			object(out, map);
		}
		else if (value instanceof List<?> list) {
			array(out, list);
		}
		else if (value == null || value instanceof Number || value instanceof Boolean) {
			out.append(value);
		}
		else {
			string(out, value.toString());
		}
	}

	static String of(@Nullable Object value) {
		StringBuilder out = new StringBuilder();
		value(out, value);
		return out.toString();
	}

	private static void object(StringBuilder out, Map<?, ?> map) {
		out.append('{');
		String separator = "";
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			out.append(separator);
			string(out, String.valueOf(entry.getKey()));
			out.append(':');
			value(out, entry.getValue());
			separator = ",";
		}
		out.append('}');
	}

	private static void array(StringBuilder out, List<?> list) {
		out.append('[');
		String separator = "";
		for (Object element : list) {
			out.append(separator);
			value(out, element);
			separator = ",";
		}
		out.append(']');
	}

	private static void escaped(StringBuilder out, char c) {
		out.append("\\u")
			.append(HEX.charAt(c >> 12 & 0xF))
			.append(HEX.charAt(c >> 8 & 0xF))
			.append(HEX.charAt(c >> 4 & 0xF))
			.append(HEX.charAt(c & 0xF));
	}

}
