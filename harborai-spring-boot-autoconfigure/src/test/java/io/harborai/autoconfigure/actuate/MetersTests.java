package io.harborai.autoconfigure.actuate;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.harborai.ChatCompletions;
import io.harborai.HarborAiClient;
import io.harborai.budget.BudgetStore;
import io.harborai.budget.MemoryBudgetStore;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.HarborAiException;
import io.harborai.model.ModelInfo;
import io.harborai.observation.HarborAiMeterDocumentation;
import io.harborai.provider.ProviderSettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Gate;
import io.harborai.simulator.Reply;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * The meters of a running application.
 */
class MetersTests {

	private static final int LOAD = 400;

	@Test
	void everyDocumentedMeterIsThereAfterSomeCallsAndNoOther() {
		try (ObservedApplication app = ObservedApplication.start("harborai.cache.enabled=true",
				"harborai.budgets.daily.limit=100", "harborai.budgets.daily.currency=CNY",
				"harborai.ledger.enabled=true")) {
			someCalls(app);
			assertThat(ours(app)).isEqualTo(Arrays.stream(HarborAiMeterDocumentation.values())
				.map(HarborAiMeterDocumentation::getName)
				.collect(Collectors.toCollection(TreeSet::new)));
			for (HarborAiMeterDocumentation documented : HarborAiMeterDocumentation.values()) {
				checkDocumented(app, documented);
			}
		}
	}

	private static void checkDocumented(ObservedApplication app, HarborAiMeterDocumentation documented) {
		for (Meter meter : app.meters().find(documented.getName()).meters()) {
			assertThat(meter.getId().getType()).isEqualTo(documented.getType());
			assertThat(meter.getId().getDescription()).isEqualTo(documented.description());
			assertThat(meter.getId().getTags()).extracting(Tag::getKey)
				.containsExactlyInAnyOrder(
						Arrays.stream(documented.getKeyNames()).map(KeyName::asString).toArray(String[]::new));
		}
	}

	private static void someCalls(ObservedApplication app) {
		app.vendor().always(Reply.answer().text("one two three four").usage(100, 20));
		app.ask("deepseek-flash");
		app.ask("deepseek/unheard-of");
		app.client().chat().completions().stream((request) -> request.model("smart").user("Hello")).blockLast();
		app.vendor().next(Reply.status(503));
		assertThatExceptionOfType(HarborAiException.class).isThrownBy(() -> app.ask("deepseek-flash"));
	}

