package io.harborai.autoconfigure.monitor;

import java.time.Duration;

import io.harborai.autoconfigure.InvalidPropertyException;
import io.harborai.autoconfigure.MonitorProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * What the client's figures are held against; null for nothing.
 *
 * @param initializationMillis how long making the client may take
 * @param retainedMegabytes how much memory it may keep
 * @param overheadMillis how long it may need until a call is handed to the network
 * @param throughput how many calls should end in a second at least
 * @param firstTokenMillis how long a provider may take to its first token
 * @param errorRate the part of a provider's calls that may fail
 */
record Thresholds(@Nullable Double initializationMillis, @Nullable Double retainedMegabytes,
		@Nullable Double overheadMillis, @Nullable Double throughput, @Nullable Double firstTokenMillis,
		@Nullable Double errorRate) {

	static final Duration INITIALIZATION = Duration.ofMillis(200);

	static final DataSize RETAINED_MEMORY = DataSize.ofMegabytes(12);

	static final Duration OVERHEAD = Duration.ofMillis(1);

	static final double ERROR_RATE = 0.5;

	private static final String PREFIX = "harborai.monitor.thresholds.";

	static Thresholds of(MonitorProperties.Thresholds properties) {
		Double errorRate = properties.getErrorRate();
		if (errorRate != null && errorRate > 1) {
			throw new InvalidPropertyException(PREFIX + "error-rate", "must be at most 1, not " + errorRate,
					"It is a part of all calls: 0.5 is every second one.");
		}
		return new Thresholds(millis("initialization", properties.getInitialization(), INITIALIZATION),
				megabytes(properties.getRetainedMemory()), millis("overhead", properties.getOverhead(), OVERHEAD),
				positive("throughput", properties.getThroughput()),
				millis("first-token", properties.getFirstToken(), null),
				positive("error-rate", (errorRate != null) ? errorRate : Double.valueOf(ERROR_RATE)));
	}

	private static @Nullable Double millis(String name, @Nullable Duration value, @Nullable Duration byDefault) {
		Duration duration = (value != null) ? value : byDefault;
		return (duration != null) ? positive(name, duration.toNanos() / 1e6) : null;
	}

	private static @Nullable Double megabytes(@Nullable DataSize value) {
		return positive("retained-memory", ((value != null) ? value : RETAINED_MEMORY).toBytes() / (1024.0 * 1024.0));
	}

	/**
	 * 0 is no threshold.
	 */
	private static @Nullable Double positive(String name, @Nullable Double value) {
		if (value != null && !(value >= 0)) {
			throw new InvalidPropertyException(PREFIX + name, "must not be negative", "Use 0 for no alert.");
		}
		return (value != null && value > 0) ? value : null;
	}

}
