package io.harborai.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;

import io.harborai.model.ModelInfo;
import io.harborai.model.PriceRow;
import org.jspecify.annotations.Nullable;

/**
 * Turns usage into cost by a model's price list. Thread-safe.
 * <p>
 * The row is chosen by the size of the request, the size of the answer and the time of
 * the call; what the price list does not say has no cost, rather than none. Odd numbers
 * from a vendor are bent to the nearest sensible ones: negative counts count as 0, and no
 * more tokens can be cached than were sent.
 */
public final class PriceBook {

	private static final int MILLION = 6;

	private final @Nullable Currency preferred;

	/**
	 * A price book that uses the currency in which each model's price list begins.
	 */
	public PriceBook() {
		this(null);
	}

	/**
	 * A price book with a preferred currency.
	 * @param preferred the currency to use for models that have prices in it, others use
	 * the currency in which their price list begins; {@code null} for no preference
	 */
	public PriceBook(@Nullable Currency preferred) {
		this.preferred = preferred;
	}

	/**
	 * The cost of a call.
	 * @param model the model that answered
	 * @param usage what the call used
	 * @param at when the call was made
	 * @return the cost, {@code null} if the usage is missing or no price is known for it
	 */
	public @Nullable Cost cost(ModelInfo model, Usage usage, Instant at) {
		if (usage.isMissing()) {
			return null;
		}
		long prompt = Math.max(0, usage.promptTokens());
		long completion = Math.max(0, usage.completionTokens());
		PriceRow row = row(model.prices(), prompt, completion, at);
		if (row == null) {
			return null;
		}
		long cached = Math.min(prompt, Math.max(0, usage.cachedTokens()));
		return Cost.of(row.currency(), price(row.input(), prompt - cached), price(cachedPrice(row), cached),
				price(outputPrice(row, usage), completion));
	}

	private @Nullable PriceRow row(List<PriceRow> rows, long prompt, long completion, Instant at) {
		if (rows.isEmpty()) {
			return null;
		}
		Currency currency = currency(rows);
		for (int i = 0; i < rows.size(); i++) {
			PriceRow row = rows.get(i);
			if (row.currency().equals(currency) && row.appliesTo(prompt, completion, at)) {
				return row;
			}
		}
		return null;
	}

	private Currency currency(List<PriceRow> rows) {
		if (this.preferred != null) {
			for (int i = 0; i < rows.size(); i++) {
				if (rows.get(i).currency().equals(this.preferred)) {
					return this.preferred;
				}
			}
		}
		return rows.get(0).currency();
	}

	private static BigDecimal cachedPrice(PriceRow row) {
		BigDecimal cached = row.cachedInput();
		return (cached != null) ? cached : row.input();
	}

	private static BigDecimal outputPrice(PriceRow row, Usage usage) {
		BigDecimal reasoning = row.reasoningOutput();
		return (reasoning != null && usage.reasoningTokens() > 0) ? reasoning : row.output();
	}

	private static BigDecimal price(BigDecimal perMillion, long tokens) {
		return perMillion.multiply(BigDecimal.valueOf(tokens)).movePointLeft(MILLION);
	}

}
