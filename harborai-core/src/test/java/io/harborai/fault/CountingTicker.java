package io.harborai.fault;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.harborai.call.SystemTicker;
import io.harborai.call.Ticker;

/**
 * The real time, which knows how many tasks wait. Thread-safe.
 */
final class CountingTicker implements Ticker, AutoCloseable {

	private final SystemTicker time = new SystemTicker();

	private final AtomicInteger pending = new AtomicInteger();

	@Override
	public long nanoTime() {
		return this.time.nanoTime();
	}

	@Override
	public Scheduled schedule(Runnable task, long delayNanos) {
		AtomicBoolean over = new AtomicBoolean();
		this.pending.incrementAndGet();
		Scheduled scheduled = this.time.schedule(() -> {
			if (over.compareAndSet(false, true)) {
				this.pending.decrementAndGet();
				task.run();
			}
		}, delayNanos);
		return () -> {
			if (over.compareAndSet(false, true)) {
				this.pending.decrementAndGet();
			}
			scheduled.cancel();
		};
	}

	/**
	 * How many tasks wait.
	 */
	int pending() {
		return this.pending.get();
	}

	@Override
	public void close() {
		this.time.close();
	}

}
