package io.harborai.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import reactor.core.publisher.Mono;

/**
 * Counts in memory, for one instance of an application. Thread-safe, without locks. What
 * was counted for a window is forgotten an hour after its end.
 */
public final class MemoryBudgetStore implements BudgetStore {

	// The longest calls end well before.
	private static final Duration KEPT = Duration.ofHours(1);

	private static final Duration SWEEP = Duration.ofMinutes(1);

	private final Map<Account, Entry> entries = new ConcurrentHashMap<>();

	private final InstantSource time;

	private volatile Instant nextSweep;

	/**
	 * Create an empty store.
	 */
	public MemoryBudgetStore() {
		this(InstantSource.system());
	}

	MemoryBudgetStore(InstantSource time) {
		this.time = time;
		this.nextSweep = time.instant();
	}

	@Override
	public Mono<Decision> reserve(List<Charge> charges) {
		int size = charges.size();
		for (int i = 0; i < size; i++) {
			Charge charge = charges.get(i);
			if (!entry(charge.account()).reserve(charge.amount(), charge.limit())) {
				for (int k = 0; k < i; k++) {
					entry(charges.get(k).account()).settle(charges.get(k).amount(), 0);
				}
				return Mono.just(new Decision(i, balances(charges)));
			}
		}
		return Mono.just(new Decision(-1, balances(charges)));
	}

	private List<Balance> balances(List<Charge> charges) {
		if (charges.size() == 1) {
			return List.of(balance(charges.get(0).account()));
		}
		List<Balance> balances = new ArrayList<>(charges.size());
		for (Charge charge : charges) {
			balances.add(balance(charge.account()));
		}
		return balances;
	}

	@Override
	public Mono<List<Balance>> settle(List<Settlement> settlements) {
		List<Balance> balances = new ArrayList<>(settlements.size());
		for (Settlement settlement : settlements) {
			Entry entry = this.entries.get(settlement.account());
			if (entry != null) {
				entry.settle(settlement.reserved(), settlement.spent());
			}
			balances.add((entry != null) ? entry.balance() : Balance.ZERO);
		}
		return Mono.just(balances);
	}

	@Override
	public Mono<List<Balance>> read(List<Account> accounts) {
		return Mono.just(accounts.stream().map(this::balance).toList());
	}

	private Balance balance(Account account) {
		Entry entry = this.entries.get(account);
		return (entry != null) ? entry.balance() : Balance.ZERO;
	}

	private Entry entry(Account account) {
		Entry entry = this.entries.get(account);
		if (entry != null) {
			return entry;
		}
		sweep();
		return this.entries.computeIfAbsent(account, (key) -> new Entry());
	}

	/**
	 * Forget what is over. New accounts are rare, and what they add is taken away again
	 * by those that come an hour later.
	 */
	private void sweep() {
		Instant now = this.time.instant();
		if (now.isBefore(this.nextSweep)) {
			return;
		}
		this.nextSweep = now.plus(SWEEP);
		Instant over = now.minus(KEPT);
		this.entries.keySet().removeIf((account) -> !account.end().isAfter(over));
	}

	/**
	 * How many accounts are kept.
	 * @return the number
	 */
	int size() {
		return this.entries.size();
	}

	/**
	 * The counts of an account.
	 */
	private static final class Entry {

		private final AtomicLong spent = new AtomicLong();

		// What is spent and reserved together, which is what the limit is for.
		private final AtomicLong taken = new AtomicLong();

		private boolean reserve(long amount, long limit) {
			for (;;) {
				long before = this.taken.get();
				if (before > limit - amount) {
					return false;
				}
				if (this.taken.compareAndSet(before, before + amount)) {
					return true;
				}
			}
		}

		private void settle(long reserved, long spent) {
			this.spent.addAndGet(spent);
			this.taken.addAndGet(spent - reserved);
		}

		private Balance balance() {
			long spent = this.spent.get();
			return new Balance(spent, Math.max(0, this.taken.get() - spent));
		}

	}

}
