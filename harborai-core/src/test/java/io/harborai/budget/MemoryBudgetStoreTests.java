package io.harborai.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

import io.harborai.budget.BudgetStore.Account;
import io.harborai.budget.BudgetStore.Balance;
import io.harborai.budget.BudgetStore.Charge;
import io.harborai.budget.BudgetStore.Decision;
import io.harborai.budget.BudgetStore.Settlement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counting in memory.
 */
class MemoryBudgetStoreTests {

	private static final Instant START = Instant.parse("2026-03-05T00:00:00Z");

	private final AtomicReference<Instant> now = new AtomicReference<>(START);

	private final MemoryBudgetStore store = new MemoryBudgetStore(this.now::get);

	private static Account account(String budget, String tag, Instant at) {
		BudgetWindow.Span span = BudgetWindow.HOUR.at(at, ZoneOffset.UTC);
		return new Account(budget, tag, span.start(), span.end());
	}

	private Charge charge(Account account, long amount, long limit) {
		return new Charge(account, amount, limit, this.now.get().plusSeconds(60));
	}

	private Settlement settlement(Account account, long reserved, long spent) {
		return new Settlement(account, reserved, this.now.get().plusSeconds(60), spent);
	}

	private Decision reserve(Charge... charges) {
		return this.store.reserve(List.of(charges)).block();
	}

	@Test
	void everythingIsReservedOrNothing() {
		Account one = account("one", null, START);
		Account other = account("other", "acme", START);
		assertThat(reserve(charge(one, 6, 10), charge(other, 6, 6)))
			.isEqualTo(new Decision(-1, List.of(new Balance(0, 6), new Balance(0, 6))));
		assertThat(reserve(charge(one, 4, 10), charge(other, 1, 6)))
			.isEqualTo(new Decision(1, List.of(new Balance(0, 6), new Balance(0, 6))));
		assertThat(reserve(charge(one, 4, 10)).isGranted()).isTrue();
		assertThat(reserve(charge(one, 1, 10)).refusedBy()).isZero();
	}

	@Test
	void whatIsSettledIsSpentWithinTheLimitOrNot() {
		Account account = account("b", null, START);
		reserve(charge(account, 6, 10));
		assertThat(this.store.settle(List.of(settlement(account, 6, 2))).block()).containsExactly(new Balance(2, 0));
		assertThat(reserve(charge(account, 8, 10)).isGranted()).isTrue();
		assertThat(this.store.settle(List.of(settlement(account, 8, 20))).block()).containsExactly(new Balance(22, 0));
		assertThat(reserve(charge(account, 1, 10)).balances()).containsExactly(new Balance(22, 0));
		assertThat(this.store.read(List.of(account, account("c", null, START))).block())
			.containsExactly(new Balance(22, 0), Balance.ZERO);
	}

	@Test
	void whatIsOverIsForgottenAfterAnHour() {
		for (int i = 0; i < 100; i++) {
			reserve(charge(account("b", "tenant-" + i, START), 1, 10));
		}
		this.now.set(START.plus(Duration.ofMinutes(119)));
		reserve(charge(account("b", "late", this.now.get()), 1, 10));
		assertThat(this.store.size()).isEqualTo(101);
		this.now.set(START.plus(Duration.ofMinutes(121)));
		reserve(charge(account("b", "later", this.now.get()), 1, 10));
		assertThat(this.store.size()).isEqualTo(2);
		assertThat(this.store.settle(List.of(settlement(account("b", "tenant-1", START), 1, 1))).block())
			.as("nobody asks for it any more")
			.containsExactly(Balance.ZERO);
		assertThat(this.store.size()).isEqualTo(2);
	}

	@Test
	void manyAtOnceGetNoMoreThanThereIs() throws Exception {
		Account account = account("b", null, START);
		Account other = account("c", null, START);
		int threads = 8;
		CyclicBarrier barrier = new CyclicBarrier(threads);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		List<Future<Integer>> granted = new ArrayList<>();
		for (int t = 0; t < threads; t++) {
			granted.add(executor.submit(() -> {
				barrier.await();
				int count = 0;
				for (int i = 0; i < 1000; i++) {
					if (reserve(charge(other, 1, 100_000), charge(account, 3, 3000)).isGranted()) {
						count++;
						this.store.settle(List.of(settlement(other, 1, 1), settlement(account, 3, 3)));
					}
				}
				return count;
			}));
		}
		int sum = 0;
		for (Future<Integer> each : granted) {
			sum += each.get();
		}
		executor.shutdown();
		assertThat(sum).isEqualTo(1000);
		assertThat(this.store.read(List.of(account, other)).block()).containsExactly(new Balance(3000, 0),
				new Balance(1000, 0));
	}

}
