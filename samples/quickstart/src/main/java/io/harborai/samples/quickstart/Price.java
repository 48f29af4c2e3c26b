package io.harborai.samples.quickstart;

import io.harborai.usage.Cost;
import org.jspecify.annotations.Nullable;

/**
 * What a call cost.
 *
 * @param amount the exact amount, as text so that no digit is lost
 * @param currency the currency's code
 */
record Price(String amount, String currency) {

	static @Nullable Price of(@Nullable Cost cost) {
		return (cost != null) ? new Price(cost.amount().toPlainString(), cost.currency().getCurrencyCode()) : null;
	}

}
