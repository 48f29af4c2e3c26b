package io.harborai.budget;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

import io.harborai.budget.BudgetStore.Account;
import io.harborai.budget.BudgetStore.Balance;

/**
 * What is known of an account: what the store told last, and what was refused.
 * Thread-safe.
 */
final class Share {

	private final Account account;

	private final LongAdder refused = new LongAdder();

	private volatile Instant lastRefused = Instant.MIN;

	private volatile Balance seen = Balance.ZERO;

	Share(Account account) {
		this.account = account;
	}

	Account account() {
		return this.account;
	}

	/**
	 * Take down what the store told. Answers overtake each other; what is spent only
	 * grows.
	 */
	void seen(Balance balance) {
		if (balance.spent() >= this.seen.spent()) {
			this.seen = balance;
		}
	}

	Balance seen() {
		return this.seen;
	}

	void refuse(Instant now) {
		this.refused.increment();
		this.lastRefused = now;
	}

	long refused() {
		return this.refused.sum();
	}

	boolean refusedSince(Instant time) {
		return !this.lastRefused.isBefore(time);
	}

}
