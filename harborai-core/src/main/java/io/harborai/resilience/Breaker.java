package io.harborai.resilience;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.IntervalFunction;
import io.harborai.call.Outcome;
import io.harborai.call.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * One circuit breaker: Resilience4j's state machine, asked and told by hand. It sees to
 * it that every permission makes at most one record, that trying whether the provider is
 * well again takes no longer than it may, and that those who wait learn of each change.
 * Thread-safe.
 * <p>
 * Changes are seen by looking at the state after each use, not by Resilience4j's events:
 * with a consumer of events every single record would make one.
 */
final class Breaker {

	// How much the wait in open state is shortened or lengthened at most.
	private static final double JITTER = 0.2;

	private final CircuitBreakerRegistry registry;

	private final CircuitBreaker breaker;

	private final boolean made;

	private final Ticker ticker;

	private final long maxProbingNanos;

	private final Runnable onChange;

	private volatile State seen = State.CLOSED;

	private volatile boolean openTimeKnown;

	private volatile long openUntilNanos;

	// Guarded by this.
	private Ticker.@Nullable Scheduled probing;

	private boolean closed;

	/**
	 * Find the breaker in the registry, or make it there: by the registry's configuration
	 * called {@code harborai} if there is one, else by our settings.
	 * @param name the instance's name
	 * @param registry the registry
	 * @param settings the settings, all set
	 * @param ticker the time
	 * @param onChange is told when the state has changed
	 */
	Breaker(String name, CircuitBreakerRegistry registry, CircuitBreakerSettings settings, Ticker ticker,
			Runnable onChange) {
		this.registry = registry;
		this.ticker = ticker;
		this.onChange = onChange;
		CircuitBreaker known = registry.find(name).orElse(null);
		CircuitBreakerConfig base = (known != null) ? known.getCircuitBreakerConfig()
				: registry.getConfiguration(ResilienceRegistries.CONFIGURATION)
					.orElseGet(() -> configuration(settings));
		this.made = known == null;
		long ownNanos = base.getMaxWaitDurationInHalfOpenState().toNanos();
		if (known != null) {
			this.breaker = known;
			// It sees to that itself.
			this.maxProbingNanos = (ownNanos > 0) ? Long.MAX_VALUE
					: Objects.requireNonNull(settings.maxWaitDurationInHalfOpenState()).toNanos();
		}
		else {
			this.maxProbingNanos = (ownNanos > 0) ? ownNanos
					: Objects.requireNonNull(settings.maxWaitDurationInHalfOpenState()).toNanos();
			this.breaker = registry.circuitBreaker(name, onTicker(base));
		}
	}

	private static CircuitBreakerConfig configuration(CircuitBreakerSettings settings) {
		long wait = Math.max(1, Objects.requireNonNull(settings.waitDurationInOpenState()).toMillis());
		return CircuitBreakerConfig.custom()
			.failureRateThreshold(Objects.requireNonNull(settings.failureRateThreshold()).floatValue())
			.slowCallRateThreshold(Objects.requireNonNull(settings.slowCallRateThreshold()).floatValue())
			.slowCallDurationThreshold(Objects.requireNonNull(settings.slowCallDuration()))
			.slidingWindow(Objects.requireNonNull(settings.slidingWindowSize()),
					Objects.requireNonNull(settings.minimumNumberOfCalls()),
					CircuitBreakerConfig.SlidingWindowType.COUNT_BASED,
					CircuitBreakerConfig.SlidingWindowSynchronizationStrategy.LOCK_FREE)
			.permittedNumberOfCallsInHalfOpenState(Objects.requireNonNull(settings.permittedCallsInHalfOpenState()))
			.waitIntervalFunctionInOpenState(IntervalFunction.ofRandomized(wait, JITTER))
			.writableStackTraceEnabled(false)
			.build();
	}

	/**
	 * The same configuration on our time: no scheduler of its own, and an open time that
	 * we know.
	 */
	private CircuitBreakerConfig onTicker(CircuitBreakerConfig base) {
		IntervalFunction wait = base.getWaitIntervalFunctionInOpenState();
		return CircuitBreakerConfig.from(base)
			.maxWaitDurationInHalfOpenState(Duration.ZERO)
			.clock(new TickerClock(this.ticker))
			.currentTimestampFunction((clock) -> this.ticker.nanoTime(), TimeUnit.NANOSECONDS)
			.waitIntervalFunctionInOpenState((attempts) -> {
				Long millis = wait.apply(attempts);
				this.openUntilNanos = this.ticker.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
				this.openTimeKnown = true;
				return millis;
			})
			.build();
	}

	CircuitBreaker breaker() {
		return this.breaker;
	}

