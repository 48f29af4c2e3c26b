package io.harborai.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How calls are kept up.
 */
public class ResilienceProperties {

	private final Retry retry = new Retry();

	private final Budget budget = new Budget();

	private final Bulkhead bulkhead = new Bulkhead();

	private final CircuitBreaker circuitBreaker = new CircuitBreaker();

	private final RateLimiter rateLimiter = new RateLimiter();

	private final Adaptive adaptive = new Adaptive();

	private final Hedge hedge = new Hedge();

	private final KeyRest keyRest = new KeyRest();

	public Retry getRetry() {
		return this.retry;
	}

	public Budget getBudget() {
		return this.budget;
	}

	public Bulkhead getBulkhead() {
		return this.bulkhead;
	}

	public CircuitBreaker getCircuitBreaker() {
		return this.circuitBreaker;
	}

	public RateLimiter getRateLimiter() {
		return this.rateLimiter;
	}

	public Adaptive getAdaptive() {
		return this.adaptive;
	}

	public Hedge getHedge() {
		return this.hedge;
	}

	public KeyRest getKeyRest() {
		return this.keyRest;
	}

	/**
	 * Repetitions at the same provider.
	 */
	public static class Retry {

		/**
		 * Attempts that a call may make at the provider, the first included. 1 switches
		 * repetitions off.
		 */
		private @Nullable Integer maxAttempts;

		/**
		 * Wait before the first repetition, doubled with each further one.
		 */
		private @Nullable Duration backoff;

		/**
		 * Longest wait before a repetition, unless the vendor asks for a longer one.
		 */
		private @Nullable Duration maxBackoff;

		/**
		 * Part by which a wait is shortened at random, from 0 to 1.
		 */
		private @Nullable Double jitter;

		/**
		 * Longest wait that the vendor may ask for. Over it the call goes elsewhere or
		 * fails.
		 */
		private @Nullable Duration maxRetryAfter;

		public @Nullable Integer getMaxAttempts() {
			return this.maxAttempts;
		}

		public void setMaxAttempts(@Nullable Integer maxAttempts) {
			this.maxAttempts = maxAttempts;
		}

		public @Nullable Duration getBackoff() {
			return this.backoff;
		}

		public void setBackoff(@Nullable Duration backoff) {
			this.backoff = backoff;
		}

		public @Nullable Duration getMaxBackoff() {
			return this.maxBackoff;
		}

		public void setMaxBackoff(@Nullable Duration maxBackoff) {
			this.maxBackoff = maxBackoff;
		}

		public @Nullable Double getJitter() {
			return this.jitter;
		}

		public void setJitter(@Nullable Double jitter) {
			this.jitter = jitter;
		}

		public @Nullable Duration getMaxRetryAfter() {
			return this.maxRetryAfter;
		}

		public void setMaxRetryAfter(@Nullable Duration maxRetryAfter) {
			this.maxRetryAfter = maxRetryAfter;
		}

	}

	/**
	 * What pays for attempts beyond the first of each call: repetitions, failovers and
	 * hedges alike.
	 */
	public static class Budget {

		/**
		 * Part of an attempt that each call adds to the budget.
		 */
		private @Nullable Double perCall;

		/**
		 * Attempts that a second of time adds to the budget.
		 */
		private @Nullable Double perSecond;

		/**
		 * Attempts that the budget holds at most.
		 */
		private @Nullable Double capacity;

		/**
		 * Attempts that the budget holds at the start.
		 */
		private @Nullable Double initial;

		public @Nullable Double getPerCall() {
			return this.perCall;
		}

		public void setPerCall(@Nullable Double perCall) {
			this.perCall = perCall;
		}

		public @Nullable Double getPerSecond() {
			return this.perSecond;
		}

		public void setPerSecond(@Nullable Double perSecond) {
			this.perSecond = perSecond;
		}

		public @Nullable Double getCapacity() {
			return this.capacity;
		}

		public void setCapacity(@Nullable Double capacity) {
			this.capacity = capacity;
		}

		public @Nullable Double getInitial() {
			return this.initial;
		}

		public void setInitial(@Nullable Double initial) {
			this.initial = initial;
		}

	}

	/**
	 * Calls that the provider works on at once.
	 */
	public static class Bulkhead {

		/**
		 * Whether calls at once are limited.
		 */
		private @Nullable Boolean enabled;

		/**
		 * Calls that run at once, each from its admission to its last byte.
		 */
		private @Nullable Integer maxConcurrentCalls;

