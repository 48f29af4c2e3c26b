package io.harborai.observation;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;

import io.harborai.error.ErrorClass;
import org.jspecify.annotations.Nullable;

/**
 * What a provider has done. Counted where it happened: every attempt is a call of the
 * provider that it went to, retries, failovers and hedges included. Immutable.
 *
 * @param calls the calls that have ended, however they did, but for those that were
 * refused on this side
 * @param errors those that failed, and those that were refused, by what the failure means
 * @param cancelled those whose reader wanted no more
 * @param inputTokens the tokens that went in, estimated where the vendor doesn't tell
 * @param outputTokens the tokens that came out, estimated where the vendor doesn't tell
 * @param cost what is known of the cost, by currency
 * @param recent the last five minutes
 * @param lastSuccess when a call last ended well, null if none did
 * @param lastError the latest failure, null if there was none; that a budget had no room
 * is no failure of the provider
 */
public record ProviderStatistics(long calls, Map<ErrorClass, Long> errors, long cancelled, long inputTokens,
		long outputTokens, Map<Currency, BigDecimal> cost, Recent recent, @Nullable Instant lastSuccess,
		@Nullable LastError lastError) {

	public ProviderStatistics {
		errors = Map.copyOf(errors);
		cost = Map.copyOf(cost);
	}

	/**
	 * The last five minutes.
	 *
	 * @param span how long that is: less if the client is younger
	 * @param calls the calls that have ended, but for those that were cancelled or
	 * refused
	 * @param refused those that were refused on this side before anything was sent, but
	 * for what a budget had no room for
	 * @param failed those of both that failed by no fault of the caller's
	 * @param callsPerSecond how many calls have ended in a second, cancelled ones
	 * included, refused ones not
	 * @param durationMillis how long calls took, their wait for admission included
	 * @param firstTokenMillis how long streams took to their first text, reasoning or
	 * tool fragment
	 * @param overheadMillis the client's own time, from the start of a call until its
	 * first attempt was handed to the network
	 */
	public record Recent(Duration span, long calls, long refused, long failed, double callsPerSecond,
			Percentiles durationMillis, Percentiles firstTokenMillis, Percentiles overheadMillis) {

		/**
		 * The part of the calls, refused ones included, that failed by no fault of the
		 * caller's.
		 * @return from 0 to 1; 0 without calls
		 */
		public double errorRate() {
			return (judged() > 0) ? (double) this.failed / judged() : 0;
		}

		/**
		 * The calls that the error rate is a part of.
		 * @return how many
		 */
		public long judged() {
			return this.calls + this.refused;
		}

	}

	/**
	 * Percentiles, within an eighth.
	 *
	 * @param p50 half of all are at most this, null if there were none
	 * @param p95 95 % are at most this, null if there were none
	 * @param p99 99 % are at most this, null if there were none
	 */
	public record Percentiles(@Nullable Double p50, @Nullable Double p95, @Nullable Double p99) {

		/** There was nothing to measure. */
		public static final Percentiles NONE = new Percentiles(null, null, null);

	}

	/**
	 * A failure.
	 *
	 * @param errorClass what it means
	 * @param at when
	 */
	public record LastError(ErrorClass errorClass, Instant at) {
	}

}