	/**
	 * Whole answers, streams, streams that nobody reads to their end, and a vendor that
	 * is away, all at once.
	 */
	@Test
	void underLoadEveryDocumentedMeterHasSaneValues() {
		try (ObservedApplication app = ObservedApplication.start("harborai.cache.enabled=true",
				"harborai.budgets.daily.limit=100", "harborai.budgets.daily.currency=CNY",
				"harborai.ledger.enabled=true")) {
			app.vendor().always(Reply.answer().text("one two three four").usage(100, 20));
			app.vendor().always(Dialect.DOUBAO, Reply.status(503));
			long started = System.nanoTime();
			Flux.range(0, LOAD).flatMap((i) -> call(app, i), 32).blockLast();
			double seconds = (System.nanoTime() - started) / 1e9;
			eventually(() -> connections(app, "active") == 0);
			assertThat(timers(app, "gen_ai.client.operation.duration").mapToLong(Timer::count).sum()).isEqualTo(LOAD);
			assertThat(timers(app, "gen_ai.client.operation.duration"))
				.allSatisfy((timer) -> assertThat(timer.max(TimeUnit.SECONDS)).isPositive().isLessThan(seconds));
			assertThat(duration(app, "none")).isEqualTo(LOAD / 2);
			assertThat(duration(app, "cancelled")).isEqualTo(LOAD / 4);
			assertThat(timers(app, "gen_ai.client.time_to_first_token").mapToLong(Timer::count).sum())
				.isEqualTo(LOAD / 2);
			assertThat(timers(app, "harborai.client.overhead").mapToLong(Timer::count).sum()).isPositive()
				.isLessThanOrEqualTo(LOAD);
			assertThat(attempts(app, "deepseek")).isEqualTo(LOAD * 3 / 4);
			assertThat(attempts(app, "doubao")).as("those that the breaker refused included").isEqualTo(LOAD / 4);
			assertThat(tokens(app, "input", "provider")).isEqualTo(100.0 * LOAD / 2);
			assertThat(tokens(app, "output", "provider")).isEqualTo(20.0 * LOAD / 2);
			assertThat(tokens(app, "input", "estimated")).isPositive();
			double answer = app.ask("deepseek-flash").cost().amount().doubleValue();
			assertThat(app.meters().get("harborai.cost").tag("gen_ai.provider.name", "deepseek").counter().count())
				.isGreaterThan(answer * LOAD / 2)
				.isLessThan(answer * LOAD);
			assertThat(money(app, "spent", "daily", "CNY")).isGreaterThan(answer * LOAD / 2).isLessThan(answer * LOAD);
			assertThat(money(app, "remaining", "daily", "CNY")).isPositive().isLessThan(100);
			assertThat(connections(app, "max")).isEqualTo(320);
			assertThat(connections(app, "idle")).isBetween(1.0, 64.0);
			assertThat(app.meters().get("harborai.alerts").tag("kind", "memory").gauge().value()).isZero();
			app.ask("deepseek/unheard-of");
			for (HarborAiMeterDocumentation documented : HarborAiMeterDocumentation.values()) {
				assertThat(app.meters().find(documented.getName()).meters()).as(documented.getName())
					.isNotEmpty()
					.allSatisfy((meter) -> assertThat(meter.measure())
						.allSatisfy((value) -> checkSane(documented, value.getValue())));
			}
		}
	}

	private static void checkSane(HarborAiMeterDocumentation documented, double value) {
		// A route that nobody has called yet has no number of retries.
		if (documented != HarborAiMeterDocumentation.RETRY_BUDGET || !Double.isNaN(value)) {
			assertThat(value).isFinite().isNotNegative();
		}
	}

	private static Mono<Void> call(ObservedApplication app, int i) {
		ChatCompletions completions = app.client().chat().completions();
		return switch (i % 4) {
			case 0 -> completions.createAsync((request) -> request.model("deepseek-flash").user("Hello")).then();
			case 1 -> completions.stream((request) -> request.model("deepseek-flash").user("Hello")).then();
			case 2 -> completions.stream((request) -> request.model("deepseek-flash").user("Hello"))
				.filter(ChatCompletionChunk::hasDelta)
				.take(1)
				.then();
			default -> completions.createAsync((request) -> request.model("doubao-seed-1-6-250615").user("Hello"))
				.then()
				.onErrorComplete();
		};
	}

	private static Stream<Timer> timers(ObservedApplication app, String name) {
		return app.meters().find(name).timers().stream();
	}

	private static long duration(ObservedApplication app, String error) {
		return app.meters().get("gen_ai.client.operation.duration").tag("error.type", error).timer().count();
	}

	private static double attempts(ObservedApplication app, String provider) {
		return app.meters()
			.get("harborai.attempts")
			.tag("gen_ai.provider.name", provider)
			.counters()
			.stream()
			.mapToDouble(Counter::count)
			.sum();
	}

	@Test
	void theCacheCountsWhatItDoesAndAKeptAnswerCostsNothing() {
		try (ObservedApplication app = ObservedApplication.start("harborai.cache.enabled=true")) {
			app.vendor().always(Reply.answer().text("one two three four").usage(100, 20));
			for (int i = 0; i < 3; i++) {
				app.client().chat().completions().create((r) -> r.model("deepseek-flash").user("Hi").temperature(0.0));
			}
			assertThat(app.meters().get("harborai.cache").tag("result", "hit").functionCounter().count()).isEqualTo(2);
			assertThat(app.meters().get("harborai.cache").tag("result", "miss").functionCounter().count()).isEqualTo(1);
			assertThat(app.meters().get("harborai.attempts").counter().count()).isEqualTo(1);
			assertThat(app.meters().get("gen_ai.client.token.usage").summaries())
				.extracting(DistributionSummary::totalAmount)
				.containsExactlyInAnyOrder(100.0, 20.0);
		}
	}

