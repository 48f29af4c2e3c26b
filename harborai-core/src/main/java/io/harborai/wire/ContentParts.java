package io.harborai.wire;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The text in a list of typed parts, which some vendors send where others send a string:
 * {@code text} parts, {@code thinking} parts, and OpenRouter's and MiniMax's
 * {@code reasoning_details}.
 *
 * @param text the text for the reader
 * @param reasoning the reasoning
 * @param isComplete whether nothing but text was in the parts
 */
record ContentParts(String text, String reasoning, boolean isComplete) {

	/**
	 * Take the text out of parts.
	 * @param parts a list of parts, or one part
	 * @return what was found
	 */
	static ContentParts of(@Nullable Object parts) {
		StringBuilder text = new StringBuilder();
		StringBuilder reasoning = new StringBuilder();
		boolean complete = true;
		for (Object part : (parts instanceof List<?> list) ? list : list(parts)) {
			complete &= take(part, text, reasoning);
		}
		return new ContentParts(text.toString(), reasoning.toString(), complete);
	}

	private static List<?> list(@Nullable Object part) {
		return (part != null) ? List.of(part) : List.of();
	}

	private static boolean take(@Nullable Object part, StringBuilder text, StringBuilder reasoning) {
		if (part instanceof String string) {
			text.append(string);
			return true;
		}
		if (!(part instanceof Map<?, ?> map)) {
			return false;
		}
		if (map.get("type") instanceof String type && (type.startsWith("reasoning") || type.equals("thinking"))) {
			append(map.get("text"), reasoning);
			append(map.get("summary"), reasoning);
			append(map.get("thinking"), reasoning);
			return true;
		}
		return append(map.get("text"), text);
	}

	private static boolean append(@Nullable Object value, StringBuilder target) {
		if (value instanceof String string) {
			target.append(string);
			return true;
		}
		if (value instanceof List<?> list) {
			target.append(of(list).text());
			return true;
		}
		return false;
	}

}
