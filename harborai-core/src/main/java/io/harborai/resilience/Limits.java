package io.harborai.resilience;

import java.util.List;

import io.harborai.call.Outcome;
import io.harborai.call.RateHints;
import org.jspecify.annotations.Nullable;

/**
 * All that limits a provider's attempts, taken together or not at all. Holds only what is
 * switched on.
 */
final class Limits {

	private final Limit[] inOrder;

	/**
	 * Create them.
	 * @param inOrder the limits, in the order in which they are asked: what can't be
	 * given back comes last
	 */
	Limits(List<Limit> inOrder) {
		this.inOrder = inOrder.toArray(Limit[]::new);
	}

	/**
	 * Take everything, or nothing.
	 * @param permit where to note what was taken
	 * @return null if everything was taken, else why not
	 */
	@Nullable Refusal take(Permit permit) {
		Limit[] limits = this.inOrder;
		for (int i = 0; i < limits.length; i++) {
			Refusal refusal = limits[i].take(permit);
			if (refusal != null) {
				giveBack(permit, i);
				return refusal;
			}
		}
		return null;
	}

	/**
	 * Undo a take.
	 * @param permit what was taken
	 */
	void giveBack(Permit permit) {
		giveBack(permit, this.inOrder.length);
	}

	private void giveBack(Permit permit, int taken) {
		for (int i = taken - 1; i >= 0; i--) {
			this.inOrder[i].giveBack(permit);
		}
	}

	@Nullable Refusal endsWaiting(Permit permit) {
		for (Limit limit : this.inOrder) {
			Refusal refusal = limit.endsWaiting(permit);
			if (refusal != null) {
				return refusal;
			}
		}
		return null;
	}

	void onHeaders(Permit permit, RateHints hints) {
		for (Limit limit : this.inOrder) {
			limit.onHeaders(permit, hints);
		}
	}

	void onFirstDelta(Permit permit) {
		for (Limit limit : this.inOrder) {
			limit.onFirstDelta(permit);
		}
	}

	void reset() {
		for (Limit limit : this.inOrder) {
			limit.reset();
		}
	}

	void onEnd(Permit permit, Outcome outcome) {
		for (int i = this.inOrder.length - 1; i >= 0; i--) {
			this.inOrder[i].onEnd(permit, outcome);
		}
	}

}
