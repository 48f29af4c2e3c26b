package io.harborai.call;

import java.time.Duration;

/**
 * The one source of time: deadlines, clocks, backoff and idle unloading use nothing else,
 * so a test can drive them all. Monotonic: it never jumps when the wall clock is set.
 */
public interface Ticker {

	/**
	 * Now.
	 * @return nanoseconds from an arbitrary start; only differences mean something
	 */
	long nanoTime();

	/**
	 * Run a task later, once.
	 * @param task the task, short and non-blocking; runs on the ticker's own thread
	 * @param delayNanos in how many nanoseconds
	 * @return how to cancel it
	 * @throws IllegalStateException if time has ended: the client is closed
	 */
	Scheduled schedule(Runnable task, long delayNanos);

	/**
	 * Run a task later, once.
	 * @param task the task, short and non-blocking
	 * @param delay in how long
	 * @return how to cancel it
	 */
	default Scheduled schedule(Runnable task, Duration delay) {
		return schedule(task, delay.toNanos());
	}

	/**
	 * A task that waits for its time.
	 */
	@FunctionalInterface
	interface Scheduled {

		/**
		 * Don't run it any more. Does nothing if it has run or was cancelled.
		 */
		void cancel();

	}

}
