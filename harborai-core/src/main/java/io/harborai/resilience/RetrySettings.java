package io.harborai.resilience;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How often and when an attempt is repeated at the same provider. A null component is not
 * set and takes its value from the next layer.
 *
 * @param maxAttempts how many attempts a call may make there, the first included; 1
 * switches retries off
 * @param backoff the wait before the first repetition, doubled each time
 * @param maxBackoff the longest such wait
 * @param jitter by which part a wait is shortened at random, 0 to 1
 * @param maxRetryAfter the longest wait that a vendor may ask for; over it the call goes
 * elsewhere or fails
 */
public record RetrySettings(@Nullable Integer maxAttempts, @Nullable Duration backoff, @Nullable Duration maxBackoff,
		@Nullable Double jitter, @Nullable Duration maxRetryAfter) {

	/** Nothing is set. */
	public static final RetrySettings UNSET = new RetrySettings(null, null, null, null, null);

	/** What applies where nothing is set. */
	public static final RetrySettings DEFAULTS = new RetrySettings(3, Duration.ofMillis(500), Duration.ofSeconds(8),
			0.25, Duration.ofSeconds(30));

	public RetrySettings {
		Check.atLeast("retry.max-attempts", maxAttempts, 1);
		Check.positive("retry.backoff", backoff);
		Check.positive("retry.max-backoff", maxBackoff);
		Check.part("retry.jitter", jitter);
		Check.notNegative("retry.max-retry-after", maxRetryAfter);
	}

	/**
	 * Fill what isn't set here.
	 * @param other the next layer
	 * @return the merged settings
	 */
	public RetrySettings orElse(RetrySettings other) {
		return new RetrySettings((this.maxAttempts != null) ? this.maxAttempts : other.maxAttempts,
				(this.backoff != null) ? this.backoff : other.backoff,
				(this.maxBackoff != null) ? this.maxBackoff : other.maxBackoff,
				(this.jitter != null) ? this.jitter : other.jitter,
				(this.maxRetryAfter != null) ? this.maxRetryAfter : other.maxRetryAfter);
	}

}
