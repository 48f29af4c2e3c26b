package io.harborai.benchmarks.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a number of calls running: each lane starts its next call when its last one has
 * ended. Ends when it is told to.
 */
final class Load {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ChatClient client;

	private final Kind kind;

	private final int lanes;

	private final LongAdder operations = new LongAdder();

	private final LongAdder chunks = new LongAdder();

	private final LongAdder characters = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();

	private final Latencies latencies = new Latencies();

	private final AtomicInteger running = new AtomicInteger();

	private final List<Lane> all = new ArrayList<>();

	private volatile boolean stopping;

	Load(ChatClient client, Kind kind, int lanes) {
		this.client = client;
		this.kind = kind;
		this.lanes = lanes;
	}

	void start() {
		boolean blocking = ((this.kind == Kind.STREAM) ? this.client.streamStyle()
				: this.client.callStyle()) == ChatClient.Style.BLOCKING;
		ThreadFactory threads = Threads.factory();
		for (int i = 0; i < this.lanes; i++) {
			Lane lane = blocking ? new BlockingLane() : new AsyncLane();
			this.all.add(lane);
			this.running.incrementAndGet();
			if (blocking) {
				threads.newThread(lane).start();
			}
			else {
				lane.run();
			}
		}
	}

	/**
	 * Start no more calls and wait for the running ones, for a while.
	 * @return whether all have ended
	 */
	boolean stop() throws InterruptedException {
		this.stopping = true;
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (this.running.get() > 0 && System.nanoTime() - end < 0) {
			Thread.sleep(1);
		}
		return this.running.get() == 0;
	}

	boolean isRunning() {
		return this.running.get() > 0;
	}

	Latencies latencies() {
		return this.latencies;
	}

	Counts counts() {
		return new Counts(this.operations.sum(), this.chunks.sum(), this.characters.sum(), this.failures.sum());
	}

	@Nullable Throwable firstFailure() {
		return this.firstFailure.get();
	}

	/**
	 * How many lanes have seen a chunk of the stream that they read now.
	 */
	int lanesWithChunks() {
		int count = 0;
		for (Lane lane : this.all) {
			if (lane.seen) {
				count++;
			}
		}
		return count;
	}

	/**
	 * What a lane does over and over.
	 */
	enum Kind {

		CALL, STREAM, MODELS

	}

	/**
	 * What has happened so far.
	 *
	 * @param operations calls that ended well
	 * @param chunks chunks that came
	 * @param characters characters of text that came
	 * @param failures calls that failed
	 */
	record Counts(long operations, long chunks, long characters, long failures) {

		Counts since(Counts before) {
			return new Counts(this.operations - before.operations, this.chunks - before.chunks,
					this.characters - before.characters, this.failures - before.failures);
		}

	}

	private abstract class Lane implements Outcome, Runnable {

		private volatile boolean seen;

		private long startedNanos;

		void begin() throws Exception {
			this.startedNanos = System.nanoTime();
			switch (Load.this.kind) {
				case CALL -> Load.this.client.call(this);
				case STREAM -> Load.this.client.stream(this);
				case MODELS -> throw new IllegalStateException("Lists of models are not measured in lanes");
			}
		}

		@Override
		public void chunk(int characters) {
			if (!this.seen) {
				this.seen = true;
			}
			Load.this.chunks.increment();
			Load.this.characters.add(characters);
		}

		@Override
		public void done(int characters) {
			Load.this.latencies.record(System.nanoTime() - this.startedNanos);
			Load.this.operations.increment();
			Load.this.characters.add(characters);
		}

		@Override
		public void failed(Throwable failure) {
			Load.this.failures.increment();
			Load.this.firstFailure.compareAndSet(null, failure);
		}

	}

	/**
	 * A thread that makes one call after the other.
	 */
	private final class BlockingLane extends Lane {

		@Override
		public void run() {
			try {
				while (!Load.this.stopping) {
					try {
						begin();
					}
					catch (Exception ex) {
						failed(ex);
					}
				}
			}
			finally {
				Load.this.running.decrementAndGet();
			}
		}

	}

	/**
	 * Starts the next call where the last one has ended, as a reactive application does.
	 * Calls that end before they return don't nest.
	 */
	private final class AsyncLane extends Lane {

		private final AtomicInteger due = new AtomicInteger();

		@Override
		public void run() {
			if (this.due.getAndIncrement() != 0) {
				return;
			}
			do {
				if (Load.this.stopping) {
					Load.this.running.decrementAndGet();
					return;
				}
				try {
					begin();
				}
				catch (Exception ex) {
					super.failed(ex);
					this.due.incrementAndGet();
				}
			}
			while (this.due.decrementAndGet() != 0);
		}

		@Override
		public void done(int characters) {
			super.done(characters);
			run();
		}

		@Override
		public void failed(Throwable failure) {
			super.failed(failure);
			run();
		}

	}

}
