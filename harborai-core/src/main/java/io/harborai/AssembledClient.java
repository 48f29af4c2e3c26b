package io.harborai;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.harborai.budget.BudgetGuard;
import io.harborai.budget.BudgetStatus;
import io.harborai.budget.BudgetStore;
import io.harborai.budget.BudgetStoreSettings;
import io.harborai.budget.MemoryBudgetStore;
import io.harborai.cache.CacheSettings;
import io.harborai.cache.CacheStatistics;
import io.harborai.cache.CachingFilter;
import io.harborai.cache.CompletionStore;
import io.harborai.cache.MemoryStore;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.EmbeddingCall;
import io.harborai.call.EmbeddingHandler;
import io.harborai.call.Instrumentation;
import io.harborai.call.SystemTicker;
import io.harborai.call.Ticker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.TypeRef;
import io.harborai.embedding.EmbeddingRequest;
import io.harborai.embedding.EmbeddingResponse;
import io.harborai.error.CallCancelledException;
import io.harborai.error.ErrorDetails;
import io.harborai.error.ShuttingDownException;
import io.harborai.model.ModelCatalog;
import io.harborai.model.ModelInfo;
import io.harborai.provider.Optimization;
import io.harborai.provider.ProviderContext;
import io.harborai.provider.ProviderFactory;
import io.harborai.provider.ProviderRegistry;
import io.harborai.provider.WarmUp;
import io.harborai.routing.BudgetState;
import io.harborai.routing.ModelRouter;
import io.harborai.routing.RouteSettings;
import io.harborai.transport.EventLoops;
import io.harborai.resilience.ResilienceRegistries;
import io.harborai.structured.ParsedCompletion;
import io.harborai.structured.Partial;
import io.harborai.structured.StructuredChat;
import io.harborai.tool.ToolLoop;
import io.harborai.wire.CatalogReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The client as it is put together: the call chain is composed here, once.
 */
final class AssembledClient implements HarborAiClient {

	private final Core core;

	private final @Nullable String pinnedProvider;

	private final Duration initializationTime;

	private final Completions completions = new Completions();

	private AssembledClient(Core core, @Nullable String pinnedProvider, Duration initializationTime) {
		this.core = core;
		this.pinnedProvider = pinnedProvider;
		this.initializationTime = initializationTime;
	}

	static HarborAiClient of(Builder builder) {
		Ticker ticker = (builder.ticker != null) ? builder.ticker : new SystemTicker();
		EventLoops loops = new EventLoops();
		Map<String, ProviderFactory> factories = BuiltInVendors.factories();
		factories.putAll(builder.factories);
		Instrumentation instrumentation = Instrumentation.of(builder.instrumentations);
		BudgetGuard budgets = budgets(builder, ticker);
		ProviderContext context = new ProviderContext(ticker, loops, builder.keySources, registries(builder),
				instrumentation, budgets, builder.sharedRates);
		ProviderRegistry registry = new ProviderRegistry(factories, context, catalog(builder.models), builder.defaults,
				builder.switchedOff);
		builder.providers.values().forEach(registry::register);
		if (budgets != null) {
			BudgetChecks.check(builder.budgets, registry.snapshot());
		}
		ModelRouter router = new ModelRouter(registry, builder.defaultModel, builder.routes,
				builder.defaults.resilience().budget(), ticker,
				!builder.switchedOff.contains(Optimization.COMPILED_ROUTES));
		ChatHandler chain = router;
		for (int i = builder.filters.size() - 1; i >= 0; i--) {
			chain = builder.filters.get(i).apply(chain);
		}
		CachingFilter cache = cache(builder, ticker);
		if (cache != null) {
			chain = cache.apply(chain);
		}
		StructuredCalls structured = new StructuredCalls(chain, instrumentation, router);
		ChatHandler watched = instrumentation.aroundCalls(chain);
		Core core = new Core(ticker, loops, registry, List.copyOf(builder.routes),
				EnumSet.complementOf(builder.switchedOff), (cache != null) ? cache.statistics() : null, budgets, router,
				watched, instrumentation.aroundEmbeddings(router), structured, tools(watched, ticker),
				builder.shutdownGrace, new AtomicBoolean());
		warmUp(core);
		return new AssembledClient(core, null, Duration.ofNanos(System.nanoTime() - builder.startedNanos));
	}

	private static Supplier<ModelCatalog> catalog(List<ModelInfo> overrides) {
		List<ModelInfo> models = List.copyOf(overrides);
		return new Lazy<>(() -> new CatalogReader().builtIn().withOverrides(models));
	}

	/**
	 * The client's own registries are made when the first call needs them.
	 */
	private static Supplier<ResilienceRegistries> registries(Builder builder) {
		ResilienceRegistries lent = builder.registries;
		List<Consumer<ResilienceRegistries>> listeners = List.copyOf(builder.registriesListeners);
		return (lent != null) ? () -> lent : new Lazy<>(() -> {
			ResilienceRegistries own = ResilienceRegistries.own();
			listeners.forEach((listener) -> listener.accept(own));
			return own;
		});
	}

