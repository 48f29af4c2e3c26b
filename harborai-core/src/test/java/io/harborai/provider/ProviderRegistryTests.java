package io.harborai.provider;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.harborai.call.ChatHandler;
import io.harborai.call.SystemTicker;
import io.harborai.error.ShuttingDownException;
import io.harborai.model.ModelCatalog;
import io.harborai.model.ModelInfo;
import io.harborai.resilience.BulkheadSettings;
import io.harborai.resilience.ResilienceRegistries;
import io.harborai.transport.EventLoops;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ProviderRegistry} and the {@link ProviderHandle}s in it.
 */
class ProviderRegistryTests {

	private final SystemTicker ticker = new SystemTicker();

	private final AtomicInteger built = new AtomicInteger();

	private final Set<String> closed = ConcurrentHashMap.newKeySet();

	private volatile Supplier<RuntimeException> failure = () -> null;

	private final ProviderRegistry registry = new ProviderRegistry(Map.of("test", new TestFactory()),
			new ProviderContext(this.ticker, new EventLoops(), List.of(), ResilienceRegistries::own),
			() -> ModelCatalog.of(List.of(ModelInfo.builder("test", "known-1").build(),
					ModelInfo.builder("test", "known-2").build())),
			ProviderSettings.builder("defaults").unloadAfterIdle(Duration.ofHours(1)).build(), Set.of());

	@AfterEach
	void close() {
		this.ticker.close();
	}

	@Test
	void registeringBuildsNothing() {
		this.registry.register(settings("a"));
		this.registry.register(settings("b"));
		assertThat(this.built).hasValue(0);
		assertThat(states()).containsExactly(Map.entry("a", ProviderState.CONFIGURED),
				Map.entry("b", ProviderState.CONFIGURED));
		assertThat(this.registry.snapshot().models()).extracting(ModelInfo::provider)
			.containsExactly("a", "a", "b", "b");
	}

	@ParameterizedTest
	@CsvSource({ "256, 320", "1, 2", "2, 3", "5, 7", "2147483647, 2147483647" })
	void poolHoldsAQuarterMoreThanTheBulkheadLetsIn(int calls, int connections) {
		this.registry.register(ProviderSettings.builder("a")
			.vendor("test")
			.resilience((resilience) -> resilience.withBulkhead(new BulkheadSettings(true, calls, null, null)))
			.build());
		assertThat(handle("a").settings().http().maxConnections()).isEqualTo(connections);
	}

	@Test
	void poolWithoutABulkheadOrASizeOfItsOwn() {
		this.registry.register(settings("a"));
		this.registry.register(ProviderSettings.builder("b")
			.vendor("test")
			.resilience((resilience) -> resilience.withBulkhead(new BulkheadSettings(false, 8, null, null)))
			.build());
		this.registry.register(ProviderSettings.builder("c")
			.vendor("test")
			.http((http) -> http.maxConnections(7))
			.resilience((resilience) -> resilience.withBulkhead(new BulkheadSettings(null, 8, null, null)))
			.build());
		assertThat(Stream.of("a", "b", "c").map((name) -> handle(name).settings().http().maxConnections()))
			.containsExactly(320, 320, 7);
	}

	@Test
	void useBuildsOnlyTheOneUsed() {
		this.registry.register(settings("a"));
		this.registry.register(settings("b"));
		assertThat(handle("a").use().block()).isSameAs(handle("a").use().block()).isSameAs(handle("a").built());
		assertThat(states()).containsEntry("a", ProviderState.READY).containsEntry("b", ProviderState.CONFIGURED);
		assertThat(this.built).hasValue(1);
	}

