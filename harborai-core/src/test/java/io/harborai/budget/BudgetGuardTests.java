package io.harborai.budget;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.error.AttemptSummary;
import io.harborai.error.BudgetExceededException;
import io.harborai.error.CallTimeoutException;
import io.harborai.error.ErrorClass;
import io.harborai.error.ErrorDetails;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.fault.Reading;
import io.harborai.model.ModelInfo;
import io.harborai.model.PriceRow;
import io.harborai.usage.Usage;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import static io.harborai.budget.Guarded.answers;
import static io.harborai.budget.Guarded.budget;
import static io.harborai.budget.Guarded.fails;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is reserved, settled and refused, one attempt at a time.
 */
class BudgetGuardTests {

	@Test
	void whatAnAttemptMayCostIsReservedAndWhatItCostIsSpent() {
		Guarded guarded = Guarded.by(budget("100"));
		Sinks.One<ChatCompletionChunk> sink = Sinks.one();
		Reading<ChatCompletion> reading = guarded.next((call) -> sink.asMono().flux()).create();
		assertThat(guarded.reserved()).isEqualTo("15");
		assertThat(guarded.spent()).isEqualTo("0");
		sink.tryEmitValue(Guarded.last(guarded.asked.get(0), Usage.of(5, 3)));
		reading.completed();
		assertThat(guarded.reserved()).isEqualTo("0");
		assertThat(guarded.spent()).isEqualTo("8");
		assertThat(guarded.status().remaining()).isEqualByComparingTo("92");
	}

	@Test
	void aRequestThatSaysHowLongItsAnswerMayBeIsTakenAtItsWord() {
		Guarded guarded = Guarded.by(budget("100"));
		ChatCompletionRequest request = Guarded.request().toBuilder().maxTokens(40).n(2).build();
		Reading<ChatCompletion> reading = guarded.next((call) -> Flux.never()).create(request, Guarded.PRICED);
		assertThat(guarded.reserved()).isEqualTo("85");
		reading.cancel();
	}

	@Test
	void anAnswerIsNotExpectedToBeLongerThanTheModelsCanBe() {
		Guarded guarded = Guarded.by(budget("100"));
		ModelInfo terse = Guarded.PRICED.toBuilder().maxOutput(4).build();
		Reading<ChatCompletion> reading = guarded.next((call) -> Flux.never()).create(Guarded.request(), terse);
		assertThat(guarded.reserved()).isEqualTo("9");
		reading.cancel();
	}

	@Test
	void whatThereIsNoRoomForIsRefusedAndNeverSent() {
		Guarded guarded = Guarded.by(budget("20"));
		Sinks.One<ChatCompletionChunk> sink = Sinks.one();
		Reading<ChatCompletion> first = guarded.next((call) -> sink.asMono().flux()).create();
		BudgetExceededException refused = guarded.create().failed(BudgetExceededException.class);
		assertThat(guarded.asked).hasSize(1);
		assertThat(refused.budget()).isEqualTo("b");
		assertThat(refused.resetsAt()).isEqualTo("2026-03-06T00:00:00Z");
		assertThat(refused.retryable()).isFalse();
		assertThat(refused.provider()).isEqualTo("p");
		assertThat(ErrorClass.of(refused)).isEqualTo(ErrorClass.REFUSED);
		assertThat(refused.attempts()).extracting(AttemptSummary::outcome).containsExactly("budget_exceeded");
		assertThat(refused).hasMessage("p/m: budget 'b' has no room for this call: of 20 CNY until "
				+ "2026-03-06T00:00:00Z, 0 are spent and 15 reserved, and it may cost 15. Raise "
				+ "harborai.budgets.b.limit, ask a cheaper model or for a shorter answer by its max tokens, or wait "
				+ "for the next day.");
		assertThat(guarded.status().isExceeded()).isTrue();
		assertThat(guarded.status().refused()).isOne();
		sink.tryEmitValue(Guarded.last(guarded.asked.get(0), Usage.of(3, 2)));
		first.completed();
		guarded.create().completed();
		assertThat(guarded.spent()).isEqualTo("13");
	}

	@Test
	void aRefusalIsAMinutesNewsWhileThereIsRoomForOthers() {
		for (Budget budget : List.of(budget("20"), budget("b", "20", (b) -> b.tag("tenant")))) {
			Guarded guarded = Guarded.by(budget);
			ChatCompletionRequest huge = Guarded.request("tenant", "a").toBuilder().maxTokens(1000).build();
			guarded.create(huge, Guarded.PRICED).failed(BudgetExceededException.class);
			assertThat(guarded.status().isExceeded()).isTrue();
			assertThat(guarded.status().isSpent()).isFalse();
			guarded.create("tenant", "a").completed();
			guarded.later(Duration.ofSeconds(60));
			assertThat(guarded.status().isExceeded()).isTrue();
			guarded.later(Duration.ofNanos(1));
			assertThat(guarded.status().isExceeded()).isFalse();
			assertThat(guarded.status().refused()).isOne();
		}
	}

