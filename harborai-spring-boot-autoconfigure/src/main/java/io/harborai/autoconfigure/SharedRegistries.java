package io.harborai.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.harborai.resilience.ResilienceRegistries;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The application's own Resilience4j registries. There are none of ours to share: a
 * registry bean of ours would switch off the application's configuration of Resilience4j.
 */
final class SharedRegistries {

	private final ObjectProvider<CircuitBreakerRegistry> circuitBreakers;

	private final ObjectProvider<BulkheadRegistry> bulkheads;

	private final ObjectProvider<RateLimiterRegistry> rateLimiters;

	SharedRegistries(ObjectProvider<CircuitBreakerRegistry> circuitBreakers, ObjectProvider<BulkheadRegistry> bulkheads,
			ObjectProvider<RateLimiterRegistry> rateLimiters) {
		this.circuitBreakers = circuitBreakers;
		this.bulkheads = bulkheads;
		this.rateLimiters = rateLimiters;
	}

	/**
	 * Find the registries.
	 * @return the registries
	 * @throws InvalidPropertyException if the application lacks one
	 */
	ResilienceRegistries get() {
		CircuitBreakerRegistry circuitBreakers = this.circuitBreakers.getIfAvailable();
		BulkheadRegistry bulkheads = this.bulkheads.getIfAvailable();
		RateLimiterRegistry rateLimiters = this.rateLimiters.getIfAvailable();
		if (circuitBreakers == null || bulkheads == null || rateLimiters == null) {
			List<String> missing = new ArrayList<>();
			if (circuitBreakers == null) {
				missing.add("CircuitBreakerRegistry");
			}
			if (bulkheads == null) {
				missing.add("BulkheadRegistry");
			}
			if (rateLimiters == null) {
				missing.add("RateLimiterRegistry");
			}
			throw new InvalidPropertyException("harborai.resilience4j.shared-registries",
					"is true, but the application has no bean of type " + String.join(", ", missing),
					"Add the dependency io.github.resilience4j:resilience4j-spring-boot4 with its version, which "
							+ "resilience4j-bom leaves out, and io.micrometer:micrometer-core, which it needs; or remove "
							+ "the property.");
		}
		return new ResilienceRegistries(circuitBreakers, bulkheads, rateLimiters);
	}

}
