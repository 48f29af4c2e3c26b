package io.harborai.budget;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Amounts as stores count them: whole billionths of a currency's unit, which is finer
 * than the price of a token.
 */
final class Money {

	private static final int SCALE = 9;

	private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE, SCALE);

	private Money() {
	}

	/**
	 * Count an amount.
	 * @param amount the amount, not negative
	 * @return its billionths, rounded up
	 */
	static long billionths(BigDecimal amount) {
		return (amount.compareTo(MAX) >= 0) ? Long.MAX_VALUE
				: amount.setScale(SCALE, RoundingMode.CEILING).unscaledValue().longValueExact();
	}

	/**
	 * The amount that was counted.
	 * @param billionths the billionths
	 * @return the amount, without zeros at its end
	 */
	static BigDecimal amount(long billionths) {
		BigDecimal amount = BigDecimal.valueOf(billionths, SCALE).stripTrailingZeros();
		return (amount.scale() < 0) ? amount.setScale(0) : amount;
	}

}
