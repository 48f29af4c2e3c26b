package io.harborai.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time that stands still until a test moves it. Tasks run on the thread that moves it.
 * Thread-safe.
 */
public final class TestTicker implements Ticker {

	private final List<Task> tasks = new ArrayList<>();

	private long now = 1_000_000_000L;

	private long order;

	@Override
	public synchronized long nanoTime() {
		return this.now;
	}

	@Override
	public synchronized Scheduled schedule(Runnable task, long delayNanos) {
		Task scheduled = new Task(task, this.now + Math.max(delayNanos, 0), this.order++);
		this.tasks.add(scheduled);
		return () -> remove(scheduled);
	}

	private synchronized boolean remove(Task task) {
		return this.tasks.remove(task);
	}

	/**
	 * Let time pass evenly: every task runs exactly when it is due.
	 * @param time how much
	 */
	public void advance(Duration time) {
		long until = nanoTime() + time.toNanos();
		for (Task next = takeDue(until, true); next != null; next = takeDue(until, true)) {
			next.action().run();
		}
		jump(until);
	}

	/**
	 * Let time jump, as when the whole process stood still: tasks that have become due
	 * run late.
	 * @param time how much
	 */
	public void jump(Duration time) {
		long until = nanoTime() + time.toNanos();
		jump(until);
		for (Task next = takeDue(until, false); next != null; next = takeDue(until, false)) {
			next.action().run();
		}
	}

	private synchronized void jump(long until) {
		this.now = Math.max(this.now, until);
	}

	private synchronized Task takeDue(long until, boolean move) {
		Task next = this.tasks.stream()
			.min(Comparator.comparingLong(Task::due).thenComparingLong(Task::order))
			.filter((task) -> task.due() <= until)
			.orElse(null);
		if (next != null) {
			this.tasks.remove(next);
			if (move) {
				this.now = Math.max(this.now, next.due());
			}
		}
		return next;
	}

	/**
	 * How many tasks wait.
	 * @return the number
	 */
	public synchronized int pending() {
		return this.tasks.size();
	}

	private record Task(Runnable action, long due, long order) {
	}

}
