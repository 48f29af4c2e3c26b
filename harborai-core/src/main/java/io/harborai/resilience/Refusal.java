package io.harborai.resilience;

import java.time.Duration;

import io.harborai.call.Attempt;
import io.harborai.call.Outcome;
import io.harborai.error.BulkheadFullException;
import io.harborai.error.CircuitOpenException;
import io.harborai.error.ErrorClass;
import io.harborai.error.ErrorDetails;
import io.harborai.error.HarborAiException;
import io.harborai.error.RateLimitedException;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt isn't admitted. Immutable.
 *
 * @param reason the kind of reason
 * @param problem what stands against it, one sentence without a full stop
 * @param remedy what to do about it
 * @param afterNanos in how many nanoseconds it may be otherwise, -1 if nobody knows
 */
record Refusal(Reason reason, String problem, String remedy, long afterNanos) {

	/** Nobody knows when it will be otherwise. */
	static final long UNKNOWN = -1;

	/**
	 * What to wait before asking again, rounded up so that it isn't asked for in vain.
	 */
	private @Nullable Duration retryAfter() {
		return (this.afterNanos >= 0) ? Duration.ofMillis(this.afterNanos / 1_000_000 + 1) : null;
	}

	/**
	 * End an attempt that isn't admitted.
	 * @param attempt the attempt
	 * @param waitedNanos how long it waited for its admission
	 * @return the error that its reader gets
	 */
	HarborAiException end(Attempt attempt, long waitedNanos) {
		attempt.end(new Outcome(this.reason.word, ErrorClass.REFUSED, retryAfter()));
		String waited = (waitedNanos > 0) ? ", and " + waitedNanos / 1_000_000 + " ms of waiting didn't change it" : "";
		ErrorDetails details = attempt.failure(this.problem + waited)
			.retryable(true)
			.retryAfter(retryAfter())
			.remedy(this.remedy)
			.build();
		return switch (this.reason) {
			case FULL -> new BulkheadFullException(details, null);
			case OPEN, PROBING -> new CircuitOpenException(details, null);
			case RATE -> new RateLimitedException(details, null);
		};
	}

	/**
	 * The kinds of reasons.
	 */
	enum Reason {

		/** As many run at once as may. */
		FULL("bulkhead_full", true, true),

		/** The provider is left alone. */
		OPEN("circuit_open", false, false),

		/** The provider is tried by others, who will soon know more. */
		PROBING("circuit_open", true, false),

		/** As much was sent in this minute as may. */
		RATE("rate_limited", true, true);

		private final String word;

		private final boolean worthWaiting;

		private final boolean everybodys;

		Reason(String word, boolean worthWaiting, boolean everybodys) {
			this.word = word;
			this.worthWaiting = worthWaiting;
			this.everybodys = everybodys;
		}

		/**
		 * Whether waiting may change it.
		 * @return whether it makes sense to wait
		 */
		boolean isWorthWaiting() {
			return this.worthWaiting;
		}

		/**
		 * Whether it stands against everybody who comes later, too.
		 * @return whether nobody else need be asked
		 */
		boolean isEverybodys() {
			return this.everybodys;
		}

	}

}
