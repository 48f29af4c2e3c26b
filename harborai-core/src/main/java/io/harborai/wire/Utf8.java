package io.harborai.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Text that isn't quite Unicode, on both ways: bytes that aren't UTF-8 and strings with
 * half a surrogate pair. Either is replaced by U+FFFD, as browsers do.
 */
final class Utf8 {

	private static final char REPLACEMENT = '\uFFFD';

	private Utf8() {
	}

	/**
	 * Replace what isn't UTF-8.
	 * @param bytes holds the text
	 * @param offset where it starts
	 * @param length how long it is
	 * @return the text in UTF-8, null if nothing in it had to be replaced
	 */
	static byte @Nullable [] repair(byte[] bytes, int offset, int length) {
		String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
		if (text.indexOf(REPLACEMENT) < 0) {
			return null;
		}
		byte[] repaired = text.getBytes(StandardCharsets.UTF_8);
		boolean same = Arrays.equals(repaired, 0, repaired.length, bytes, offset, offset + length);
		return same ? null : repaired;
	}

	/**
	 * Replace halves of surrogate pairs, which UTF-8 can't express and vendors refuse.
	 * @param text the text
	 * @return the text itself if nothing had to be replaced
	 */
	static String whole(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				if (!isPair(text, i)) {
					return replaceHalves(text, i);
				}
				i++;
			}
		}
		return text;
	}

	private static String replaceHalves(String text, int from) {
		StringBuilder whole = new StringBuilder(text.length()).append(text, 0, from);
		for (int i = from; i < text.length(); i++) {
			char c = text.charAt(i);
			if (!Character.isSurrogate(c)) {
				whole.append(c);
			}
			else if (isPair(text, i)) {
				whole.append(c).append(text.charAt(++i));
			}
			else {
				whole.append(REPLACEMENT);
			}
		}
		return whole.toString();
	}

	private static boolean isPair(String text, int i) {
		return Character.isHighSurrogate(text.charAt(i)) && i + 1 < text.length()
				&& Character.isLowSurrogate(text.charAt(i + 1));
	}

}
