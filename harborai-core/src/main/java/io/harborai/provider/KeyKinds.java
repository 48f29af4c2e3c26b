package io.harborai.provider;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Tells whose key a key is by its looks, as far as vendors' keys have looks of their own.
 */
public final class KeyKinds {

	private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

	private KeyKinds() {
	}

	/**
	 * A check that finds keys of other vendors.
	 * @param vendor the vendor whose keys are right
	 * @param right what a right key looks like and where to get it, one sentence
	 * @return the check
	 */
	public static Dialect.KeyCheck onlyOf(String vendor, String right) {
		return (key) -> {
			String kind = kind(key);
			return (kind == null || kind.equals(vendor)) ? null : "It looks like a key of " + kind + ". " + right;
		};
	}

	private static @Nullable String kind(String key) {
		if (key.startsWith("bce-v3/")) {
			return "wenxin";
		}
		if (UUID.matcher(key).matches()) {
			return "doubao";
		}
		if (key.startsWith("sk-or-")) {
			return "openrouter";
		}
		if (key.startsWith("sk-ant-")) {
			return "anthropic";
		}
		if (key.startsWith("sk-proj-") || key.startsWith("sk-svcacct-")) {
			return "openai";
		}
		return key.startsWith("AIza") ? "gemini" : null;
	}

}
