package io.harborai.autoconfigure.actuate;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.harborai.HarborAiClient;
import io.harborai.budget.BudgetStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Actuator endpoint that shows how the budgets stand.
 */
@Endpoint(id = "harboraibudgets")
public class HarborAiBudgetsEndpoint {

	private final HarborAiClient client;

	/**
	 * Create the endpoint.
	 * @param client the client whose budgets to show
	 */
	public HarborAiBudgetsEndpoint(HarborAiClient client) {
		this.client = client;
	}

	/**
	 * All budgets.
	 * @return the budgets by name
	 */
	@ReadOperation
	public BudgetsDescription all() {
		Map<String, BudgetDescription> budgets = new LinkedHashMap<>();
		this.client.budgets().forEach((status) -> budgets.put(status.name(), BudgetDescription.of(status)));
		return new BudgetsDescription(budgets);
	}

	/**
	 * One budget.
	 * @param budget its name
	 * @return the budget, null if there is none of this name
	 */
	@ReadOperation
	public @Nullable BudgetDescription one(@Selector String budget) {
		return this.client.budgets()
			.stream()
			.filter((status) -> status.name().equals(budget))
			.map(BudgetDescription::of)
			.findFirst()
			.orElse(null);
	}

	/**
	 * What an operator may see of all budgets.
	 *
	 * @param budgets the budgets by name, in the order of the configuration
	 */
	public record BudgetsDescription(Map<String, BudgetDescription> budgets) {
	}

	/**
	 * What an operator may see of a budget. Of one that is split by a tag, the amounts
	 * are those of the value that has least left.
	 *
	 * @param state {@code ok}, {@code warning}, or {@code exceeded} when everything is
	 * spent or this instance has refused an attempt within the last minute
	 * @param scope what it is for
	 * @param window when it starts anew
	 * @param windowStart when the current window started
	 * @param windowEnd when it ends
	 * @param currency the currency of all amounts
	 * @param limit how much may be spent in the window
	 * @param spent how much was
	 * @param reserved how much is reserved for attempts under way
	 * @param remaining what is left
	 * @param warnAt from which part of the limit on it is worth a warning
	 * @param refused how many attempts this instance has refused in the window
	 * @param unpriced how many attempts had no known price
	 * @param tags the values of its tag that have spent most
	 */
	public record BudgetDescription(String state, String scope, String window, Instant windowStart, Instant windowEnd,
			String currency, BigDecimal limit, BigDecimal spent, BigDecimal reserved, BigDecimal remaining,
			double warnAt, long refused, long unpriced, List<BudgetStatus.TagValue> tags) {

		static BudgetDescription of(BudgetStatus status) {
			return new BudgetDescription(status.isExceeded() ? "exceeded" : status.isWarning() ? "warning" : "ok",
					status.scope(), status.window().name().toLowerCase(Locale.ROOT), status.windowStart(),
					status.windowEnd(), status.currency().getCurrencyCode(), status.limit(), status.spent(),
					status.reserved(), status.remaining(), status.warnAt(), status.refused(), status.unpriced(),
					status.tags());
		}

	}

}
