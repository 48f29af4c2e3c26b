package io.harborai.simulator;

import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Makes ids of the shapes that vendors use, the same ones for the same random source.
 */
final class Identifiers {

	private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	private static final int HEX = 16;

	private static final int BASE_36 = 36;

	private final SplittableRandom random;

	Identifiers(SplittableRandom random) {
		this.random = random;
	}

	String response(Dialect dialect, long created) {
		return switch (dialect) {
			case DEEPSEEK -> uuid();
			case DOUBAO -> ark(created);
			case WENXIN -> "as-" + letters(10, BASE_36);
			case OPENAI -> "chatcmpl-" + letters(29, LETTERS.length());
		};
	}

	/**
	 * Return the value of the header that names a request.
	 * @param dialect the dialect
	 * @param created the time in seconds
	 * @return the id
	 */
	String request(Dialect dialect, long created) {
		return switch (dialect) {
			case DEEPSEEK -> letters(32, HEX);
			case DOUBAO -> ark(created);
			case WENXIN -> uuid();
			case OPENAI -> "req_" + letters(32, HEX);
		};
	}

	String call(Dialect dialect, int index) {
		return switch (dialect) {
			case DEEPSEEK -> "call_0" + index + '_' + letters(16, LETTERS.length());
			case DOUBAO -> "call_" + letters(12, BASE_36);
			case WENXIN -> letters(32, HEX);
			case OPENAI -> "call_" + letters(24, LETTERS.length());
		};
	}

	String letters(int length, int alphabet) {
		char[] letters = new char[length];
		for (int i = 0; i < length; i++) {
			letters[i] = LETTERS.charAt(this.random.nextInt(alphabet));
		}
		return new String(letters);
	}

	private String ark(long created) {
		return "02" + created + "000" + "0".repeat(25) + letters(12, HEX);
	}

	private String uuid() {
		long high = this.random.nextLong() & ~0xF000L | 0x4000L;
		long low = this.random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
		return new UUID(high, low).toString();
	}

}
