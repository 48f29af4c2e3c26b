package io.harborai.resilience;

import io.harborai.call.Ticker;

/**
 * Tokens that come back evenly over a minute. What is asked for beyond all that it can
 * ever hold is given when it is full, and owed. Thread-safe.
 */
final class TokenBucket {

	static final long MINUTE_NANOS = 60_000_000_000L;

	private final Ticker ticker;

	private final long capacity;

	private final double perNano;

	// Guarded by this.
	private double level;

	private long refilledNanos;

	private long pausedUntilNanos;

	/**
	 * Create a full bucket.
	 * @param perMinute how many tokens come back in a minute, which is also how many it
	 * holds
	 * @param ticker the time
	 */
	TokenBucket(long perMinute, Ticker ticker) {
		this.ticker = ticker;
		this.capacity = perMinute;
		this.perNano = (double) perMinute / MINUTE_NANOS;
		this.level = perMinute;
		this.refilledNanos = ticker.nanoTime();
		this.pausedUntilNanos = this.refilledNanos;
	}

	/**
	 * Take tokens.
	 * @param tokens how many
	 * @return 0 if they were taken, else in how many nanoseconds they may be there
	 */
	synchronized long take(long tokens) {
		long now = refill();
		if (this.pausedUntilNanos - now > 0) {
			return this.pausedUntilNanos - now;
		}
		double missing = Math.min(tokens, this.capacity) - this.level;
		if (missing > 0) {
			return (long) Math.ceil(missing / this.perNano);
		}
		this.level -= tokens;
		return 0;
	}

	/**
	 * Put tokens back, or take some more whether they are there or not.
	 * @param tokens how many, negative to take
	 */
	synchronized void giveBack(long tokens) {
		refill();
		this.level = Math.min(this.capacity, this.level + tokens);
	}

	/**
	 * Hold no more than this.
	 * @param tokens how many are left in truth
	 * @return whether there were more
	 */
	synchronized boolean lowerTo(long tokens) {
		refill();
		if (this.level <= tokens) {
			return false;
		}
		this.level = tokens;
		return true;
	}

	/**
	 * Give nothing for a while.
	 * @param nanos how long
	 */
	synchronized void pause(long nanos) {
		this.pausedUntilNanos = refill() + nanos;
	}

	/**
	 * Be full again, and pause no more.
	 */
	synchronized void reset() {
		this.pausedUntilNanos = refill();
		this.level = this.capacity;
	}

	/**
	 * How many there are.
	 * @return the tokens, negative while some are owed
	 */
	synchronized long level() {
		refill();
		return (long) Math.floor(this.level);
	}

	private long refill() {
		long now = this.ticker.nanoTime();
		this.level = Math.min(this.capacity, this.level + (now - this.refilledNanos) * this.perNano);
		this.refilledNanos = now;
		return now;
	}

}
