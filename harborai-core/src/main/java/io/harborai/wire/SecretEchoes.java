package io.harborai.wire;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides the configured keys and the parts of them by which a vendor shows which one it
 * means.
 */
final class SecretEchoes {

	/** So many characters of a key, from anywhere in it, are hidden. */
	private static final int PART = 6;

	/**
	 * So many are hidden when they are the key's start or end and a word of their own.
	 */
	private static final int END = 4;

	private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]{" + END + ",}+");

	private SecretEchoes() {
	}

	static void hide(Collection<String> secrets, Redaction redaction) {
		for (String configured : secrets) {
			String secret = configured.strip();
			if (secret.length() < END) {
				// Hiding every "a" would hide the message.
				continue;
			}
			redaction.hideAll(secret);
			if (secret.length() > PART) {
				new Shingles(redaction, PART, false).hide(List.of(secret));
			}
			Matcher word = WORD.matcher(redaction.text());
			while (word.find()) {
				if (secret.endsWith(word.group()) || secret.startsWith(word.group())) {
					redaction.hide(word.start(), word.end());
				}
			}
		}
	}

}
