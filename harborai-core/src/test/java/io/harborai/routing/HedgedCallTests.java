package io.harborai.routing;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.List;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.AttemptSummary;
import io.harborai.error.InvalidRequestException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.error.RateLimitedException;
import io.harborai.fault.Reading;
import io.harborai.model.ModelInfo;
import io.harborai.model.PriceRow;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.BudgetSettings;
import io.harborai.resilience.HedgeSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static io.harborai.routing.FakeVendor.fails;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for second attempts beside late ones.
 */
class HedgedCallTests {

	private static final Duration USUAL = Duration.ofMillis(200);

	// Where all times are the same, twice as long is late.
	private static final Duration LATE = USUAL.multipliedBy(2);

	private static Routed routed() {
		return routed(1d, BudgetSettings.DEFAULTS);
	}

	private static Routed routed(double maxExtraLoad, BudgetSettings budget) {
		HedgeSettings hedge = new HedgeSettings(true, 0.95, Duration.ofMillis(50), maxExtraLoad);
		return new Routed((b) -> b.route("smart", (r) -> r.model("a").model("b").model("c").budget(budget)),
				(p) -> p.resilience(Routed.ONCE.withHedge(hedge)));
	}

	/**
	 * Let a model become known for the time it takes.
	 */
	private static void learn(Routed routed, String name, int calls) {
		for (int i = 0; i < calls; i++) {
			Sinks.One<ChatCompletion> sink = Sinks.one();
			routed.vendor.next("a", FakeVendor.waits(sink));
			Reading<ChatCompletion> reading = routed.create(Routed.request(name));
			routed.ticker.advance(USUAL);
			sink.tryEmitValue(FakeVendor.answer(last(routed)));
			reading.completed();
		}
		routed.vendor.calls.clear();
	}

	private static io.harborai.call.ChatCall last(Routed routed) {
		return routed.vendor.calls.get(routed.vendor.calls.size() - 1);
	}

	@Test
	@DisplayName("F43 a call that is late is answered by the next model")
	void lateCallIsAnsweredByTheNextModel() {
		try (Routed routed = routed()) {
			learn(routed, "smart", 20);
			routed.vendor.next("a", (call) -> Mono.never());
			Reading<ChatCompletion> reading = routed.create(Routed.request("smart"));
			routed.ticker.advance(LATE.minusNanos(1));
			assertThat(routed.vendor.asked()).containsExactly("a");
			routed.ticker.advance(Duration.ofNanos(1));
			ChatCompletion answer = reading.completed().get(0);
			assertThat(answer.meta().provider()).isEqualTo("b");
			assertThat(answer.meta().attempts()).extracting(AttemptSummary::target, AttemptSummary::outcome)
				.containsExactlyInAnyOrder(org.assertj.core.groups.Tuple.tuple("b/b", "ok"),
						org.assertj.core.groups.Tuple.tuple("a/a", "cancelled"));
			assertThat(routed.vendor.cancelled).containsExactly("a");
		}
	}

	@Test
	void streamsAreHedgedBeforeTheirFirstDelta() {
		try (Routed routed = routed()) {
			for (int i = 0; i < 20; i++) {
				Sinks.One<ChatCompletion> sink = Sinks.one();
				routed.vendor.next("a", FakeVendor.waits(sink));
				Reading<ChatCompletionChunk> reading = stream(routed);
				routed.ticker.advance(USUAL);
				sink.tryEmitValue(FakeVendor.answer(last(routed)));
				reading.completed();
			}
			routed.vendor.next("a", (call) -> Mono.never());
			Reading<ChatCompletionChunk> reading = stream(routed);
			routed.ticker.advance(LATE);
			List<ChatCompletionChunk> chunks = reading.completed();
			assertThat(chunks).hasSize(2);
			assertThat(chunks.get(1).meta().attempts()).extracting(AttemptSummary::outcome)
				.containsExactlyInAnyOrder("ok", "cancelled");
		}
	}

	private static Reading<ChatCompletionChunk> stream(Routed routed) {
		Reading<ChatCompletionChunk> reading = new Reading<>(Long.MAX_VALUE);
		routed.client.chat().completions().stream(Routed.request("smart")).subscribe(reading);
		return reading;
	}

	@Test
	void fewerThanTwentyTimesSayNothing() {
		try (Routed routed = routed()) {
			learn(routed, "smart", 19);
			routed.vendor.next("a", (call) -> Mono.never());
			Reading<ChatCompletion> reading = routed.create(Routed.request("smart"));
			routed.ticker.advance(Duration.ofMinutes(1));
			assertThat(routed.vendor.asked()).containsExactly("a");
			reading.cancel();
		}
	}

	@Test
	void minimumDelayIsWaited() {
		HedgeSettings hedge = new HedgeSettings(true, 0.95, Duration.ofSeconds(2), 1d);
		try (Routed routed = new Routed((b) -> b.route("smart", (r) -> r.model("a").model("b")),
				(p) -> p.resilience(Routed.ONCE.withHedge(hedge)))) {
			learn(routed, "smart", 20);
			routed.vendor.next("a", (call) -> Mono.never());
			Reading<ChatCompletion> reading = routed.create(Routed.request("smart"));
			routed.ticker.advance(Duration.ofMillis(1999));
			assertThat(routed.vendor.asked()).containsExactly("a");
			routed.ticker.advance(Duration.ofMillis(1));
			reading.completed();
		}
	}

