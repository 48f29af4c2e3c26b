package io.harborai.resilience;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;

/**
 * Where the Resilience4j instances live. By default they are the client's own; an
 * application may lend its registries, so that its configuration, endpoints and meters
 * apply to them. Instances are named {@code harborai-<provider>} and
 * {@code harborai-<provider>.<model>}.
 *
 * @param circuitBreakers the circuit breakers
 * @param bulkheads the bulkheads
 * @param rateLimiters the rate limiters
 */
public record ResilienceRegistries(CircuitBreakerRegistry circuitBreakers, BulkheadRegistry bulkheads,
		RateLimiterRegistry rateLimiters) {

	/**
	 * Registries of the client's own.
	 * @return new registries
	 */
	public static ResilienceRegistries own() {
		return new ResilienceRegistries(CircuitBreakerRegistry.ofDefaults(), BulkheadRegistry.ofDefaults(),
				RateLimiterRegistry.ofDefaults());
	}

}