	@Test
	void budgetsTellWhatTheyHaveSpentAndLeft() {
		try (ObservedApplication app = ObservedApplication.start("harborai.budgets.daily.limit=100",
				"harborai.budgets.daily.currency=CNY", "harborai.budgets.tenants.limit=2",
				"harborai.budgets.tenants.currency=USD", "harborai.budgets.tenants.tag=tenant",
				"harborai.budgets.tenants.provider=deepseek")) {
			app.vendor().always(Reply.answer().usage(100, 20));
			double cost = app.ask("deepseek-flash").cost().amount().doubleValue();
			assertThat(money(app, "spent", "daily", "CNY")).isCloseTo(cost, within(1e-8));
			assertThat(money(app, "remaining", "daily", "CNY")).isCloseTo(100 - cost, within(1e-8));
			assertThat(money(app, "limit", "daily", "CNY")).isEqualTo(100);
			assertThat(money(app, "spent", "tenants", "USD")).isZero();
			for (int i = 0; i < 100; i++) {
				String tenant = "CANARY" + i;
				app.client()
					.chat()
					.completions()
					.create((r) -> r.model("deepseek-flash").user("Hello").options((o) -> o.tag("tenant", tenant)));
			}
			eventually(() -> money(app, "spent", "tenants", "USD") > 0);
			assertThat(app.meters().find("harborai.budget.spent").meters()).hasSize(2);
			assertThat(app.meters().getMeters())
				.noneMatch((meter) -> meter.getId().getTags().toString().contains("CANARY"));
		}
	}

	@Test
	void budgetsAreLookedAtOnceForAllTheirMeters() {
		MemoryBudgetStore counts = new MemoryBudgetStore();
		AtomicInteger looks = new AtomicInteger();
		BudgetStore store = new BudgetStore() {

			@Override
			public Mono<Decision> reserve(List<Charge> charges) {
				return counts.reserve(charges);
			}

			@Override
			public Mono<List<Balance>> settle(List<Settlement> settlements) {
				return counts.settle(settlements);
			}

			@Override
			public Mono<List<Balance>> read(List<Account> accounts) {
				looks.incrementAndGet();
				return counts.read(accounts);
			}

		};
		HarborAiClient.Builder builder = HarborAiClient.builder().budgetStore(store);
		for (int i = 0; i < 30; i++) {
			builder.budget("budget-" + i, (b) -> b.limit("7", "CNY"));
		}
		try (HarborAiClient client = builder.build()) {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			new ClientMeters(client).bindTo(registry);
			looks.set(0);
			assertThat(registry.find("harborai.budget.limit").gauges()).hasSize(30)
				.allSatisfy((gauge) -> assertThat(gauge.value()).isEqualTo(7));
			assertThat(registry.find("harborai.budget.spent").gauges()).hasSize(30)
				.allSatisfy((gauge) -> assertThat(gauge.value()).isZero());
			// Not sixty, even if this takes some seconds.
			assertThat(looks).hasValueBetween(1, 20);
		}
	}

	@Test
	void tenThousandValuesOfABudgetsTagMakeNoMoreSeriesThanOne() {
		try (ObservedApplication app = ObservedApplication.start("harborai.budgets.tenants.limit=2",
				"harborai.budgets.tenants.currency=CNY", "harborai.budgets.tenants.tag=tenant")) {
			app.vendor().always(Reply.answer().text("ok").usage(1, 1));
			streamFor(app, "CANARY0").block();
			// Connections and the like come and go by themselves.
			int before = app.meters().getMeters().size();
			Flux.range(1, 10_000).flatMap((i) -> streamFor(app, "CANARY" + i), 64).blockLast();
			assertThat(attempts(app, "deepseek")).isEqualTo(10_001);
			assertThat(money(app, "spent", "tenants", "CNY")).isPositive();
			for (String what : List.of("spent", "remaining", "limit")) {
				assertThat(app.meters().find("harborai.budget." + what).meters()).as(what).hasSize(1);
			}
			assertThat(app.meters().getMeters())
				.noneMatch((meter) -> meter.getId().getTags().toString().contains("CANARY"));
			assertThat(app.meters().getMeters().size() - before).isLessThan(20);
		}
	}