	@Test
	void timesOfLosersCountToo() {
		HedgeSettings hedge = new HedgeSettings(true, 1d, Duration.ofMillis(50), 1d);
		try (Routed routed = new Routed((b) -> b.route("smart", (r) -> r.model("a").model("b")),
				(p) -> p.resilience(Routed.ONCE.withHedge(hedge)))) {
			learn(routed, "smart", 20);
			for (int i = 0; i < 8; i++) {
				Sinks.One<ChatCompletion> sink = Sinks.one();
				routed.vendor.next("a", (call) -> Mono.never()).next("b", FakeVendor.waits(sink));
				Reading<ChatCompletion> reading = routed.create(Routed.request("smart"));
				routed.ticker.advance(Duration.ofSeconds(5));
				sink.tryEmitValue(FakeVendor.answer(last(routed)));
				reading.completed();
			}
			routed.vendor.calls.clear();
			routed.vendor.next("a", (call) -> Mono.never());
			Reading<ChatCompletion> reading = routed.create(Routed.request("smart"));
			routed.ticker.advance(USUAL.multipliedBy(3).minusNanos(1));
			assertThat(routed.vendor.asked()).as("the losers' times have moved what is late").containsExactly("a");
			routed.ticker.advance(Duration.ofNanos(1));
			reading.completed();
		}
	}

	@Test
	void modelThatIsAloneIsAskedTwice() {
		try (Routed routed = routed()) {
			learn(routed, "a", 20);
			routed.vendor.next("a", (call) -> Mono.never());
			Reading<ChatCompletion> reading = routed.create(Routed.request("a"));
			routed.ticker.advance(LATE);
			assertThat(reading.completed().get(0).meta().attempts()).extracting(AttemptSummary::target)
				.containsExactly("a/a", "a/a");
		}
	}

	@Test
	void failureOfTheLateOneWaitsForTheOther() {
		try (Routed routed = routed()) {
			learn(routed, "smart", 20);
			Sinks.One<ChatCompletion> first = Sinks.one();
			Sinks.One<ChatCompletion> second = Sinks.one();
			routed.vendor.next("a", FakeVendor.waits(first)).next("b", FakeVendor.waits(second));
			Reading<ChatCompletion> reading = routed.create(Routed.request("smart"));
			routed.ticker.advance(LATE);
			first.tryEmitError(FakeVendor.failure(routed.vendor.calls.get(0), FailoverTests::down));
			assertThat(reading.terminals()).isZero();
			second.tryEmitValue(FakeVendor.answer(routed.vendor.calls.get(1)));
			assertThat(reading.completed().get(0).meta().attempts()).extracting(AttemptSummary::outcome)
				.containsExactly("provider_unavailable", "ok");
		}
	}

	@Test
	void afterBothHaveFailedTheThirdIsAsked() {
		try (Routed routed = routed()) {
			learn(routed, "smart", 20);
			Sinks.One<ChatCompletion> first = Sinks.one();
			routed.vendor.next("a", FakeVendor.waits(first)).next("b", fails(FailoverTests::down));
			Reading<ChatCompletion> reading = routed.create(Routed.request("smart"));
			routed.ticker.advance(LATE);
			first.tryEmitError(FakeVendor.failure(routed.vendor.calls.get(0), FailoverTests::down));
			assertThat(reading.completed().get(0).meta().provider()).isEqualTo("c");
			assertThat(routed.vendor.asked()).containsExactly("a", "b", "c");
		}
	}

	@Test
	void failureThatIsFinalForOneOfThemIsFinal() {
		try (Routed routed = routed()) {
			learn(routed, "smart", 20);
			Sinks.One<ChatCompletion> first = Sinks.one();
			routed.vendor.next("a", FakeVendor.waits(first))
				.next("b", fails((d) -> new InvalidRequestException(d, null)));
			Reading<ChatCompletion> reading = routed.create(Routed.request("smart"));
			routed.ticker.advance(LATE);
			first.tryEmitError(FakeVendor.failure(routed.vendor.calls.get(0), FailoverTests::down));
			reading.failed(ProviderUnavailableException.class);
			assertThat(routed.vendor.asked()).containsExactly("a", "b");
		}
	}

	@Test
	void deterministicFailureIsNotHedged() {
		try (Routed routed = routed()) {
			learn(routed, "smart", 20);
			routed.vendor.next("a", fails((d) -> new InvalidRequestException(d, null)));
			routed.create(Routed.request("smart")).failed(InvalidRequestException.class);
			routed.ticker.advance(Duration.ofMinutes(1));
			assertThat(routed.vendor.asked()).containsExactly("a");
		}
	}

