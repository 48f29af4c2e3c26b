package io.harborai.autoconfigure.monitor;

import org.jspecify.annotations.Nullable;

/**
 * What an {@link AlertSource} sees when it looks. It says nothing of what it saw before:
 * the monitor remembers that.
 *
 * @param id what tells it from all others, the same at each look, such as
 * {@code keys_resting/deepseek}
 * @param kind what it is about, such as {@code keys_resting}: a word of a few, as it
 * becomes the tag of a meter
 * @param provider the provider, null if it isn't about one
 * @param message what is wrong and what to do, without secrets
 * @param value the value
 * @param threshold the threshold, null if there is none
 * @param raises whether it is bad enough for an alert; if not, it is too near to that for
 * an alert to be cleared that is up
 */
public record Finding(String id, String kind, @Nullable String provider, String message, double value,
		@Nullable Double threshold, boolean raises) {

	/**
	 * Something that is wrong.
	 * @param id what tells it from all others
	 * @param kind what it is about
	 * @param provider the provider, null if it isn't about one
	 * @param message what is wrong and what to do
	 * @param value the value
	 * @param threshold the threshold, null if there is none
	 * @return what raises an alert
	 */
	public static Finding wrong(String id, String kind, @Nullable String provider, String message, double value,
			@Nullable Double threshold) {
		return new Finding(id, kind, provider, message, value, threshold, true);
	}

}
