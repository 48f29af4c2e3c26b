package io.harborai.autoconfigure.actuate;

import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetrics;
import io.harborai.resilience.ResilienceRegistries;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Resilience4j's own meters of the client's own circuit breakers, bulkheads and rate
 * limiters. These are made by the first call, most often long after the binding; those of
 * registries that the application lends are the application's.
 */
class ResilienceMeters implements MeterBinder {

	// Guarded by this.
	private @Nullable MeterRegistry meters;

	private @Nullable ResilienceRegistries registries;

	@Override
	public synchronized void bindTo(MeterRegistry meters) {
		this.meters = meters;
		bind(meters, this.registries);
	}

	synchronized void made(ResilienceRegistries registries) {
		this.registries = registries;
		bind(this.meters, registries);
	}

	private static void bind(@Nullable MeterRegistry meters, @Nullable ResilienceRegistries registries) {
		if (meters != null && registries != null) {
			TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(registries.circuitBreakers()).bindTo(meters);
			TaggedBulkheadMetrics.ofBulkheadRegistry(registries.bulkheads()).bindTo(meters);
			TaggedRateLimiterMetrics.ofRateLimiterRegistry(registries.rateLimiters()).bindTo(meters);
		}
	}

}
