package io.harborai.budget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.harborai.budget.BudgetStore.Account;
import io.harborai.budget.BudgetStore.Balance;
import io.harborai.budget.BudgetStore.Charge;
import io.harborai.budget.BudgetStore.Decision;
import io.harborai.budget.BudgetStore.Settlement;
import io.harborai.call.RemoteStore;
import io.harborai.call.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the store. What is settled while it is away is kept, up to a bound, and counted
 * when it is back. A settlement that fails may have been counted all the same: what it
 * spent is rather counted twice than not at all; what it had reserved is not given back
 * twice, which would be others', but expires. Thread-safe.
 */
final class StoreAccess {

	private static final Logger logger = LoggerFactory.getLogger(StoreAccess.class);

	private static final int MAX_KEPT = 10_000;

	private final BudgetStore store;

	private final RemoteStore remote;

	// What the store hasn't seen. Guarded by the map of what is spent.
	private final List<Settlement> unasked = new ArrayList<>();

	// What else was spent. Guarded by itself.
	private final Map<Account, Long> unsettled = new HashMap<>();

	private volatile boolean anyUnsettled;

	StoreAccess(BudgetStore store, Duration timeout, Ticker ticker) {
		this.store = store;
		this.remote = new RemoteStore("store of budgets", timeout, ticker);
	}

	/**
	 * Whether answers take their time.
	 */
	boolean isRemote() {
		return this.remote.isRemote();
	}

	/**
	 * Reserve.
	 * @param charges what is asked for
	 * @param decided gets the answer, at once if the store knows it
	 * @param failed is told if there is none
	 */
	void reserve(List<Charge> charges, Consumer<Decision> decided, Runnable failed) {
		this.remote.ask(() -> this.store.reserve(charges), (decision) -> {
			flush();
			decided.accept(decision);
		}, failed);
	}

	/**
	 * Settle, now or when the store is back.
	 * @param settlements what is settled
	 * @param settled gets the balances
	 */
	void settle(List<Settlement> settlements, Consumer<List<Balance>> settled) {
		this.remote.ask(() -> this.store.settle(settlements), (balances) -> {
			flush();
			settled.accept(balances);
		}, () -> keep(settlements, false), () -> keep(settlements, true));
	}

	/**
	 * Read balances.
	 * @param accounts the accounts
	 * @param read gets the balances
	 */
	void read(List<Account> accounts, Consumer<List<Balance>> read) {
		this.remote.ask(() -> this.store.read(accounts), (balances) -> {
			flush();
			read.accept(balances);
		}, () -> {
		});
	}

	private void keep(List<Settlement> settlements, boolean exact) {
		int lost = 0;
		synchronized (this.unsettled) {
			for (Settlement settlement : settlements) {
				if (exact && settlement.reserved() > 0 && this.unasked.size() < MAX_KEPT) {
					this.unasked.add(settlement);
				}
				else if (settlement.spent() == 0) {
					// The reservation expires by itself.
					continue;
				}
				else if (this.unsettled.size() < MAX_KEPT || this.unsettled.containsKey(settlement.account())) {
					this.unsettled.merge(settlement.account(), settlement.spent(), Long::sum);
				}
				else {
					lost++;
				}
			}
			this.anyUnsettled = !this.unsettled.isEmpty() || !this.unasked.isEmpty();
		}
		if (lost > 0) {
			logger.warn("The store of budgets is away for too long: what {} attempts cost isn't counted", lost);
		}
	}

	private void flush() {
		if (!this.anyUnsettled) {
			return;
		}
		List<Settlement> late;
		synchronized (this.unsettled) {
			late = new ArrayList<>(this.unasked);
			this.unsettled
				.forEach((account, spent) -> late.add(new Settlement(account, 0, account.end(), spent)));
			this.unasked.clear();
			this.unsettled.clear();
			this.anyUnsettled = false;
		}
		if (!late.isEmpty()) {
			settle(late, (balances) -> {
			});
		}
	}

}
