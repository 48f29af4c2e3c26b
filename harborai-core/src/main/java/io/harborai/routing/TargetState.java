package io.harborai.routing;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is known of a target from the calls that went there. Outlives snapshots of the
 * registry. Thread-safe.
 */
final class TargetState {

	private final Speed streamed = new Speed();

	private final Speed whole = new Speed();

	private final AtomicInteger inFlight = new AtomicInteger();

	/**
	 * How long it takes until something comes.
	 * @param streamed whether that is the first delta or the whole answer
	 * @return the times
	 */
	Speed speed(boolean streamed) {
		return streamed ? this.streamed : this.whole;
	}

	int inFlight() {
		return this.inFlight.get();
	}

	void started() {
		this.inFlight.incrementAndGet();
	}

	void ended() {
		this.inFlight.decrementAndGet();
	}

}
