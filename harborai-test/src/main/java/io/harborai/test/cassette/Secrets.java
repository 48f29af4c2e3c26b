package io.harborai.test.cassette;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Knows the secrets that went by and masks them, character by character, so that what is
 * around them keeps its place. Thread-safe.
 */
final class Secrets {

	private static final int MIN_LENGTH = 6;

	private static final Pattern CARRIER = Pattern
		.compile("auth|key|token|secret|cookie|signature|credential|password|^sig$");

	private static final Pattern SCHEME = Pattern.compile("^(?i)(bearer|basic)\\s+");

	// What vendors' keys look like, whole or masked by the vendor; never what ids of
	// answers or calls look like.
	private static final Pattern SHAPES = Pattern
		.compile("\\bsk-(?:[A-Za-z0-9_*-]|[.…]+(?=[A-Za-z0-9_*])){6,}|\\bbce-v3\\\\?/[A-Za-z0-9*/\\\\-]+"
				+ "|\\bALTAK[A-Za-z0-9*-]{4,}|\\bAKLT[A-Za-z0-9*+/=-]{4,}|\\bAIza[A-Za-z0-9_-]{8,}"
				+ "|\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_.-]+|(?i:\\bbearer) [A-Za-z0-9_.~+/=-]{8,}");

	private final Set<String> seen = ConcurrentHashMap.newKeySet();

	/**
	 * Whether a header or parameter of this name carries a secret.
	 * @param name the name
	 * @return whether its value must not be kept
	 */
	static boolean carries(String name) {
		return CARRIER.matcher(name.toLowerCase(Locale.ROOT)).find();
	}

	/**
	 * Remember a header's or parameter's value if it is a secret.
	 * @param name the name
	 * @param value the value
	 */
	void watch(String name, String value) {
		if (carries(name)) {
			String secret = SCHEME.matcher(value).replaceFirst("").strip();
			if (secret.length() >= MIN_LENGTH) {
				this.seen.add(secret);
			}
		}
	}

	/**
	 * Mask secrets in a text.
	 * @param text the text
	 * @return a text of the same length
	 */
	String mask(String text) {
		StringBuilder masked = new StringBuilder(text);
		mask(SHAPES.matcher(text), masked);
		// the longest first, or a part of it would be left when another is its beginning
		this.seen.stream()
			.sorted(Comparator.comparingInt(String::length).reversed())
			.forEach((secret) -> mask(anywhere(secret).matcher(text), masked));
		return masked.toString();
	}

	/**
	 * Mask secrets in bytes, which are ASCII wherever they are.
	 * @param bytes the bytes
	 * @return as many bytes
	 */
	byte[] mask(byte[] bytes) {
		return mask(new String(bytes, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Mask secrets in all strings of a JSON value, and the values of fields that carry
	 * secrets.
	 * @param value the value
	 * @return the masked value
	 */
	@Nullable Object maskJson(@Nullable Object value) {
		if (value instanceof String text) {
			return mask(text);
		}
		if (value instanceof List<?> list) {
			return list.stream().map(this::maskJson).toList();
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> masked = new LinkedHashMap<>();
			map.forEach((name, field) -> masked.put(mask(String.valueOf(name)), maskJson(field)));
			return masked;
		}
		return value;
	}

	/**
	 * Whether a text holds a secret that went by.
	 * @param text the text
	 * @return whether it must not be kept
	 */
	boolean isIn(String text) {
		return this.seen.stream().anyMatch((secret) -> anywhere(secret).matcher(text).find());
	}

	private static void mask(Matcher matcher, StringBuilder masked) {
		while (matcher.find()) {
			for (int i = matcher.start(); i < matcher.end(); i++) {
				masked.setCharAt(i, '*');
			}
		}
	}

	/** As it is, or with its slashes escaped as some JSON writers do. */
	private static Pattern anywhere(String secret) {
		String[] parts = secret.split("/", -1);
		StringBuilder pattern = new StringBuilder();
		for (int i = 0; i < parts.length; i++) {
			pattern.append((i > 0) ? "\\\\?/" : "").append(parts[i].isEmpty() ? "" : Pattern.quote(parts[i]));
		}
		return Pattern.compile(pattern.toString());
	}

}