	@Test
	void sixtyFourThreadsBuildOnce() throws Exception {
		this.registry.register(settings("a"));
		ExecutorService threads = Executors.newFixedThreadPool(64);
		try {
			CountDownLatch go = new CountDownLatch(1);
			List<Future<Provider>> used = IntStream.range(0, 64).mapToObj((i) -> threads.submit(() -> {
				go.await();
				return handle("a").use().block();
			})).toList();
			go.countDown();
			Provider first = used.get(0).get(10, TimeUnit.SECONDS);
			for (Future<Provider> each : used) {
				assertThat(each.get(10, TimeUnit.SECONDS)).isSameAs(first);
			}
			assertThat(this.built).hasValue(1);
			assertThat(handle("a").builds()).isEqualTo(1);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void failedBuildIsReportedAndTriedAgain() {
		this.registry.register(settings("a"));
		this.failure = () -> new IllegalStateException("no luck");
		assertThatIllegalStateException().isThrownBy(() -> handle("a").use().block()).withMessage("no luck");
		assertThat(states()).containsEntry("a", ProviderState.CONFIGURED);
		this.failure = () -> null;
		assertThat(handle("a").use().block()).isNotNull();
		assertThat(states()).containsEntry("a", ProviderState.READY);
	}

	@Test
	void unloadLetsGoAndTheNextUseBuildsAgain() {
		this.registry.register(settings("a"));
		Provider first = handle("a").use().block();
		assertThat(this.registry.unload("a")).isTrue();
		assertThat(this.registry.unload("a")).isFalse();
		assertThat(states()).containsEntry("a", ProviderState.CONFIGURED);
		assertThat(handle("a").use().block()).isNotSameAs(first);
		assertThat(handle("a").builds()).isEqualTo(2);
		await(() -> this.closed.contains("a1"));
		assertThat(this.closed).doesNotContain("a2");
	}

	@Test
	void idleProviderIsUnloaded() {
		this.registry.register(ProviderSettings.builder("a")
			.vendor("test")
			.unloadAfterIdle(Duration.ofMillis(20))
			.build()
			.orElse(ProviderSettings.DEFAULTS));
		handle("a").use().block();
		await(() -> handle("a").built() == null);
		assertThat(handle("a").use().block()).isNotNull();
	}

	@Test
	void disabledProviderIsUnloadedAndItsModelsAreGone() {
		this.registry.register(settings("a"));
		handle("a").use().block();
		long version = this.registry.snapshot().version();
		assertThat(this.registry.disable("a")).isTrue();
		assertThat(states()).containsEntry("a", ProviderState.DISABLED);
		assertThat(this.registry.snapshot().models()).isEmpty();
		assertThat(handle("a").built()).isNull();
		assertThat(this.registry.enable("a")).isTrue();
		assertThat(states()).containsEntry("a", ProviderState.CONFIGURED);
		assertThat(this.registry.snapshot().models()).hasSize(2);
		assertThat(this.registry.snapshot().version()).isGreaterThan(version);
		assertThat(this.registry.disable("nobody")).isFalse();
	}

	@Test
	void whatIsRegisteredAtRunTimeTakesTheDefaultsToo() {
		this.registry.register(ProviderSettings.builder("a").vendor("test").build());
		ProviderSettings settings = handle("a").settings();
		assertThat(settings.unloadAfterIdle()).isEqualTo(Duration.ofHours(1));
		assertThat(settings.timeouts()).isEqualTo(ProviderSettings.DEFAULTS.timeouts());
	}

	@Test
	void aSnapshotNeverChanges() {
		this.registry.register(settings("a"));
		ProviderRegistry.Snapshot before = this.registry.snapshot();
		this.registry.register(settings("b"));
		this.registry.unregister("a");
		assertThat(before.entries()).containsOnlyKeys("a");
		assertThat(this.registry.snapshot().entries()).containsOnlyKeys("b");
	}

	@Test
	void aNameCanBeTakenOnce() {
		this.registry.register(settings("a"));
		assertThatExceptionOfType(ProviderConfigurationException.class)
			.isThrownBy(() -> this.registry.register(settings("a")))
			.withMessageContaining("registered already");
	}

	@Test
	void unknownVendorIsRefused() {
		assertThatExceptionOfType(ProviderConfigurationException.class)
			.isThrownBy(() -> this.registry
				.register(ProviderSettings.builder("a").vendor("tset").build().orElse(ProviderSettings.DEFAULTS)))
			.withMessageContaining("tset")
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("vendor"));
	}

	@Test
	void refreshAddsWhatTheVendorLists() {
		this.registry.register(settings("a"));
		assertThat(this.registry.refresh("a").block()).extracting(ModelInfo::id).containsExactly("listed", "known-1");
		assertThat(this.registry.snapshot().models()).extracting(ModelInfo::id)
			.containsExactly("listed", "known-1", "known-2");
	}

	@Test
	void concurrentChangesNeverShowATornState() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		AtomicBoolean stop = new AtomicBoolean();
		try {
			List<Future<?>> changing = IntStream.range(0, 3).<Future<?>>mapToObj((i) -> threads.submit(() -> {
				for (int round = 0; round < 2000; round++) {
					this.registry.register(settings("p" + i));
					this.registry.disable("p" + i);
					this.registry.enable("p" + i);
					this.registry.unregister("p" + i);
				}
			})).toList();
			Future<?> reading = threads.submit(() -> {
				long last = -1;
				while (!stop.get()) {
					ProviderRegistry.Snapshot snapshot = this.registry.snapshot();
					assertThat(snapshot.version()).isGreaterThanOrEqualTo(last);
					last = snapshot.version();
					long enabled = snapshot.entries().values().stream().filter(ProviderRegistry.Entry::enabled).count();
					assertThat(snapshot.models()).hasSize((int) enabled * 2).isSameAs(snapshot.models());
				}
			});
			for (Future<?> each : changing) {
				each.get(60, TimeUnit.SECONDS);
			}
			stop.set(true);
			reading.get(10, TimeUnit.SECONDS);
			assertThat(this.registry.snapshot().entries()).isEmpty();
			assertThat(this.registry.snapshot().version()).isEqualTo(3 * 2000 * 4);
		}
		finally {
			stop.set(true);
			threads.shutdownNow();
		}
	}

