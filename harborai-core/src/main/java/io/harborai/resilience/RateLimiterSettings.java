package io.harborai.resilience;

import org.jspecify.annotations.Nullable;

/**
 * How much is sent in a minute. What isn't set has no limit. A null component is not set
 * and takes its value from the next layer.
 *
 * @param requestsPerMinute how many requests
 * @param tokensPerMinute how many tokens, of prompt and answer together
 */
public record RateLimiterSettings(@Nullable Integer requestsPerMinute, @Nullable Long tokensPerMinute) {

	/** Nothing is set. */
	public static final RateLimiterSettings UNSET = new RateLimiterSettings(null, null);

	/** What applies where nothing is set. */
	public static final RateLimiterSettings DEFAULTS = new RateLimiterSettings(null, null);

	public RateLimiterSettings {
		Check.atLeast("rate-limiter.requests-per-minute", requestsPerMinute, 1);
		Check.atLeast("rate-limiter.tokens-per-minute", tokensPerMinute, 1);
	}

	/**
	 * Fill what isn't set here.
	 * @param other the next layer
	 * @return the merged settings
	 */
	public RateLimiterSettings orElse(RateLimiterSettings other) {
		return new RateLimiterSettings(
				(this.requestsPerMinute != null) ? this.requestsPerMinute : other.requestsPerMinute,
				(this.tokensPerMinute != null) ? this.tokensPerMinute : other.tokensPerMinute);
	}

}
