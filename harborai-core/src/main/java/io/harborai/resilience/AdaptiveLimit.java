package io.harborai.resilience;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.harborai.call.Outcome;
import io.harborai.error.ErrorClass;
import org.jspecify.annotations.Nullable;

/**
 * A limit of calls at once that finds itself by additive increase and multiplicative
 * decrease: one more after as many successes as it lets run at once, a part less when the
 * vendor or the pool says that it is too much. Successes count only while at least half
 * of it is in use, or else it would grow in quiet times into saying nothing; of a burst
 * of refusals only the first counts, because all of it was admitted under the same limit.
 */
final class AdaptiveLimit implements Limit {

	private static final String OVERLOADED = "overloaded";

	private static final String POOL_EXHAUSTED = "pool_exhausted";

	private static final Refusal FULL = new Refusal(Refusal.Reason.FULL,
			"as many calls are running as the provider lately took at once",
			"Let calls wait by resilience.bulkhead.max-wait, send fewer at once, or raise "
					+ "resilience.adaptive.min-limit.",
			Refusal.UNKNOWN);

	private final int min;

	private final int max;

	private final int initial;

	private final double decrease;

	private final AtomicInteger inFlight = new AtomicInteger();

	private volatile int limit;

	private volatile int period;

	// Guarded by this.
	private int successes;

	/**
	 * Create the limit.
	 * @param settings the settings, all set
	 * @param max above what it never goes
	 */
	AdaptiveLimit(AdaptiveSettings settings, int max) {
		this.max = max;
		this.min = Math.min(Objects.requireNonNull(settings.minLimit()), max);
		this.initial = Math.max(this.min, Math.min(Objects.requireNonNull(settings.initialLimit()), max));
		this.limit = this.initial;
		this.decrease = Objects.requireNonNull(settings.decrease());
	}

	@Override
	public @Nullable Refusal take(Permit permit) {
		for (;;) {
			int running = this.inFlight.get();
			if (running >= this.limit) {
				return FULL;
			}
			if (this.inFlight.compareAndSet(running, running + 1)) {
				permit.limitPeriod(this.period);
				return null;
			}
		}
	}

	@Override
	public void giveBack(Permit permit) {
		this.inFlight.decrementAndGet();
	}

	@Override
	public void onEnd(Permit permit, Outcome outcome) {
		int running = this.inFlight.getAndDecrement();
		if (outcome.errorClass() == null) {
			if (outcome != Outcome.CANCELLED && running * 2L >= this.limit) {
				succeeded();
			}
		}
		else if (isTooMuch(outcome)) {
			refused(permit.limitPeriod());
		}
	}

	private static boolean isTooMuch(Outcome outcome) {
		return outcome.errorClass() == ErrorClass.LIMITED || outcome.word().equals(OVERLOADED)
				|| outcome.word().equals(POOL_EXHAUSTED);
	}

	private synchronized void succeeded() {
		this.successes++;
		if (this.successes >= this.limit && this.limit < this.max) {
			this.successes = 0;
			this.limit++;
		}
	}

	private synchronized void refused(int period) {
		if (period == this.period) {
			this.period++;
			this.successes = 0;
			this.limit = Math.max(this.min, (int) (this.limit * this.decrease));
		}
	}

	@Override
	public synchronized void reset() {
		// What was admitted before has nothing to say about what comes.
		this.period++;
		this.successes = 0;
		this.limit = this.initial;
	}

	int limit() {
		return this.limit;
	}

	int inFlight() {
		return this.inFlight.get();
	}

}
