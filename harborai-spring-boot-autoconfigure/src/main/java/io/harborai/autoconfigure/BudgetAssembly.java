package io.harborai.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.harborai.HarborAiClient;
import io.harborai.budget.Budget;
import io.harborai.budget.BudgetStore;
import io.harborai.budget.BudgetStoreSettings;
import io.harborai.error.InvalidSettingException;
import io.harborai.resilience.SharedRates;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Gives the client its budgets and the place where they are counted: the application's
 * own store, Redis, or memory; and the rates that its instances share.
 */
final class BudgetAssembly {

	private final Map<String, BudgetProperties> budgets;

	private final StoreProperties store;

	private final ObjectProvider<BudgetStore> stores;

	private final ObjectProvider<SharedRates> rates;

	BudgetAssembly(HarborAiProperties properties, ObjectProvider<BudgetStore> stores,
			ObjectProvider<SharedRates> rates) {
		this.budgets = properties.getBudgets();
		this.store = properties.getStore();
		this.stores = stores;
		this.rates = rates;
	}

	void addTo(HarborAiClient.Builder builder) {
		try {
			this.budgets.forEach((name, properties) -> builder.budget(budget(name, properties)));
			if (!this.budgets.isEmpty() || this.store.getTimeout() != null) {
				builder.budgetStoreSettings(settings());
			}
		}
		catch (InvalidSettingException ex) {
			throw failure(ex);
		}
		BudgetStore own = this.stores.getIfAvailable();
		if (own != null) {
			builder.budgetStore(own);
		}
		else if (this.store.getType() == StoreProperties.Type.REDIS) {
			throw new InvalidPropertyException("harborai.store.type", "is redis, but there is no Redis to count in",
					"Add spring-boot-starter-data-redis and set spring.data.redis.host, or remove the property to "
							+ "count in memory.");
		}
		addRates(builder);
	}

	private void addRates(HarborAiClient.Builder builder) {
		if (!Boolean.TRUE.equals(this.store.getShareRateLimits())) {
			return;
		}
		SharedRates rates = this.rates.getIfAvailable();
		if (rates == null) {
			throw new InvalidPropertyException("harborai.store.share-rate-limits",
					"is true, but there is no store that instances share",
					"Set harborai.store.type to redis, or remove the property.");
		}
		builder.sharedRates(rates);
	}

	/**
	 * Name the property that core refuses.
	 * @param ex what core says
	 * @return the same with the property's full path
	 */
	static InvalidPropertyException failure(InvalidSettingException ex) {
		return new InvalidPropertyException("harborai." + ex.setting(), ex.reason(), ex.remedy(), ex);
	}

	/**
	 * Translate a budget.
	 * @param name its name
	 * @param properties its properties
	 * @return the budget
	 * @throws InvalidSettingException if a value can't work
	 */
	static Budget budget(String name, BudgetProperties properties) {
		Budget.Builder budget = Budget.builder(name)
			.limit(properties.getLimit())
			.currency(properties.getCurrency())
			.provider(text(name, "provider", properties.getProvider()))
			.model(text(name, "model", properties.getModel()))
			.tag(text(name, "tag", properties.getTag()))
			.refuseUnpriced(Boolean.TRUE.equals(properties.getRefuseUnpriced()));
		if (properties.getWindow() != null) {
			budget.window(properties.getWindow());
		}
		if (properties.getTimeZone() != null) {
			budget.timeZone(properties.getTimeZone());
		}
		if (properties.getWarnAt() != null) {
			budget.warnAt(properties.getWarnAt());
		}
		if (properties.getExpectedOutputTokens() != null) {
			budget.expectedOutputTokens(properties.getExpectedOutputTokens());
		}
		return budget.build();
	}

	private static @Nullable String text(String budget, String setting, @Nullable String value) {
		return PropertyText.read("harborai." + Budget.setting(budget, setting), value);
	}

	private BudgetStoreSettings settings() {
		Duration timeout = this.store.getTimeout();
		return new BudgetStoreSettings((timeout != null) ? timeout : BudgetStoreSettings.DEFAULTS.timeout(),
				Boolean.TRUE.equals(this.store.getFailClosed()));
	}

}
