package io.harborai.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

import io.harborai.call.Ticker;

/**
 * Whether one model of a route is left for last because it failed again and again. The
 * last one of its route that isn't never is. Only what started after the latest change
 * counts: late news from before say nothing. Thread-safe; a success of a model in good
 * health takes no lock.
 */
final class Ejection {

	private static final double JITTER = 0.2;

	private final List<Ejection> group;

	private final RouteSettings.Ejection settings;

	private final Ticker ticker;

	private final DoubleSupplier random;

	// Written under the group's lock.
	private volatile int failures;

	private int doublings;

	private volatile boolean ejected;

	private volatile long sinceNanos;

	private volatile long untilNanos;

	private Ejection(List<Ejection> group, RouteSettings.Ejection settings, Ticker ticker, DoubleSupplier random) {
		this.group = group;
		this.settings = settings;
		this.ticker = ticker;
		this.random = random;
		this.sinceNanos = ticker.nanoTime();
	}

	/**
	 * Make the state of a route's models.
	 * @param size how many there are
	 * @param settings when they are ejected
	 * @param ticker the time
	 * @param random from 0 to 1
	 * @return one for each
	 */
	static List<Ejection> group(int size, RouteSettings.Ejection settings, Ticker ticker, DoubleSupplier random) {
		List<Ejection> group = new ArrayList<>(size);
		for (int i = 0; i < size; i++) {
			group.add(new Ejection(group, settings, ticker, random));
		}
		return group;
	}

	boolean isEjected() {
		return this.ejected && this.ticker.nanoTime() - this.untilNanos < 0;
	}

	/**
	 * It answered.
	 * @param startNanos when the attempt started
	 */
	void succeeded(long startNanos) {
		if (this.failures == 0) {
			return;
		}
		synchronized (this.group) {
			if (startNanos - this.sinceNanos >= 0) {
				this.failures = 0;
				this.doublings = 0;
				this.ejected = false;
			}
		}
	}

	/**
	 * Its provider failed.
	 * @param startNanos when the attempt started
	 */
	void failed(long startNanos) {
		if (this.settings.failures() == 0) {
			return;
		}
		synchronized (this.group) {
			if (startNanos - this.sinceNanos < 0 || isEjected()) {
				return;
			}
			this.failures = Math.min(this.failures + 1, this.settings.failures());
			if (this.failures == this.settings.failures() && !isLast()) {
				eject();
			}
		}
	}

	private boolean isLast() {
		for (Ejection other : this.group) {
			if (other != this && !other.isEjected()) {
				return false;
			}
		}
		return true;
	}

	private void eject() {
		long time = this.settings.time().toNanos();
		long max = this.settings.maxTime().toNanos();
		long full = (time > (max >> this.doublings)) ? max : time << this.doublings;
		this.doublings = Math.min(this.doublings + 1, 30);
		this.sinceNanos = this.ticker.nanoTime();
		// All whose models failed together would come back together.
		this.untilNanos = this.sinceNanos + full - (long) (full * JITTER * this.random.getAsDouble());
		this.ejected = true;
	}

}
