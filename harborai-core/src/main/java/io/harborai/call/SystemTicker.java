package io.harborai.call;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system's time. Tasks run on one thread of its own, which starts with the first of
 * them. Thread-safe.
 * <p>
 * Nearly every task is a clock that is cancelled long before it is due, many thousand
 * times a second. So a task that isn't due before all others doesn't wake the thread, and
 * a cancelled one is left where it is until there are more of those than of others: a
 * scheduler of the JDK wakes its thread for every call that runs alone.
 */
public final class SystemTicker implements Ticker, AutoCloseable {

	private static final String CLOSED = "The client is closed";

	// So few cancelled tasks are never worth looking for.
	private static final int FEW = 64;

	// Differences of times must stay numbers.
	private static final long FARTHEST_NANOS = Long.MAX_VALUE / 4;

	private final Object lock = new Object();

	// Guarded by the lock, as is all that follows.
	private final PriorityQueue<Task> tasks = new PriorityQueue<>();

	private int cancelled;

	private @Nullable Thread thread;

	private long wakeNanos;

	private boolean closed;

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public Scheduled schedule(Runnable action, long delayNanos) {
		Task task = new Task(action, System.nanoTime() + Math.min(Math.max(delayNanos, 0), FARTHEST_NANOS));
		synchronized (this.lock) {
			if (this.closed) {
				throw new IllegalStateException(CLOSED);
			}
			this.tasks.add(task);
			if (this.thread == null) {
				this.wakeNanos = task.dueNanos;
				this.thread = new Thread(this::run, "harborai-ticker");
				this.thread.setDaemon(true);
				this.thread.start();
			}
			else if (task.dueNanos - this.wakeNanos < 0) {
				this.wakeNanos = task.dueNanos;
				this.lock.notifyAll();
			}
		}
		return task;
	}

	private void run() {
		for (Task task = take(); task != null; task = take()) {
			try {
				task.action.run();
			}
			catch (RuntimeException ex) {
				// The others must go on.
				logger().error("A timed task failed", ex);
			}
		}
	}

	// Looked up when there is something to say: making a client starts no logging system.
	private static Logger logger() {
		return LoggerFactory.getLogger(SystemTicker.class);
	}

	/**
	 * Wait for the next task that is due.
	 * @return the task, null when nothing will ever be due
	 */
	private @Nullable Task take() {
		synchronized (this.lock) {
			while (!this.closed) {
				Task first = this.tasks.peek();
				long now = System.nanoTime();
				if (first != null && first.state == Task.CANCELLED) {
					this.tasks.poll();
					this.cancelled--;
				}
				else if (first != null && first.dueNanos - now <= 0) {
					this.tasks.poll();
					first.state = Task.DONE;
					return first;
				}
				else {
					// With nothing to do, whatever comes next is due before.
					long left = (first != null) ? first.dueNanos - now : 2 * FARTHEST_NANOS;
					this.wakeNanos = now + left;
					await(left);
				}
			}
			return null;
		}
	}

	private void await(long nanos) {
		try {
			TimeUnit.NANOSECONDS.timedWait(this.lock, nanos);
		}
		catch (InterruptedException ex) {
			// Nobody has a reason to interrupt this thread; the time goes on.
			logger().debug("Interrupted while waiting for the next task");
		}
	}

	private void cancel(Task task) {
		synchronized (this.lock) {
			if (task.state != Task.WAITING) {
				return;
			}
			task.state = Task.CANCELLED;
			this.cancelled++;
			if (this.cancelled > FEW && this.cancelled > this.tasks.size() / 2) {
				this.tasks.removeIf((each) -> each.state == Task.CANCELLED);
				this.cancelled = 0;
			}
		}
	}

	/**
	 * Stop the thread; tasks that wait never run.
	 */
	@Override
	public void close() {
		synchronized (this.lock) {
			this.closed = true;
			this.tasks.clear();
			this.lock.notifyAll();
		}
	}

	/**
	 * One task; its state is guarded by the lock.
	 */
	private final class Task implements Scheduled, Comparable<Task> {

		private static final int WAITING = 0;

		private static final int DONE = 1;

		private static final int CANCELLED = 2;

		private final Runnable action;

		private final long dueNanos;

		private int state = WAITING;

		private Task(Runnable action, long dueNanos) {
			this.action = action;
			this.dueNanos = dueNanos;
		}

		@Override
		public void cancel() {
			SystemTicker.this.cancel(this);
		}

		@Override
		public int compareTo(Task other) {
			return Long.signum(this.dueNanos - other.dueNanos);
		}

	}

}