	private static ProviderSettings settings(String name) {
		return ProviderSettings.builder(name).vendor("test").build().orElse(ProviderSettings.DEFAULTS);
	}

	@Test
	void theEndClosesWhatWasUnloadedOrUnregisteredShortlyBefore() {
		this.registry.register(settings("a"));
		this.registry.register(settings("b"));
		handle("a").use().block();
		handle("b").use().block();
		this.registry.unload("a");
		this.registry.unregister("b");
		this.registry.close(Duration.ZERO).block();
		assertThat(this.closed).containsExactlyInAnyOrder("a1", "b2");
	}

	@Test
	void theEndClosesWhatIsJustBeingBuilt() throws Exception {
		this.registry.register(settings("a"));
		build("a", () -> this.registry.close(Duration.ZERO).subscribe());
		await(() -> this.closed.contains("a1"));
		assertThat(handle("a").built()).isNull();
	}

	@Test
	void whatIsUnregisteredWhileBeingBuiltIsClosed() throws Exception {
		this.registry.register(settings("a"));
		build("a", () -> this.registry.unregister("a"));
		await(() -> this.closed.contains("a1"));
	}

	@Test
	void nothingIsBuiltAfterTheEnd() {
		this.registry.register(settings("a"));
		ProviderHandle gone = handle("a");
		this.registry.unregister("a");
		assertThatExceptionOfType(ShuttingDownException.class).isThrownBy(() -> gone.use().block());
		this.registry.register(settings("a"));
		this.registry.close(Duration.ZERO).block();
		this.registry.register(settings("b"));
		for (String name : List.of("a", "b")) {
			assertThatExceptionOfType(ShuttingDownException.class).isThrownBy(() -> this.registry.warmUp(name).block())
				.withMessageStartingWith(name + ": the provider is closed.");
		}
		assertThat(this.built).hasValue(0);
	}

	private void build(String name, Runnable meanwhile) throws Exception {
		CountDownLatch building = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		this.failure = () -> {
			building.countDown();
			try {
				assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				return new IllegalStateException(ex);
			}
			return null;
		};
		ExecutorService builder = Executors.newSingleThreadExecutor();
		try {
			ProviderHandle handle = handle(name);
			Future<Provider> used = builder.submit(() -> handle.use().block());
			assertThat(building.await(20, TimeUnit.SECONDS)).isTrue();
			meanwhile.run();
			go.countDown();
			assertThat(used.get(20, TimeUnit.SECONDS)).isNotNull();
		}
		finally {
			builder.shutdownNow();
		}
	}

	private ProviderHandle handle(String name) {
		return this.registry.snapshot().entries().get(name).handle();
	}

	private Map<String, ProviderState> states() {
		Map<String, ProviderState> states = new java.util.LinkedHashMap<>();
		this.registry.snapshot().entries().forEach((name, entry) -> states.put(name, entry.state()));
		return states;
	}

	private static void await(java.util.function.BooleanSupplier condition) {
		long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	/**
	 * Makes providers that answer nothing.
	 */
	private final class TestFactory implements ProviderFactory {

		@Override
		public String vendor() {
			return "test";
		}

		@Override
		public Provider create(ProviderSettings settings, ProviderContext context) {
			RuntimeException failure = ProviderRegistryTests.this.failure.get();
			if (failure != null) {
				throw failure;
			}
			String id = settings.name() + ProviderRegistryTests.this.built.incrementAndGet();
			return new Provider() {

				@Override
				public String name() {
					return settings.name();
				}

				@Override
				public Mono<List<ModelInfo>> listModels() {
					return Mono.just(List.of(ModelInfo.builder("test", "listed").build(),
							ModelInfo.builder("test", "known-1").build()));
				}

				@Override
				public ChatHandler chat() {
					return new ChatHandler() {

						@Override
						public Mono<io.harborai.chat.ChatCompletion> complete(io.harborai.call.ChatCall call) {
							return Mono.empty();
						}

						@Override
						public Flux<io.harborai.chat.ChatCompletionChunk> stream(io.harborai.call.ChatCall call) {
							return Flux.empty();
						}

					};
				}

				@Override
				public int inFlight() {
					return 0;
				}

				@Override
				public Mono<Void> close(Duration grace) {
					return Mono.fromRunnable(() -> ProviderRegistryTests.this.closed.add(id));
				}

			};
		}

	}

}