	@Test
	void whatIsSpentToTheLastIsWarnedOfAndThenExceeded() {
		Guarded guarded = Guarded.by(budget("16"));
		guarded.create().completed();
		assertThat(guarded.status().isWarning()).isFalse();
		guarded = Guarded.by(budget("16"));
		guarded.next(answers(8)).create().completed();
		assertThat(guarded.spent()).isEqualTo("13");
		assertThat(guarded.status().isWarning()).isTrue();
		assertThat(guarded.status().isExceeded()).isFalse();
		guarded = Guarded.by(budget("16"));
		guarded.next(answers(30)).create().completed();
		assertThat(guarded.status().isExceeded()).isTrue();
		assertThat(guarded.status().isSpent()).isTrue();
		assertThat(guarded.status().remaining()).isEqualByComparingTo("-19");
	}

	@Test
	void whatFailsBeforeItSaysAnythingCostsNothingAndEachAttemptReservesForItself() {
		Guarded guarded = new Guarded(new MemoryBudgetStore(), BudgetStoreSettings.DEFAULTS, 3, budget("15"));
		Reading<ChatCompletion> reading = guarded
			.next(fails((d) -> new ProviderUnavailableException(retryable(d), null)))
			.next((call) -> Flux.never())
			.create();
		assertThat(guarded.reserved()).as("nothing is held between attempts").isEqualTo("0");
		guarded.ticker.advance(Duration.ofSeconds(1));
		assertThat(guarded.asked).hasSize(2);
		assertThat(guarded.reserved()).isEqualTo("15");
		reading.cancel();
		assertThat(guarded.reserved()).isEqualTo("0");
		assertThat(guarded.spent()).as("the prompt was read").isEqualTo("5");
	}

	private static ErrorDetails retryable(ErrorDetails details) {
		return ErrorDetails.problem(details.problem()).attempts(details.attempts()).retryable(true).build();
	}

	@Test
	void aRetryThatThereIsNoRoomForIsRefused() {
		Guarded guarded = new Guarded(new MemoryBudgetStore(), BudgetStoreSettings.DEFAULTS, 3, budget("15"));
		Reading<ChatCompletion> reading = guarded
			.next(fails((d) -> new ProviderUnavailableException(retryable(d), null)))
			.create();
		Reading<ChatCompletion> other = guarded.next((call) -> Flux.never()).create();
		guarded.ticker.advance(Duration.ofSeconds(1));
		assertThat(reading.failed(BudgetExceededException.class).attempts()).extracting(AttemptSummary::outcome)
			.containsExactly("provider_unavailable", "budget_exceeded");
		other.cancel();
	}

	@Test
	void aTimeoutBeforeTheFirstTokenCostsNothing() {
		Guarded guarded = Guarded.by(budget("100"));
		guarded.next(fails((d) -> new CallTimeoutException(CallTimeoutException.Clock.FIRST_TOKEN, d, null)))
			.create()
			.failed(CallTimeoutException.class);
		assertThat(guarded.spent()).isEqualTo("0");
		assertThat(guarded.reserved()).isEqualTo("0");
	}

	@Test
	void aStreamThatBreaksOffCostsWhatItSaid() {
		Guarded guarded = Guarded.by(budget("100"));
		guarded
			.next((call) -> Flux.just(Guarded.chunk(call, "12345678"))
				.concatWith(fails((d) -> new ProviderUnavailableException(d, null)).apply(call)))
			.stream()
			.failed(ProviderUnavailableException.class);
		assertThat(guarded.spent()).isEqualTo("7");
		assertThat(guarded.reserved()).isEqualTo("0");
	}

	@Test
	void aStreamThatIsCancelledCostsWhatItSaid() {
		Guarded guarded = Guarded.by(budget("100"));
		Reading<ChatCompletionChunk> reading = guarded
			.next((call) -> Flux.just(Guarded.chunk(call, "12345678")).concatWith(Flux.never()))
			.stream();
		reading.awaitItems(1);
		assertThat(guarded.reserved()).isEqualTo("15");
		reading.cancel();
		assertThat(guarded.spent()).isEqualTo("7");
		assertThat(guarded.reserved()).isEqualTo("0");
	}

	@Test
	void aStreamCostsWhatItsVendorTells() {
		Guarded guarded = Guarded.by(budget("100"));
		guarded.next(answers(20)).stream().completed();
		assertThat(guarded.spent()).isEqualTo("25");
		assertThat(guarded.reserved()).isEqualTo("0");
	}

