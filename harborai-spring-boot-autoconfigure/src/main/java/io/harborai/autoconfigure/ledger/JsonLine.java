package io.harborai.autoconfigure.ledger;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A JSON object on a single line, as far as the spill file needs it: texts, whole
 * numbers, true and false, and groups of these. Not thread-safe.
 */
final class JsonLine {

	// Deeper than anything that is written here.
	private static final int MAX_DEPTH = 3;

	private static final Object NULL = new Object();

	private final String text;

	private int position;

	private JsonLine(String text) {
		this.text = text;
	}

	/**
	 * Write an object.
	 * @param object texts, whole numbers, truths and groups of these by name
	 * @return the line, without its end
	 */
	static String write(Map<String, ?> object) {
		StringBuilder line = new StringBuilder(512);
		write(object, line);
		return line.toString();
	}

	private static void write(Map<?, ?> object, StringBuilder line) {
		line.append('{');
		String separator = "";
		for (Map.Entry<?, ?> member : object.entrySet()) {
			line.append(separator);
			quote(member.getKey().toString(), line);
			line.append(':');
			Object value = member.getValue();
			if (value instanceof Map<?, ?> group) {
				write(group, line);
			}
			else if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
				line.append(value);
			}
			else {
				quote(value.toString(), line);
			}
			separator = ",";
		}
		line.append('}');
	}

	private static void quote(String value, StringBuilder line) {
		line.append('"');
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c == '"' || c == '\\') {
				line.append('\\').append(c);
			}
			// Line separators of Unicode too: others read the file as well.
			else if (c < ' ' || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
				line.append("\\u").append(String.format("%04x", (int) c));
			}
			else {
				line.append(c);
			}
		}
		line.append('"');
	}

	/**
	 * Read an object.
	 * @param line the line, without its end
	 * @return texts, {@link Long numbers}, truths and groups of these by name; what is
	 * null is left out
	 * @throws IllegalArgumentException if it is no such object
	 */
	static Map<String, Object> read(String line) {
		JsonLine json = new JsonLine(line);
		Map<String, Object> object = json.object(1);
		json.blanks();
		if (json.position != line.length()) {
			throw json.broken();
		}
		return object;
	}

	private Map<String, Object> object(int depth) {
		if (depth > MAX_DEPTH) {
			throw broken();
		}
		Map<String, Object> object = new LinkedHashMap<>();
		expect('{');
		if (skip('}')) {
			return object;
		}
		do {
			blanks();
			String name = string();
			expect(':');
			Object value = value(depth);
			if (value != NULL) {
				object.put(name, value);
			}
		}
		while (skip(','));
		expect('}');
		return object;
	}

	private Object value(int depth) {
		blanks();
		char next = peek();
		if (next == '{') {
			return object(depth + 1);
		}
		if (next == '"') {
			return string();
		}
		int start = this.position;
		while (this.position < this.text.length() && ",} \t".indexOf(this.text.charAt(this.position)) < 0) {
			this.position++;
		}
		String word = this.text.substring(start, this.position);
		return switch (word) {
			case "true" -> true;
			case "false" -> false;
			case "null" -> NULL;
			default -> number(word);
		};
	}

	private Long number(String word) {
		try {
			return Long.valueOf(word);
		}
		catch (NumberFormatException ex) {
			throw broken();
		}
	}

	private String string() {
		expect('"');
		StringBuilder value = new StringBuilder();
		while (true) {
			char c = next();
			if (c == '"') {
				return value.toString();
			}
			value.append((c == '\\') ? escaped() : c);
		}
	}

	private char escaped() {
		char c = next();
		return switch (c) {
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case 'u' -> unicode();
			case '"', '\\', '/' -> c;
			default -> throw broken();
		};
	}

	private char unicode() {
		int code = 0;
		for (int i = 0; i < 4; i++) {
			int digit = Character.digit(next(), 16);
			if (digit < 0) {
				throw broken();
			}
			code = code * 16 + digit;
		}
		return (char) code;
	}

	private void blanks() {
		while (this.position < this.text.length() && " \t\r".indexOf(this.text.charAt(this.position)) >= 0) {
			this.position++;
		}
	}

	private char peek() {
		if (this.position >= this.text.length()) {
			throw broken();
		}
		return this.text.charAt(this.position);
	}

	private char next() {
		char c = peek();
		this.position++;
		return c;
	}

	private boolean skip(char wanted) {
		blanks();
		if (peek() != wanted) {
			return false;
		}
		this.position++;
		return true;
	}

	private void expect(char wanted) {
		if (!skip(wanted)) {
			throw broken();
		}
	}

	private IllegalArgumentException broken() {
		return new IllegalArgumentException("No JSON object from character " + this.position + " on");
	}

}
