package io.harborai.observation;

import io.harborai.call.Attempt;
import io.harborai.error.AttemptSummary;
import io.harborai.model.ModelInfo;
import io.harborai.usage.Cost;
import io.harborai.usage.PriceBook;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, seen from outside.
 *
 * @param attempt the attempt
 * @param failure how it failed, null if it didn't
 * @param cancelled whether the reader wanted no more
 * @param usage what it used, by the vendor's word or else an estimate; missing if it used
 * nothing that anybody knows of
 * @param cost what that costs, null if nobody knows
 * @param firstDeltaNanos the time from its start to the first delta of its stream, in
 * nanoseconds; -1 if there was none
 */
record AttemptEnd(Attempt attempt, @Nullable Throwable failure, boolean cancelled, Usage usage, @Nullable Cost cost,
		long firstDeltaNanos) {

	private static final PriceBook PRICES = new PriceBook();

	/**
	 * What an attempt's usage costs.
	 * @param attempt the attempt, ended
	 * @param usage what it used
	 * @return the cost, null if the price is unknown
	 */
	static @Nullable Cost cost(Attempt attempt, Usage usage) {
		AttemptSummary result = attempt.result();
		Cost known = (result != null && usage == attempt.usage()) ? result.cost() : null;
		if (known != null) {
			return known;
		}
		ModelInfo info = attempt.target().info();
		return (info != null) ? PRICES.cost(info, usage, attempt.pricedAt()) : null;
	}

}
