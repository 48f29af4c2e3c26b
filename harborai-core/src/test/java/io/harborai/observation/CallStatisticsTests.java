package io.harborai.observation;

import java.time.Duration;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.harborai.HarborAiClient;
import io.harborai.call.TestTicker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.BudgetExceededException;
import io.harborai.error.BulkheadFullException;
import io.harborai.error.ErrorClass;
import io.harborai.error.HarborAiException;
import io.harborai.observation.ProviderStatistics.Percentiles;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.BulkheadSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Gate;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link CallStatistics} in a time that is driven by hand.
 */
class CallStatisticsTests {

	private static final String KEY = "sk-canary-5f2a9c81d4";

	private static final ResilienceSettings ONCE = ResilienceSettings.UNSET
		.withRetry(new RetrySettings(1, null, null, null, null));

	private final TestTicker ticker = new TestTicker();

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final CallStatistics statistics = new CallStatistics(this.ticker::nanoTime);

	private final HarborAiClient client = HarborAiClient.builder()
		.ticker(this.ticker)
		.instrumentation(this.statistics)
		.provider("deepseek", (p) -> p.apiKey(KEY).baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK)).resilience(ONCE))
		.provider("doubao", (p) -> p.apiKey(KEY).baseUrl(this.vendor.baseUrl(Dialect.DOUBAO)).resilience(ONCE))
		.route("smart", (r) -> r.model("deepseek-flash").model("doubao-seed-1-6-250615"))
		.build();

	@AfterEach
	void close() {
		this.client.close();
		this.vendor.close();
	}

	private ChatCompletion ask(String model) {
		return this.client.chat().completions().create((request) -> request.model(model).user("Hello"));
	}

	private ProviderStatistics deepseek() {
		return this.statistics.of("deepseek");
	}

	private void fails(Reply reply) {
		this.vendor.next(reply);
		assertThatExceptionOfType(HarborAiException.class).isThrownBy(() -> ask("deepseek-flash"));
	}

	@Test
	void nothingIsKnownBeforeTheFirstCall() {
		assertThat(deepseek()).isEqualTo(this.statistics.all()).satisfies((nothing) -> {
			assertThat(nothing.calls()).isZero();
			assertThat(nothing.errors()).isEmpty();
			assertThat(nothing.cost()).isEmpty();
			assertThat(nothing.lastSuccess()).isNull();
			assertThat(nothing.lastError()).isNull();
			assertThat(nothing.recent().durationMillis()).isEqualTo(Percentiles.NONE);
			assertThat(nothing.recent().errorRate()).isZero();
			assertThat(nothing.recent().callsPerSecond()).isZero();
		});
	}

	@Test
	void answersAreCountedWithTheirTokensAndCost() {
		this.vendor.always(Reply.answer().usage(100, 20));
		ChatCompletion answer = ask("deepseek-flash");
		this.client.chat().completions().stream((r) -> r.model("deepseek-flash").user("Hello")).blockLast();
		ProviderStatistics counted = deepseek();
		assertThat(counted.calls()).isEqualTo(2);
		assertThat(counted.errors()).isEmpty();
		assertThat(counted.cancelled()).isZero();
		assertThat(counted.inputTokens()).isEqualTo(200);
		assertThat(counted.outputTokens()).isEqualTo(40);
		assertThat(counted.cost()).containsOnlyKeys(Currency.getInstance("CNY"));
		assertThat(counted.cost().get(Currency.getInstance("CNY")))
			.isEqualByComparingTo(answer.cost().amount().add(answer.cost().amount()));
		assertThat(counted.lastSuccess()).isNotNull();
		assertThat(counted.lastError()).isNull();
		assertThat(this.statistics.of("doubao").calls()).isZero();
		assertThat(this.statistics.all().calls()).isEqualTo(2);
	}

	@Test
	void timesAreThoseOfTheWholeAnswerAndOfItsFirstToken() throws Exception {
		Gate first = new Gate();
		Gate last = new Gate();
		this.vendor.next(Reply.script((request) -> Reply.answer().text("one two three").holdAfter(2, last)));
		CompletableFuture<List<ChatCompletionChunk>> stream = this.client.chat()
			.completions()
			.stream((r) -> r.model("deepseek-flash").user("Hello"))
			.collectList()
			.toFuture();
		assertThat(last.awaitReached(Duration.ofSeconds(20))).isTrue();
		this.ticker.advance(Duration.ofSeconds(3));
		last.open();
		stream.get(20, TimeUnit.SECONDS);
		assertThat(deepseek().recent().durationMillis().p50()).isCloseTo(3000, within(375.0));
		this.vendor.next(Reply.gate(first));
		stream = this.client.chat()
			.completions()
			.stream((r) -> r.model("deepseek-flash").user("Hello"))
			.collectList()
			.toFuture();
		assertThat(first.awaitReached(Duration.ofSeconds(20))).isTrue();
		this.ticker.advance(Duration.ofSeconds(6));
		first.open();
		stream.get(20, TimeUnit.SECONDS);
		assertThat(deepseek().recent().durationMillis().p99()).isCloseTo(6000, within(750.0));
		assertThat(deepseek().recent().firstTokenMillis().p99()).isCloseTo(6000, within(750.0));
	}

	@Test
	void aWholeAnswerHasNoFirstToken() {
		ask("deepseek-flash");
		assertThat(deepseek().recent().firstTokenMillis()).isEqualTo(Percentiles.NONE);
		assertThat(deepseek().recent().overheadMillis().p95()).isNotNull();
	}

	@Test
	void failuresAreCountedByWhatTheyMean() {
		fails(Reply.status(503));
		fails(Reply.error(429, "rate_limit", "Slow down"));
		fails(Reply.error(401, "invalid_request_error", "Authentication Fails"));
		fails(Reply.error(400, "invalid_request_error", "No."));
		ProviderStatistics counted = deepseek();
		assertThat(counted.calls()).isEqualTo(4);
		assertThat(counted.errors()).isEqualTo(
				Map.of(ErrorClass.TRANSIENT, 1L, ErrorClass.LIMITED, 1L, ErrorClass.KEY, 1L, ErrorClass.CALLER, 1L));
		assertThat(counted.lastError().errorClass()).isEqualTo(ErrorClass.CALLER);
		assertThat(counted.lastSuccess()).isNull();
		assertThat(counted.recent().errorRate()).as("the caller's own fault says nothing of the provider")
			.isEqualTo(0.75);
	}

	@Test
	void whatIsRefusedHereIsNoCallOfTheVendor() throws Exception {
		Gate gate = new Gate();
		this.vendor.next(Reply.gate(gate));
		try (HarborAiClient narrow = client(
				(p) -> p.resilience(ONCE.withBulkhead(new BulkheadSettings(true, 1, null, null))), (c) -> {
				})) {
			CompletableFuture<ChatCompletion> slow = narrow.chat()
				.completions()
				.createAsync((r) -> r.model("deepseek-flash").user("Hello"))
				.toFuture();
			assertThat(gate.awaitReached(Duration.ofSeconds(20))).isTrue();
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(BulkheadFullException.class).isThrownBy(() -> ask(narrow));
			}
			this.ticker.advance(Duration.ofSeconds(8));
			gate.open();
			slow.get(20, TimeUnit.SECONDS);
		}
		ProviderStatistics counted = deepseek();
		assertThat(counted.calls()).isOne();
		assertThat(counted.errors()).isEqualTo(Map.of(ErrorClass.REFUSED, 3L));
		assertThat(counted.recent().calls()).isOne();
		assertThat(counted.recent().callsPerSecond()).as("over eight seconds").isEqualTo(1 / 8.0);
		assertThat(counted.recent().durationMillis().p50()).isCloseTo(8000, within(1000.0));
		assertThat(counted.recent().errorRate()).as("who calls is refused all the same").isEqualTo(0.75);
		assertThat(counted.lastError().errorClass()).isEqualTo(ErrorClass.REFUSED);
	}

	@Test
	void thatABudgetIsSpentSaysNothingOfTheProvider() {
		try (HarborAiClient poor = client((p) -> p.resilience(ONCE),
				(c) -> c.budget("none", (b) -> b.limit("0.000001", "CNY")))) {
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(() -> ask(poor));
			}
		}
		ProviderStatistics counted = deepseek();
		assertThat(counted.calls()).isZero();
		assertThat(counted.errors()).isEqualTo(Map.of(ErrorClass.REFUSED, 3L));
		assertThat(counted.lastError()).isNull();
		assertThat(counted.recent().errorRate()).isZero();
		assertThat(counted.recent().judged()).isZero();
		assertThat(counted.recent().durationMillis()).isEqualTo(Percentiles.NONE);
	}

	private HarborAiClient client(Consumer<ProviderSettings.Builder> deepseek, Consumer<HarborAiClient.Builder> more) {
		HarborAiClient.Builder builder = HarborAiClient.builder()
			.ticker(this.ticker)
			.instrumentation(this.statistics)
			.provider("deepseek", (p) -> {
				p.apiKey(KEY).baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK));
				deepseek.accept(p);
			});
		more.accept(builder);
		return builder.build();
	}

	private static void ask(HarborAiClient client) {
		client.chat().completions().create((r) -> r.model("deepseek-flash").user("Hello"));
	}

	@Test
	void aStreamThatBreaksFailedForItsReason() {
		this.vendor.next(Reply.answer().text("one two three four five six").resetAfter(3));
		assertThatExceptionOfType(HarborAiException.class).isThrownBy(
				() -> this.client.chat().completions().stream((r) -> r.model("deepseek-flash").user("x")).blockLast());
		this.vendor.next(Reply.answer().text("one two three four five six").cutAfter(3));
		assertThatExceptionOfType(HarborAiException.class).isThrownBy(
				() -> this.client.chat().completions().stream((r) -> r.model("deepseek-flash").user("x")).blockLast());
		assertThat(deepseek().errors()).isEqualTo(Map.of(ErrorClass.TRANSIENT, 2L));
		assertThat(deepseek().outputTokens()).as("what was read has to be paid for").isPositive();
	}

	@Test
	void aCancelledStreamIsCountedWithItsTokens() {
		this.vendor.next(Reply.answer().text("one two three four five six seven eight").stallAfter(5));
		StepVerifier
			.create(this.client.chat()
				.completions()
				.stream((r) -> r.model("deepseek-flash").user("Hello"))
				.filter(ChatCompletionChunk::hasDelta))
			.expectNextCount(5)
			.thenCancel()
			.verify();
		ProviderStatistics counted = deepseek();
		assertThat(counted.calls()).isOne();
		assertThat(counted.cancelled()).isOne();
		assertThat(counted.errors()).isEmpty();
		assertThat(counted.inputTokens()).isPositive();
		assertThat(counted.outputTokens()).isPositive();
		assertThat(counted.cost()).isNotEmpty();
		assertThat(counted.recent().calls()).as("that are judged").isZero();
	}

	@Test
	void aCallThatMovedIsCountedWhereverItWent() {
		this.vendor.always(Dialect.DEEPSEEK, Reply.status(503));
		ask("smart");
		assertThat(deepseek().calls()).isOne();
		assertThat(deepseek().errors()).isEqualTo(Map.of(ErrorClass.TRANSIENT, 1L));
		assertThat(this.statistics.of("doubao").calls()).isOne();
		assertThat(this.statistics.of("doubao").errors()).isEmpty();
		assertThat(this.statistics.all().calls()).isEqualTo(2);
		assertThat(this.statistics.all().recent().errorRate()).isEqualTo(0.5);
	}

	@Test
	void whatIsOldIsForgottenButForTheTotals() {
		this.ticker.advance(Duration.ofSeconds(10));
		ask("deepseek-flash");
		ask("deepseek-flash");
		assertThat(deepseek().recent().callsPerSecond()).as("over ten seconds").isEqualTo(0.2);
		this.ticker.advance(Duration.ofSeconds(280));
		ask("deepseek-flash");
		assertThat(deepseek().recent().calls()).isEqualTo(3);
		assertThat(deepseek().recent().span()).isEqualTo(Duration.ofSeconds(290));
		this.ticker.advance(Duration.ofSeconds(20));
		assertThat(deepseek().recent().calls()).isOne();
		assertThat(deepseek().recent().span()).isEqualTo(Duration.ofSeconds(280));
		this.ticker.advance(Duration.ofMinutes(5));
		assertThat(deepseek().recent().calls()).isZero();
		assertThat(deepseek().recent().durationMillis()).isEqualTo(Percentiles.NONE);
		assertThat(deepseek().calls()).isEqualTo(3);
		ask("deepseek-flash");
		assertThat(deepseek().recent().calls()).as("in a slice that has been used before").isOne();
	}

	@Test
	void percentilesAreWithinAnEighth() {
		Random random = new Random(7);
		long[] nanos = random.longs(10_000, 1_000, 600_000_000_000L)
			.map((value) -> value >> random.nextInt(20))
			.toArray();
		DurationCounts counts = new DurationCounts();
		Arrays.stream(nanos).forEach(counts::record);
		Arrays.sort(nanos);
		long[] sum = DurationCounts.emptySum();
		counts.addTo(sum);
		Percentiles percentiles = DurationCounts.percentiles(sum);
		assertNear(percentiles.p50(), nanos[5_000 - 1]);
		assertNear(percentiles.p95(), nanos[9_500 - 1]);
		assertNear(percentiles.p99(), nanos[9_900 - 1]);
	}

	private static void assertNear(double millis, long nanos) {
		assertThat(millis).isCloseTo(nanos / 1e6, within(nanos / 1e6 / 8));
	}

	@Test
	void extremesHaveTheirBuckets() {
		DurationCounts counts = new DurationCounts();
		counts.record(-1);
		counts.record(0);
		counts.record(Long.MAX_VALUE);
		long[] sum = DurationCounts.emptySum();
		counts.addTo(sum);
		assertThat(Arrays.stream(sum).sum()).isEqualTo(3);
		assertThat(DurationCounts.percentiles(sum).p50()).isLessThan(0.001);
		assertThat(DurationCounts.percentiles(sum).p99()).isGreaterThan(TimeUnit.MINUTES.toMillis(15));
	}

}
