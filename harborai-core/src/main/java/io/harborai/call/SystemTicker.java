package io.harborai.call;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The real time. Its one thread starts with the first scheduled task and ends with
 * {@link #close()}.
 */
public final class SystemTicker implements Ticker, AutoCloseable {

	private static final String CLOSED = "The ticker is closed";

	private final Object lock = new Object();

	private volatile @Nullable Scheduler scheduler;

	private boolean closed;

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public Scheduled schedule(Runnable task, long delayNanos) {
		Scheduler current = this.scheduler;
		try {
			Disposable disposable = ((current != null) ? current : start()).schedule(task, Math.max(delayNanos, 0),
					TimeUnit.NANOSECONDS);
			return disposable::dispose;
		}
		catch (RejectedExecutionException ex) {
			throw new IllegalStateException(CLOSED, ex);
		}
	}

	private Scheduler start() {
		synchronized (this.lock) {
			Scheduler current = this.scheduler;
			if (this.closed) {
				throw new IllegalStateException(CLOSED);
			}
			if (current == null) {
				current = Schedulers.newSingle("harborai-ticker", true);
				this.scheduler = current;
			}
			return current;
		}
	}

	/**
	 * Stop the thread; tasks that wait never run.
	 */
	@Override
	public void close() {
		synchronized (this.lock) {
			this.closed = true;
			Scheduler current = this.scheduler;
			if (current != null) {
				current.dispose();
			}
		}
	}

}
