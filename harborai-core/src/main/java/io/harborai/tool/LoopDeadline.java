package io.harborai.tool;

import java.time.Duration;

import io.harborai.call.Ticker;
import io.harborai.error.CallTimeoutException;
import io.harborai.error.ErrorDetails;
import org.jspecify.annotations.Nullable;

/**
 * When a loop must have ended, which its answers and its tools share. Immutable.
 */
final class LoopDeadline {

	private final Ticker ticker;

	private final @Nullable Duration total;

	private final long endNanos;

	/**
	 * Start the clock.
	 * @param ticker the time
	 * @param total the time for the whole loop, null if there is no end to it but that of
	 * its answers and tools
	 */
	LoopDeadline(Ticker ticker, @Nullable Duration total) {
		this.ticker = ticker;
		this.total = total;
		this.endNanos = (total != null) ? ticker.nanoTime() + total.toNanos() : 0;
	}

	/**
	 * How much time is left.
	 * @return nanoseconds, 0 or less if there is none; more than any timeout if there is
	 * no deadline
	 */
	long leftNanos() {
		return (this.total != null) ? this.endNanos - this.ticker.nanoTime() : Long.MAX_VALUE;
	}

	/**
	 * How much time is left for the next answer.
	 * @return the time, null if there is no deadline
	 * @throws CallTimeoutException if there is none left
	 */
	@Nullable Duration left() {
		if (this.total == null) {
			return null;
		}
		long left = leftNanos();
		if (left <= 0) {
			throw exceeded();
		}
		return Duration.ofNanos(left);
	}

	CallTimeoutException exceeded() {
		return new CallTimeoutException(CallTimeoutException.Clock.TOTAL,
				ErrorDetails.problem("the tool loop took longer than the " + this.total + " it may")
					.remedy("Raise the request's total timeout, which is for all rounds and tools together.")
					.build(),
				null);
	}

}