	@Test
	@DisplayName("F43 the extra load of second attempts is capped")
	void extraLoadIsCappedWithoutAFloor() {
		try (Routed routed = routed(0.05, BudgetSettings.DEFAULTS)) {
			learn(routed, "smart", 20);
			routed.ticker.advance(Duration.ofHours(1));
			routed.vendor.always("a", (call) -> Mono.never());
			for (int i = 0; i < 40; i++) {
				Reading<ChatCompletion> reading = routed.create(Routed.request("smart"));
				routed.ticker.advance(Duration.ofSeconds(10));
				reading.cancel();
			}
			assertThat(routed.vendor.asked().stream().filter("b"::equals)).hasSize(3);
		}
	}

	@Test
	void routesBudgetPaysToo() {
		try (Routed routed = routed(1d, new BudgetSettings(0d, 0d, 1d, 1d))) {
			learn(routed, "smart", 20);
			routed.vendor.always("a", (call) -> Mono.never());
			Reading<ChatCompletion> paid = routed.create(Routed.request("smart"));
			routed.ticker.advance(Duration.ofSeconds(1));
			paid.completed();
			Reading<ChatCompletion> unpaid = routed.create(Routed.request("smart"));
			routed.ticker.advance(Duration.ofSeconds(1));
			assertThat(routed.vendor.asked()).containsExactly("a", "b", "a");
			unpaid.cancel();
		}
	}

	@Test
	void ejectedModelIsNotTheSecond() {
		try (Routed routed = routed()) {
			learn(routed, "smart", 20);
			routed.vendor.always("a", fails((d) -> new RateLimitedException(d, null)))
				.always("b", fails(FailoverTests::down));
			for (int i = 0; i < 5; i++) {
				routed.ask("smart");
			}
			routed.vendor.calls.clear();
			routed.vendor.always("a", (call) -> Mono.never());
			Reading<ChatCompletion> reading = routed.create(Routed.request("smart"));
			routed.ticker.advance(Duration.ofSeconds(1));
			assertThat(reading.completed().get(0).meta().provider()).isEqualTo("c");
			assertThat(routed.vendor.asked()).containsExactly("a", "c");
		}
	}

	@Test
	void modelThatIsGoneIsNotAskedAgain() {
		try (Routed routed = routed()) {
			learn(routed, "a", 20);
			Sinks.One<ChatCompletion> sink = Sinks.one();
			routed.vendor.next("a", FakeVendor.waits(sink));
			Reading<ChatCompletion> reading = routed.create(Routed.request("a"));
			routed.client.providers().disable("a");
			routed.ticker.advance(Duration.ofSeconds(5));
			assertThat(routed.vendor.asked()).containsExactly("a");
			sink.tryEmitValue(FakeVendor.answer(last(routed)));
			reading.completed();
		}
	}

	@Test
	void cancelReachesBoth() {
		try (Routed routed = routed()) {
			learn(routed, "smart", 20);
			routed.vendor.next("a", (call) -> Mono.never()).next("b", (call) -> Mono.never());
			Reading<ChatCompletion> reading = routed.create(Routed.request("smart"));
			routed.ticker.advance(LATE);
			reading.cancel();
			assertThat(routed.vendor.cancelled).containsExactlyInAnyOrder("a", "b");
		}
	}

	@Test
	void costOfTheLoserIsPartOfTheCost() {
		HedgeSettings hedge = new HedgeSettings(true, 0.95, Duration.ofMillis(50), 1d);
		try (Routed routed = new Routed(
				(b) -> b.provider("x", (p) -> p.vendor("fake").resilience(Routed.ONCE).model(priced("x")))
					.route("smart", (r) -> r.model("a/priced").model("x")),
				(p) -> p.model(priced("priced")).resilience(Routed.ONCE.withHedge(hedge)))) {
			learn(routed, "smart", 20);
			routed.vendor.next("a", (call) -> Mono.never());
			Reading<ChatCompletion> reading = routed.create(Routed.request("smart"));
			routed.ticker.advance(LATE);
			ChatCompletion answer = reading.completed().get(0);
			// "Hello" is taken for 5 tokens at 1 CNY; the answer has 10 and 20 at 1 and
			// 2.
			assertThat(answer.meta().attempts()).filteredOn((attempt) -> attempt.outcome().equals("cancelled"))
				.singleElement()
				.satisfies((loser) -> assertThat(loser.cost().amount()).isEqualByComparingTo("0.000005"));
			assertThat(answer.meta().cost().amount()).isEqualByComparingTo("0.000055");
		}
	}

	private static ModelInfo priced(String id) {
		return ModelInfo.builder("fake", id)
			.prices(List
				.of(PriceRow.builder(Currency.getInstance("CNY"), BigDecimal.ONE, BigDecimal.valueOf(2)).build()))
			.build();
	}

	@Test
	void offIsAbsent() {
		try (Routed routed = new Routed((b) -> b.route("smart", (r) -> r.model("a").model("b")))) {
			routed.vendor.next("a", (call) -> Mono.never());
			Reading<ChatCompletion> reading = routed.create(Routed.request("smart"));
			assertThat(routed.ticker.pending()).isZero();
			reading.cancel();
		}
		assertThat(ProviderSettings.DEFAULTS.resilience().hedge().enabled()).isFalse();
	}

}
