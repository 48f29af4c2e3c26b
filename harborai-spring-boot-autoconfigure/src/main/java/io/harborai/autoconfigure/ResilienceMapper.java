package io.harborai.autoconfigure;

import io.harborai.resilience.AdaptiveSettings;
import io.harborai.resilience.BudgetSettings;
import io.harborai.resilience.BulkheadSettings;
import io.harborai.resilience.CircuitBreakerSettings;
import io.harborai.resilience.HedgeSettings;
import io.harborai.resilience.KeyRestSettings;
import io.harborai.resilience.RateLimiterSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;

/**
 * Turns the properties of keeping calls up into what core understands.
 */
final class ResilienceMapper {

	private ResilienceMapper() {
	}

	/**
	 * Translate the properties.
	 * @param properties the properties
	 * @return the settings; what isn't set stays unset
	 * @throws io.harborai.error.InvalidSettingException if a value can't work
	 */
	static ResilienceSettings map(ResilienceProperties properties) {
		return new ResilienceSettings(retry(properties.getRetry()), budget(properties.getBudget()),
				bulkhead(properties.getBulkhead()), circuitBreaker(properties.getCircuitBreaker()),
				rateLimiter(properties.getRateLimiter()), adaptive(properties.getAdaptive()),
				hedge(properties.getHedge()), keyRest(properties.getKeyRest()));
	}

	private static RetrySettings retry(ResilienceProperties.Retry retry) {
		return new RetrySettings(retry.getMaxAttempts(), retry.getBackoff(), retry.getMaxBackoff(), retry.getJitter(),
				retry.getMaxRetryAfter());
	}

	static BudgetSettings budget(ResilienceProperties.Budget budget) {
		return new BudgetSettings(budget.getPerCall(), budget.getPerSecond(), budget.getCapacity(),
				budget.getInitial());
	}

	private static BulkheadSettings bulkhead(ResilienceProperties.Bulkhead bulkhead) {
		return new BulkheadSettings(bulkhead.getEnabled(), bulkhead.getMaxConcurrentCalls(), bulkhead.getMaxWait(),
				bulkhead.getMaxQueue());
	}

	private static CircuitBreakerSettings circuitBreaker(ResilienceProperties.CircuitBreaker circuitBreaker) {
		return new CircuitBreakerSettings(circuitBreaker.getEnabled(), circuitBreaker.getFailureRateThreshold(),
				circuitBreaker.getSlowCallRateThreshold(), circuitBreaker.getSlowCallDuration(),
				circuitBreaker.getSlidingWindowSize(), circuitBreaker.getMinimumNumberOfCalls(),
				circuitBreaker.getWaitDurationInOpenState(), circuitBreaker.getPermittedCallsInHalfOpenState(),
				circuitBreaker.getMaxWaitDurationInHalfOpenState());
	}

	private static RateLimiterSettings rateLimiter(ResilienceProperties.RateLimiter rateLimiter) {
		return new RateLimiterSettings(rateLimiter.getRequestsPerMinute(), rateLimiter.getTokensPerMinute());
	}

	private static AdaptiveSettings adaptive(ResilienceProperties.Adaptive adaptive) {
		return new AdaptiveSettings(adaptive.getEnabled(), adaptive.getInitialLimit(), adaptive.getMinLimit(),
				adaptive.getDecrease());
	}

	private static HedgeSettings hedge(ResilienceProperties.Hedge hedge) {
		return new HedgeSettings(hedge.getEnabled(), hedge.getQuantile(), hedge.getMinDelay(), hedge.getMaxExtraLoad());
	}

	private static KeyRestSettings keyRest(ResilienceProperties.KeyRest keyRest) {
		return new KeyRestSettings(keyRest.getRefused(), keyRest.getExhausted());
	}

}