	@Nullable Refusal take(Permit permit) {
		boolean permitted = this.breaker.tryAcquirePermission();
		permit.breaker(this, permitted ? period() : null);
		look();
		return permitted ? null : refusal();
	}

	/**
	 * The state that has just given a permission, in Resilience4j: each state counts in a
	 * new object, but for the open one, which goes on with that of the state before.
	 */
	private Object period() {
		return this.breaker.getMetrics();
	}

	private Refusal refusal() {
		State state = this.breaker.getState();
		if (state == State.HALF_OPEN) {
			return new Refusal(Refusal.Reason.PROBING,
					"the circuit breaker is half open, and other calls are trying whether the provider is well again",
					"Try again in a moment or go to another provider; see "
							+ "resilience.circuit-breaker.permitted-calls-in-half-open-state.",
					Refusal.UNKNOWN);
		}
		boolean known = state == State.OPEN && this.openTimeKnown;
		return new Refusal(Refusal.Reason.OPEN,
				"the circuit breaker is open: too many of the latest calls failed or were slow",
				"Go to another provider until it is well again; see "
						+ "resilience.circuit-breaker.wait-duration-in-open-state.",
				known ? Math.max(0, this.openUntilNanos - this.ticker.nanoTime()) : Refusal.UNKNOWN);
	}

	/**
	 * Whether it lets nobody through right now.
	 * @return null if somebody may get a permission sooner or later, else why not
	 */
	@Nullable Refusal shut() {
		State state = this.breaker.getState();
		if (state != State.OPEN && state != State.FORCED_OPEN) {
			return null;
		}
		if (this.breaker.tryAcquirePermission()) {
			// Its time was over, and it is half open now.
			this.breaker.releasePermission();
			look();
			return null;
		}
		return refusal();
	}

	void giveBack(Permit permit) {
		if (isOf(permit)) {
			this.breaker.releasePermission();
		}
	}

	/**
	 * Whether the state is still the one that gave the permission. One that has gone has
	 * nothing to take back, and the one that came has its own calls to judge by.
	 */
	private boolean isOf(Permit permit) {
		return this.breaker.getMetrics() == permit.breakerPeriod();
	}

	void success(Permit permit) {
		if (isOf(permit)) {
			this.breaker.onSuccess(permit.elapsedNanos(), TimeUnit.NANOSECONDS);
			look();
		}
	}

	void failure(Permit permit, Outcome outcome) {
		if (isOf(permit)) {
			this.breaker.onError(permit.elapsedNanos(), TimeUnit.NANOSECONDS, new AttemptFailure(outcome.word()));
			look();
		}
	}

	/**
	 * The provider failed after the permission had made its record: that counts only
	 * where no permission is needed to count.
	 * @param permit whose attempt it was
	 * @param outcome how it ended
	 */
	void lateFailure(Permit permit, Outcome outcome) {
		if (this.breaker.getState() == State.CLOSED) {
			this.breaker.onError(permit.elapsedNanos(), TimeUnit.NANOSECONDS, new AttemptFailure(outcome.word()));
			look();
		}
	}

	/**
	 * Close it and forget its calls.
	 */
	void reset() {
		this.breaker.reset();
		look();
	}

	private void look() {
		if (this.breaker.getState() != this.seen) {
			stateChanged();
		}
	}

	private void stateChanged() {
		synchronized (this) {
			State state = this.breaker.getState();
			if (state == this.seen) {
				return;
			}
			this.seen = state;
			if (this.probing != null) {
				this.probing.cancel();
				this.probing = null;
			}
			if (state == State.HALF_OPEN && !this.closed && this.maxProbingNanos != Long.MAX_VALUE) {
				boundProbing();
			}
		}
		this.onChange.run();
	}

	private void boundProbing() {
		Object period = period();
		try {
			this.probing = this.ticker.schedule(() -> endProbing(period), this.maxProbingNanos);
		}
		catch (IllegalStateException ex) {
			// The client has closed, and nobody will be probing any more.
			this.closed = true;
		}
	}

	private void endProbing(Object period) {
		if (this.breaker.getState() == State.HALF_OPEN && period() == period) {
			this.breaker.transitionToOpenState();
		}
		look();
	}

	/**
	 * Leave nothing on the ticker, nor in the registry what was put there.
	 */
	void close() {
		synchronized (this) {
			this.closed = true;
			if (this.probing != null) {
				this.probing.cancel();
				this.probing = null;
			}
		}
		if (this.made) {
			ResilienceRegistries.remove(this.registry, this.breaker.getName(), this.breaker);
		}
	}

	/**
	 * What Resilience4j is told of a failure: the exception itself is only made after
	 * that.
	 */
	private static final class AttemptFailure extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private AttemptFailure(String word) {
			super(word, null, false, false);
		}

	}

}
