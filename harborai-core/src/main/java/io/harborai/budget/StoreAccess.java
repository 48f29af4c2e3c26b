package io.harborai.budget;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.harborai.budget.BudgetStore.Account;
import io.harborai.budget.BudgetStore.Balance;
import io.harborai.budget.BudgetStore.Charge;
import io.harborai.budget.BudgetStore.Decision;
import io.harborai.budget.BudgetStore.Settlement;
import io.harborai.call.Ticker;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * Asks a store, and doesn't wait for one that is away: after a failure only one question
 * in a while finds out whether it is back. What is spent meanwhile is kept, up to a bound,
 * and counted then. A settlement that fails may have been counted all the same: it is
 * rather counted twice than not at all. Thread-safe.
 */
final class StoreAccess {

	private static final Logger logger = LoggerFactory.getLogger(StoreAccess.class);

	private static final long REST_NANOS = Duration.ofSeconds(2).toNanos();

	private static final int MAX_KEPT = 10_000;

	private final BudgetStore store;

	private final long timeoutNanos;

	private final Ticker ticker;

	private final AtomicLong restsUntilNanos = new AtomicLong();

	private volatile boolean away;

	private volatile boolean remote;

	// Guarded by itself.
	private final Map<Account, Long> unsettled = new HashMap<>();

	private volatile boolean anyUnsettled;

	StoreAccess(BudgetStore store, Duration timeout, Ticker ticker) {
		this.store = store;
		this.timeoutNanos = timeout.toNanos();
		this.ticker = ticker;
	}

	/**
	 * Whether answers take their time.
	 */
	boolean isRemote() {
		return this.remote;
	}

	/**
	 * Reserve.
	 * @param charges what is asked for
	 * @param decided gets the answer, at once if the store knows it
	 * @param failed is told if there is none
	 */
	void reserve(List<Charge> charges, Consumer<Decision> decided, Runnable failed) {
		if (isResting()) {
			failed.run();
		}
		else {
			ask(() -> this.store.reserve(charges), decided, failed);
		}
	}

	/**
	 * Settle, now or when the store is back.
	 * @param settlements what is settled
	 * @param settled gets the balances
	 */
	void settle(List<Settlement> settlements, Consumer<List<Balance>> settled) {
		if (isResting()) {
			keep(settlements);
		}
		else {
			ask(() -> this.store.settle(settlements), settled, () -> keep(settlements));
		}
	}

	/**
	 * Read balances.
	 * @param accounts the accounts
	 * @param read gets the balances
	 */
	void read(List<Account> accounts, Consumer<List<Balance>> read) {
		if (!isResting()) {
			ask(() -> this.store.read(accounts), read, () -> {
			});
		}
	}

	private boolean isResting() {
		if (!this.away) {
			return false;
		}
		long until = this.restsUntilNanos.get();
		long now = this.ticker.nanoTime();
		// One of those who come when the rest is over asks; the others don't wait for it.
		return until - now > 0 || !this.restsUntilNanos.compareAndSet(until, now + REST_NANOS);
	}

	private <T> void ask(Supplier<Mono<T>> question, Consumer<T> answered, Runnable failed) {
		@Nullable T answer;
		try {
			Mono<T> asked = question.get();
			if (!(asked instanceof Callable<?>)) {
				this.remote = true;
				new Question<>(answered, failed).ask(asked);
				return;
			}
			answer = atOnce(asked);
		}
		catch (Exception ex) {
			failed(ex);
			failed.run();
			return;
		}
		if (answer == null) {
			failed(new IllegalStateException("The store said nothing"));
			failed.run();
			return;
		}
		succeeded();
		answered.accept(answer);
	}

	@SuppressWarnings("unchecked")
	private static <T> @Nullable T atOnce(Mono<T> known) throws Exception {
		return ((Callable<T>) known).call();
	}

	private void succeeded() {
		if (this.away) {
			this.away = false;
			logger.info("The store of budgets answers again");
		}
		if (this.anyUnsettled) {
			flush();
		}
	}

	private void failed(Throwable failure) {
		this.restsUntilNanos.set(this.ticker.nanoTime() + REST_NANOS);
		if (!this.away) {
			this.away = true;
			logger.warn("The store of budgets doesn't answer: {}", failure.toString());
		}
		else {
			logger.debug("The store of budgets still doesn't answer: {}", failure.toString());
		}
	}

	private void keep(List<Settlement> settlements) {
		int lost = 0;
		synchronized (this.unsettled) {
			for (Settlement settlement : settlements) {
				if (settlement.spent() == 0) {
					// The reservation expires by itself.
					continue;
				}
				if (this.unsettled.size() < MAX_KEPT || this.unsettled.containsKey(settlement.account())) {
					this.unsettled.merge(settlement.account(), settlement.spent(), Long::sum);
				}
				else {
					lost++;
				}
			}
			this.anyUnsettled = !this.unsettled.isEmpty();
		}
		if (lost > 0) {
			logger.warn("The store of budgets is away for too long: what {} attempts cost isn't counted", lost);
		}
	}

	private void flush() {
		List<Settlement> late;
		synchronized (this.unsettled) {
			late = this.unsettled.entrySet()
				.stream()
				.map((entry) -> new Settlement(entry.getKey(), 0, entry.getKey().end(), entry.getValue()))
				.toList();
			this.unsettled.clear();
			this.anyUnsettled = false;
		}
		if (!late.isEmpty()) {
			settle(late, (balances) -> {
			});
		}
	}

	/**
	 * A question whose answer takes its time, but not too much of it.
	 */
	private final class Question<T> implements CoreSubscriber<T> {

		private final Consumer<T> answered;

		private final Runnable failed;

		private final AtomicBoolean over = new AtomicBoolean();

		private volatile @Nullable Subscription source;

		private volatile Ticker.@Nullable Scheduled timer;

		private Question(Consumer<T> answered, Runnable failed) {
			this.answered = answered;
			this.failed = failed;
		}

		private void ask(Mono<T> asked) {
			try {
				this.timer = StoreAccess.this.ticker.schedule(this::late, StoreAccess.this.timeoutNanos);
			}
			catch (IllegalStateException closed) {
				logger.debug("The client has closed: the store is asked without a time limit");
			}
			asked.subscribe(this);
			if (this.over.get()) {
				stopTimer();
			}
		}

		private void stopTimer() {
			Ticker.Scheduled timer = this.timer;
			if (timer != null) {
				timer.cancel();
			}
		}

		private void late() {
			if (this.over.compareAndSet(false, true)) {
				Subscription source = this.source;
				if (source != null) {
					source.cancel();
				}
				StoreAccess.this.failed(new IllegalStateException("No answer in time"));
				this.failed.run();
			}
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.source = subscription;
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(T answer) {
			if (this.over.compareAndSet(false, true)) {
				stopTimer();
				succeeded();
				this.answered.accept(answer);
			}
			else {
				Operators.onDiscard(answer, currentContext());
			}
		}

		@Override
		public void onError(Throwable failure) {
			if (this.over.compareAndSet(false, true)) {
				stopTimer();
				StoreAccess.this.failed(failure);
				this.failed.run();
			}
		}

		@Override
		public void onComplete() {
			onError(new IllegalStateException("The store said nothing"));
		}

	}

}