	private static Mono<Void> streamFor(ObservedApplication app, String tenant) {
		return app.client()
			.chat()
			.completions()
			.stream((r) -> r.model("deepseek-flash").user("x").options((o) -> o.tag("tenant", tenant)))
			.then();
	}

	private static double money(ObservedApplication app, String what, String budget, String currency) {
		return app.meters().get("harborai.budget." + what).tags("name", budget, "currency", currency).gauge().value();
	}

	/**
	 * The names of our meters: but for the timers that Micrometer makes of observations,
	 * and the buckets that a registry in memory shows as gauges.
	 */
	private static Set<String> ours(ObservedApplication app) {
		return app.meters()
			.getMeters()
			.stream()
			.map((meter) -> meter.getId().getName())
			.filter((name) -> name.startsWith("harborai.") || name.startsWith("gen_ai."))
			.filter((name) -> !name.endsWith(".histogram"))
			.filter((name) -> !name.matches("(gen_ai.client.operation|harborai.client.attempt)(.active)?"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@Test
	void aWholeAnswerIsCountedWithTimeTokensAndCost() {
		try (ObservedApplication app = ObservedApplication.start()) {
			app.vendor().next(Reply.answer().usage(100, 20, 40, 5));
			ChatCompletion answer = app.ask("deepseek-flash");
			MeterRegistry meters = app.meters();
			Timer duration = meters.get("gen_ai.client.operation.duration")
				.tags("gen_ai.operation.name", "chat", "gen_ai.provider.name", "deepseek", "gen_ai.request.model",
						"deepseek-flash", "error.type", "none")
				.timer();
			assertThat(duration.count()).isOne();
			assertThat(duration.totalTime(TimeUnit.NANOSECONDS)).isPositive();
			assertThat(tokens(app, "input", "provider")).isEqualTo(100);
			assertThat(tokens(app, "output", "provider")).isEqualTo(20);
			assertThat(meters.find("gen_ai.client.token.usage").tag("harborai.usage.source", "estimated").meters())
				.isEmpty();
			assertThat(meters.get("harborai.cost").tag("currency", "CNY").counter().count())
				.isCloseTo(answer.cost().amount().doubleValue(), within(1e-12));
			assertThat(meters.find("harborai.cost.unpriced").counter()).isNull();
			assertThat(meters.find("gen_ai.client.time_to_first_token").timer()).isNull();
			Timer overhead = meters.get("harborai.client.overhead").timer();
			assertThat(overhead.count()).isOne();
			assertThat(overhead.totalTime(TimeUnit.NANOSECONDS)).isPositive()
				.isLessThan(duration.totalTime(TimeUnit.NANOSECONDS));
			assertThat(meters.get("harborai.attempts").tag("outcome", "ok").counter().count()).isOne();
		}
	}

	private static double tokens(ObservedApplication app, String type, String source) {
		return app.meters()
			.get("gen_ai.client.token.usage")
			.tags("gen_ai.token.type", type, "harborai.usage.source", source)
			.summary()
			.totalAmount();
	}

	@Test
	void aStreamIsCountedWithItsFirstAndFurtherDeltas() {
		try (ObservedApplication app = ObservedApplication.start()) {
			app.vendor().next(Reply.answer().text("one two three four").usage(100, 20));
			List<ChatCompletionChunk> chunks = app.client()
				.chat()
				.completions()
				.stream((request) -> request.model("deepseek-flash").user("Hello"))
				.collectList()
				.block();
			long deltas = chunks.stream().filter(ChatCompletionChunk::hasDelta).count();
			assertThat(deltas).isGreaterThan(2);
			assertThat(app.meters().get("gen_ai.client.time_to_first_token").timer().count()).isOne();
			assertThat(app.meters().get("gen_ai.client.operation.time_per_output_chunk").timer().count())
				.isEqualTo(deltas - 1);
			assertThat(tokens(app, "output", "provider")).isEqualTo(20);
		}
	}

	@Test
	void anAnswerWhoseVendorTellsNoUsageIsEstimated() {
		try (ObservedApplication app = ObservedApplication.start()) {
			app.vendor().always(Reply.answer().reasoning("").text("abcd".repeat(10)).noUsage());
			app.ask("deepseek-flash");
			assertThat(tokens(app, "output", "estimated")).isEqualTo(10);
			app.client()
				.chat()
				.completions()
				.stream((request) -> request.model("deepseek-flash").user("Hello"))
				.blockLast();
			assertThat(tokens(app, "output", "estimated")).isEqualTo(20);
		}
	}

	@Test
	void whatFailedBeforeAnAnswerUsedNoTokens() {
		try (ObservedApplication app = ObservedApplication.start()) {
			app.vendor().next(Reply.status(503));
			assertThatExceptionOfType(HarborAiException.class).isThrownBy(() -> app.ask("deepseek-flash"));
			assertThat(app.meters().find("gen_ai.client.token.usage").meters()).isEmpty();
			assertThat(app.meters().find("harborai.cost").meters()).isEmpty();
			assertThat(app.meters().get("harborai.attempts").tag("outcome", "overloaded").counter().count()).isOne();
			assertThat(app.meters()
				.get("gen_ai.client.operation.duration")
				.tag("error.type", "ProviderUnavailableException")
				.timer()
				.count()).isOne();
		}
	}

	@Test
	void aSecondAttemptThatCameTooLateIsPaidForToo() {
		try (ObservedApplication app = ObservedApplication.start("harborai.defaults.resilience.hedge.enabled=true",
				"harborai.defaults.resilience.hedge.min-delay=1ms",
				"harborai.defaults.resilience.hedge.max-extra-load=1")) {
			for (int i = 0; i < 50; i++) {
				app.ask("deepseek-flash");
			}
			Gate gate = new Gate();
			app.vendor().next(Reply.gate(gate));
			app.ask("deepseek-flash");
			gate.open();
			double late = app.meters().get("harborai.attempts").tag("outcome", "cancelled").counter().count();
			assertThat(late).isPositive();
			// One that was called off before it had a connection has used nothing.
			assertThat(app.meters()
				.get("gen_ai.client.token.usage")
				.tags("gen_ai.token.type", "input", "harborai.usage.source", "estimated")
				.summary()
				.count()).isPositive().isLessThanOrEqualTo((long) late);
		}
	}

	@Test
	void anUnknownPriceIsCountedAsUnknownNotAsZero() {
		try (ObservedApplication app = ObservedApplication.start()) {
			app.ask("deepseek/unheard-of");
			assertThat(app.meters().find("harborai.cost").meters()).isEmpty();
			assertThat(app.meters()
				.get("harborai.cost.unpriced")
				.tags("gen_ai.provider.name", "deepseek", "gen_ai.request.model", "other")
				.counter()
				.count()).isOne();
		}
	}

	@Test
	void pricesOfTheUsersOwnAreCountedInTheirCurrency() {
		try (ObservedApplication app = ObservedApplication.start("harborai.providers.deepseek.models[0].id=own",
				"harborai.providers.deepseek.models[0].prices[0].currency=EUR",
				"harborai.providers.deepseek.models[0].prices[0].input=2",
				"harborai.providers.deepseek.models[0].prices[0].output=4")) {
			app.vendor().next(Reply.answer().usage(1000, 500));
			assertThat(app.ask("own").cost()).hasToString("0.004 EUR");
			assertThat(app.meters()
				.get("harborai.cost")
				.tags("currency", "EUR", "gen_ai.request.model", "own")
				.counter()
				.count()).isCloseTo(0.004, within(1e-12));
		}
	}

	@Test
	void everyAttemptOfACallIsCountedWhereItWent() {
		try (ObservedApplication app = ObservedApplication.start("harborai.defaults.resilience.retry.max-attempts=2")) {
			app.vendor().always(Dialect.DEEPSEEK, Reply.status(503));
			app.ask("smart");
			assertThat(app.meters()
				.get("harborai.attempts")
				.tags("gen_ai.provider.name", "deepseek", "outcome", "overloaded")
				.counter()
				.count()).isEqualTo(2);
			assertThat(app.meters()
				.get("harborai.attempts")
				.tags("gen_ai.provider.name", "doubao", "outcome", "ok")
				.counter()
				.count()).isOne();
			assertThat(app.meters().find("gen_ai.client.operation.duration").timers()).singleElement()
				.satisfies((timer) -> assertThat(timer.getId().getTag("gen_ai.provider.name")).isEqualTo("doubao"));
			assertThat(
					app.meters().get("harborai.retry.budget").tags("owner", "route", "name", "smart").gauge().value())
				.isBetween(8.0, 100.0);
			assertThat(app.meters()
				.get("harborai.retry.budget")
				.tags("owner", "provider", "name", "deepseek")
				.gauge()
				.value()).isNaN();
		}
	}

	@Test
	void refusalsOnThisSideAreAttemptsToo() {
		try (ObservedApplication app = ObservedApplication
			.start("harborai.defaults.resilience.bulkhead.max-concurrent-calls=1")) {
			Gate gate = new Gate();
			app.vendor().next(Reply.gate(gate));
			Disposable first = app.client()
				.chat()
				.completions()
				.createAsync((request) -> request.model("deepseek-flash").user("Hello"))
				.subscribe();
			assertThatExceptionOfType(HarborAiException.class).isThrownBy(() -> app.ask("deepseek-flash"));
			assertThat(app.meters().get("harborai.attempts").tag("outcome", "bulkhead_full").counter().count()).isOne();
			first.dispose();
			gate.open();
			assertThat(app.meters().get("harborai.attempts").tag("outcome", "cancelled").counter().count()).isOne();
		}
	}

	@Test
	void connectionsAndProvidersAreSeenAsTheyAre() {
		try (ObservedApplication app = ObservedApplication.start("harborai.providers.spare.vendor=openai",
				"harborai.providers.spare.enabled=false")) {
			assertThat(providers(app, "configured")).isEqualTo(2);
			assertThat(providers(app, "disabled")).isOne();
			assertThat(connections(app, "max")).isZero();
			Gate gate = new Gate();
			app.vendor().next(Reply.gate(gate));
			Flux<ChatCompletionChunk> stream = app.client()
				.chat()
				.completions()
				.stream((request) -> request.model("deepseek-flash").user("Hello"));
			stream.subscribe();
			gate.awaitReached(Duration.ofSeconds(30));
			assertThat(connections(app, "active")).isOne();
			assertThat(connections(app, "idle")).isZero();
			assertThat(connections(app, "max")).isEqualTo(320);
			assertThat(providers(app, "ready")).isOne();
			gate.open();
			eventually(() -> connections(app, "active") == 0 && connections(app, "idle") == 1);
			assertThat(connections(app, "pending")).isZero();
		}
	}

	private static void eventually(BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).isLessThan(end);
			LockSupport.parkNanos(1_000_000);
		}
	}

	private static double connections(ObservedApplication app, String what) {
		return app.meters().get("harborai.connections." + what).tag("gen_ai.provider.name", "deepseek").gauge().value();
	}

	private static double providers(ObservedApplication app, String state) {
		return app.meters().get("harborai.providers").tag("state", state).gauge().value();
	}

	@Test
	void aProviderThatIsRegisteredLaterJoins() {
		try (ObservedApplication app = ObservedApplication.start()) {
			app.client()
				.providers()
				.register(ProviderSettings.builder("late")
					.vendor("deepseek")
					.apiKey(ObservedApplication.KEY)
					.baseUrl(app.vendor().baseUrl(Dialect.DEEPSEEK))
					.build());
			app.ask("late/deepseek-flash");
			assertThat(providers(app, "ready")).isOne();
			Gauge budget = app.meters().get("harborai.retry.budget").tags("owner", "provider", "name", "late").gauge();
			assertThat(budget.value()).isPositive();
			assertThat(app.meters().get("harborai.connections.max").tag("gen_ai.provider.name", "late").gauge().value())
				.isPositive();
		}
	}

	@Test
	void resilience4jsOwnMetersTellOfOurOwnInstances() {
		try (ObservedApplication app = ObservedApplication
			.start("harborai.defaults.resilience.rate-limiter.requests-per-minute=600")) {
			assertThat(app.meters().find("resilience4j.bulkhead.max.allowed.concurrent.calls").meters()).isEmpty();
			app.ask("deepseek-flash");
			assertThat(app.meters()
				.get("resilience4j.bulkhead.max.allowed.concurrent.calls")
				.tag("name", "harborai-deepseek")
				.gauge()
				.value()).isEqualTo(256);
			assertThat(app.meters()
				.get("resilience4j.circuitbreaker.state")
				.tags("name", "harborai-deepseek.deepseek-flash", "state", "closed")
				.gauge()
				.value()).isOne();
			assertThat(app.meters()
				.get("resilience4j.ratelimiter.available.permissions")
				.tag("name", "harborai-deepseek")
				.gauge()
				.value()).isPositive();
		}
	}

	@Test
	void tenThousandModelNamesMakeNoMoreSeriesThanOne() {
		try (ObservedApplication app = ObservedApplication.start()) {
			app.vendor().always(Reply.answer().text("ok").usage(1, 1));
			stream(app, "deepseek/made-up-0");
			stream(app, "doubao/made-up-0");
			assertThatExceptionOfType(HarborAiException.class).isThrownBy(() -> app.ask("made-up-0"));
			// Connections and the like come and go by themselves.
			int before = app.meters().getMeters().size();
			String[] places = { "", "doubao/", "deepseek/" };
			Flux.range(1, 10_000)
				.flatMap((i) -> app.client()
					.chat()
					.completions()
					.stream((request) -> request.model(places[i % 3] + "made-up-" + i).user("x"))
					.then()
					.onErrorComplete(), 64)
				.blockLast();
			assertThat(app.meters()
				.get("harborai.attempts")
				.tags("gen_ai.provider.name", "doubao", "gen_ai.request.model", "other", "outcome", "ok")
				.counter()
				.count()).isGreaterThan(3000);
			assertThat(app.meters().getMeters().stream().filter(MetersTests::isMadeUp)).isEmpty();
			assertThat(app.meters().getMeters().size() - before).isLessThan(20);
		}
	}

	private static boolean isMadeUp(Meter meter) {
		return meter.getId().getTags().stream().anyMatch((tag) -> tag.getValue().contains("made-up"));
	}

	private static void stream(ObservedApplication app, String model) {
		app.client().chat().completions().stream((request) -> request.model(model).user("x")).blockLast();
	}

	@Test
	void aFilterOfTheApplicationDeniesWhatItWants() {
		try (ObservedApplication app = ObservedApplication.with(WithFilter.class)) {
			app.ask("deepseek-flash");
			assertThat(ours(app)).contains("gen_ai.client.operation.duration").doesNotContain("harborai.cost");
		}
	}

	@Test
	void modelsOfTheVendorsListAreNamed() {
		try (ObservedApplication app = ObservedApplication.start()) {
			app.vendor().model(Dialect.DEEPSEEK, "brand-new");
			List<ModelInfo> listed = app.client().providers().refresh("deepseek").block();
			assertThat(listed).extracting(ModelInfo::id).contains("brand-new");
			app.ask("brand-new");
			assertThat(app.meters().get("harborai.attempts").tag("gen_ai.request.model", "brand-new").counter().count())
				.isOne();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class WithFilter {

		@Bean
		MeterFilter noCost() {
			return MeterFilter.denyNameStartsWith("harborai.cost");
		}

	}

}
