package io.harborai.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.harborai.HarborAiClient;
import io.harborai.cache.CacheSettings;
import io.harborai.error.ErrorClass;
import io.harborai.error.HarborAiException;
import io.harborai.routing.RouteSettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.usage.Cost;
import io.harborai.usage.Usage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each call and each attempt is told of exactly once, however it ends.
 */
class UsageRecorderTests {

	private static final String KEY = "sk-0123456789abcdef0123456789abcdef";

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final List<UsageRecord> records = new CopyOnWriteArrayList<>();

	private final HarborAiClient client = HarborAiClient.builder()
		.instrumentation(new UsageRecorder(Set.of("tenant"), this.records::add))
		.cache(CacheSettings.DEFAULTS)
		.defaultModel("deepseek-flash")
		.provider("deepseek", (p) -> p.apiKey(KEY).baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK)))
		.provider("doubao", (p) -> p.apiKey(KEY).baseUrl(this.vendor.baseUrl(Dialect.DOUBAO)))
		.route(RouteSettings.builder("smart").model("deepseek-flash").model("doubao-seed-1-6-250615").build())
		.build();

	@AfterEach
	void stop() {
		this.client.close();
		this.vendor.close();
	}

	@Test
	void aWholeAnswer() {
		this.vendor.next(Reply.answer().usage(100, 20, 40, 5));
		Cost cost = this.client.chat()
			.completions()
			.create((r) -> r.user("CANARY").options((o) -> o.tag("tenant", "acme").tag("other", "x")))
			.cost();
		assertThat(this.records).hasSize(2);
		UsageRecord attempt = this.records.get(0);
		UsageRecord call = this.records.get(1);
		assertThat(call.isCall()).isTrue();
		assertThat(attempt.attempt()).isOne();
		assertThat(this.records).allSatisfy((record) -> {
			assertThat(record.callId()).isEqualTo(call.callId());
			assertThat(record.provider()).isEqualTo("deepseek");
			assertThat(record.model()).isEqualTo("deepseek-flash");
			assertThat(record.requestedModel()).isEqualTo("deepseek-flash");
			assertThat(record.streamed()).isFalse();
			assertThat(record.outcome()).isEqualTo("ok");
			assertThat(record.errorClass()).isNull();
			assertThat(record.statusCode()).isNull();
			assertThat(record.usage().promptTokens()).isEqualTo(100);
			assertThat(record.usage().cachedTokens()).isEqualTo(40);
			assertThat(record.usage().source()).isEqualTo(Usage.Source.PROVIDER);
			assertThat(record.cost()).isEqualTo(cost).isNotNull();
			assertThat(record.duration()).isPositive();
			assertThat(record.timeToFirstToken()).isNull();
			assertThat(record.tags()).containsOnlyKeys("tenant").containsEntry("tenant", "acme");
			assertThat(record.toString()).doesNotContain("CANARY").doesNotContain(KEY);
		});
		assertThat(attempt.requestId()).isNotNull().isEqualTo(call.requestId());
	}

	@Test
	void callsHaveIdsOfTheirOwn() {
		ask("deepseek-flash");
		ask("deepseek-flash");
		assertThat(this.records).extracting(UsageRecord::callId).hasSize(4);
		assertThat(this.records.get(0).callId()).isEqualTo(this.records.get(1).callId())
			.isNotEqualTo(this.records.get(2).callId());
	}

	@Test
	void aStreamWithItsFirstToken() {
		this.vendor.next(Reply.answer().text("one two three").usage(10, 3));
		this.client.chat().completions().stream((r) -> r.user("Hello")).blockLast();
		assertThat(this.records).hasSize(2).allSatisfy((record) -> {
			assertThat(record.streamed()).isTrue();
			assertThat(record.outcome()).isEqualTo("ok");
			assertThat(record.timeToFirstToken()).isPositive().isLessThanOrEqualTo(record.duration());
			assertThat(record.usage().completionTokens()).isEqualTo(3);
		});
	}

	@Test
	void aCancelledStreamIsEstimated() {
		this.vendor.next(Reply.answer().text("one two three four five six").stallAfter(2));
		List<String> read = new ArrayList<>();
		Disposable reading = this.client.chat()
			.completions()
			.stream((r) -> r.user("Hello"))
			.subscribe((chunk) -> read.add(chunk.content()));
		eventually(() -> !read.isEmpty());
		reading.dispose();
		eventually(() -> this.records.size() == 2);
		assertThat(this.records).allSatisfy((record) -> {
			assertThat(record.outcome()).isEqualTo("cancelled");
			assertThat(record.errorClass()).isNull();
			assertThat(record.usage().source()).isEqualTo(Usage.Source.ESTIMATED);
			assertThat(record.cost()).isNotNull();
		});
	}

	@Test
	void aBrokenStreamHasTheClassOfItsCause() {
		this.vendor.next(Reply.answer().text("one two three four five six").resetAfter(2));
		assertThatExceptionOfType(HarborAiException.class)
			.isThrownBy(() -> this.client.chat().completions().stream((r) -> r.user("Hello")).blockLast());
		assertThat(this.records).hasSize(2).allSatisfy((record) -> {
			assertThat(record.outcome()).isNotEqualTo("ok");
			assertThat(record.errorClass()).isEqualTo(ErrorClass.TRANSIENT);
			assertThat(record.usage().source()).isEqualTo(Usage.Source.ESTIMATED);
		});
	}

	@Test
	void attemptsOfACallThatMovesOn() {
		this.vendor.always(Dialect.DEEPSEEK, Reply.error(402, "insufficient_balance", "No money"));
		this.vendor.always(Dialect.DOUBAO, Reply.answer().usage(7, 3));
		ask("smart");
		assertThat(this.records).extracting(UsageRecord::attempt).containsExactly(1, 2, 0);
		UsageRecord failed = this.records.get(0);
		assertThat(failed.provider()).isEqualTo("deepseek");
		assertThat(failed.errorClass()).isEqualTo(ErrorClass.KEY);
		assertThat(failed.statusCode()).isEqualTo(402);
		assertThat(failed.usage().isMissing()).isTrue();
		assertThat(failed.cost()).isNull();
		UsageRecord call = this.records.get(2);
		assertThat(call.provider()).isEqualTo("doubao");
		assertThat(call.requestedModel()).isEqualTo("smart");
		assertThat(call.usage().promptTokens()).isEqualTo(7);
	}

	@Test
	void aCallThatFailsBeforeAnybodyIsAsked() {
		assertThatExceptionOfType(HarborAiException.class).isThrownBy(() -> ask("nobody-has-this"));
		assertThat(this.records).singleElement().satisfies((call) -> {
			assertThat(call.isCall()).isTrue();
			assertThat(call.provider()).isNull();
			assertThat(call.requestedModel()).isEqualTo("nobody-has-this");
			assertThat(call.errorClass()).isEqualTo(ErrorClass.MODEL);
		});
	}

	@Test
	void aKeptAnswerHasNoAttemptAndCostsNothing() {
		for (int i = 0; i < 2; i++) {
			this.client.chat().completions().create((r) -> r.user("Hello").temperature(0.0));
		}
		assertThat(this.records).extracting(UsageRecord::attempt).containsExactly(1, 0, 0);
		UsageRecord kept = this.records.get(2);
		assertThat(kept.provider()).isEqualTo("deepseek");
		assertThat(kept.usage().isMissing()).isTrue();
		assertThat(kept.cost()).isNull();
	}

	@Test
	void equalCallsThatShareOneKeepTheirOwnIds() {
		Mono<?> call = this.client.chat().completions().createAsync((r) -> r.user("Hello").temperature(0.0));
		Mono.zip(call, call, call).block();
		eventually(() -> this.records.size() == 4);
		assertThat(this.records).filteredOn(UsageRecord::isCall)
			.extracting(UsageRecord::callId)
			.doesNotHaveDuplicates();
		assertThat(this.records).filteredOn((record) -> !record.isCall()).hasSize(1);
	}

	private void ask(String model) {
		this.client.chat().completions().create((r) -> r.model(model).user("Hello"));
	}

	private static void eventually(BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).isLessThan(end);
			LockSupport.parkNanos(1_000_000);
		}
	}

}
