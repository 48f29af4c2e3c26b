package io.harborai.budget;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.harborai.budget.BudgetStore.Balance;
import io.harborai.budget.BudgetStore.Decision;
import io.harborai.budget.BudgetStore.Settlement;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.BudgetExceededException;
import io.harborai.fault.Reading;
import io.harborai.usage.Usage;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static io.harborai.budget.Guarded.budget;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store that takes its time, or is away.
 */
class DistantStoreTests {

	private static final Duration TIMEOUT = Duration.ofMillis(200);

	private static final Duration REST = Duration.ofSeconds(2);

	private final Distant store = new Distant();

	private Guarded guarded(boolean failClosed) {
		return new Guarded(this.store, new BudgetStoreSettings(TIMEOUT, failClosed), 1, budget("20"));
	}

	private static List<String> spent(Distant store) {
		return store.settled.stream()
			.map((settlement) -> Money.amount(settlement.reserved()) + " -> " + Money.amount(settlement.spent()))
			.toList();
	}

	@Test
	void aCallWaitsForItsReservationAndSettlesInTheBackground() {
		Guarded guarded = guarded(false);
		Reading<ChatCompletion> reading = guarded.create();
		assertThat(guarded.asked).isEmpty();
		this.store.grant();
		reading.completed();
		assertThat(guarded.asked).hasSize(1);
		assertThat(spent(this.store)).containsExactly("15 -> 8");
		this.store.settle(new Balance(Money.billionths(BigDecimal.TEN), 0));
		assertThat(guarded.status().spent()).as("with what others spent").isEqualByComparingTo("10");
		guarded.ticker.advance(TIMEOUT);
		assertThat(guarded.ticker.pending()).isZero();
	}

	@Test
	void whatTheStoreRefusesIsNotSent() {
		Guarded guarded = guarded(false);
		Reading<ChatCompletion> reading = guarded.create();
		this.store.refuse();
		reading.failed(BudgetExceededException.class);
		assertThat(guarded.asked).isEmpty();
		assertThat(this.store.settled).isEmpty();
		assertThat(guarded.ticker.pending()).isZero();
	}

	@Test
	void whoLeavesWhileWaitingGivesBackWhatIsGrantedLate() {
		Guarded guarded = guarded(false);
		Reading<ChatCompletion> reading = guarded.create();
		reading.cancel();
		this.store.grant();
		assertThat(guarded.asked).isEmpty();
		assertThat(spent(this.store)).containsExactly("15 -> 0");
		assertThat(reading.terminals()).isZero();
	}

	@Test
	void callsGoOnWithoutAStoreAndWhatTheySpendIsCountedWhenItIsBack() {
		Guarded guarded = guarded(false);
		Reading<ChatCompletion> first = guarded.create();
		guarded.ticker.advance(TIMEOUT.minusNanos(1));
		assertThat(first.terminals()).isZero();
		guarded.ticker.advance(Duration.ofNanos(1));
		first.completed();
		assertThat(this.store.cancelled).isOne();
		guarded.create().completed();
		assertThat(this.store.asked).as("who comes next doesn't wait").isOne();
		assertThat(this.store.settled).isEmpty();
		guarded.ticker.advance(REST);
		Reading<ChatCompletion> probe = guarded.create();
		guarded.create().completed();
		assertThat(this.store.asked).as("one finds out").isEqualTo(2);
		this.store.grant();
		probe.completed();
		assertThat(spent(this.store)).as("three went by without it").containsExactly("0 -> 24", "15 -> 8");
	}

	@Test
	void callsAreRefusedWithoutAStoreIfThatIsWanted() {
		Guarded guarded = guarded(true);
		Reading<ChatCompletion> first = guarded.create();
		guarded.ticker.advance(TIMEOUT);
		BudgetExceededException refused = first.failed(BudgetExceededException.class);
		assertThat(refused).hasMessageContaining("budget 'b' can't be asked: its store doesn't answer")
			.hasMessageContaining("harborai.store.fail-closed");
		assertThat(refused.retryable()).isTrue();
		guarded.create().failed(BudgetExceededException.class);
		assertThat(this.store.asked).isOne();
		assertThat(guarded.asked).isEmpty();
		guarded.ticker.advance(REST);
		Reading<ChatCompletion> probe = guarded.create();
		this.store.grant();
		probe.completed();
		Reading<ChatCompletion> next = guarded.create();
		this.store.grant();
		next.completed();
	}

	@Test
	void aStoreThatFailsIsAwayAtOnce() {
		this.store.failing = true;
		Guarded guarded = guarded(false);
		guarded.create().completed();
		guarded.create().completed();
		assertThat(this.store.asked).isOne();
		this.store.failing = false;
		guarded.ticker.advance(REST);
		Reading<ChatCompletion> reading = guarded.next((call) -> Flux.never()).create();
		this.store.grant();
		assertThat(spent(this.store)).containsExactly("0 -> 16");
		reading.cancel();
	}

	@Test
	void aSettlementThatFailsIsCountedLater() {
		Guarded guarded = guarded(false);
		Reading<ChatCompletion> reading = guarded.create();
		this.store.failing = true;
		this.store.grant();
		reading.completed();
		assertThat(this.store.settled).isEmpty();
		this.store.failing = false;
		guarded.ticker.advance(REST);
		assertThat(guarded.status().spent()).as("looking finds out, too").isZero();
		this.store.read(Balance.ZERO);
		assertThat(spent(this.store)).containsExactly("0 -> 8");
	}

