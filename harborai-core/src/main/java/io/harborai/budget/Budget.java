package io.harborai.budget;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Map;
import java.util.Objects;

import io.harborai.call.Target;
import io.harborai.error.InvalidSettingException;
import io.harborai.model.ModelInfo;
import org.jspecify.annotations.Nullable;

/**
 * How much may be spent in a time, and on what. Immutable.
 *
 * @param name its name
 * @param limit how much may be spent in each window
 * @param currency the currency of the limit; what is priced in others has no price here
 * @param window when it starts anew
 * @param timeZone whose calendar the window goes by
 * @param provider the provider whose calls count, null for all
 * @param model the model whose calls count, by its id or alias, with its provider and a
 * slash before it or without; null for all
 * @param tag the tag of a request that splits the budget: each of its values has the
 * whole limit for itself, and calls without the tag don't count; null for none
 * @param warnAt from which part of the limit on it is worth a warning, such as 0.8
 * @param refuseUnpriced whether calls whose price isn't known are refused; else they
 * don't count
 * @param expectedOutputTokens how long an answer is expected to be of which the request
 * doesn't say how long it may be, for reservations
 */
public record Budget(String name, BigDecimal limit, Currency currency, BudgetWindow window, ZoneId timeZone,
		@Nullable String provider, @Nullable String model, @Nullable String tag, double warnAt, boolean refuseUnpriced,
		int expectedOutputTokens) {

	/** Of which part on it is worth a warning, unless set. */
	public static final double DEFAULT_WARN_AT = 0.8;

	/** How long an answer is expected to be, unless set. */
	public static final int DEFAULT_EXPECTED_OUTPUT_TOKENS = 1024;

	private static final BigDecimal MAX_LIMIT = BigDecimal.valueOf(1_000_000_000);

	public Budget {
		Objects.requireNonNull(currency, "currency");
		Objects.requireNonNull(window, "window");
		Objects.requireNonNull(timeZone, "timeZone");
		if (limit.signum() < 0 || limit.compareTo(MAX_LIMIT) > 0) {
			throw new InvalidSettingException(setting(name, "limit"),
					"must be from 0 to " + MAX_LIMIT.toPlainString() + ", not " + limit.toPlainString(),
					"Write how much may be spent in a window, such as 100.");
		}
		if (!(warnAt > 0 && warnAt <= 1)) {
			throw new InvalidSettingException(setting(name, "warn-at"), "must be over 0 and at most 1, not " + warnAt,
					"Write a part of the limit such as 0.8.");
		}
		if (expectedOutputTokens < 1) {
			throw new InvalidSettingException(setting(name, "expected-output-tokens"),
					"must be at least 1, not " + expectedOutputTokens, "Leave it out for the default.");
		}
	}

	/**
	 * Start a budget.
	 * @param name its name
	 * @return a builder
	 */
	public static Builder builder(String name) {
		return new Builder(name);
	}

	/**
	 * A setting as it stands below {@code harborai} in configuration files.
	 * @param budget the budget's name
	 * @param setting the setting in kebab case
	 * @return the setting's path
	 */
	public static String setting(String budget, String setting) {
		return "budgets." + budget + "." + setting;
	}

	/**
	 * Whether calls to a target count.
	 * @param target where a call goes
	 * @return whether its provider and model do
	 */
	public boolean covers(Target target) {
		return (this.provider == null || this.provider.equals(target.provider()))
				&& (this.model == null || isModel(target.provider(), target.model(), target.info()));
	}

	/**
	 * Whether calls to a model count.
	 * @param info the model
	 * @return whether it and its provider do
	 */
	public boolean covers(ModelInfo info) {
		return (this.provider == null || this.provider.equals(info.provider()))
				&& (this.model == null || isModel(info.provider(), info.id(), info));
	}

	private boolean isModel(String provider, String id, @Nullable ModelInfo info) {
		return isNamed(provider, id) || (info != null && info.alias() != null && isNamed(provider, info.alias()));
	}

	private boolean isNamed(String provider, String name) {
		String model = Objects.requireNonNull(this.model);
		return model.equals(name) || (model.length() == provider.length() + 1 + name.length()
				&& model.startsWith(provider) && model.charAt(provider.length()) == '/' && model.endsWith(name));
	}

	/**
	 * What splits the budget.
	 * @param tags a request's tags
	 * @return the value of its tag, null if it has none or the budget isn't split
	 */
	@Nullable String tagValue(Map<String, String> tags) {
		return (this.tag != null) ? tags.get(this.tag) : null;
	}

	/**
	 * What it is for.
	 * @return a few words, such as {@code provider deepseek, each tenant}; {@code all}
	 * for everything
	 */
	public String scope() {
		StringBuilder scope = new StringBuilder();
		if (this.provider != null) {
			scope.append("provider ").append(this.provider);
		}
		if (this.model != null) {
			scope.append(scope.isEmpty() ? "" : ", ").append("model ").append(this.model);
		}
		if (this.tag != null) {
			scope.append(scope.isEmpty() ? "" : ", ").append("each ").append(this.tag);
		}
		return scope.isEmpty() ? "all" : scope.toString();
	}

	/**
	 * Builds a {@link Budget}. Not thread-safe.
	 */
	public static final class Builder {

		private final String name;

		private @Nullable BigDecimal limit;

		private @Nullable Currency currency;

		private BudgetWindow window = BudgetWindow.DAY;

		private ZoneId timeZone = ZoneId.of("UTC");

		private @Nullable String provider;

		private @Nullable String model;

		private @Nullable String tag;

		private double warnAt = DEFAULT_WARN_AT;

		private boolean refuseUnpriced;

		private int expectedOutputTokens = DEFAULT_EXPECTED_OUTPUT_TOKENS;

		private Builder(String name) {
			this.name = name;
		}

		/**
		 * Set how much may be spent.
		 * @param limit the amount in each window
		 * @param currency its currency's ISO code, such as {@code CNY}
		 * @return this builder
		 */
		public Builder limit(String limit, String currency) {
			return limit(new BigDecimal(limit)).currency(Currency.getInstance(currency));
		}

		/**
		 * Set how much may be spent. There is no default.
		 * @param limit the amount in each window
		 * @return this builder
		 */
		public Builder limit(@Nullable BigDecimal limit) {
			this.limit = limit;
			return this;
		}

		/**
		 * Set the currency of the limit. There is no default.
		 * @param currency the currency
		 * @return this builder
		 */
		public Builder currency(@Nullable Currency currency) {
			this.currency = currency;
			return this;
		}

		/**
		 * Set when it starts anew.
		 * @param window the window, a day unless set
		 * @return this builder
		 */
		public Builder window(BudgetWindow window) {
			this.window = window;
			return this;
		}

		/**
		 * Set whose calendar the window goes by.
		 * @param timeZone the time zone, UTC unless set
		 * @return this builder
		 */
		public Builder timeZone(ZoneId timeZone) {
			this.timeZone = timeZone;
			return this;
		}

		/**
		 * Count the calls to one provider only.
		 * @param provider its name, null for all
		 * @return this builder
		 */
		public Builder provider(@Nullable String provider) {
			this.provider = provider;
			return this;
		}

		/**
		 * Count the calls to one model only.
		 * @param model its id or alias, or {@code provider/model}; null for all
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Give each value of a request's tag the whole limit for itself.
		 * @param tag the tag's name, such as {@code tenant}; null for none
		 * @return this builder
		 */
		public Builder tag(@Nullable String tag) {
			this.tag = tag;
			return this;
		}

		/**
		 * Set from which part of the limit on it is worth a warning.
		 * @param warnAt the part, 0.8 unless set
		 * @return this builder
		 */
		public Builder warnAt(double warnAt) {
			this.warnAt = warnAt;
			return this;
		}

		/**
		 * Set whether calls whose price isn't known are refused.
		 * @param refuse whether; else they don't count, as unless set
		 * @return this builder
		 */
		public Builder refuseUnpriced(boolean refuse) {
			this.refuseUnpriced = refuse;
			return this;
		}

		/**
		 * Set how long an answer is expected to be of which the request doesn't say how
		 * long it may be. It is never expected to be longer than the model's answers can
		 * be.
		 * @param tokens the tokens, 1024 unless set
		 * @return this builder
		 */
		public Builder expectedOutputTokens(int tokens) {
			this.expectedOutputTokens = tokens;
			return this;
		}

		/**
		 * Build the budget.
		 * @return the budget
		 * @throws InvalidSettingException if a setting is missing or can't work
		 */
		public Budget build() {
			BigDecimal limit = this.limit;
			if (limit == null) {
				throw new InvalidSettingException(setting(this.name, "limit"), "is missing",
						"Write how much may be spent in a window, such as 100.");
			}
			Currency currency = this.currency;
			if (currency == null) {
				throw new InvalidSettingException(setting(this.name, "currency"), "is missing",
						"Write the currency of the prices, such as CNY or USD.");
			}
			return new Budget(this.name, limit, currency, this.window, this.timeZone, this.provider, this.model,
					this.tag, this.warnAt, this.refuseUnpriced, this.expectedOutputTokens);
		}

	}

}
