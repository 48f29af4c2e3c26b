package io.harborai.resilience;

import java.util.Objects;

import io.harborai.call.AttemptBudget;
import io.harborai.call.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What pays for attempts beyond the first of each call: retries, failovers and hedges
 * alike. A null component is not set and takes its value from the next layer.
 *
 * @param perCall the part of an attempt that each call adds, such as 0.2
 * @param perSecond how many attempts a second of time adds
 * @param capacity how many it holds at most
 * @param initial how many it holds at the start
 */
public record BudgetSettings(@Nullable Double perCall, @Nullable Double perSecond, @Nullable Double capacity,
		@Nullable Double initial) {

	/** Nothing is set. */
	public static final BudgetSettings UNSET = new BudgetSettings(null, null, null, null);

	/** What applies where nothing is set. */
	public static final BudgetSettings DEFAULTS = new BudgetSettings(0.2, 3d, 100d, 10d);

	public BudgetSettings {
		Check.notNegative("budget.per-call", perCall);
		Check.notNegative("budget.per-second", perSecond);
		Check.notNegative("budget.capacity", capacity);
		Check.notNegative("budget.initial", initial);
	}

	/**
	 * Fill what isn't set here.
	 * @param other the next layer
	 * @return the merged settings
	 */
	public BudgetSettings orElse(BudgetSettings other) {
		return new BudgetSettings((this.perCall != null) ? this.perCall : other.perCall,
				(this.perSecond != null) ? this.perSecond : other.perSecond,
				(this.capacity != null) ? this.capacity : other.capacity,
				(this.initial != null) ? this.initial : other.initial);
	}

	/**
	 * Make a budget.
	 * @param ticker the time
	 * @return a budget of these settings, or of the {@link #DEFAULTS} where they aren't
	 * set
	 */
	public AttemptBudget budget(Ticker ticker) {
		BudgetSettings all = orElse(DEFAULTS);
		return new AttemptBudget(value(all.perCall), value(all.perSecond), value(all.capacity), value(all.initial),
				ticker);
	}

	private static double value(@Nullable Double value) {
		return Objects.requireNonNull(value);
	}

}
