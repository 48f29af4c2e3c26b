package io.harborai;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.harborai.budget.BudgetStore;
import io.harborai.budget.BudgetStoreSettings;
import io.harborai.budget.MemoryBudgetStore;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.Reasoning;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.ShuttingDownException;
import io.harborai.provider.ProviderHandle;
import io.harborai.provider.ProviderState;
import io.harborai.provider.WarmUp;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Gate;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the life of a client and its providers over real connections.
 */
class ClientLifeTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private final Set<Thread> before = threads().collect(Collectors.toSet());

	private final SimulatedVendor vendor = SimulatedVendor.start();

	@AfterEach
	void close() {
		this.vendor.close();
	}

	@Test
	void onlyTheProviderThatIsUsedIsEverBuilt() {
		try (HarborAiClient client = fourVendors().build()) {
			assertThat(this.vendor.connections().opened()).isZero();
			ask(client, "doubao/doubao-seed-1-6-250615");
			Map<String, ProviderState> states = new java.util.TreeMap<>();
			client.providers().snapshot().entries().forEach((name, entry) -> states.put(name, entry.state()));
			assertThat(states).isEqualTo(Map.of("deepseek", ProviderState.CONFIGURED, "doubao", ProviderState.READY,
					"openai", ProviderState.CONFIGURED, "wenxin", ProviderState.CONFIGURED));
		}
	}

	@Test
	void sixtyFourCallersOfAColdProviderBuildItOnce() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(64);
		try (HarborAiClient client = fourVendors().build()) {
			CountDownLatch go = new CountDownLatch(1);
			List<Future<ChatCompletion>> answers = IntStream.range(0, 64).mapToObj((i) -> threads.submit(() -> {
				go.await();
				return ask(client, "deepseek-flash");
			})).toList();
			go.countDown();
			for (Future<ChatCompletion> answer : answers) {
				assertThat(answer.get(30, TimeUnit.SECONDS).content()).isNotBlank();
			}
			assertThat(handle(client, "deepseek").builds()).isEqualTo(1);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void aStreamInFlightOutlivesTheUnloadOfItsProvider() {
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().text("one two three four").holdAfter(2, gate));
		try (HarborAiClient client = fourVendors().build()) {
			StepVerifier
				.create(client.chat()
					.completions()
					.stream((r) -> r.model("deepseek-flash").reasoning(Reasoning.off()).user("Hello"))
					.map(ChatCompletionChunk::content)
					.filter((text) -> !text.isEmpty())
					.reduce(String::concat))
				.then(() -> {
					assertThat(gate.awaitReached(LONG)).isTrue();
					assertThat(client.providers().unload("deepseek")).isTrue();
					assertThat(ask(client, "deepseek-flash").content()).isNotBlank();
					assertThat(handle(client, "deepseek").builds()).isEqualTo(2);
					gate.open();
				})
				.expectNext("one two three four")
				.expectComplete()
				.verify(LONG);
		}
	}

	@Test
	void closeLetsARunningStreamEnd() throws Exception {
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().text("one two three four").holdAfter(2, gate));
		HarborAiClient client = fourVendors().build();
		ExecutorService closer = Executors.newSingleThreadExecutor();
		try {
			StepVerifier
				.create(client.chat()
					.completions()
					.stream((r) -> r.model("deepseek-flash").reasoning(Reasoning.off()).user("Hello")))
				.then(() -> {
					assertThat(gate.awaitReached(LONG)).isTrue();
					closer.submit(client::close);
					await(() -> refuses(client));
					gate.open();
				})
				.thenConsumeWhile((chunk) -> true)
				.expectComplete()
				.verify(LONG);
		}
		finally {
			closer.shutdown();
			assertThat(closer.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
		}
		await(() -> threadsOfTheClient().isEmpty());
	}

	@Test
	void closeEndsWhatOutlastsTheGraceWithATypedError() throws Exception {
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().text("one two three four").holdAfter(2, gate));
		HarborAiClient client = fourVendors().shutdownGrace(Duration.ofMillis(50)).build();
		ExecutorService closer = Executors.newSingleThreadExecutor();
		try {
			StepVerifier
				.create(client.chat()
					.completions()
					.stream((r) -> r.model("deepseek-flash").reasoning(Reasoning.off()).user("Hello")))
				.then(() -> {
					assertThat(gate.awaitReached(LONG)).isTrue();
					closer.submit(client::close);
				})
				.thenConsumeWhile((chunk) -> true)
				.expectErrorSatisfies(
						(ex) -> assertThat(ex).isInstanceOf(StreamInterruptedException.class)
							.hasCauseInstanceOf(ShuttingDownException.class)
							.satisfies((interrupted) -> assertThat(
									((StreamInterruptedException) interrupted).partial().content())
								.startsWith("one")))
				.verify(LONG);
		}
		finally {
			closer.shutdown();
			assertThat(closer.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
		}
		await(() -> threadsOfTheClient().isEmpty());
		client.close();
		assertThatExceptionOfType(ShuttingDownException.class).isThrownBy(() -> ask(client, "deepseek-flash"));
	}

	@Test
	void closeEndsTheStreamsOfUnloadedProvidersToo() {
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().text("one two three four").holdAfter(2, gate));
		HarborAiClient client = fourVendors().shutdownGrace(Duration.ofMillis(50)).build();
		StepVerifier
			.create(client.chat()
				.completions()
				.stream((r) -> r.model("deepseek-flash").reasoning(Reasoning.off()).user("Hello")))
			.then(() -> {
				assertThat(gate.awaitReached(LONG)).isTrue();
				client.providers().unload("deepseek");
				client.close();
			})
			.thenConsumeWhile((chunk) -> true)
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(StreamInterruptedException.class)
				.hasCauseInstanceOf(ShuttingDownException.class))
			.verify(LONG);
		await(() -> threadsOfTheClient().isEmpty());
	}

	@Test
	void closeWaitsUntilWhatTheLastCallsSpentIsCounted() {
		MemoryBudgetStore counts = new MemoryBudgetStore();
		AtomicBoolean counted = new AtomicBoolean();
		BudgetStore slow = new BudgetStore() {

			@Override
			public Mono<Decision> reserve(List<Charge> charges) {
				return counts.reserve(charges);
			}

			@Override
			public Mono<List<Balance>> settle(List<Settlement> settlements) {
				return Mono.delay(Duration.ofSeconds(1))
					.then(counts.settle(settlements))
					.doOnNext((balances) -> counted.set(true));
			}

			@Override
			public Mono<List<Balance>> read(List<Account> accounts) {
				return counts.read(accounts);
			}

		};
		try (HarborAiClient client = fourVendors().budget("b", (b) -> b.limit("100", "CNY"))
			.budgetStore(slow)
			.budgetStoreSettings(new BudgetStoreSettings(LONG, false))
			.build()) {
			ask(client, "deepseek-flash");
		}
		assertThat(counted).isTrue();
	}

	@Test
	void anInterruptTakesTheGraceFromCloseButNotTheEnd() throws Exception {
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().text("one two three four").holdAfter(2, gate));
		HarborAiClient client = fourVendors().build();
		AtomicBoolean stillInterrupted = new AtomicBoolean();
		Thread closer = new Thread(() -> {
			Thread.currentThread().interrupt();
			client.close();
			stillInterrupted.set(Thread.currentThread().isInterrupted());
		});
		StepVerifier
			.create(client.chat()
				.completions()
				.stream((r) -> r.model("deepseek-flash").reasoning(Reasoning.off()).user("Hello")))
			.then(() -> {
				assertThat(gate.awaitReached(LONG)).isTrue();
				closer.start();
			})
			.thenConsumeWhile((chunk) -> true)
			.expectErrorSatisfies((ex) -> assertThat(ex).hasCauseInstanceOf(ShuttingDownException.class))
			.verify(LONG);
		closer.join(LONG.toMillis());
		assertThat(stillInterrupted).isTrue();
		await(() -> threadsOfTheClient().isEmpty());
	}

	@Test
	void closeRefusesAThreadThatMustNotWaitAndCanBeCalledAgain() {
		HarborAiClient client = fourVendors().build();
		ask(client, "deepseek-flash");
		StepVerifier.create(Mono.fromRunnable(client::close).subscribeOn(Schedulers.parallel()))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("close() waits"))
			.verify(LONG);
		ask(client, "deepseek-flash");
		client.close();
		await(() -> threadsOfTheClient().isEmpty());
	}

	@Test
	void warmUpBuildsWithoutACall() {
		try (HarborAiClient client = HarborAiClient.builder()
			.provider("deepseek",
					(p) -> p.apiKey("sk-one").warmUp(WarmUp.EAGER).baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK)))
			.provider("openai",
					(p) -> p.apiKey("sk-two").warmUp(WarmUp.BACKGROUND).baseUrl(this.vendor.baseUrl(Dialect.OPENAI)))
			.build()) {
			assertThat(handle(client, "deepseek").builds()).isEqualTo(1);
			await(() -> handle(client, "openai").builds() == 1);
			await(() -> paths().equals(List.of("/openai/v1/models")));
			assertThat(handle(client, "openai").resilience()).isNotNull();
			assertThat(handle(client, "deepseek").resilience()).isNull();
		}
	}

	private List<String> paths() {
		return this.vendor.requests().stream().map(RecordedRequest::path).toList();
	}

	@Test
	void aVendorThatIsDownDoesNotKeepTheRestFromWarmingUp() {
		try (HarborAiClient client = HarborAiClient.builder()
			.provider("openai", (p) -> p.apiKey("sk-two").baseUrl("http://127.0.0.1:1/v1"))
			.build()) {
			client.providers().rehearse("openai").block(LONG);
			assertThat(handle(client, "openai").builds()).isEqualTo(1);
		}
	}

	@Test
	void refreshListsWhatTheVendorServes() {
		try (HarborAiClient client = fourVendors().build()) {
			for (String name : List.of("deepseek", "doubao", "wenxin", "openai")) {
				assertThat(client.providers().refresh(name).block(LONG)).as(name).isNotEmpty();
			}
			assertThat(client.availableModels()).extracting("provider")
				.contains("deepseek", "doubao", "wenxin", "openai");
		}
	}

	private HarborAiClient.Builder fourVendors() {
		return HarborAiClient.builder()
			.provider("deepseek", (p) -> p.apiKey("sk-test-key-1").baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK)))
			.provider("doubao", (p) -> p.apiKey("test-key-2").baseUrl(this.vendor.baseUrl(Dialect.DOUBAO)))
			.provider("wenxin", (p) -> p.apiKey("bce-v3/test-key-3").baseUrl(this.vendor.baseUrl(Dialect.WENXIN)))
			.provider("openai", (p) -> p.apiKey("sk-test-key-4").baseUrl(this.vendor.baseUrl(Dialect.OPENAI)));
	}

	private static ChatCompletion ask(HarborAiClient client, String model) {
		return client.chat().completions().create((r) -> r.model(model).user("Hello"));
	}

	private static ProviderHandle handle(HarborAiClient client, String name) {
		return client.providers().snapshot().entries().get(name).handle();
	}

	private static boolean refuses(HarborAiClient client) {
		try {
			ask(client, "deepseek-flash");
			return false;
		}
		catch (ShuttingDownException ex) {
			return true;
		}
	}

	/**
	 * The threads that clients have started since this test began: other tests' may still
	 * be ending.
	 */
	private List<Thread> threadsOfTheClient() {
		return threads().filter((thread) -> !this.before.contains(thread)).toList();
	}

	private static Stream<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Thread::isAlive)
			.filter((thread) -> thread.getName().startsWith("harborai-"))
			.filter((thread) -> !thread.getName().startsWith("harborai-simulator"));
	}

	private static void await(BooleanSupplier condition) {
		long deadline = System.nanoTime() + LONG.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

}
