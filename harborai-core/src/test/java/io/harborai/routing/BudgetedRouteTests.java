package io.harborai.routing;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.function.Consumer;

import io.harborai.HarborAiClient;
import io.harborai.budget.BudgetStatus;
import io.harborai.chat.ChatCompletion;
import io.harborai.error.AttemptSummary;
import io.harborai.error.BudgetExceededException;
import io.harborai.fault.Reading;
import io.harborai.model.ModelInfo;
import io.harborai.model.PriceRow;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.HedgeSettings;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static io.harborai.routing.FakeVendor.fails;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Budgets of calls that move from model to model. A token costs 1 CNY; a prompt has 5,
 * and an answer is expected to have 25; what is answered is told to have used 10 and 20.
 */
class BudgetedRouteTests {

	private static final Duration USUAL = Duration.ofMillis(200);

	private static ModelInfo priced(String id) {
		return ModelInfo.builder("fake", id)
			.prices(List
				.of(PriceRow.builder(Currency.getInstance("CNY"), new BigDecimal(1_000_000), new BigDecimal(1_000_000))
					.build()))
			.build();
	}

	private static Routed routed(Consumer<HarborAiClient.Builder> budgets, Consumer<ProviderSettings.Builder> more) {
		return new Routed((b) -> {
			b.models(List.of(priced("a"), priced("b"), priced("c")))
				.route("smart", (r) -> r.model("a/a").model("b/b").model("c/c"));
			budgets.accept(b);
		}, more);
	}

	private static BudgetStatus status(Routed routed, String name) {
		return routed.client.budgets().stream().filter((status) -> status.name().equals(name)).findFirst().get();
	}

	@Test
	void withoutBudgetsThereAreNone() {
		try (Routed routed = new Routed((b) -> {
		})) {
			assertThat(routed.client.budgets()).isEmpty();
		}
	}

	@Test
	void aFailoverTakesTheReservationAlong() {
		try (Routed routed = routed((b) -> b.budget("all", (x) -> x.limit("30", "CNY").expectedOutputTokens(25))
			.budget("a", (x) -> x.limit("100", "CNY").provider("a").expectedOutputTokens(25)), (p) -> {
			})) {
			Sinks.One<ChatCompletion> sink = Sinks.one();
			routed.vendor.next("a", fails(FailoverTests::down)).next("b", FakeVendor.waits(sink));
			Reading<ChatCompletion> reading = routed.create(Routed.request("smart"));
			assertThat(routed.vendor.asked()).containsExactly("a", "b");
			assertThat(status(routed, "all").reserved()).isEqualByComparingTo("30");
			assertThat(status(routed, "a").reserved()).isZero();
			sink.tryEmitValue(FakeVendor.answer(routed.vendor.calls.get(1)));
			reading.completed();
			assertThat(status(routed, "all").spent()).isEqualByComparingTo("30");
			assertThat(status(routed, "all").reserved()).isZero();
			assertThat(status(routed, "a").spent()).isZero();
		}
	}

	@Test
	void aBudgetThatIsUsedUpSendsCallsToThoseThatItIsNotFor() {
		try (Routed routed = routed(
				(b) -> b.budget("a", (x) -> x.limit("30", "CNY").provider("a").expectedOutputTokens(25)), (p) -> {
				})) {
			assertThat(routed.ask("smart").meta().provider()).isEqualTo("a");
			ChatCompletion moved = routed.ask("smart");
			assertThat(moved.meta().provider()).isEqualTo("b");
			assertThat(moved.meta().attempts()).extracting(AttemptSummary::outcome)
				.containsExactly("budget_exceeded", "ok");
			assertThat(routed.vendor.asked()).containsExactly("a", "b");
		}
	}

	@Test
	void aBudgetForEverythingStopsACallForGood() {
		try (Routed routed = routed((b) -> b.budget("all", (x) -> x.limit("45", "CNY").expectedOutputTokens(25)),
				(p) -> {
				})) {
			routed.ask("smart");
			BudgetExceededException refused = routed.create(Routed.request("smart"))
				.failed(BudgetExceededException.class);
			assertThat(refused.attempts()).extracting(AttemptSummary::outcome)
				.containsExactly("budget_exceeded", "budget_exceeded", "budget_exceeded");
			assertThat(routed.vendor.asked()).containsExactly("a");
		}
	}

	@Test
	void aHedgeReservesForItselfAndTheLoserPaysForItsPrompt() {
		HedgeSettings hedge = new HedgeSettings(true, 0.95, Duration.ofMillis(50), 1d);
		try (Routed routed = routed((b) -> b.budget("all", (x) -> x.limit("100000", "CNY").expectedOutputTokens(25)),
				(p) -> p.resilience(Routed.ONCE.withHedge(hedge)))) {
			for (int i = 0; i < 20; i++) {
				Sinks.One<ChatCompletion> sink = Sinks.one();
				routed.vendor.next("a", FakeVendor.waits(sink));
				Reading<ChatCompletion> reading = routed.create(Routed.request("smart"));
				routed.ticker.advance(USUAL);
				sink.tryEmitValue(FakeVendor.answer(routed.vendor.calls.get(i)));
				reading.completed();
			}
			assertThat(status(routed, "all").spent()).isEqualByComparingTo("600");
			Sinks.One<ChatCompletion> second = Sinks.one();
			routed.vendor.next("a", (call) -> Mono.never()).next("b", FakeVendor.waits(second));
			Reading<ChatCompletion> reading = routed.create(Routed.request("smart"));
			assertThat(status(routed, "all").reserved()).isEqualByComparingTo("30");
			routed.ticker.advance(USUAL.multipliedBy(2));
			assertThat(status(routed, "all").reserved()).isEqualByComparingTo("60");
			second.tryEmitValue(FakeVendor.answer(routed.vendor.calls.get(21)));
			reading.completed();
			assertThat(status(routed, "all").reserved()).isZero();
			assertThat(status(routed, "all").spent()).isEqualByComparingTo("635");
		}
	}

}
