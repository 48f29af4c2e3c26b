package io.harborai.budget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.harborai.budget.BudgetStore.Account;
import io.harborai.budget.BudgetStore.Balance;
import io.harborai.budget.BudgetStore.Charge;
import io.harborai.budget.BudgetStore.Decision;
import io.harborai.budget.BudgetStore.Settlement;
import io.harborai.call.RemoteStore;
import io.harborai.call.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

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

	private final Duration timeout;

	private final Ticker ticker;

	// What the store hasn't seen. Guarded by the map of what is spent.
	private final List<Settlement> unasked = new ArrayList<>();

	// What else was spent. Guarded by itself.
	private final Map<Account, Long> unsettled = new HashMap<>();

	private volatile boolean anyUnsettled;

	// Of what has begun, that whose settlement isn't answered.
	private final AtomicInteger open = new AtomicInteger();

	private volatile @Nullable MonoSink<Void> closing;

	StoreAccess(BudgetStore store, Duration timeout, Ticker ticker) {
		this.store = store;
		this.timeout = timeout;
		this.ticker = ticker;
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
	 * Something begins that will be settled, once.
	 */
	void begin() {
		this.open.incrementAndGet();
	}

	private void ended() {
		if (this.open.decrementAndGet() == 0) {
			MonoSink<Void> closing = this.closing;
			if (closing != null) {
				closing.success();
			}
		}
	}

	/**
	 * Settle what has begun, now or when the store is back.
	 * @param settlements what is settled
	 * @param settled gets the balances
	 */
	void settle(List<Settlement> settlements, Consumer<List<Balance>> settled) {
		this.remote.ask(() -> this.store.settle(settlements), (balances) -> {
			flush();
			settled.accept(balances);
			ended();
		}, () -> {
			keep(settlements, false);
			ended();
		}, () -> {
			keep(settlements, true);
			ended();
		});
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
			this.unsettled.forEach((account, spent) -> late.add(new Settlement(account, 0, account.end(), spent)));
			this.unasked.clear();
			this.unsettled.clear();
			this.anyUnsettled = false;
		}
		if (!late.isEmpty()) {
			begin();
			settle(late, (balances) -> {
			});
		}
	}

	/**
	 * Wait until everything that has begun is settled, and try once more what the store
	 * was away for.
	 * @param grace how long that may take; no longer than two answers, anyway
	 * @return completes then, or when the time is over
	 */
	Mono<Void> close(Duration grace) {
		Duration answers = this.timeout.multipliedBy(2);
		Mono<Void> settled = settled().then(Mono.<Void>fromRunnable(this::tryOnceMore)).then(settled());
		return Mono.firstWithSignal(settled, over((grace.compareTo(answers) < 0) ? grace : answers))
			.then(Mono.fromRunnable(this::tellWhatIsLeft));
	}

	private Mono<Void> settled() {
		return Mono.create((sink) -> {
			this.closing = sink;
			if (this.open.get() == 0) {
				sink.success();
			}
		});
	}

	private Mono<Void> over(Duration time) {
		return Mono.create((sink) -> sink.onDispose(this.ticker.schedule(sink::success, time)::cancel));
	}

	private void tryOnceMore() {
		if (this.anyUnsettled) {
			this.remote.endRest();
			flush();
		}
	}

	private void tellWhatIsLeft() {
		int left = this.open.get();
		synchronized (this.unsettled) {
			left += this.unasked.size() + this.unsettled.size();
		}
		if (left > 0) {
			logger.warn("The client ends before the store of budgets has answered: {} settlements may not be counted",
					left);
		}
	}

}
