package io.harborai.autoconfigure.monitor;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Something that needs an operator's eye.
 *
 * @param id what tells it from all others, such as {@code keys_resting/deepseek}
 * @param kind what it is about, such as {@code keys_resting}; there are only so many
 * @param provider the provider, null if it isn't about one
 * @param message what is wrong and what to do
 * @param value the value that crossed the threshold
 * @param threshold the threshold, null if there is none
 * @param since when it was raised
 */
public record Alert(String id, String kind, @Nullable String provider, String message, double value,
		@Nullable Double threshold, Instant since) {

	static Alert of(Finding finding, Instant since) {
		return new Alert(finding.id(), finding.kind(), finding.provider(), finding.message(), finding.value(),
				finding.threshold(), since);
	}

}
