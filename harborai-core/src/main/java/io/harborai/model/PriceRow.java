package io.harborai.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One line of a vendor's price list: what a million tokens cost, and when the line
 * applies. All prices are per million tokens and in one currency; nothing is ever
 * converted.
 *
 * @param currency the currency of the prices
 * @param input the price of input tokens that were not served from the vendor's cache
 * @param cachedInput the price of input tokens served from the vendor's cache,
 * {@code null} if they cost as much as others
 * @param output the price of output tokens, thinking included
 * @param reasoningOutput the price of all output tokens of an answer that was thought
 * about, {@code null} if it costs as much as others (Qwen Plus prices its thinking mode
 * so)
 * @param inputTokens the sizes of a request's input to which the row applies
 * @param outputTokens the sizes of an answer to which the row applies
 * @param windows the hours in which the row applies, empty if always; rows with windows
 * win over rows without
 * @param effectiveFrom the first moment of the row, {@code null} if unknown or long past
 * @param effectiveUntil the first moment after the row, {@code null} if no end is known
 * @param source where the row was read
 */
public record PriceRow(Currency currency, BigDecimal input, @Nullable BigDecimal cachedInput, BigDecimal output,
		@Nullable BigDecimal reasoningOutput, TokenRange inputTokens, TokenRange outputTokens,
		List<PriceWindow> windows, @Nullable Instant effectiveFrom, @Nullable Instant effectiveUntil, String source) {

	public PriceRow {
		Objects.requireNonNull(currency, "currency");
		requireNotNegative("input", input);
		requireNotNegative("cachedInput", cachedInput);
		requireNotNegative("output", output);
		requireNotNegative("reasoningOutput", reasoningOutput);
		Objects.requireNonNull(inputTokens, "inputTokens");
		Objects.requireNonNull(outputTokens, "outputTokens");
		windows = List.copyOf(windows);
		if (effectiveFrom != null && effectiveUntil != null && !effectiveFrom.isBefore(effectiveUntil)) {
			throw new IllegalArgumentException("A price can't end at " + effectiveUntil + ", before it starts");
		}
		Objects.requireNonNull(source, "source");
	}

	private static void requireNotNegative(String name, @Nullable BigDecimal price) {
		if (price != null && price.signum() < 0) {
			throw new IllegalArgumentException("The price '" + name + "' must not be negative, but is " + price);
		}
	}

	/**
	 * Start a row from its prices per million tokens.
	 * @param currency the currency of the prices
	 * @param input the price of input tokens
	 * @param output the price of output tokens
	 * @return a builder
	 */
	public static Builder builder(Currency currency, BigDecimal input, BigDecimal output) {
		return new Builder(currency, input, output);
	}

	/**
	 * Whether the row applies to a call.
	 * @param promptTokens the size of the request's input, not negative
	 * @param completionTokens the size of the answer, not negative
	 * @param at when the call was made
	 * @return whether it applies
	 */
	public boolean appliesTo(long promptTokens, long completionTokens, Instant at) {
		return this.inputTokens.contains(promptTokens) && this.outputTokens.contains(completionTokens)
				&& (this.effectiveFrom == null || !at.isBefore(this.effectiveFrom))
				&& (this.effectiveUntil == null || at.isBefore(this.effectiveUntil)) && isOpen(at);
	}

	private boolean isOpen(Instant at) {
		// By index, because this runs once per call and an iterator would be garbage.
		for (int i = 0; i < this.windows.size(); i++) {
			if (this.windows.get(i).contains(at)) {
				return true;
			}
		}
		return this.windows.isEmpty();
	}

	/**
	 * Builds a {@link PriceRow}. Not thread-safe.
	 */
	public static final class Builder {

		private final Currency currency;

		private final BigDecimal input;

		private final BigDecimal output;

		private @Nullable BigDecimal cachedInput;

		private @Nullable BigDecimal reasoningOutput;

		private TokenRange inputTokens = TokenRange.ALL;

		private TokenRange outputTokens = TokenRange.ALL;

		private List<PriceWindow> windows = List.of();

		private @Nullable Instant effectiveFrom;

		private @Nullable Instant effectiveUntil;

		private String source = "configuration";

		private Builder(Currency currency, BigDecimal input, BigDecimal output) {
			this.currency = currency;
			this.input = input;
			this.output = output;
		}

		/**
		 * Set the price of input tokens served from the vendor's cache.
		 * @param price the price, {@code null} if they cost as much as others
		 * @return this builder
		 */
		public Builder cachedInput(@Nullable BigDecimal price) {
			this.cachedInput = price;
			return this;
		}

		/**
		 * Set the price of the output of an answer that was thought about.
		 * @param price the price, {@code null} if it costs as much as others
		 * @return this builder
		 */
		public Builder reasoningOutput(@Nullable BigDecimal price) {
			this.reasoningOutput = price;
			return this;
		}

		/**
		 * Limit the row to requests of a size.
		 * @param range the sizes
		 * @return this builder
		 */
		public Builder inputTokens(TokenRange range) {
			this.inputTokens = range;
			return this;
		}

		/**
		 * Limit the row to answers of a size.
		 * @param range the sizes
		 * @return this builder
		 */
		public Builder outputTokens(TokenRange range) {
			this.outputTokens = range;
			return this;
		}

		/**
		 * Limit the row to certain hours.
		 * @param windows the hours, empty for always
		 * @return this builder
		 */
		public Builder windows(List<PriceWindow> windows) {
			this.windows = windows;
			return this;
		}

		/**
		 * Set the first moment of the row.
		 * @param from the moment, included, {@code null} for no bound
		 * @return this builder
		 */
		public Builder effectiveFrom(@Nullable Instant from) {
			this.effectiveFrom = from;
			return this;
		}

		/**
		 * Set the end of the row.
		 * @param until the moment, excluded, {@code null} for no bound
		 * @return this builder
		 */
		public Builder effectiveUntil(@Nullable Instant until) {
			this.effectiveUntil = until;
			return this;
		}

		/**
		 * Say where the row was read.
		 * @param source the source, "configuration" unless set
		 * @return this builder
		 */
		public Builder source(String source) {
			this.source = source;
			return this;
		}

		/**
		 * Build the row.
		 * @return the row
		 * @throws IllegalArgumentException if a price is negative or the row ends before
		 * it starts
		 */
		public PriceRow build() {
			return new PriceRow(this.currency, this.input, this.cachedInput, this.output, this.reasoningOutput,
					this.inputTokens, this.outputTokens, this.windows, this.effectiveFrom, this.effectiveUntil,
					this.source);
		}

	}

}
