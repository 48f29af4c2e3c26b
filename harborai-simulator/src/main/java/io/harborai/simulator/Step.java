package io.harborai.simulator;

import java.time.Duration;

/**
 * One thing that a {@link ConnectionScript} does.
 */
sealed interface Step {

	/**
	 * Wait until a whole HTTP request was read.
	 */
	record Expect() implements Step {
	}

	/**
	 * Write bytes, in a TCP write of their own.
	 *
	 * @param bytes the bytes
	 */
	record Send(byte[] bytes) implements Step {
	}

	/**
	 * Wait at a gate.
	 *
	 * @param gate the gate
	 */
	record Pause(Gate gate) implements Step {
	}

	/**
	 * Wait for some time.
	 *
	 * @param time how long
	 */
	record Delay(Duration time) implements Step {
	}

	/**
	 * Read no more.
	 */
	record StopReading() implements Step {
	}

	/**
	 * Say that nothing more will come, but go on reading.
	 */
	record Finish() implements Step {
	}

	/**
	 * End the connection.
	 *
	 * @param reset whether by a reset
	 */
	record HangUp(boolean reset) implements Step {
	}

}
