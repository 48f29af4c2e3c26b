package io.harborai.transport;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.harborai.call.RateHints;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The headers in which a vendor tells what is left of its limits. A null name is one that
 * the vendor doesn't have.
 *
 * @param remainingRequests the requests left in the running window
 * @param requestsReset when that window ends, as a duration such as {@code 6m0s} or
 * {@code 120ms}, or as seconds
 * @param remainingTokens the tokens left in the running window
 * @param tokensReset when that window ends
 */
public record RateHeaders(@Nullable String remainingRequests, @Nullable String requestsReset,
		@Nullable String remainingTokens, @Nullable String tokensReset) {

	/** OpenAI's own, which most compatible vendors copy. */
	public static final RateHeaders OPENAI = new RateHeaders("x-ratelimit-remaining-requests",
			"x-ratelimit-reset-requests", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens");

	/**
	 * Qianfan v2's: its windows end "within 0 to 60 s", and no header says when. Tokens
	 * are told for the input, in older answers for both together.
	 */
	public static final RateHeaders QIANFAN = new RateHeaders("x-ratelimit-remaining-requests", null,
			"x-ratelimit-remaining-input-tokens", null);

	// A number of seconds, or one or more numbers with units, as Go writes durations.
	private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|us|µs|ns|h|m|s)");

	private static final Duration MAX_RESET = Duration.ofDays(1);

	RateHints read(HttpHeaders headers) {
		Long requests = count(headers, this.remainingRequests);
		Long tokens = count(headers, this.remainingTokens);
		return (requests == null && tokens == null) ? RateHints.NONE
				: new RateHints(requests, time(headers, this.requestsReset), tokens, time(headers, this.tokensReset));
	}

	private static @Nullable Long count(HttpHeaders headers, @Nullable String name) {
		String value = (name != null) ? headers.get(name) : null;
		if (value == null) {
			return null;
		}
		try {
			long count = Long.parseLong(value.trim());
			return (count >= 0) ? count : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable Duration time(HttpHeaders headers, @Nullable String name) {
		String value = (name != null) ? headers.get(name) : null;
		return (value != null) ? duration(value.trim()) : null;
	}

	static @Nullable Duration duration(String text) {
		double nanos = 0;
		int end = 0;
		Matcher part = PART.matcher(text);
		while (part.find() && part.start() == end) {
			nanos += Double.parseDouble(part.group(1)) * unitNanos(part.group(2));
			end = part.end();
		}
		if (end == 0 || end != text.length()) {
			try {
				nanos = Double.parseDouble(text) * 1e9;
			}
			catch (NumberFormatException ex) {
				return null;
			}
		}
		if (Double.isNaN(nanos) || nanos < 0) {
			return null;
		}
		return Duration.ofNanos((long) Math.min(nanos, MAX_RESET.toNanos()));
	}

	private static double unitNanos(String unit) {
		return switch (unit) {
			case "h" -> 3600e9;
			case "m" -> 60e9;
			case "s" -> 1e9;
			case "ms" -> 1e6;
			case "ns" -> 1;
			default -> 1e3;
		};
	}

}
