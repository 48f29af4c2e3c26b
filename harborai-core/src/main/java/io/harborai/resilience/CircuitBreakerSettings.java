package io.harborai.resilience;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When a provider that fails is left alone, and how it is tried again. A null component
 * is not set and takes its value from the next layer.
 *
 * @param enabled whether there is a breaker at all
 * @param failureRateThreshold the percentage of failures that opens it
 * @param slowCallRateThreshold the percentage of slow calls that opens it
 * @param slowCallDuration from when on a call counts as slow: the time to its first
 * token, or to the whole answer where it isn't streamed
 * @param slidingWindowSize over how many of the latest calls the rates are taken
 * @param minimumNumberOfCalls below how many calls no rate counts
 * @param waitDurationInOpenState how long it stays open, shortened or lengthened a little
 * at random
 * @param permittedCallsInHalfOpenState how many calls try whether the provider is well
 * again
 * @param maxWaitDurationInHalfOpenState how long these may take to decide before it opens
 * again
 */
public record CircuitBreakerSettings(@Nullable Boolean enabled, @Nullable Double failureRateThreshold,
		@Nullable Double slowCallRateThreshold, @Nullable Duration slowCallDuration,
		@Nullable Integer slidingWindowSize, @Nullable Integer minimumNumberOfCalls,
		@Nullable Duration waitDurationInOpenState, @Nullable Integer permittedCallsInHalfOpenState,
		@Nullable Duration maxWaitDurationInHalfOpenState) {

	/** Nothing is set. */
	public static final CircuitBreakerSettings UNSET = new CircuitBreakerSettings(null, null, null, null, null, null,
			null, null, null);

	/** What applies where nothing is set. */
	public static final CircuitBreakerSettings DEFAULTS = new CircuitBreakerSettings(true, 50d, 100d,
			Duration.ofSeconds(60), 100, 20, Duration.ofSeconds(10), 3, Duration.ofSeconds(60));

	public CircuitBreakerSettings {
		Check.percentage("circuit-breaker.failure-rate-threshold", failureRateThreshold);
		Check.percentage("circuit-breaker.slow-call-rate-threshold", slowCallRateThreshold);
		Check.positive("circuit-breaker.slow-call-duration", slowCallDuration);
		Check.atLeast("circuit-breaker.sliding-window-size", slidingWindowSize, 2);
		Check.atLeast("circuit-breaker.minimum-number-of-calls", minimumNumberOfCalls, 1);
		Check.positive("circuit-breaker.wait-duration-in-open-state", waitDurationInOpenState);
		Check.atLeast("circuit-breaker.permitted-calls-in-half-open-state", permittedCallsInHalfOpenState, 1);
		Check.positive("circuit-breaker.max-wait-duration-in-half-open-state", maxWaitDurationInHalfOpenState);
	}

	/**
	 * Fill what isn't set here.
	 * @param other the next layer
	 * @return the merged settings
	 */
	public CircuitBreakerSettings orElse(CircuitBreakerSettings other) {
		return new CircuitBreakerSettings((this.enabled != null) ? this.enabled : other.enabled,
				(this.failureRateThreshold != null) ? this.failureRateThreshold : other.failureRateThreshold,
				(this.slowCallRateThreshold != null) ? this.slowCallRateThreshold : other.slowCallRateThreshold,
				(this.slowCallDuration != null) ? this.slowCallDuration : other.slowCallDuration,
				(this.slidingWindowSize != null) ? this.slidingWindowSize : other.slidingWindowSize,
				(this.minimumNumberOfCalls != null) ? this.minimumNumberOfCalls : other.minimumNumberOfCalls,
				(this.waitDurationInOpenState != null) ? this.waitDurationInOpenState : other.waitDurationInOpenState,
				(this.permittedCallsInHalfOpenState != null) ? this.permittedCallsInHalfOpenState
						: other.permittedCallsInHalfOpenState,
				(this.maxWaitDurationInHalfOpenState != null) ? this.maxWaitDurationInHalfOpenState
						: other.maxWaitDurationInHalfOpenState);
	}

}
