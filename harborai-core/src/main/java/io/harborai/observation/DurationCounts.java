package io.harborai.observation;

import java.util.concurrent.atomic.AtomicIntegerArray;

import io.harborai.observation.ProviderStatistics.Percentiles;

/**
 * Counts durations in buckets that grow with them: each is an eighth of its power of two
 * wide, from a microsecond to a quarter of an hour. Takes 900 bytes. Thread-safe.
 */
final class DurationCounts {

	private static final int STEP_BITS = 3;

	private static final int STEPS = 1 << STEP_BITS;

	private static final int BITS = 30;

	private static final int BUCKETS = (BITS - STEP_BITS + 1) * STEPS;

	private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);

	void record(long nanos) {
		this.counts.incrementAndGet(bucket(nanos / 1000));
	}

	/**
	 * Add what is counted here to a sum.
	 * @param sum as {@link #emptySum()} makes it
	 */
	void addTo(long[] sum) {
		for (int i = 0; i < BUCKETS; i++) {
			sum[i] += this.counts.get(i);
		}
	}

	static long[] emptySum() {
		return new long[BUCKETS];
	}

	/**
	 * What a sum tells.
	 * @param sum the sum
	 * @return its percentiles, each within an eighth
	 */
	static Percentiles percentiles(long[] sum) {
		long all = 0;
		for (long each : sum) {
			all += each;
		}
		return (all == 0) ? Percentiles.NONE
				: new Percentiles(millis(sum, 0.5 * all), millis(sum, 0.95 * all), millis(sum, 0.99 * all));
	}

	private static double millis(long[] sum, double rank) {
		long before = 0;
		int last = 0;
		for (int i = 0; i < sum.length; i++) {
			if (sum[i] > 0) {
				if (before + sum[i] >= rank) {
					return (start(i) + (start(i + 1) - start(i)) * (rank - before) / sum[i]) / 1000;
				}
				before += sum[i];
				last = i;
			}
		}
		return start(last + 1) / 1000.0;
	}

	private static int bucket(long micros) {
		if (micros < STEPS) {
			return (int) Math.max(0, micros);
		}
		int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - STEP_BITS;
		return (shift > BITS - 1 - STEP_BITS) ? BUCKETS - 1 : (shift + 1) * STEPS + (int) (micros >>> shift) - STEPS;
	}

	/**
	 * Where a bucket starts, in microseconds.
	 */
	private static long start(int bucket) {
		return (bucket < STEPS) ? bucket : (long) (STEPS + bucket % STEPS) << (bucket / STEPS - 1);
	}

}