		/**
		 * How long a call waits for its admission. Zero refuses it at once.
		 */
		private @Nullable Duration maxWait;

		/**
		 * Calls that wait at most. As many as run at once unless set.
		 */
		private @Nullable Integer maxQueue;

		public @Nullable Boolean getEnabled() {
			return this.enabled;
		}

		public void setEnabled(@Nullable Boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable Integer getMaxConcurrentCalls() {
			return this.maxConcurrentCalls;
		}

		public void setMaxConcurrentCalls(@Nullable Integer maxConcurrentCalls) {
			this.maxConcurrentCalls = maxConcurrentCalls;
		}

		public @Nullable Duration getMaxWait() {
			return this.maxWait;
		}

		public void setMaxWait(@Nullable Duration maxWait) {
			this.maxWait = maxWait;
		}

		public @Nullable Integer getMaxQueue() {
			return this.maxQueue;
		}

		public void setMaxQueue(@Nullable Integer maxQueue) {
			this.maxQueue = maxQueue;
		}

	}

	/**
	 * When a provider that fails is left alone, and how it is tried again.
	 */
	public static class CircuitBreaker {

		/**
		 * Whether a provider that fails is left alone for a while.
		 */
		private @Nullable Boolean enabled;

		/**
		 * Percentage of failures that opens the breaker.
		 */
		private @Nullable Double failureRateThreshold;

		/**
		 * Percentage of slow calls that opens the breaker.
		 */
		private @Nullable Double slowCallRateThreshold;

		/**
		 * Time from which on a call counts as slow: to its first token, or to the whole
		 * answer where it isn't streamed.
		 */
		private @Nullable Duration slowCallDuration;

		/**
		 * Latest calls over which the rates are taken.
		 */
		private @Nullable Integer slidingWindowSize;

		/**
		 * Calls below which no rate counts.
		 */
		private @Nullable Integer minimumNumberOfCalls;

		/**
		 * How long the breaker stays open, a little more or less at random.
		 */
		private @Nullable Duration waitDurationInOpenState;

		/**
		 * Calls that try whether the provider is well again.
		 */
		private @Nullable Integer permittedCallsInHalfOpenState;

		/**
		 * How long the calls that try may take to decide before the breaker opens again.
		 */
		private @Nullable Duration maxWaitDurationInHalfOpenState;

		public @Nullable Boolean getEnabled() {
			return this.enabled;
		}

		public void setEnabled(@Nullable Boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable Double getFailureRateThreshold() {
			return this.failureRateThreshold;
		}

		public void setFailureRateThreshold(@Nullable Double failureRateThreshold) {
			this.failureRateThreshold = failureRateThreshold;
		}

		public @Nullable Double getSlowCallRateThreshold() {
			return this.slowCallRateThreshold;
		}

		public void setSlowCallRateThreshold(@Nullable Double slowCallRateThreshold) {
			this.slowCallRateThreshold = slowCallRateThreshold;
		}

		public @Nullable Duration getSlowCallDuration() {
			return this.slowCallDuration;
		}

		public void setSlowCallDuration(@Nullable Duration slowCallDuration) {
			this.slowCallDuration = slowCallDuration;
		}

		public @Nullable Integer getSlidingWindowSize() {
			return this.slidingWindowSize;
		}

		public void setSlidingWindowSize(@Nullable Integer slidingWindowSize) {
			this.slidingWindowSize = slidingWindowSize;
		}

		public @Nullable Integer getMinimumNumberOfCalls() {
			return this.minimumNumberOfCalls;
		}

		public void setMinimumNumberOfCalls(@Nullable Integer minimumNumberOfCalls) {
			this.minimumNumberOfCalls = minimumNumberOfCalls;
		}

		public @Nullable Duration getWaitDurationInOpenState() {
			return this.waitDurationInOpenState;
		}

		public void setWaitDurationInOpenState(@Nullable Duration waitDurationInOpenState) {
			this.waitDurationInOpenState = waitDurationInOpenState;
		}

		public @Nullable Integer getPermittedCallsInHalfOpenState() {
			return this.permittedCallsInHalfOpenState;
		}

		public void setPermittedCallsInHalfOpenState(@Nullable Integer permittedCallsInHalfOpenState) {
			this.permittedCallsInHalfOpenState = permittedCallsInHalfOpenState;
		}

		public @Nullable Duration getMaxWaitDurationInHalfOpenState() {
			return this.maxWaitDurationInHalfOpenState;
		}

		public void setMaxWaitDurationInHalfOpenState(@Nullable Duration maxWaitDurationInHalfOpenState) {
			this.maxWaitDurationInHalfOpenState = maxWaitDurationInHalfOpenState;
		}

	}

