package io.harborai.transport;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * How long a vendor asks to wait, in all the forms in which it is said:
 * {@code retry-after-ms}, and {@code Retry-After} as seconds or as a date, which is
 * measured against the answer's own {@code Date} so that a wrong clock here does no harm.
 * What makes no sense is as good as absent, and nothing is longer than a day.
 */
final class RetryAfter {

	// Keys rest that long: a slip of the vendor's must not take one away for years.
	private static final Duration MAX = Duration.ofDays(1);

	private RetryAfter() {
	}

	static @Nullable Duration of(HttpHeaders headers) {
		Duration millis = seconds(headers.get("retry-after-ms"), 1000);
		if (millis != null) {
			return millis;
		}
		String value = headers.get(HttpHeaderNames.RETRY_AFTER);
		Duration seconds = seconds(value, 1);
		return (seconds != null || value == null) ? seconds : date(value.trim(), headers.get(HttpHeaderNames.DATE));
	}

	private static @Nullable Duration seconds(@Nullable String value, double perSecond) {
		if (value == null || value.isBlank()) {
			return null;
		}
		try {
			double seconds = Double.parseDouble(value.trim()) / perSecond;
			if (Double.isNaN(seconds) || seconds < 0) {
				return null;
			}
			return Duration.ofMillis((long) (Math.min(seconds, MAX.toSeconds()) * 1000));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable Duration date(String value, @Nullable String answered) {
		Instant until = instant(value);
		if (until == null) {
			return null;
		}
		Instant from = (answered != null) ? instant(answered.trim()) : null;
		Duration wait = Duration.between((from != null) ? from : Instant.now(), until);
		return wait.isNegative() ? Duration.ZERO : (wait.compareTo(MAX) < 0) ? wait : MAX;
	}

	private static @Nullable Instant instant(String value) {
		try {
			return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

}