	private static @Nullable CachingFilter cache(Builder builder, Ticker ticker) {
		CompletionStore store = builder.cache;
		CacheSettings settings = builder.cacheSettings;
		if (store == null && settings != null) {
			store = new MemoryStore(settings, ticker);
		}
		return (store != null) ? new CachingFilter(store, ticker) : null;
	}

	private static @Nullable BudgetGuard budgets(Builder builder, Ticker ticker) {
		if (builder.budgets.isEmpty()) {
			return null;
		}
		BudgetStore store = builder.budgetStore;
		BudgetStoreSettings settings = builder.budgetStoreSettings;
		return new BudgetGuard(builder.budgets, (store != null) ? store : new MemoryBudgetStore(),
				(settings != null) ? settings : BudgetStoreSettings.DEFAULTS, ticker, InstantSource.system());
	}

	private static Lazy<ToolLoop> tools(ChatHandler chain, Ticker ticker) {
		// To link a lambda is to load what it returns.
		return new Lazy<>(new Supplier<ToolLoop>() {

			@Override
			public ToolLoop get() {
				return new ToolLoop(chain, ticker);
			}

		});
	}

	private static void warmUp(Core core) {
		core.registry().snapshot().entries().forEach((name, entry) -> {
			WarmUp warmUp = entry.handle().settings().warmUp();
			if (warmUp == WarmUp.EAGER) {
				BlockingCall.await(core.registry().warmUp(name).thenReturn(name));
			}
			else if (warmUp == WarmUp.BACKGROUND) {
				core.ticker().schedule(() -> warmUpInBackground(core.registry(), name), Duration.ZERO);
			}
		});
	}

	private static void warmUpInBackground(ProviderRegistry registry, String name) {
		registry.rehearse(name).subscribe((nothing) -> {
		}, (ex) -> logger().warn("Provider '{}' couldn't be warmed up; its first call will try again: {}", name,
				ex.getMessage()));
	}

	// Looked up when there is something to say: making a client starts no logging system.
	private static Logger logger() {
		return LoggerFactory.getLogger(AssembledClient.class);
	}

	@Override
	public Chat chat() {
		return this.completions;
	}

	@Override
	public Embeddings embeddings() {
		// Most clients never embed: nothing of it is loaded with them.
		return new Vectors();
	}

	@Override
	public List<ModelInfo> availableModels() {
		List<ModelInfo> models = this.core.registry().snapshot().models();
		return (this.pinnedProvider == null) ? models
				: models.stream().filter((model) -> model.provider().equals(this.pinnedProvider)).toList();
	}

	@Override
	public HarborAiClient provider(String name) {
		if (!this.core.registry().snapshot().entries().containsKey(name)) {
			throw new IllegalArgumentException("There is no provider '" + name + "'. Configured are: "
					+ String.join(", ", this.core.registry().snapshot().entries().keySet()));
		}
		return new AssembledClient(this.core, name, this.initializationTime);
	}

	@Override
	public List<RouteSettings> routes() {
		return (this.pinnedProvider == null) ? this.core.routes() : List.of();
	}

	@Override
	public @Nullable CacheStatistics cache() {
		return this.core.cache();
	}

	@Override
	public List<BudgetStatus> budgets() {
		BudgetGuard budgets = this.core.budgets();
		return (budgets != null) ? budgets.statuses() : List.of();
	}

	@Override
	public Set<Optimization> optimizations() {
		return Collections.unmodifiableSet(this.core.optimizations());
	}

	@Override
	public List<BudgetState> attemptBudgets() {
		return this.core.router().budgets();
	}

	@Override
	public ProviderRegistry providers() {
		return this.core.registry();
	}

	@Override
	public Duration initializationTime() {
		return this.initializationTime;
	}

	@Override
	public void close() {
		if (this.pinnedProvider != null) {
			return;
		}
		BlockingCall.checkMayBlock("close()", "Call it from a thread of your own");
		if (this.core.closed().compareAndSet(false, true)) {
			try {
				BlockingCall.await(end(this.core.shutdownGrace()));
			}
			catch (CallCancelledException interrupted) {
				endAtOnce();
			}
			finally {
				if (this.core.ticker() instanceof SystemTicker own) {
					own.close();
				}
			}
		}
	}