	/**
	 * How much is sent in a minute.
	 */
	public static class RateLimiter {

		/**
		 * Requests that are sent in a minute at most.
		 */
		private @Nullable Integer requestsPerMinute;

		/**
		 * Tokens, of prompt and answer together, that are used in a minute at most.
		 */
		private @Nullable Long tokensPerMinute;

		public @Nullable Integer getRequestsPerMinute() {
			return this.requestsPerMinute;
		}

		public void setRequestsPerMinute(@Nullable Integer requestsPerMinute) {
			this.requestsPerMinute = requestsPerMinute;
		}

		public @Nullable Long getTokensPerMinute() {
			return this.tokensPerMinute;
		}

		public void setTokensPerMinute(@Nullable Long tokensPerMinute) {
			this.tokensPerMinute = tokensPerMinute;
		}

	}

	/**
	 * A limit of calls at once that finds itself, within the bulkhead's.
	 */
	public static class Adaptive {

		/**
		 * Whether the limit of calls at once grows while all goes well, and shrinks when
		 * the vendor says that it is too much.
		 */
		private @Nullable Boolean enabled;

		/**
		 * Calls at once that the limit starts with.
		 */
		private @Nullable Integer initialLimit;

		/**
		 * Calls at once below which the limit never goes.
		 */
		private @Nullable Integer minLimit;

		/**
		 * Part of the limit that is left after a refusal, from 0 to 1.
		 */
		private @Nullable Double decrease;

		public @Nullable Boolean getEnabled() {
			return this.enabled;
		}

		public void setEnabled(@Nullable Boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable Integer getInitialLimit() {
			return this.initialLimit;
		}

		public void setInitialLimit(@Nullable Integer initialLimit) {
			this.initialLimit = initialLimit;
		}

		public @Nullable Integer getMinLimit() {
			return this.minLimit;
		}

		public void setMinLimit(@Nullable Integer minLimit) {
			this.minLimit = minLimit;
		}

		public @Nullable Double getDecrease() {
			return this.decrease;
		}

		public void setDecrease(@Nullable Double decrease) {
			this.decrease = decrease;
		}

	}

	/**
	 * A second attempt beside one that is late.
	 */
	public static class Hedge {

		/**
		 * Whether an attempt that is late gets a second one beside it, of which the first
		 * success wins.
		 */
		private @Nullable Boolean enabled;

		/**
		 * Quantile of the times to first token from which on an attempt counts as late.
		 */
		private @Nullable Double quantile;

		/**
		 * How long an attempt is waited for at the least.
		 */
		private @Nullable Duration minDelay;

		/**
		 * Part of the calls that may have a second attempt.
		 */
		private @Nullable Double maxExtraLoad;

		public @Nullable Boolean getEnabled() {
			return this.enabled;
		}

		public void setEnabled(@Nullable Boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable Double getQuantile() {
			return this.quantile;
		}

		public void setQuantile(@Nullable Double quantile) {
			this.quantile = quantile;
		}

		public @Nullable Duration getMinDelay() {
			return this.minDelay;
		}

		public void setMinDelay(@Nullable Duration minDelay) {
			this.minDelay = minDelay;
		}

		public @Nullable Double getMaxExtraLoad() {
			return this.maxExtraLoad;
		}

		public void setMaxExtraLoad(@Nullable Double maxExtraLoad) {
			this.maxExtraLoad = maxExtraLoad;
		}

	}

	/**
	 * How long a key that the vendor refused isn't used. One that is limited rests as
	 * long as the vendor says.
	 */
	public static class KeyRest {

		/**
		 * How long a key isn't used after the vendor called it wrong or not allowed.
		 */
		private @Nullable Duration refused;

		/**
		 * How long a key isn't used after its money or quota was used up.
		 */
		private @Nullable Duration exhausted;

		public @Nullable Duration getRefused() {
			return this.refused;
		}

		public void setRefused(@Nullable Duration refused) {
			this.refused = refused;
		}

		public @Nullable Duration getExhausted() {
			return this.exhausted;
		}

		public void setExhausted(@Nullable Duration exhausted) {
			this.exhausted = exhausted;
		}

	}

}
