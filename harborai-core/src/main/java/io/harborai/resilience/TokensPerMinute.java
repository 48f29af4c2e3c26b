package io.harborai.resilience;

import io.harborai.call.Attempt;
import io.harborai.call.Call;
import io.harborai.call.Outcome;
import io.harborai.call.RateHints;
import io.harborai.call.Ticker;
import io.harborai.call.TokenEstimate;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Tokens a minute: reserved by estimate, settled by what was used, and never more than
 * the vendor says are left.
 */
final class TokensPerMinute implements Limit {

	private final TokenBucket bucket;

	TokensPerMinute(long perMinute, Ticker ticker) {
		this.bucket = new TokenBucket(perMinute, ticker);
	}

	@Override
	public @Nullable Refusal take(Permit permit) {
		if (permit.tokens() == 0) {
			permit.tokens(estimate(permit.attempt()));
		}
		long wait = this.bucket.take(permit.tokens());
		if (wait == 0) {
			permit.attempt().wantHints();
			return null;
		}
		return new Refusal(Refusal.Reason.RATE, "the tokens of this minute are used up",
				"Raise resilience.rate-limiter.tokens-per-minute if the vendor allows more, let calls wait by "
						+ "resilience.bulkhead.max-wait, or go to another provider.",
				wait);
	}

	@Override
	public void giveBack(Permit permit) {
		this.bucket.giveBack(permit.tokens());
	}

	@Override
	public void onHeaders(Permit permit, RateHints hints) {
		Long left = hints.remainingTokens();
		if (left == null) {
			return;
		}
		if (this.bucket.lowerTo(left)) {
			// The vendor has counted this attempt as it sees fit: what it uses less than
			// estimated doesn't come back.
			permit.countedByVendor();
		}
		if (left == 0 && hints.tokensResetIn() != null) {
			this.bucket.pause(Math.min(hints.tokensResetIn().toNanos(), TokenBucket.MINUTE_NANOS));
		}
	}

	@Override
	public void onEnd(Permit permit, Outcome outcome) {
		long back = unused(permit.attempt(), outcome, permit.tokens());
		if (back < 0 || (back > 0 && !permit.isCountedByVendor())) {
			this.bucket.giveBack(back);
		}
	}

	@Override
	public void reset() {
		this.bucket.reset();
	}

	/**
	 * How many tokens an attempt may use.
	 * @param attempt the attempt
	 * @return the tokens of its prompt and its answer, by an estimate
	 */
	static long estimate(Attempt attempt) {
		Call<?> call = attempt.call();
		return (call != null) ? call.promptTokens() + call.answerTokens(null) : TokenEstimate.ANSWER;
	}

	/**
	 * How many of its tokens an attempt hasn't used.
	 * @param attempt the attempt, which has ended
	 * @param outcome how
	 * @param reserved how many were reserved for it
	 * @return the tokens, negative if it used more
	 */
	static long unused(Attempt attempt, Outcome outcome, long reserved) {
		Usage usage = attempt.usage();
		return !usage.isMissing() ? reserved - usage.totalTokens() : isSent(attempt, outcome) ? 0 : reserved;
	}

	/**
	 * Whether the vendor may have counted it. A provider of the user's own need not tell
	 * of connections.
	 */
	private static boolean isSent(Attempt attempt, Outcome outcome) {
		return attempt.isConnected() || attempt.isFirstDeltaSeen()
				|| outcome.errorClass() == null && outcome != Outcome.CANCELLED;
	}

	long left() {
		return Math.max(0, this.bucket.level());
	}

}
