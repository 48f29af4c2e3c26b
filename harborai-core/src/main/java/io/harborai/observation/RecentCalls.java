package io.harborai.observation;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * What happened in the last five minutes, in slices that are thrown away as they grow
 * old. Thread-safe; what is counted in the very moment in which a slice is replaced may
 * be lost.
 */
final class RecentCalls {

	static final long SLICE_NANOS = 30_000_000_000L;

	static final int SLICES = 10;

	private final AtomicReferenceArray<@Nullable Slice> slices = new AtomicReferenceArray<>(SLICES);

	/**
	 * The slice to count in.
	 * @param nanos the time since the start
	 * @return the slice of this time
	 */
	Slice at(long nanos) {
		long number = nanos / SLICE_NANOS;
		int place = (int) (number % SLICES);
		Slice known = this.slices.get(place);
		if (known != null && known.number >= number) {
			return known;
		}
		Slice fresh = new Slice(number);
		Slice other = this.slices.compareAndExchange(place, known, fresh);
		return (other == null || other == known) ? fresh : other;
	}

	/**
	 * Add what is still young enough to a sum.
	 * @param sum the sum
	 * @param nanos the time since the start
	 */
	void addTo(Sum sum, long nanos) {
		long oldest = nanos / SLICE_NANOS - SLICES + 1;
		for (int i = 0; i < SLICES; i++) {
			Slice slice = this.slices.get(i);
			if (slice != null && slice.number >= oldest) {
				sum.add(slice);
			}
		}
	}

	/**
	 * How long the slices reach back.
	 * @param nanos the time since the start
	 * @return the time in nanoseconds
	 */
	static long span(long nanos) {
		return nanos - Math.max(0, nanos / SLICE_NANOS - SLICES + 1) * SLICE_NANOS;
	}

	/**
	 * Half a minute.
	 */
	static final class Slice {

		final LongAdder calls = new LongAdder();

		final LongAdder cancelled = new LongAdder();

		final LongAdder refused = new LongAdder();

		final LongAdder failed = new LongAdder();

		final DurationCounts durations = new DurationCounts();

		final DurationCounts firstDeltas = new DurationCounts();

		final DurationCounts overheads = new DurationCounts();

		private final long number;

		private Slice(long number) {
			this.number = number;
		}

	}

	/**
	 * What several slices tell together.
	 */
	static final class Sum {

		final long[] durations = DurationCounts.emptySum();

		final long[] firstDeltas = DurationCounts.emptySum();

		final long[] overheads = DurationCounts.emptySum();

		long calls;

		long cancelled;

		long refused;

		long failed;

		private void add(Slice slice) {
			this.calls += slice.calls.sum();
			this.cancelled += slice.cancelled.sum();
			this.refused += slice.refused.sum();
			this.failed += slice.failed.sum();
			slice.durations.addTo(this.durations);
			slice.firstDeltas.addTo(this.firstDeltas);
			slice.overheads.addTo(this.overheads);
		}

	}

}
