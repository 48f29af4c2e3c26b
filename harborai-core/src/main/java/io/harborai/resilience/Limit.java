package io.harborai.resilience;

import io.harborai.call.Outcome;
import io.harborai.call.RateHints;
import org.jspecify.annotations.Nullable;

/**
 * One of the things that limit a provider's attempts. Each takes what it counts when an
 * attempt is admitted, and writes on the attempt's permit what it must know to give it
 * back. Thread-safe; never blocks.
 */
interface Limit {

	/**
	 * Take, if there is something to take right now.
	 * @param permit where to note what was taken
	 * @return null if it was taken, else why not
	 */
	@Nullable Refusal take(Permit permit);

	/**
	 * Undo a take: the attempt isn't admitted after all.
	 * @param permit what was taken
	 */
	void giveBack(Permit permit);

	/**
	 * Whether an attempt that waits had better not: asked when something has changed.
	 * Takes nothing.
	 * @param permit whose attempt it is
	 * @return null to let it wait, else why not
	 */
	default @Nullable Refusal endsWaiting(Permit permit) {
		return null;
	}

	/**
	 * The vendor told what is left of its own limits.
	 * @param permit whose attempt it is
	 * @param hints what it told
	 */
	default void onHeaders(Permit permit, RateHints hints) {
	}

	/**
	 * The attempt's first delta came.
	 * @param permit whose attempt it is
	 */
	default void onFirstDelta(Permit permit) {
	}

	/**
	 * Forget what was learned of the vendor. What is taken stays taken.
	 */
	default void reset() {
	}

	/**
	 * The attempt has ended: give back what it took.
	 * @param permit whose attempt it was
	 * @param outcome how it ended
	 */
	void onEnd(Permit permit, Outcome outcome);

}
