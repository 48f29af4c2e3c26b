package io.harborai.benchmarks.vendor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;

/**
 * Sends the chunks of slow streams. Streams of one interval are spread evenly over it, a
 * millisecond apart, so that they don't all speak at once. Of the event loop's thread.
 */
final class Pacer {

	private final EventLoop loop;

	private final Map<Integer, Wheel> wheels = new HashMap<>();

	Pacer(EventLoop loop) {
		this.loop = loop;
	}

	void add(PacedStream stream, int intervalMillis) {
		this.wheels.computeIfAbsent(intervalMillis, Wheel::new).add(stream);
	}

	/**
	 * A stream that speaks when it is told to.
	 */
	interface PacedStream {

		/**
		 * Send the next chunk.
		 * @return whether there is more
		 */
		boolean tick();

	}

	private final class Wheel implements Runnable {

		private final List<List<PacedStream>> slots = new ArrayList<>();

		private long ticks;

		private long startedNanos;

		private int next;

		private int live;

		private Wheel(int intervalMillis) {
			for (int i = 0; i < intervalMillis; i++) {
				this.slots.add(new ArrayList<>());
			}
		}

		private void add(PacedStream stream) {
			this.slots.get(this.next++ % this.slots.size()).add(stream);
			if (this.live++ == 0) {
				this.startedNanos = System.nanoTime();
				this.ticks = 0;
				schedule();
			}
		}

		private void schedule() {
			long due = this.startedNanos + (this.ticks + 1) * 1_000_000L;
			Pacer.this.loop.schedule(this, Math.max(due - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
		}

		@Override
		public void run() {
			List<PacedStream> slot = this.slots.get((int) (this.ticks++ % this.slots.size()));
			for (int i = slot.size() - 1; i >= 0; i--) {
				if (!slot.get(i).tick()) {
					slot.set(i, slot.get(slot.size() - 1));
					slot.remove(slot.size() - 1);
					this.live--;
				}
			}
			if (this.live > 0) {
				schedule();
			}
		}

	}

}