	@Test
	void severalBudgetsAreDrawnOnTogetherOrNotAtAll() {
		Guarded guarded = Guarded.by(budget("wide", "100", (b) -> b.provider("p")),
				budget("narrow", "20", (b) -> b.model("m")), budget("other", "1", (b) -> b.provider("q")));
		Reading<ChatCompletion> first = guarded.next((call) -> Flux.never()).create();
		assertThat(guarded.create().failed(BudgetExceededException.class).budget()).isEqualTo("narrow");
		assertThat(guarded.guard.statuses()).extracting((status) -> status.reserved().intValueExact())
			.containsExactly(15, 15, 0);
		first.cancel();
	}

	@Test
	void eachValueOfATagHasTheLimitForItselfAndCallsWithoutItDoNotCount() {
		Guarded guarded = Guarded.by(budget("b", "20", (b) -> b.tag("tenant")));
		Reading<ChatCompletion> acme = guarded.next((call) -> Flux.never()).create("tenant", "acme");
		assertThat(guarded.create("tenant", "acme").failed(BudgetExceededException.class))
			.hasMessageContaining("budget 'b' of tenant 'acme' has no room");
		guarded.create("tenant", "other", "team", "x").completed();
		guarded.next((call) -> Flux.never()).create().cancel();
		BudgetStatus status = guarded.status();
		assertThat(status.scope()).isEqualTo("each tenant");
		assertThat(status.reserved()).as("of the value that has least left").isEqualByComparingTo("15");
		assertThat(status.refused()).isOne();
		assertThat(status.tags()).containsExactly(
				new BudgetStatus.TagValue("other", new BigDecimal("8"), BigDecimal.ZERO, 0),
				new BudgetStatus.TagValue("acme", BigDecimal.ZERO, new BigDecimal("15"), 1));
		acme.cancel();
	}

	@Test
	void onlyTheValuesThatSpentMostAreTold() {
		Guarded guarded = Guarded.by(budget("b", "100", (b) -> b.tag("tenant")));
		for (int i = 0; i < 50; i++) {
			guarded.next(answers(i)).create("tenant", "t" + i).completed();
		}
		assertThat(guarded.status().tags()).hasSize(BudgetStatus.MAX_TAGS);
		assertThat(guarded.status().tags().get(0).value()).isEqualTo("t49");
		assertThat(guarded.status().spent()).isEqualByComparingTo("54");
	}

	@Test
	void ofValuesThatSpentAsMuchTheFirstByNameAreToldAndOnlyTheFullestAreRead() {
		LiveBudget budget = new LiveBudget(budget("b", "100", (b) -> b.tag("tenant")), Guarded.START);
		for (int i = 0; i < 1000; i++) {
			Share share = budget.share("t%03d".formatted(i), Guarded.START);
			share.seen(new BudgetStore.Balance(i % 100 * 1_000_000_000L, (i == 555) ? 1_000_000_000_000L : 0));
		}
		List<BudgetStatus.TagValue> tags = budget.status(Guarded.START).tags();
		assertThat(tags).extracting(BudgetStatus.TagValue::value)
			.startsWith("t099", "t199", "t299", "t399", "t499", "t599", "t699", "t799", "t899", "t999", "t098")
			.hasSize(BudgetStatus.MAX_TAGS)
			.endsWith("t998");
		assertThat(budget.status(Guarded.START).reserved()).isEqualByComparingTo("1000");
		assertThat(budget.fullest(Guarded.START)).extracting((share) -> share.account().tag())
			.startsWith("t555", "t099")
			.hasSize(BudgetStatus.MAX_TAGS)
			.endsWith("t898");
	}

	@Test
	void valuesBeyondTheBoundShareAnAccount() {
		LiveBudget budget = new LiveBudget(budget("b", "100", (b) -> b.tag("tenant")), Guarded.START);
		for (int i = 0; i < LiveBudget.MAX_TAG_VALUES; i++) {
			assertThat(budget.share("t" + i, Guarded.START).account().tag()).isEqualTo("t" + i);
		}
		Share others = budget.share("x", Guarded.START);
		assertThat(others.account().tag()).isEqualTo(LiveBudget.OTHERS);
		assertThat(budget.share("y", Guarded.START)).isSameAs(others);
		assertThat(budget.share("t1", Guarded.START)).isNotSameAs(others);
		Instant tomorrow = Guarded.START.plus(Duration.ofDays(1));
		assertThat(budget.share("y", tomorrow).account().tag()).as("another day").isEqualTo("y");
	}

