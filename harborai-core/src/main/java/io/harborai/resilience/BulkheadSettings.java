package io.harborai.resilience;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How many calls a provider works on at once, and how many wait for it. A null component
 * is not set and takes its value from the next layer.
 *
 * @param enabled whether there is a limit at all
 * @param maxConcurrentCalls how many calls run at once, each from its admission to its
 * last byte
 * @param maxWait how long a call waits for its admission; zero refuses at once
 * @param maxQueue how many calls wait at most; as many as run at once unless set
 */
public record BulkheadSettings(@Nullable Boolean enabled, @Nullable Integer maxConcurrentCalls,
		@Nullable Duration maxWait, @Nullable Integer maxQueue) {

	/** Nothing is set. */
	public static final BulkheadSettings UNSET = new BulkheadSettings(null, null, null, null);

	/** What applies where nothing is set. */
	public static final BulkheadSettings DEFAULTS = new BulkheadSettings(true, 256, Duration.ZERO, null);

	public BulkheadSettings {
		Check.atLeast("bulkhead.max-concurrent-calls", maxConcurrentCalls, 1);
		Check.notNegative("bulkhead.max-wait", maxWait);
		Check.atLeast("bulkhead.max-queue", maxQueue, 1);
	}

	/**
	 * Fill what isn't set here.
	 * @param other the next layer
	 * @return the merged settings
	 */
	public BulkheadSettings orElse(BulkheadSettings other) {
		return new BulkheadSettings((this.enabled != null) ? this.enabled : other.enabled,
				(this.maxConcurrentCalls != null) ? this.maxConcurrentCalls : other.maxConcurrentCalls,
				(this.maxWait != null) ? this.maxWait : other.maxWait,
				(this.maxQueue != null) ? this.maxQueue : other.maxQueue);
	}

}
