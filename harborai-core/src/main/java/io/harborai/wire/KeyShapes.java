package io.harborai.wire;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides whatever looks like a key or a part of one, whoever it belongs to.
 */
final class KeyShapes {

	private static final int MIN_RUN = 24;

	private static final List<Pattern> KNOWN = List.of(Pattern.compile("\\bsk-[A-Za-z0-9_*.…-]{3,}"),
			Pattern.compile("\\bbce-v3/[^\\s\"',;)]*"), Pattern.compile("\\bALTAK-[A-Za-z0-9*.…-]+"),
			Pattern.compile("\\bAKLT[A-Za-z0-9*.…+/=-]{4,}"), Pattern.compile("\\beyJ[A-Za-z0-9_.-]{10,}"),
			Pattern.compile("(?i)\\bbearer\\s+[^\\s\"',;)]+"),
			Pattern.compile("(?i)\\b(?:access_token|api[_-]?key|apikey|client_secret|authorization)=[^\\s\"',;&)]+"));

	// A number or hex with or without dashes, such as a UUID, which is what Ark's keys
	// look like.
	private static final Pattern HEX = Pattern
		.compile("(?<![0-9A-Za-z])[0-9a-fA-F]{4,}(?:-?[0-9a-fA-F]{4,})*+(?![0-9A-Za-z])");

	private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+/_-]{" + MIN_RUN + ",}+={0,2}");

	private KeyShapes() {
	}

	static void hide(Redaction redaction) {
		for (Pattern pattern : KNOWN) {
			Matcher matcher = pattern.matcher(redaction.text());
			while (matcher.find()) {
				redaction.hide(matcher.start(), matcher.end());
			}
		}
		Matcher hex = HEX.matcher(redaction.text());
		while (hex.find()) {
			if (hex.group().replace("-", "").length() >= MIN_RUN) {
				redaction.hide(hex.start(), hex.end());
			}
		}
		Matcher run = RUN.matcher(redaction.text());
		while (run.find()) {
			if (isRandom(run.group())) {
				redaction.hide(run.start(), run.end());
			}
		}
		hideStars(redaction);
	}

	/**
	 * Model names and field names are long runs too, but of one case and with their
	 * digits in groups.
	 */
	private static boolean isRandom(String run) {
		boolean upper = run.chars().anyMatch((c) -> c >= 'A' && c <= 'Z');
		boolean lower = run.chars().anyMatch((c) -> c >= 'a' && c <= 'z');
		boolean digit = run.chars().anyMatch((c) -> c >= '0' && c <= '9');
		boolean separated = run.chars().anyMatch((c) -> c == '-' || c == '_' || c == '/');
		return digit && ((upper && lower) || !separated);
	}

	/** What vendors leave of a key when they mask it: "****3750". */
	private static void hideStars(Redaction redaction) {
		String text = redaction.text();
		int at = text.indexOf("**");
		while (at >= 0) {
			int from = at;
			while (from > 0 && isKeyCharacter(text.charAt(from - 1))) {
				from--;
			}
			int to = at;
			while (to < text.length() && isKeyCharacter(text.charAt(to))) {
				to++;
			}
			redaction.hide(from, to);
			at = text.indexOf("**", to);
		}
	}

	private static boolean isKeyCharacter(char c) {
		return c == '*' || c == '-' || c == '_' || c == '/' || c == '+' || c == '=' || (c >= '0' && c <= '9')
				|| (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
	}

}
