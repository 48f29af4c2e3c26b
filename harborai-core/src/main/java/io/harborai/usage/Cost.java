package io.harborai.usage;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Objects;

/**
 * What something cost, exactly, in one currency. There is no conversion between
 * currencies. Immutable; equal amounts are equal whatever their scale.
 *
 * @param amount the whole cost, the sum of its parts
 * @param currency the currency of the amounts
 * @param input the part for input that was not served from the vendor's cache
 * @param cachedInput the part for input that was
 * @param output the part for output, thinking included
 */
public record Cost(BigDecimal amount, Currency currency, BigDecimal input, BigDecimal cachedInput, BigDecimal output) {

	public Cost {
		Objects.requireNonNull(currency, "currency");
		amount = plain(amount);
		input = plain(input);
		cachedInput = plain(cachedInput);
		output = plain(output);
		if (amount.compareTo(input.add(cachedInput).add(output)) != 0) {
			throw new IllegalArgumentException("The amount " + amount + " is not the sum of its parts " + input + ", "
					+ cachedInput + " and " + output);
		}
	}

	/**
	 * The cost with these parts.
	 * @param currency the currency of the amounts
	 * @param input the part for input that was not served from the vendor's cache
	 * @param cachedInput the part for input that was
	 * @param output the part for output
	 * @return the cost
	 */
	public static Cost of(Currency currency, BigDecimal input, BigDecimal cachedInput, BigDecimal output) {
		return new Cost(input.add(cachedInput).add(output), currency, input, cachedInput, output);
	}

	/**
	 * No cost.
	 * @param currency the currency
	 * @return zero
	 */
	public static Cost zero(Currency currency) {
		return of(currency, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
	}

	/**
	 * This cost and another one together.
	 * @param other the other one
	 * @return the sum
	 * @throws IllegalArgumentException if the currencies differ
	 */
	public Cost plus(Cost other) {
		if (!this.currency.equals(other.currency)) {
			throw new IllegalArgumentException("Can't add " + other.currency + " to " + this.currency
					+ ": costs in different currencies are kept apart");
		}
		return of(this.currency, this.input.add(other.input), this.cachedInput.add(other.cachedInput),
				this.output.add(other.output));
	}

	private static BigDecimal plain(BigDecimal value) {
		BigDecimal stripped = value.stripTrailingZeros();
		return (stripped.scale() < 0) ? stripped.setScale(0) : stripped;
	}

	/**
	 * The amount and its currency, such as {@code 0.000123 CNY}.
	 */
	@Override
	public String toString() {
		return this.amount.toPlainString() + " " + this.currency.getCurrencyCode();
	}

}
