package io.harborai.resilience;

/**
 * How a provider's calls are kept up. Immutable.
 *
 * @param retry repetitions at the same provider
 * @param budget what pays for attempts beyond the first
 * @param bulkhead calls at once
 * @param circuitBreaker leaving a failing provider alone
 * @param rateLimiter requests and tokens a minute
 * @param adaptive a limit of calls at once that finds itself
 * @param hedge second attempts beside late ones
 * @param keyRest how long refused keys aren't used
 */
public record ResilienceSettings(RetrySettings retry, BudgetSettings budget, BulkheadSettings bulkhead,
		CircuitBreakerSettings circuitBreaker, RateLimiterSettings rateLimiter, AdaptiveSettings adaptive,
		HedgeSettings hedge, KeyRestSettings keyRest) {

	/** Nothing is set. */
	public static final ResilienceSettings UNSET = new ResilienceSettings(RetrySettings.UNSET, BudgetSettings.UNSET,
			BulkheadSettings.UNSET, CircuitBreakerSettings.UNSET, RateLimiterSettings.UNSET, AdaptiveSettings.UNSET,
			HedgeSettings.UNSET, KeyRestSettings.UNSET);

	/** What applies where nothing is set. */
	public static final ResilienceSettings DEFAULTS = new ResilienceSettings(RetrySettings.DEFAULTS,
			BudgetSettings.DEFAULTS, BulkheadSettings.DEFAULTS, CircuitBreakerSettings.DEFAULTS,
			RateLimiterSettings.DEFAULTS, AdaptiveSettings.DEFAULTS, HedgeSettings.DEFAULTS, KeyRestSettings.DEFAULTS);

	/**
	 * Fill what isn't set here.
	 * @param other the next layer
	 * @return the merged settings
	 */
	public ResilienceSettings orElse(ResilienceSettings other) {
		return new ResilienceSettings(this.retry.orElse(other.retry), this.budget.orElse(other.budget),
				this.bulkhead.orElse(other.bulkhead), this.circuitBreaker.orElse(other.circuitBreaker),
				this.rateLimiter.orElse(other.rateLimiter), this.adaptive.orElse(other.adaptive),
				this.hedge.orElse(other.hedge), this.keyRest.orElse(other.keyRest));
	}

	/**
	 * The same with other settings for repetitions at the same provider.
	 * @param retry the settings
	 * @return new settings
	 */
	public ResilienceSettings withRetry(RetrySettings retry) {
		return new ResilienceSettings(retry, this.budget, this.bulkhead, this.circuitBreaker, this.rateLimiter,
				this.adaptive, this.hedge, this.keyRest);
	}

	/**
	 * The same with other settings for what pays for attempts beyond the first.
	 * @param budget the settings
	 * @return new settings
	 */
	public ResilienceSettings withBudget(BudgetSettings budget) {
		return new ResilienceSettings(this.retry, budget, this.bulkhead, this.circuitBreaker, this.rateLimiter,
				this.adaptive, this.hedge, this.keyRest);
	}

	/**
	 * The same with other settings for calls at once.
	 * @param bulkhead the settings
	 * @return new settings
	 */
	public ResilienceSettings withBulkhead(BulkheadSettings bulkhead) {
		return new ResilienceSettings(this.retry, this.budget, bulkhead, this.circuitBreaker, this.rateLimiter,
				this.adaptive, this.hedge, this.keyRest);
	}

	/**
	 * The same with other settings for leaving a failing provider alone.
	 * @param circuitBreaker the settings
	 * @return new settings
	 */
	public ResilienceSettings withCircuitBreaker(CircuitBreakerSettings circuitBreaker) {
		return new ResilienceSettings(this.retry, this.budget, this.bulkhead, circuitBreaker, this.rateLimiter,
				this.adaptive, this.hedge, this.keyRest);
	}

	/**
	 * The same with other settings for requests and tokens a minute.
	 * @param rateLimiter the settings
	 * @return new settings
	 */
	public ResilienceSettings withRateLimiter(RateLimiterSettings rateLimiter) {
		return new ResilienceSettings(this.retry, this.budget, this.bulkhead, this.circuitBreaker, rateLimiter,
				this.adaptive, this.hedge, this.keyRest);
	}

	/**
	 * The same with other settings for a limit of calls at once that finds itself.
	 * @param adaptive the settings
	 * @return new settings
	 */
	public ResilienceSettings withAdaptive(AdaptiveSettings adaptive) {
		return new ResilienceSettings(this.retry, this.budget, this.bulkhead, this.circuitBreaker, this.rateLimiter,
				adaptive, this.hedge, this.keyRest);
	}

	/**
	 * The same with other settings for second attempts beside late ones.
	 * @param hedge the settings
	 * @return new settings
	 */
	public ResilienceSettings withHedge(HedgeSettings hedge) {
		return new ResilienceSettings(this.retry, this.budget, this.bulkhead, this.circuitBreaker, this.rateLimiter,
				this.adaptive, hedge, this.keyRest);
	}

	/**
	 * The same with other settings for how long refused keys aren't used.
	 * @param keyRest the settings
	 * @return new settings
	 */
	public ResilienceSettings withKeyRest(KeyRestSettings keyRest) {
		return new ResilienceSettings(this.retry, this.budget, this.bulkhead, this.circuitBreaker, this.rateLimiter,
				this.adaptive, this.hedge, keyRest);
	}

}
