package io.harborai.autoconfigure.monitor;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import io.harborai.HarborAiClient;
import io.harborai.budget.BudgetStatus;

/**
 * Finds budgets that are nearly or wholly spent, until their next window, and those that
 * have refused a call of late.
 */
final class BudgetTroubles implements AlertSource {

	private final HarborAiClient client;

	BudgetTroubles(HarborAiClient client) {
		this.client = client;
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		for (BudgetStatus budget : this.client.budgets()) {
			if (budget.isExceeded()) {
				findings.add(finding(budget, AlertKinds.BUDGET_EXCEEDED, budget.limit(), exceeded(budget)));
			}
			// One that is spent is not news for who was warned.
			if (budget.isWarning()) {
				findings.add(finding(budget, AlertKinds.BUDGET_WARNING,
						budget.limit().multiply(BigDecimal.valueOf(budget.warnAt())),
						"is nearly spent; it starts anew at " + budget.windowEnd() + "."));
			}
		}
		return findings;
	}

	private static String exceeded(BudgetStatus budget) {
		if (!budget.isSpent()) {
			return "has no room for some calls at the moment. Raise its limit if they are wanted, or ask for shorter "
					+ "answers by their max tokens.";
		}
		// Of one that is split, others may have all of it left.
		return (budget.tags().isEmpty() ? "is spent: calls are refused until "
				: "is spent by one of them: its calls are refused until ") + budget.windowEnd()
				+ ". Raise its limit if they are wanted sooner.";
	}

	private static Finding finding(BudgetStatus budget, String kind, BigDecimal threshold, String what) {
		return Finding
			.wrong(kind + "/" + budget.name(), kind, budget.provider(),
					"The budget " + budget.name() + " (" + budget.limit().toPlainString() + " " + budget.currency()
							+ ", " + budget.scope() + ") " + what,
					budget.spent().doubleValue(), threshold.doubleValue());
	}

}