	@Test
	void whatWasReservedIsGivenBackWhenTheStoreIsBackUnlessItMayHaveBeen() {
		Guarded guarded = guarded(false);
		Reading<ChatCompletion> first = guarded.next((call) -> Flux.never()).create();
		this.store.grant();
		Reading<ChatCompletion> second = guarded.next((call) -> Flux.never()).create();
		this.store.grant();
		Reading<ChatCompletion> third = guarded.next((call) -> Flux.never()).create();
		this.store.grant();
		this.store.failing = true;
		first.cancel();
		second.cancel();
		third.cancel();
		this.store.failing = false;
		guarded.ticker.advance(REST);
		guarded.status();
		this.store.read(Balance.ZERO);
		assertThat(spent(this.store)).containsExactly("15 -> 5", "15 -> 5", "0 -> 5");
	}

	private static AtomicBoolean close(Guarded guarded) {
		AtomicBoolean closed = new AtomicBoolean();
		guarded.guard.close(Duration.ofSeconds(1)).subscribe((nothing) -> {
		}, (failure) -> {
		}, () -> closed.set(true));
		return closed;
	}

	@Test
	void closingWaitsForWhatRunsAndItsSettlement() {
		Guarded guarded = guarded(false);
		Sinks.One<ChatCompletionChunk> sink = Sinks.one();
		Reading<ChatCompletion> reading = guarded.next((call) -> sink.asMono().flux()).create();
		this.store.grant();
		AtomicBoolean closed = close(guarded);
		assertThat(closed).isFalse();
		sink.tryEmitValue(Guarded.last(guarded.asked.get(0), Usage.of(5, 3)));
		reading.completed();
		assertThat(closed).isFalse();
		this.store.settle(Balance.ZERO);
		assertThat(closed).isTrue();
		assertThat(guarded.ticker.pending()).isZero();
	}

	@Test
	void closingTriesOnceMoreWhatTheStoreWasAwayFor() {
		Guarded guarded = guarded(false);
		Reading<ChatCompletion> reading = guarded.create();
		this.store.failing = true;
		this.store.grant();
		reading.completed();
		this.store.failing = false;
		AtomicBoolean closed = close(guarded);
		assertThat(spent(this.store)).containsExactly("0 -> 8");
		assertThat(closed).isFalse();
		this.store.settle(Balance.ZERO);
		assertThat(closed).isTrue();
	}

	@Test
	void closingDoesNotWaitForever() {
		Guarded guarded = guarded(false);
		Reading<ChatCompletion> settling = guarded.create();
		this.store.grant();
		settling.completed();
		AtomicBoolean closed = close(guarded);
		guarded.ticker.advance(TIMEOUT.multipliedBy(2));
		assertThat(closed).as("the store doesn't answer").isTrue();
		Guarded running = guarded(false);
		Reading<ChatCompletion> reading = running.next((call) -> Flux.never()).create();
		this.store.grant();
		closed = close(running);
		running.ticker.advance(TIMEOUT.multipliedBy(2).minusNanos(1));
		assertThat(closed).isFalse();
		running.ticker.advance(Duration.ofNanos(1));
		assertThat(closed).as("the time is over").isTrue();
		reading.cancel();
	}

	@Test
	void lookingWaitsForNobodyAndAsksOnceInAWhile() {
		Guarded guarded = guarded(false);
		assertThat(guarded.status().spent()).isZero();
		assertThat(this.store.reads).hasSize(1);
		this.store.read(new Balance(Money.billionths(BigDecimal.ONE), 0));
		assertThat(guarded.status().spent()).isEqualByComparingTo("1");
		guarded.status();
		assertThat(this.store.reads).hasSize(1);
		guarded.ticker.advance(Duration.ofSeconds(1));
		guarded.status();
		assertThat(this.store.reads).hasSize(2);
	}

	/**
	 * A store whose answers the test gives.
	 */
	private static final class Distant implements BudgetStore {

		private final List<Settlement> settled = new ArrayList<>();

		private final List<Sinks.One<List<Balance>>> reads = new ArrayList<>();

		private Sinks.One<Decision> decision = Sinks.one();

		private Sinks.One<List<Balance>> settling = Sinks.one();

		private boolean failing;

		private int asked;

		private int cancelled;

		private void grant() {
			this.decision.tryEmitValue(new Decision(-1, List.of(new Balance(0, Money.billionths(fifteen())))));
		}

		private void refuse() {
			this.decision.tryEmitValue(new Decision(0, List.of(new Balance(Money.billionths(fifteen()), 0))));
		}

		private static BigDecimal fifteen() {
			return new BigDecimal(15);
		}

		private void settle(Balance balance) {
			this.settling.tryEmitValue(List.of(balance));
		}

		private void read(Balance balance) {
			this.reads.get(this.reads.size() - 1).tryEmitValue(List.of(balance));
		}

		@Override
		public Mono<Decision> reserve(List<Charge> charges) {
			this.asked++;
			if (this.failing) {
				return Mono.error(new IllegalStateException("away"));
			}
			this.decision = Sinks.one();
			return this.decision.asMono().doOnCancel(() -> this.cancelled++);
		}

		@Override
		public Mono<List<Balance>> settle(List<Settlement> settlements) {
			if (this.failing) {
				return Mono.<List<Balance>>error(new IllegalStateException("away")).hide();
			}
			this.settled.addAll(settlements);
			this.settling = Sinks.one();
			return this.settling.asMono();
		}

		@Override
		public Mono<List<Balance>> read(List<Account> accounts) {
			Sinks.One<List<Balance>> read = Sinks.one();
			this.reads.add(read);
			return read.asMono();
		}

	}

}