	@Test
	void anUnknownPriceIsLetPassUncountedOrRefused() {
		ModelInfo unpriced = ModelInfo.builder("v", "m").build();
		Guarded guarded = Guarded.by(budget("0"));
		for (ModelInfo info : new ModelInfo[] { unpriced, null }) {
			guarded.create(Guarded.request(), info).completed();
		}
		assertThat(guarded.status().unpriced()).isEqualTo(2);
		assertThat(guarded.status().isExceeded()).isTrue();
		Guarded closed = Guarded.by(budget("b", "100", (b) -> b.refuseUnpriced(true)));
		for (ModelInfo info : new ModelInfo[] { unpriced, null }) {
			BudgetExceededException refused = closed.create(Guarded.request(), info)
				.failed(BudgetExceededException.class);
			assertThat(refused).hasMessageContaining("the model has no known price in CNY")
				.hasMessageContaining("harborai.budgets.b.refuse-unpriced");
			assertThat(refused.resetsAt()).isNull();
		}
		assertThat(closed.asked).isEmpty();
		assertThat(closed.status().unpriced()).isEqualTo(2);
		closed.create().completed();
	}

	@Test
	void aPriceInAnotherCurrencyIsNone() {
		Guarded guarded = Guarded.by(budget("b", "1", (b) -> b.limit("1", "USD").refuseUnpriced(true)));
		assertThat(guarded.create().failed(BudgetExceededException.class)).hasMessageContaining("price in USD");
	}

	@Test
	void whatIsSpentIsWhatTheAnswerCostsThoughThePriceHasChangedMeanwhile() {
		Instant changed = Guarded.START.plusSeconds(60);
		Currency currency = Currency.getInstance("CNY");
		PriceRow before = PriceRow.builder(currency, new BigDecimal(1_000_000), new BigDecimal(1_000_000))
			.effectiveUntil(changed)
			.build();
		PriceRow after = PriceRow.builder(currency, new BigDecimal(2_000_000), new BigDecimal(2_000_000))
			.effectiveFrom(changed)
			.build();
		ModelInfo model = ModelInfo.builder("v", "m").prices(List.of(before, after)).build();
		Guarded guarded = Guarded.by(budget("100"));
		ChatCompletion answer = guarded.create(Guarded.request(), model).completed().get(0);
		assertThat(guarded.status().spent()).isEqualByComparingTo(answer.cost().amount());
	}

	@Test
	void whatIsFreeDrawsOnNothing() {
		Guarded guarded = Guarded.by(budget("b", "0", (b) -> b.refuseUnpriced(true)));
		guarded.create(Guarded.request(), Guarded.priced("m", "0")).completed();
		assertThat(guarded.status().unpriced()).isZero();
	}

	@Test
	void aBudgetStartsAnewAndAnAttemptCountsWhereItStarted() {
		Guarded guarded = Guarded.by(budget("b", "20", (b) -> b.window(BudgetWindow.HOUR).timeZone(ZoneId.of("UTC"))));
		Sinks.One<ChatCompletionChunk> sink = Sinks.one();
		Reading<ChatCompletion> late = guarded.next((call) -> sink.asMono().flux()).create();
		guarded.create().failed(BudgetExceededException.class);
		guarded.later(Duration.ofMinutes(30));
		assertThat(guarded.status().windowStart()).isEqualTo("2026-03-05T11:00:00Z");
		assertThat(guarded.status().isExceeded()).isFalse();
		guarded.create().completed();
		sink.tryEmitValue(Guarded.last(guarded.asked.get(0), Usage.of(5, 3)));
		late.completed();
		assertThat(guarded.spent()).isEqualTo("8");
	}

	@Test
	void whoLeavesOnSubscriptionLeavesNothingReserved() {
		Guarded guarded = Guarded.by(budget("20"));
		Reading<ChatCompletion> reading = guarded.next((call) -> Flux.never()).create();
		reading.cancel();
		reading.cancel();
		assertThat(guarded.reserved()).isEqualTo("0");
		assertThat(guarded.spent()).isEqualTo("5");
	}

	@Test
	void aSourceThatThrowsIsAFailure() {
		Guarded guarded = Guarded.by(budget("20"));
		Reading<ChatCompletion> reading = guarded.next((call) -> {
			throw new IllegalStateException("broken");
		}).create();
		assertThat(reading.ended().errors()).singleElement().isInstanceOf(IllegalStateException.class);
		assertThat(guarded.reserved()).isEqualTo("0");
		assertThat(guarded.spent()).isEqualTo("0");
	}

	@Test
	void statusesAreOnePerBudgetInOrder() {
		Guarded guarded = Guarded.by(budget("one", "1", (b) -> {
		}), budget("two", "2", (b) -> b.window(BudgetWindow.MONTH)));
		assertThat(guarded.guard.statuses()).extracting(BudgetStatus::name).isEqualTo(List.of("one", "two"));
		assertThat(guarded.guard.statuses().get(1).windowEnd()).isEqualTo("2026-04-01T00:00:00Z");
	}

}
