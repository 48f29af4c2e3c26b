package io.harborai;

import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.harborai.budget.Budget;
import io.harborai.error.InvalidSettingException;
import io.harborai.model.ModelInfo;
import io.harborai.model.NearMisses;
import io.harborai.model.PriceRow;
import io.harborai.provider.ProviderRegistry.Snapshot;
import io.harborai.provider.ProviderSettings;

/**
 * Finds budgets that would never count anything: of providers and models that nobody has,
 * or in a currency in which nothing that they are for has a price. Reads the model
 * catalog only if there are budgets.
 */
final class BudgetChecks {

	private BudgetChecks() {
	}

	static void check(List<Budget> budgets, Snapshot snapshot) {
		Set<String> names = new HashSet<>();
		for (Budget budget : budgets) {
			if (!names.add(budget.name())) {
				throw new InvalidSettingException("budgets." + budget.name(), "is there twice", "Rename one.");
			}
			if (budget.provider() != null && !snapshot.entries().containsKey(budget.provider())) {
				throw unknown(budget, "provider", "a configured provider", budget.provider(),
						snapshot.entries().keySet());
			}
			if (budget.model() != null && !isKnown(budget, budget.model(), snapshot)) {
				throw unknown(budget, "model", "a model of a configured provider", budget.model(),
						snapshot.models().stream().map(ModelInfo::name).collect(Collectors.toSet()));
			}
			checkCurrency(budget, snapshot.models());
		}
	}

	private static boolean isKnown(Budget budget, String model, Snapshot snapshot) {
		return snapshot.entries()
			.values()
			.stream()
			.map((entry) -> entry.handle().settings())
			.filter((settings) -> budget.provider() == null || budget.provider().equals(settings.name()))
			.anyMatch((settings) -> isOf(settings, model, snapshot));
	}

	private static boolean isOf(ProviderSettings settings, String model, Snapshot snapshot) {
		return model.startsWith(settings.name() + "/")
				|| settings.models()
					.stream()
					.anyMatch((known) -> model.equals(known.id()) || model.equals(known.alias()))
				|| snapshot.catalog().find(settings.vendorName(), model) != null;
	}

	private static InvalidSettingException unknown(Budget budget, String setting, String what, String name,
			Set<String> known) {
		List<String> near = NearMisses.find(name, known, 3);
		return new InvalidSettingException(Budget.setting(budget.name(), setting),
				"is '" + name + "', which isn't " + what,
				near.isEmpty() ? "Leave it out to count all." : "Did you mean " + String.join(" or ", near) + "?");
	}

	private static void checkCurrency(Budget budget, List<ModelInfo> models) {
		Set<String> currencies = models.stream()
			.filter(budget::covers)
			.flatMap((model) -> model.prices().stream())
			.map(PriceRow::currency)
			.map(Currency::getCurrencyCode)
			.collect(Collectors.toSet());
		if (!currencies.isEmpty() && !currencies.contains(budget.currency().getCurrencyCode())) {
			throw new InvalidSettingException(Budget.setting(budget.name(), "currency"),
					"is " + budget.currency().getCurrencyCode() + ", but what it is for has prices in "
							+ String.join(" and ", currencies.stream().sorted().toList()) + " only",
					"Nothing is converted: set the limit in a currency of the prices.");
		}
	}

}
