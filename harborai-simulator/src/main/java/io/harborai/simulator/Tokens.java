package io.harborai.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into pieces of about the size of a model's tokens: a word with the space
 * before it, or two characters of a script that has no spaces.
 */
final class Tokens {

	static final String[] NONE = {};

	private static final int WIDE_RUN = 2;

	private static final int LONG_WORD = 12;

	private Tokens() {
	}

	static String[] split(String text) {
		List<String> tokens = new ArrayList<>();
		int start = 0;
		int wide = 0;
		int i = 0;
		while (i < text.length()) {
			int c = text.codePointAt(i);
			boolean cut = i > start && (isWide(c) ? wide == 0 || wide == WIDE_RUN
					: wide > 0 || beginsToken(c, text.charAt(i - 1)) || i - start >= LONG_WORD);
			if (cut) {
				tokens.add(text.substring(start, i));
				start = i;
				wide = 0;
			}
			wide = isWide(c) ? wide + 1 : 0;
			i += Character.charCount(c);
		}
		if (start < text.length()) {
			tokens.add(text.substring(start));
		}
		return tokens.toArray(NONE);
	}

	/**
	 * Cut text into pieces of at most so many characters, never through a surrogate pair.
	 * @param text the text
	 * @param size the number of characters
	 * @return the pieces
	 */
	static String[] fragments(String text, int size) {
		List<String> fragments = new ArrayList<>();
		int start = 0;
		while (start < text.length()) {
			int end = Math.min(text.length(), start + size);
			if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
				end++;
			}
			fragments.add(text.substring(start, end));
			start = end;
		}
		return fragments.toArray(NONE);
	}

	/**
	 * Estimate the tokens of a text without cutting it.
	 * @param text the text
	 * @return the number, at least 1 for a text that isn't empty
	 */
	static int estimate(CharSequence text) {
		int quarters = 0;
		for (int i = 0; i < text.length(); i++) {
			quarters += (text.charAt(i) < 0x2E80) ? 1 : 3;
		}
		return (quarters + 3) / 4;
	}

	private static boolean beginsToken(int c, char before) {
		return (c == ' ' || c == '\n') && before != ' ' && before != '\n';
	}

	static boolean isWide(int c) {
		return c >= 0x2E80;
	}

}
