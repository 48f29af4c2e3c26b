package io.harborai.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a budget stands, as far as this client has seen. Immutable.
 * <p>
 * Of a budget that is split by a tag, the amounts are those of the value that has least
 * left.
 *
 * @param name the budget's name
 * @param scope what it is for, in a few words
 * @param provider the provider whose calls count, null for all
 * @param window when it starts anew
 * @param timeZone whose calendar the window goes by
 * @param windowStart when the current window started
 * @param windowEnd when it ends
 * @param currency the currency of all amounts
 * @param limit how much may be spent in the window
 * @param spent how much was
 * @param reserved how much is reserved for attempts under way
 * @param warnAt from which part of the limit on it is worth a warning
 * @param refused how many attempts this client has refused in the window
 * @param refusing whether the last of them was refused within the last minute
 * @param unpriced how many attempts came in the window whose price isn't known: they
 * passed uncounted, or were refused if the budget wants that
 * @param tags the values of its tag that have spent most, largest first, no more than
 * {@value #MAX_TAGS}; empty if the budget isn't split
 */
public record BudgetStatus(String name, String scope, @Nullable String provider, BudgetWindow window, ZoneId timeZone,
		Instant windowStart, Instant windowEnd, Currency currency, BigDecimal limit, BigDecimal spent,
		BigDecimal reserved, double warnAt, long refused, boolean refusing, long unpriced, List<TagValue> tags) {

	/** How many values of a tag are told at most. */
	public static final int MAX_TAGS = 20;

	public BudgetStatus {
		tags = List.copyOf(tags);
	}

	/**
	 * What is left.
	 * @return the limit without what is spent and reserved, negative if more was spent
	 */
	public BigDecimal remaining() {
		return this.limit.subtract(this.spent).subtract(this.reserved);
	}

	/**
	 * Whether so much is spent that it is worth a warning.
	 * @return whether it is
	 */
	public boolean isWarning() {
		return this.limit.signum() > 0
				&& this.spent.compareTo(this.limit.multiply(BigDecimal.valueOf(this.warnAt))) >= 0;
	}

	/**
	 * Whether everything is spent, so that calls are refused until the window ends.
	 * @return whether it is
	 */
	public boolean isSpent() {
		return this.spent.compareTo(this.limit) >= 0;
	}

	/**
	 * Whether it stops calls: everything is spent, or what is left was too little for one
	 * of late. That may have been a large one, or much was reserved just then.
	 * @return whether it does
	 */
	public boolean isExceeded() {
		return isSpent() || this.refusing;
	}

	/**
	 * How one value of a budget's tag stands.
	 *
	 * @param value the value
	 * @param spent how much it has spent
	 * @param reserved how much is reserved for its attempts under way
	 * @param refused how many of its attempts were refused
	 */
	public record TagValue(String value, BigDecimal spent, BigDecimal reserved, long refused) {
	}

}
