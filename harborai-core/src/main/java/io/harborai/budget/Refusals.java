package io.harborai.budget;

import java.time.format.DateTimeFormatter;
import java.util.Locale;

import io.harborai.budget.BudgetStore.Account;
import io.harborai.budget.BudgetStore.Balance;
import io.harborai.budget.GuardedAttempt.Line;
import io.harborai.call.Attempt;
import io.harborai.call.Outcome;
import io.harborai.error.BudgetExceededException;
import io.harborai.error.ErrorClass;

/**
 * Ends attempts that a budget doesn't allow, and says why.
 */
final class Refusals {

	private static final Outcome EXCEEDED = new Outcome("budget_exceeded", ErrorClass.REFUSED, null);

	private static final int SHOWN = 80;

	private Refusals() {
	}

	static BudgetExceededException exceeded(Attempt attempt, Line line, Balance balance) {
		Budget budget = line.budget().budget();
		Account account = line.share().account();
		String currency = budget.currency().getCurrencyCode();
		attempt.end(EXCEEDED);
		String problem = "%s has no room for this call: of %s %s until %s, %s are spent and %s reserved, and it may cost %s"
			.formatted(name(budget, account), budget.limit().toPlainString(), currency,
					DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(account.end().atZone(budget.timeZone())),
					Money.amount(balance.spent()).toPlainString(), Money.amount(balance.reserved()).toPlainString(),
					Money.amount(line.amount()).toPlainString());
		return new BudgetExceededException(attempt.failure(problem)
			.remedy("Raise harborai." + Budget.setting(budget.name(), "limit")
					+ ", ask a cheaper model or for a shorter answer by its max tokens, or wait for the next "
					+ budget.window().name().toLowerCase(Locale.ROOT) + ".")
			.build(), budget.name(), account.end());
	}

	static BudgetExceededException undecided(Attempt attempt, Line line) {
		Budget budget = line.budget().budget();
		attempt.end(EXCEEDED);
		return new BudgetExceededException(attempt
			.failure(name(budget, line.share().account()) + " can't be asked: its store doesn't answer")
			.retryable(true)
			.remedy("See to the store, or set harborai.store.fail-closed to false to let calls go on meanwhile.")
			.build(), budget.name(), null);
	}

	static BudgetExceededException unpriced(Attempt attempt, Budget budget) {
		attempt.end(EXCEEDED);
		return new BudgetExceededException(attempt
			.failure("the model has no known price in " + budget.currency().getCurrencyCode()
					+ ", without which budget '" + budget.name() + "' lets nothing pass")
			.remedy("Give the model a price at its provider's models, or set harborai."
					+ Budget.setting(budget.name(), "refuse-unpriced") + " to false.")
			.build(), budget.name(), null);
	}

	private static String name(Budget budget, Account account) {
		return "budget '" + budget.name() + "'"
				+ ((account.tag() != null) ? " of " + budget.tag() + " '" + shown(account.tag()) + "'" : "");
	}

	private static String shown(String tagValue) {
		String clean = tagValue.replaceAll("\\p{Cntrl}", "?");
		return (clean.length() <= SHOWN) ? clean : clean.substring(0, SHOWN) + "...";
	}

}
