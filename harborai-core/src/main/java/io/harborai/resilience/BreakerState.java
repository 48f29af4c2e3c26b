package io.harborai.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.jspecify.annotations.Nullable;

/**
 * What a circuit breaker is at a moment. Immutable.
 *
 * @param state its state; an open one turns half open with the first call after its wait,
 * not by itself
 * @param failureRate the percentage of failures among its latest calls, 0 to 100; null as
 * long as there were too few calls to tell
 */
public record BreakerState(CircuitBreaker.State state, @Nullable Double failureRate) {
}
