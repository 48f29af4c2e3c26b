package io.harborai.routing;

import java.util.Arrays;

/**
 * How long a target took lately until the first thing came. Thread-safe.
 */
final class Speed {

	/** How many times must be known before a quantile means something. */
	static final int ENOUGH = 20;

	private static final int KEPT = 128;

	// How many times may be noted before the quantiles are made anew.
	private static final int STALE = 8;

	private static final double WEIGHT = 0.2;

	// What isn't heard of any more may have become quicker: it is worth a try in a while.
	private static final double HALF_LIFE_NANOS = 10e9;

	private final long[] times = new long[KEPT];

	private long[] sorted = new long[0];

	private int count;

	private int sortedAt;

	private double average;

	private long notedNanos;

	/**
	 * Note how long it took.
	 * @param nanos the time
	 * @param now now
	 */
	synchronized void note(long nanos, long now) {
		this.times[this.count % KEPT] = nanos;
		this.average = (this.count == 0) ? nanos : this.average + WEIGHT * (nanos - this.average);
		this.notedNanos = now;
		// Beyond what is kept, only the remainder matters.
		this.count = (this.count == 2 * KEPT - 1) ? KEPT : this.count + 1;
	}

	/**
	 * The moving average, which halves every ten seconds in which nothing is noted.
	 * @param now now
	 * @return nanoseconds, or -1 if nothing is known
	 */
	synchronized double average(long now) {
		return (this.count == 0) ? -1 : this.average * Math.pow(0.5, (now - this.notedNanos) / HALF_LIFE_NANOS);
	}

	/**
	 * From when on something counts as late: a quantile of the latest times, but at least
	 * two and at most three times their median. Among times that lie close together the
	 * quantile would take the usual for late, and with as many slow ones as it leaves out
	 * it lies among these, so that nothing is ever late.
	 * @param quantile which, from 0 to 1
	 * @return nanoseconds, or -1 if too little is known
	 */
	synchronized long late(double quantile) {
		long median = quantile(0.5);
		return (median < 0) ? -1 : Math.min(Math.max(quantile(quantile), 2 * median), 3 * median);
	}

	/**
	 * A quantile of the latest times.
	 * @param quantile which, from 0 to 1
	 * @return nanoseconds, or -1 if too little is known
	 */
	synchronized long quantile(double quantile) {
		int known = Math.min(this.count, KEPT);
		if (known < ENOUGH) {
			return -1;
		}
		if (this.sorted.length == 0 || Math.abs(this.count - this.sortedAt) >= STALE) {
			this.sorted = Arrays.copyOf(this.times, known);
			Arrays.sort(this.sorted);
			this.sortedAt = this.count;
		}
		int last = this.sorted.length - 1;
		return this.sorted[(int) Math.ceil(last * quantile)];
	}

}
