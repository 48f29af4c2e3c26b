package io.harborai.autoconfigure.redis;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.harborai.HarborAiClient;
import io.harborai.budget.BudgetStatus;
import io.harborai.budget.BudgetStoreSettings;
import io.harborai.budget.BudgetWindow;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.error.BudgetExceededException;
import io.harborai.model.ModelInfo;
import io.harborai.model.PriceRow;
import io.harborai.resilience.BulkheadSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Gate;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two clients that share a budget in a real Redis, over real HTTP. A token costs 1 CNY;
 * the prompt has 5 and an answer may have 15.
 */
@RedisTest
class SharedBudgetTests {

	private static final int CALLS = 1000;

	private static final long LIMIT = 500 * 20;

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest
		.of((r) -> r.model("deepseek/m").user("Hello").maxTokens(15));

	// A machine that is busy with other things must not let calls go on without a store.
	private static final BudgetStoreSettings PATIENT = new BudgetStoreSettings(Duration.ofSeconds(60), true);

	private final RedisServer server = RedisServer.start();

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final List<LettuceConnectionFactory> connections = new ArrayList<>();

	private final List<HarborAiClient> clients = new ArrayList<>();

	@BeforeEach
	void answer() {
		this.vendor.always(Reply.answer().usage(5, 15));
	}

	@AfterEach
	void close() {
		this.clients.forEach(HarborAiClient::close);
		this.connections.forEach(LettuceConnectionFactory::destroy);
		this.vendor.close();
		this.server.close();
	}

	private HarborAiClient client(BudgetStoreSettings settings) {
		LettuceConnectionFactory factory = this.server.connect();
		this.connections.add(factory);
		ModelInfo model = ModelInfo.builder("deepseek", "m")
			.prices(List
				.of(PriceRow.builder(Currency.getInstance("CNY"), new BigDecimal(1_000_000), new BigDecimal(1_000_000))
					.build()))
			.build();
		HarborAiClient client = HarborAiClient.builder()
			.provider("deepseek", (p) -> p.apiKey("sk-0123456789abcdef0123456789abcdef")
				.baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK))
				.model(model)
				.resilience(ResilienceSettings.UNSET.withBulkhead(new BulkheadSettings(null, CALLS, null, null))))
			// The window must not end while the test runs.
			.budget("b", (b) -> b.limit(Long.toString(LIMIT), "CNY").window(BudgetWindow.MONTH))
			.budgetStore(new RedisBudgetStore(factory, "test"))
			.budgetStoreSettings(settings)
			.build();
		this.clients.add(client);
		return client;
	}

	private static BudgetStatus status(HarborAiClient client) {
		return client.budgets().get(0);
	}

	private static ChatCompletion ask(HarborAiClient client) {
		return client.chat().completions().create(REQUEST);
	}

	private static void eventually(String what, BooleanSupplier condition) {
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as(what).isLessThan(end);
			LockSupport.parkNanos(5_000_000);
		}
	}

	@Test
	void aThousandCallsOfTwoClientsSpendNoMoreThanThereIs() throws Exception {
		Gate gate = new Gate();
		this.vendor.always(Reply.gate(gate).usage(5, 15));
		HarborAiClient one = client(PATIENT);
		HarborAiClient other = client(PATIENT);
		ExecutorService executor = Executors.newFixedThreadPool(8);
		CountDownLatch start = new CountDownLatch(1);
		List<CompletableFuture<ChatCompletion>> calls = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			HarborAiClient client = (i % 2 == 0) ? one : other;
			calls.add(CompletableFuture.supplyAsync(() -> {
				try {
					start.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				return client.chat().completions().createAsync(REQUEST).toFuture();
			}, executor).thenCompose((future) -> future));
		}
		start.countDown();
		eventually("500 are refused", () -> calls.stream().filter(CompletableFuture::isDone).count() == 500);
		assertThat(calls).filteredOn(CompletableFuture::isDone).allSatisfy(SharedBudgetTests::refused);
		eventually("both see what is reserved", () -> status(one).reserved().longValueExact() == LIMIT
				&& status(other).reserved().longValueExact() == LIMIT);
		gate.open();
		eventually("all have ended", () -> calls.stream().allMatch(CompletableFuture::isDone));
		executor.shutdown();
		assertThat(calls.stream().filter((call) -> !call.isCompletedExceptionally()).count()).isEqualTo(500);
		eventually("both see what is spent", () -> status(one).spent().longValueExact() == LIMIT
				&& status(other).spent().longValueExact() == LIMIT && status(one).reserved().signum() == 0);
		assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(() -> ask(other));
	}

	private static void refused(CompletableFuture<ChatCompletion> call) {
		assertThatExceptionOfType(CompletionException.class).isThrownBy(call::join)
			.withCauseExactlyInstanceOf(BudgetExceededException.class);
	}

	@Test
	void whatOneSpendsTheOtherSees() {
		HarborAiClient one = client(PATIENT);
		HarborAiClient other = client(PATIENT);
		ask(one);
		eventually("the other sees it", () -> status(other).spent().longValueExact() == 20);
		ask(other);
		eventually("the one sees it", () -> status(one).spent().longValueExact() == 40);
	}

	@Test
	void withoutRedisCallsGoOnAndAreCountedWhenItIsBack() {
		HarborAiClient client = client(new BudgetStoreSettings(Duration.ofMillis(200), false));
		ask(client);
		this.server.kill();
		ask(client);
		ask(client);
		this.server.restart();
		// It has forgotten everything but what comes now: the two, and the first one too
		// if
		// that hadn't been counted yet.
		eventually("counted late", () -> {
			status(client);
			HarborAiClient fresh = this.clients.size() > 1 ? this.clients.get(1) : client(PATIENT);
			return status(fresh).spent().longValueExact() >= 40;
		});
	}

	@Test
	void withoutRedisCallsAreRefusedIfThatIsWanted() {
		HarborAiClient client = client(new BudgetStoreSettings(Duration.ofMillis(200), true));
		eventually("the first connection took its time", () -> isAnswered(client));
		this.server.kill();
		assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(() -> ask(client))
			.withMessageContaining("its store doesn't answer");
		this.server.restart();
		eventually("it is back", () -> isAnswered(client));
	}

	private static boolean isAnswered(HarborAiClient client) {
		try {
			ask(client);
			return true;
		}
		catch (BudgetExceededException ex) {
			return false;
		}
	}

}
