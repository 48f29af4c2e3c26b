package io.harborai.call;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Pays for what is sent beyond the first attempt of each call - retries, failovers and
 * hedges alike - so that an outage isn't made worse by those who suffer from it. Every
 * call puts a part of an attempt in, time adds some more, and what isn't there can't be
 * spent. Thread-safe; a call's deposit takes no lock.
 */
public final class AttemptBudget {

	// Counted in millionths of an attempt.
	private static final long ATTEMPT = 1_000_000;

	private final Ticker ticker;

	private final long perCall;

	private final double perNano;

	private final long capacity;

	private final AtomicLong level;

	private final Object refill = new Object();

	private long refilledNanos;

	/**
	 * Create a budget.
	 * @param perCall the part of an attempt that each call puts in, such as 0.2
	 * @param perSecond how many attempts a second of time adds
	 * @param capacity how many attempts it holds at most
	 * @param initial how many it holds at the start
	 * @param ticker the time
	 */
	public AttemptBudget(double perCall, double perSecond, double capacity, double initial, Ticker ticker) {
		this.ticker = ticker;
		this.perCall = Math.round(perCall * ATTEMPT);
		this.perNano = perSecond * ATTEMPT / 1_000_000_000d;
		this.capacity = Math.round(capacity * ATTEMPT);
		this.level = new AtomicLong(Math.min(Math.round(initial * ATTEMPT), this.capacity));
		this.refilledNanos = ticker.nanoTime();
	}

	/**
	 * A call starts, and puts its part in.
	 */
	public void deposit() {
		add(this.perCall);
	}

	private void add(long amount) {
		for (;;) {
			long current = this.level.get();
			if (current >= this.capacity || amount <= 0) {
				return;
			}
			if (this.level.compareAndSet(current, Math.min(current + amount, this.capacity))) {
				return;
			}
		}
	}

	/**
	 * Spend one attempt.
	 * @return whether there was one left
	 */
	public boolean take() {
		refill();
		for (;;) {
			long current = this.level.get();
			if (current < ATTEMPT) {
				return false;
			}
			if (this.level.compareAndSet(current, current - ATTEMPT)) {
				return true;
			}
		}
	}

	/**
	 * Put back an attempt that was taken but not sent.
	 */
	public void giveBack() {
		add(ATTEMPT);
	}

	private void refill() {
		synchronized (this.refill) {
			long now = this.ticker.nanoTime();
			long amount = (long) ((now - this.refilledNanos) * this.perNano);
			if (amount > 0) {
				// What is less than a millionth stays for the next time.
				this.refilledNanos += Math.round(amount / this.perNano);
				add(amount);
			}
		}
	}

	/**
	 * How many attempts are left.
	 * @return the number, parts of one included
	 */
	public double available() {
		refill();
		return (double) this.level.get() / ATTEMPT;
	}

}
