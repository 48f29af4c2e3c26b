package io.harborai.benchmarks.harness;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts times in buckets less than one percent wide. Thread-safe.
 */
final class Latencies {

	private static final int SUB_BITS = 7;

	private static final int SUB = 1 << SUB_BITS;

	private final AtomicLongArray buckets = new AtomicLongArray((64 - SUB_BITS + 1) * SUB);

	void record(long nanos) {
		this.buckets.incrementAndGet(bucket(Math.max(nanos, 0)));
	}

	private static int bucket(long nanos) {
		if (nanos < SUB) {
			return (int) nanos;
		}
		int shift = 63 - Long.numberOfLeadingZeros(nanos) - SUB_BITS;
		return (shift + 1) * SUB + (int) ((nanos >>> shift) - SUB);
	}

	private static double middle(int bucket) {
		if (bucket < SUB) {
			return bucket;
		}
		int shift = bucket / SUB - 1;
		return ((bucket % SUB) + SUB + 0.5) * (1L << shift);
	}

	/**
	 * The time that a share of the calls stayed within.
	 * @param share between 0 and 1
	 * @return nanoseconds, not a number if nothing was counted
	 */
	double percentile(double share) {
		long total = 0;
		for (int i = 0; i < this.buckets.length(); i++) {
			total += this.buckets.get(i);
		}
		long wanted = (long) Math.ceil(total * share);
		long seen = 0;
		for (int i = 0; i < this.buckets.length(); i++) {
			seen += this.buckets.get(i);
			if (seen >= wanted && seen > 0) {
				return middle(i);
			}
		}
		return Double.NaN;
	}

	void clear() {
		for (int i = 0; i < this.buckets.length(); i++) {
			this.buckets.set(i, 0);
		}
	}

}
