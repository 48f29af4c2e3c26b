package io.harborai.resilience;

import java.time.Duration;

import io.harborai.error.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * Checks settings where they are made. What isn't set is fine.
 */
final class Check {

	private static final String PREFIX = "resilience.";

	private static final String REMEDY = "Leave it out for the default.";

	private Check() {
	}

	static void atLeast(String setting, @Nullable Number value, long least) {
		if (value != null && value.longValue() < least) {
			throw new InvalidSettingException(PREFIX + setting, "must be at least " + least + ", not " + value, REMEDY);
		}
	}

	static void positive(String setting, @Nullable Duration value) {
		if (value != null && (value.isNegative() || value.isZero())) {
			throw new InvalidSettingException(PREFIX + setting, "must be longer than zero, not " + value, REMEDY);
		}
	}

	static void notNegative(String setting, @Nullable Duration value) {
		if (value != null && value.isNegative()) {
			throw new InvalidSettingException(PREFIX + setting, "must not be negative, but is " + value, REMEDY);
		}
	}

	static void notNegative(String setting, @Nullable Double value) {
		if (value != null && !(value >= 0)) {
			throw new InvalidSettingException(PREFIX + setting, "must not be negative, but is " + value, REMEDY);
		}
	}

	static void part(String setting, @Nullable Double value) {
		if (value != null && !(value >= 0 && value <= 1)) {
			throw new InvalidSettingException(PREFIX + setting, "must be from 0 to 1, not " + value, REMEDY);
		}
	}

	static void percentage(String setting, @Nullable Double value) {
		if (value != null && !(value > 0 && value <= 100)) {
			throw new InvalidSettingException(PREFIX + setting, "must be over 0 and at most 100, not " + value, REMEDY);
		}
	}

}
