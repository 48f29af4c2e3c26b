package io.harborai.resilience;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.Registry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;

/**
 * Where the Resilience4j instances live. By default they are the client's own; an
 * application may lend its registries, so that its configuration, endpoints and meters
 * apply to them. Instances are named {@code harborai-<provider>} and
 * {@code harborai-<provider>.<model>}; what isn't there yet is made by the registry's
 * configuration called {@code harborai} if it has one, else by our own settings.
 *
 * @param circuitBreakers the circuit breakers
 * @param bulkheads the bulkheads
 * @param rateLimiters the rate limiters
 */
public record ResilienceRegistries(CircuitBreakerRegistry circuitBreakers, BulkheadRegistry bulkheads,
		RateLimiterRegistry rateLimiters) {

	/** The name of the configuration by which a registry's instances for us are made. */
	static final String CONFIGURATION = "harborai";

	/**
	 * Registries of the client's own.
	 * @return new registries
	 */
	public static ResilienceRegistries own() {
		return new ResilienceRegistries(CircuitBreakerRegistry.ofDefaults(), BulkheadRegistry.ofDefaults(),
				RateLimiterRegistry.ofDefaults());
	}

	/**
	 * Take an instance out of its registry, unless another one has taken its place.
	 */
	static <E> void remove(Registry<E, ?> registry, String name, E instance) {
		if (registry.find(name).orElse(null) == instance) {
			registry.remove(name);
		}
	}

}
