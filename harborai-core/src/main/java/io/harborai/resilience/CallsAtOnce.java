package io.harborai.resilience;

import java.time.Duration;
import java.util.Objects;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.harborai.call.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The bulkhead: how many calls the provider works on at once, each from its admission to
 * its end.
 */
final class CallsAtOnce implements Limit {

	private final BulkheadRegistry registry;

	private final Bulkhead bulkhead;

	private final boolean made;

	private final Duration lentWait;

	private final Refusal full;

	/**
	 * Find the bulkhead in the registry, or make it there: by the registry's
	 * configuration called {@code harborai} if there is one, else by our settings.
	 * @param name the instance's name
	 * @param registry the registry
	 * @param settings the settings, all set
	 */
	CallsAtOnce(String name, BulkheadRegistry registry, BulkheadSettings settings) {
		this.registry = registry;
		Bulkhead lent = registry.find(name).orElse(null);
		this.made = lent == null;
		BulkheadConfig known = (lent != null) ? lent.getBulkheadConfig()
				: registry.getConfiguration(ResilienceRegistries.CONFIGURATION)
					.orElseGet(() -> configuration(settings));
		this.lentWait = known.getMaxWaitDuration();
		// Its own way of waiting would park the thread: it is never let wait.
		BulkheadConfig config = BulkheadConfig.from(known).maxWaitDuration(Duration.ZERO).build();
		this.bulkhead = registry.bulkhead(name, config);
		if (!this.bulkhead.getBulkheadConfig().getMaxWaitDuration().isZero()) {
			this.bulkhead.changeConfig(config);
		}
		this.full = new Refusal(Refusal.Reason.FULL,
				"all " + config.getMaxConcurrentCalls() + " calls that may run at once are running",
				"Raise resilience.bulkhead.max-concurrent-calls, let calls wait by resilience.bulkhead.max-wait, "
						+ "or send fewer at once.",
				Refusal.UNKNOWN);
	}

	private static BulkheadConfig configuration(BulkheadSettings settings) {
		return BulkheadConfig.custom()
			.maxConcurrentCalls(Objects.requireNonNull(settings.maxConcurrentCalls()))
			.maxWaitDuration(Duration.ZERO)
			.fairCallHandlingStrategyEnabled(false)
			.writableStackTraceEnabled(false)
			.build();
	}

	/**
	 * How long the application that lent the bulkhead would let calls wait for it.
	 * @return the time, zero for not at all
	 */
	Duration lentWait() {
		return this.lentWait;
	}

	@Override
	public @Nullable Refusal take(Permit permit) {
		return this.bulkhead.tryAcquirePermission() ? null : this.full;
	}

	@Override
	public void giveBack(Permit permit) {
		this.bulkhead.releasePermission();
	}

	@Override
	public void onEnd(Permit permit, Outcome outcome) {
		this.bulkhead.onComplete();
	}

	int limit() {
		return this.bulkhead.getMetrics().getMaxAllowedConcurrentCalls();
	}

	int inFlight() {
		return limit() - this.bulkhead.getMetrics().getAvailableConcurrentCalls();
	}

	/**
	 * Take out of the registry what was put there.
	 */
	void close() {
		if (this.made) {
			ResilienceRegistries.remove(this.registry, this.bulkhead.getName(), this.bulkhead);
		}
	}

}
