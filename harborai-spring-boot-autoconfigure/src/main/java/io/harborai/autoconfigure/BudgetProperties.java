package io.harborai.autoconfigure;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Currency;

import io.harborai.budget.BudgetWindow;
import org.jspecify.annotations.Nullable;

/**
 * How much may be spent in a time, and on what.
 */
public class BudgetProperties {

	/**
	 * How much may be spent in each window.
	 */
	private @Nullable BigDecimal limit;

	/**
	 * Currency of the limit, one in which models have prices. Nothing is converted.
	 */
	private @Nullable Currency currency;

	/**
	 * When the budget starts anew.
	 */
	private @Nullable BudgetWindow window;

	/**
	 * Time zone whose calendar the window goes by, such as Asia/Shanghai.
	 */
	private @Nullable ZoneId timeZone;

	/**
	 * Provider whose calls count. Without it, those to all do.
	 */
	private @Nullable String provider;

	/**
	 * Model whose calls count, by its name or as provider/model. Without it, those to all
	 * do.
	 */
	private @Nullable String model;

	/**
	 * Tag of a request, such as tenant, each of whose values has the whole limit for
	 * itself. Calls without the tag don't count.
	 */
	private @Nullable String tag;

	/**
	 * Part of the limit from which on it is worth a warning.
	 */
	private @Nullable Double warnAt;

	/**
	 * Whether calls to models without a known price in the currency are refused. Else
	 * they don't count.
	 */
	private @Nullable Boolean refuseUnpriced;

	/**
	 * How long an answer is expected to be if the request doesn't say how long it may be.
	 * That much is reserved until it is known.
	 */
	private @Nullable Integer expectedOutputTokens;

	public @Nullable BigDecimal getLimit() {
		return this.limit;
	}

	public void setLimit(@Nullable BigDecimal limit) {
		this.limit = limit;
	}

	public @Nullable Currency getCurrency() {
		return this.currency;
	}

	public void setCurrency(@Nullable Currency currency) {
		this.currency = currency;
	}

	public @Nullable BudgetWindow getWindow() {
		return this.window;
	}

	public void setWindow(@Nullable BudgetWindow window) {
		this.window = window;
	}

	public @Nullable ZoneId getTimeZone() {
		return this.timeZone;
	}

	public void setTimeZone(@Nullable ZoneId timeZone) {
		this.timeZone = timeZone;
	}

	public @Nullable String getProvider() {
		return this.provider;
	}

	public void setProvider(@Nullable String provider) {
		this.provider = provider;
	}

	public @Nullable String getModel() {
		return this.model;
	}

	public void setModel(@Nullable String model) {
		this.model = model;
	}

	public @Nullable String getTag() {
		return this.tag;
	}

	public void setTag(@Nullable String tag) {
		this.tag = tag;
	}

	public @Nullable Double getWarnAt() {
		return this.warnAt;
	}

	public void setWarnAt(@Nullable Double warnAt) {
		this.warnAt = warnAt;
	}

	public @Nullable Boolean getRefuseUnpriced() {
		return this.refuseUnpriced;
	}

	public void setRefuseUnpriced(@Nullable Boolean refuseUnpriced) {
		this.refuseUnpriced = refuseUnpriced;
	}

	public @Nullable Integer getExpectedOutputTokens() {
		return this.expectedOutputTokens;
	}

	public void setExpectedOutputTokens(@Nullable Integer expectedOutputTokens) {
		this.expectedOutputTokens = expectedOutputTokens;
	}

}