	/**
	 * An interrupt takes the grace away, not the end: nobody could close the client
	 * again.
	 */
	private void endAtOnce() {
		boolean wasInterrupted = Thread.interrupted();
		try {
			BlockingCall.await(end(Duration.ZERO));
		}
		catch (CallCancelledException interrupted) {
			logger().warn("Interrupted twice while closing; the client's threads may go on for a while");
		}
		finally {
			if (wasInterrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private Mono<Boolean> end(Duration grace) {
		return this.core.registry()
			.close(grace)
			.then(Mono.fromRunnable(this::endTools))
			.then(endBudgets(grace))
			.then(this.core.loops().close())
			.thenReturn(true);
	}

	private Mono<Void> endBudgets(Duration grace) {
		BudgetGuard budgets = this.core.budgets();
		return (budgets != null) ? budgets.close(grace) : Mono.empty();
	}

	private void endTools() {
		ToolLoop tools = this.core.tools().made();
		if (tools != null) {
			tools.close();
		}
	}

	private void checkOpen() {
		if (this.core.closed().get()) {
			throw new ShuttingDownException(ErrorDetails.problem("the client is closed")
				.remedy("Don't use a client after closing it; in Spring, stop calling while the context closes.")
				.build(), null);
		}
	}

	@Override
	public String toString() {
		return "HarborAiClient" + ((this.pinnedProvider != null) ? "[" + this.pinnedProvider + "]" : "");
	}

	/**
	 * What a client and its pinned views share.
	 */
	private record Core(Ticker ticker, EventLoops loops, ProviderRegistry registry, List<RouteSettings> routes,
			Set<Optimization> optimizations, @Nullable CacheStatistics cache, @Nullable BudgetGuard budgets,
			ModelRouter router, ChatHandler chain, EmbeddingHandler embeddings, StructuredCalls structured,
			Lazy<ToolLoop> tools, Duration shutdownGrace, AtomicBoolean closed) {
	}

	/**
	 * Makes the chain of calls for Java values when the first one comes. No supplier: to
	 * make that, what it supplies is loaded.
	 */
	private static final class StructuredCalls {

		private final ChatHandler next;

		private final Instrumentation instrumentation;

		private final ModelRouter router;

		private volatile @Nullable StructuredChat made;

		private StructuredCalls(ChatHandler next, Instrumentation instrumentation, ModelRouter router) {
			this.next = next;
			this.instrumentation = instrumentation;
			this.router = router;
		}

		StructuredChat get() {
			StructuredChat current = this.made;
			return (current != null) ? current : make();
		}

		private synchronized StructuredChat make() {
			StructuredChat current = this.made;
			if (current == null) {
				current = new StructuredChat(this.next, this.instrumentation::aroundCalls, this.router::paysForAnother);
				this.made = current;
			}
			return current;
		}

	}

	/**
	 * Makes something when it is first needed, once.
	 */
	private static final class Lazy<T> implements Supplier<T> {

		private final Supplier<T> maker;

		private volatile @Nullable T made;

		private Lazy(Supplier<T> maker) {
			this.maker = maker;
		}

		@Override
		public T get() {
			T current = this.made;
			return (current != null) ? current : make();
		}

		private @Nullable T made() {
			return this.made;
		}

		private synchronized T make() {
			T current = this.made;
			if (current == null) {
				current = this.maker.get();
				this.made = current;
			}
			return current;
		}

	}

	/**
	 * The chat API on the chain.
	 */
	private final class Completions implements Chat, ChatCompletions {

		@Override
		public ChatCompletions completions() {
			return this;
		}

		@Override
		public ChatTools tools() {
			return ToolChat.of(AssembledClient.this.core.tools().get(), this::start);
		}

		@Override
		public ChatCompletion create(ChatCompletionRequest request) {
			// The thread's own context, such as its trace, goes with the call. Where the
			// library for that is missing, this is nothing.
			return BlockingCall.await(createAsync(request).contextCapture());
		}

		@Override
		public Mono<ChatCompletion> createAsync(ChatCompletionRequest request) {
			return Mono.defer(() -> AssembledClient.this.core.chain().complete(start(request)));
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCompletionRequest request) {
			return Flux.defer(() -> AssembledClient.this.core.chain().stream(start(request)));
		}

		@Override
		public <T> ParsedCompletion<T> create(ChatCompletionRequest request, TypeRef<T> type) {
			return BlockingCall.await(createAsync(request, type).contextCapture());
		}

		@Override
		public <T> Mono<ParsedCompletion<T>> createAsync(ChatCompletionRequest request, TypeRef<T> type) {
			return Mono.defer(() -> structured().complete(start(request), type));
		}

		@Override
		public <T> Flux<Partial<T>> stream(ChatCompletionRequest request, TypeRef<T> type) {
			return Flux.defer(() -> structured().stream(start(request), type));
		}

		@Override
		public <T> Flux<T> streamItems(ChatCompletionRequest request, Class<T> item) {
			return Flux.defer(() -> structured().streamItems(start(request), TypeRef.of(item)));
		}

		private StructuredChat structured() {
			return AssembledClient.this.core.structured().get();
		}

		private ChatCall start(ChatCompletionRequest request) {
			checkOpen();
			return ChatCall.start(request, AssembledClient.this.pinnedProvider, AssembledClient.this.core.ticker());
		}

	}

	/**
	 * The embeddings API on the chain.
	 */
	private final class Vectors implements Embeddings {

		@Override
		public EmbeddingResponse create(EmbeddingRequest request) {
			return BlockingCall.await(createAsync(request).contextCapture());
		}

		@Override
		public Mono<EmbeddingResponse> createAsync(EmbeddingRequest request) {
			return Mono.defer(() -> {
				checkOpen();
				return AssembledClient.this.core.embeddings()
					.embed(EmbeddingCall.start(request, AssembledClient.this.pinnedProvider,
							AssembledClient.this.core.ticker()));
			});
		}

	}

}
