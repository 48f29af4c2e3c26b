package io.harborai.benchmarks.vendor;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;

/**
 * Lets answers wait. All waits of one length end in the order in which they began, so one
 * timer serves them. Of the event loop's thread.
 */
final class Delays {

	private final EventLoop loop;

	private final Map<Integer, Line> lines = new HashMap<>();

	Delays(EventLoop loop) {
		this.loop = loop;
	}

	void after(int millis, Runnable answer) {
		this.lines.computeIfAbsent(millis, Line::new).add(answer);
	}

	private record Waiting(long dueNanos, Runnable answer) {
	}

	private final class Line implements Runnable {

		private final long nanos;

		private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

		private Line(int millis) {
			this.nanos = millis * 1_000_000L;
		}

		private void add(Runnable answer) {
			this.waiting.add(new Waiting(System.nanoTime() + this.nanos, answer));
			if (this.waiting.size() == 1) {
				schedule();
			}
		}

		private void schedule() {
			Waiting head = this.waiting.peek();
			if (head != null) {
				Delays.this.loop.schedule(this, Math.max(head.dueNanos() - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
			}
		}

		@Override
		public void run() {
			long now = System.nanoTime();
			Waiting head;
			while ((head = this.waiting.peek()) != null && head.dueNanos() - now <= 0) {
				head.answer().run();
				this.waiting.poll();
			}
			schedule();
		}

	}

}
