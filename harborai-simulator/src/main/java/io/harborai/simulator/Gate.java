package io.harborai.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A point at which an answer waits until a test lets it go on: no sleeps, no guessing.
 * Safe for use by many threads; one gate may hold many answers.
 */
public final class Gate {

	private final Waiting waiting = new Waiting();

	private final List<Runnable> held = new ArrayList<>();

	private int reached;

	private boolean open;

	/**
	 * Let everything that waits here, now or later, go on.
	 */
	public void open() {
		List<Runnable> released = this.waiting.change(() -> {
			this.open = true;
			List<Runnable> all = List.copyOf(this.held);
			this.held.clear();
			return all;
		});
		released.forEach(Runnable::run);
	}

	/**
	 * Return whether the gate was opened.
	 * @return {@code true} after {@link #open()}
	 */
	public boolean isOpen() {
		return this.waiting.read(() -> this.open);
	}

	/**
	 * Wait until an answer has come to the gate.
	 * @param timeout how long to wait
	 * @return whether one came in time
	 */
	public boolean awaitReached(Duration timeout) {
		return awaitReached(1, timeout);
	}

	/**
	 * Wait until so many answers have come to the gate, whether or not it was open.
	 * @param count how many
	 * @param timeout how long to wait
	 * @return whether they came in time
	 */
	public boolean awaitReached(int count, Duration timeout) {
		return this.waiting.await(() -> this.reached >= count, timeout);
	}

	/**
	 * Tell that an answer has come here.
	 * @param release what to run when the gate opens, at once if it is open
	 */
	void arrive(Runnable release) {
		boolean passes = this.waiting.change(() -> {
			this.reached++;
			if (!this.open) {
				this.held.add(release);
			}
			return this.open;
		});
		if (passes) {
			release.run();
		}
	}

}
