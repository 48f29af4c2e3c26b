package io.harborai.call;

import io.harborai.usage.Usage;

/**
 * Is told what happens to an attempt. Called on the thread on which it happens, mostly an
 * event loop's: implementations neither block nor throw.
 */
public interface AttemptListener {

	/**
	 * The vendor answered.
	 * @param attempt the attempt
	 * @param hints what the answer's head tells about limits
	 */
	default void onHeaders(Attempt attempt, RateHints hints) {
	}

	/**
	 * The first text, reasoning or tool fragment came.
	 * @param attempt the attempt
	 */
	default void onFirstDelta(Attempt attempt) {
	}

	/**
	 * The attempt has ended: the last of its calls, exactly once.
	 * @param attempt the attempt
	 * @param outcome how
	 */
	default void onEnd(Attempt attempt, Outcome outcome) {
	}

}
