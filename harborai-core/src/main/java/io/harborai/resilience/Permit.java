package io.harborai.resilience;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.harborai.call.Attempt;
import io.harborai.call.AttemptListener;
import io.harborai.call.Outcome;
import io.harborai.call.RateHints;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt took to be admitted. Gives it back exactly once, when the attempt
 * ends. The limits note on it what they must know for that; until it is
 * {@linkplain #hold() held} it belongs to one thread at a time.
 */
final class Permit implements AttemptListener {

	private static final AtomicIntegerFieldUpdater<Permit> ENDED = AtomicIntegerFieldUpdater.newUpdater(Permit.class,
			"ended");

	private static final AtomicIntegerFieldUpdater<Permit> JUDGED = AtomicIntegerFieldUpdater.newUpdater(Permit.class,
			"judged");

	private final Attempt attempt;

	private final Limits limits;

	private final Entrance entrance;

	private volatile int ended;

	private volatile int judged;

	private long waitedNanos;

	private @Nullable Breaker breaker;

	private @Nullable Object breakerPeriod;

	private int limitPeriod;

	private long tokens;

	private volatile boolean countedByVendor;

	Permit(Attempt attempt, Limits limits, Entrance entrance) {
		this.attempt = attempt;
		this.limits = limits;
		this.entrance = entrance;
	}

	Attempt attempt() {
		return this.attempt;
	}

	/**
	 * Everything was taken: from now on the attempt's end gives it back. If it ended
	 * while that was being taken, this does.
	 * @return whether the attempt goes on
	 */
	boolean hold() {
		this.attempt.listen(this);
		if (this.attempt.isEnded()) {
			onEnd(this.attempt, Outcome.CANCELLED);
			return false;
		}
		return true;
	}

	@Override
	public void onHeaders(Attempt attempt, RateHints hints) {
		this.limits.onHeaders(this, hints);
	}

	@Override
	public void onFirstDelta(Attempt attempt) {
		this.limits.onFirstDelta(this);
	}

	@Override
	public void onEnd(Attempt attempt, Outcome outcome) {
		if (ENDED.compareAndSet(this, 0, 1)) {
			this.limits.onEnd(this, outcome);
			this.entrance.released();
		}
	}

	/**
	 * How long the attempt has been at the provider.
	 * @return nanoseconds, without the time that it waited for its admission
	 */
	long elapsedNanos() {
		return this.attempt.elapsedNanos() - this.waitedNanos;
	}

	void waited(long nanos) {
		this.waitedNanos = nanos;
	}

	/**
	 * Judge the provider by this attempt, which is done once.
	 * @return whether it hadn't been done
	 */
	boolean judge() {
		return JUDGED.compareAndSet(this, 0, 1);
	}

	@Nullable Breaker breaker() {
		return this.breaker;
	}

	/**
	 * The circuit breaker's state in which it gave its permission.
	 * @return the period, null if none was given
	 */
	@Nullable Object breakerPeriod() {
		return this.breakerPeriod;
	}

	void breaker(Breaker breaker, @Nullable Object period) {
		this.breaker = breaker;
		this.breakerPeriod = period;
	}

	/**
	 * Under which setting of the adaptive limit it was admitted.
	 * @return the number of the setting
	 */
	int limitPeriod() {
		return this.limitPeriod;
	}

	void limitPeriod(int period) {
		this.limitPeriod = period;
	}

	/**
	 * The tokens that are reserved for it.
	 * @return the estimate, 0 before there is one
	 */
	long tokens() {
		return this.tokens;
	}

	void tokens(long tokens) {
		this.tokens = tokens;
	}

	/**
	 * The vendor has told what it makes of its tokens.
	 */
	void countedByVendor() {
		this.countedByVendor = true;
	}

	boolean isCountedByVendor() {
		return this.countedByVendor;
	}

}
