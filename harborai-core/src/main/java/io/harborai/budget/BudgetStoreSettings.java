package io.harborai.budget;

import java.time.Duration;

import io.harborai.error.InvalidSettingException;

/**
 * How a store that is not in memory is used.
 *
 * @param timeout how long a call waits for its reservation
 * @param failClosed whether calls are refused while the store doesn't answer; else they
 * go on, and what they spend is counted when it is back
 */
public record BudgetStoreSettings(Duration timeout, boolean failClosed) {

	/**
	 * Half a second, and calls go on: a budget guards money, and losing sight of it for a
	 * while does less harm than losing all vendors with the store.
	 */
	public static final BudgetStoreSettings DEFAULTS = new BudgetStoreSettings(Duration.ofMillis(500), false);

	public BudgetStoreSettings {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new InvalidSettingException("store.timeout", "must be longer than zero, not " + timeout,
					"Leave it out for the default of 500ms.");
		}
	}

}
