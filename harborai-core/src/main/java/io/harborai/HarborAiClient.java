package io.harborai;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.harborai.budget.Budget;
import io.harborai.budget.BudgetStatus;
import io.harborai.budget.BudgetStore;
import io.harborai.budget.BudgetStoreSettings;
import io.harborai.cache.CacheSettings;
import io.harborai.cache.CacheStatistics;
import io.harborai.cache.CompletionStore;
import io.harborai.call.ChatFilter;
import io.harborai.call.Instrumentation;
import io.harborai.call.Ticker;
import io.harborai.model.ModelInfo;
import io.harborai.provider.ApiKeySource;
import io.harborai.provider.Optimization;
import io.harborai.provider.ProviderFactory;
import io.harborai.provider.ProviderRegistry;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.ResilienceRegistries;
import io.harborai.resilience.SharedRates;
import io.harborai.routing.BudgetState;
import io.harborai.routing.RouteSettings;
import org.jspecify.annotations.Nullable;

/**
 * One chat API for every configured vendor. Thread-safe; make one and share it. Providers
 * are built on first use; making a client connects to nobody.
 */
public interface HarborAiClient extends AutoCloseable {

	/**
	 * Start making a client without Spring Boot.
	 * @return a builder
	 */
	static Builder builder() {
		return new Builder();
	}

	/**
	 * Chat.
	 * @return the chat API
	 */
	Chat chat();

	/**
	 * Embeddings.
	 * @return the embeddings API
	 */
	Embeddings embeddings();

	/**
	 * The models that the enabled providers offer.
	 * @return an immutable list; a volatile read, no more
	 */
	List<ModelInfo> availableModels();

	/**
	 * The same client, pinned to one provider: every model name goes there, known or not.
	 * @param name the provider's name
	 * @return a view; closing it does nothing
	 * @throws IllegalArgumentException if there is no such provider
	 */
	HarborAiClient provider(String name);

	/**
	 * The names that stand for several models.
	 * @return an immutable list; empty for a view of one provider, to which every name
	 * goes as it is
	 */
	List<RouteSettings> routes();

	/**
	 * What the cache of answers did so far.
	 * @return the counts, null if no answers are kept
	 */
	@Nullable CacheStatistics cache();

	/**
	 * How the budgets stand, as far as this client has seen. Waits for nobody.
	 * @return one for each budget, in the order in which they were added
	 */
	List<BudgetStatus> budgets();

	/**
	 * The ways of saving time and memory that are in use.
	 * @return all that are not switched off
	 */
	Set<Optimization> optimizations();

	/**
	 * What is left to pay for attempts beyond the first of each call: of each route, and
	 * of each provider for calls that take no route.
	 * @return the budgets that were needed so far
	 */
	List<BudgetState> attemptBudgets();

	/**
	 * The providers: their state, and changes at run time.
	 * @return the registry
	 */
	ProviderRegistry providers();

	/**
	 * How long making the client took: from its builder to its being ready, the providers
	 * that are built with it included.
	 * @return the time
	 */
	Duration initializationTime();

	/**
	 * Take no new calls, let the running ones end within the grace period, end the rest
	 * with a typed error, and let everything go. Idempotent. Waits; an interrupt ends the
	 * grace period.
	 * @throws IllegalStateException on a thread that must not block, such as an event
	 * loop's; the client stays open then
	 */
	@Override
	void close();

	/**
	 * Builds a {@link HarborAiClient}. Not thread-safe.
	 */
	final class Builder {

		/** How long running calls may go on after the end was called, unless set. */
		public static final Duration DEFAULT_SHUTDOWN_GRACE = Duration.ofSeconds(20);

		final Map<String, ProviderSettings> providers = new LinkedHashMap<>();

		final Map<String, ProviderFactory> factories = new LinkedHashMap<>();

		final List<RouteSettings> routes = new ArrayList<>();

		final List<ChatFilter> filters = new ArrayList<>();

		final List<Instrumentation> instrumentations = new ArrayList<>();

		final List<ModelInfo> models = new ArrayList<>();

		ProviderSettings defaults = ProviderSettings.builder("defaults").build();

		@Nullable String defaultModel;

		final List<ApiKeySource> keySources = new ArrayList<>();

		@Nullable ResilienceRegistries registries;

		final List<Consumer<ResilienceRegistries>> registriesListeners = new ArrayList<>();

		@Nullable Ticker ticker;

		@Nullable CompletionStore cache;

		@Nullable CacheSettings cacheSettings;

		final List<Budget> budgets = new ArrayList<>();

		@Nullable BudgetStore budgetStore;

		@Nullable BudgetStoreSettings budgetStoreSettings;

		@Nullable SharedRates sharedRates;

		final EnumSet<Optimization> switchedOff = EnumSet.noneOf(Optimization.class);

		Duration shutdownGrace = DEFAULT_SHUTDOWN_GRACE;

		final long startedNanos = System.nanoTime();

		private Builder() {
		}

		/**
		 * Add a provider of a vendor that has the provider's name.
		 * @param name the provider's name
		 * @param spec fills its settings
		 * @return this builder
		 */
		public Builder provider(String name, Consumer<ProviderSettings.Builder> spec) {
			ProviderSettings.Builder settings = ProviderSettings.builder(name);
			spec.accept(settings);
			return provider(settings.build());
		}

		/**
		 * Add a provider.
		 * @param settings its settings
		 * @return this builder
		 */
		public Builder provider(ProviderSettings settings) {
			if (this.providers.putIfAbsent(settings.name(), settings) != null) {
				throw new IllegalArgumentException("Two providers are named '" + settings.name() + "'; rename one");
			}
			return this;
		}

		/**
		 * Set what every provider inherits unless its own settings say otherwise.
		 * @param spec fills the settings
		 * @return this builder
		 */
		public Builder defaults(Consumer<ProviderSettings.Builder> spec) {
			ProviderSettings.Builder settings = ProviderSettings.builder("defaults");
			spec.accept(settings);
			return defaults(settings.build());
		}

		/**
		 * Set what every provider inherits unless its own settings say otherwise.
		 * @param defaults the settings
		 * @return this builder
		 */
		public Builder defaults(ProviderSettings defaults) {
			this.defaults = defaults;
			return this;
		}

		/**
		 * Add a route: a name that stands for several models.
		 * @param name the route's name, which wins over a model's of the same name
		 * @param spec fills its settings
		 * @return this builder
		 */
		public Builder route(String name, Consumer<RouteSettings.Builder> spec) {
			RouteSettings.Builder settings = RouteSettings.builder(name);
			spec.accept(settings);
			return route(settings.build());
		}

		/**
		 * Add a route: a name that stands for several models.
		 * @param settings its settings
		 * @return this builder
		 */
		public Builder route(RouteSettings settings) {
			this.routes.add(settings);
			return this;
		}

		/**
		 * Set the model of requests that name none.
		 * @param model the name of a model or route
		 * @return this builder
		 */
		public Builder defaultModel(@Nullable String model) {
			this.defaultModel = model;
			return this;
		}

		/**
		 * Add a vendor, or replace a built-in one.
		 * @param factory makes its providers
		 * @return this builder
		 */
		public Builder providerFactory(ProviderFactory factory) {
			this.factories.put(factory.vendor(), factory);
			return this;
		}

		/**
		 * Add models to the catalog, or replace its entries.
		 * @param models the models
		 * @return this builder
		 */
		public Builder models(List<ModelInfo> models) {
			this.models.addAll(models);
			return this;
		}

		/**
		 * Add a step around every call. The first one added is outermost.
		 * @param filter the step
		 * @return this builder
		 */
		public Builder filter(ChatFilter filter) {
			this.filters.add(filter);
			return this;
		}

		/**
		 * Have somebody look at all calls, outside of all filters, and at their attempts.
		 * The first one added is outermost.
		 * @param instrumentation looks at them
		 * @return this builder
		 */
		public Builder instrumentation(Instrumentation instrumentation) {
			this.instrumentations.add(instrumentation);
			return this;
		}

		/**
		 * Take the keys of some providers from a source at run time.
		 * @param source the source; the first one added that serves a provider is asked
		 * @return this builder
		 */
		public Builder apiKeySource(ApiKeySource source) {
			this.keySources.add(source);
			return this;
		}

		/**
		 * Keep the Resilience4j instances in an application's own registries, so that its
		 * configuration, endpoints and meters apply to them.
		 * @param registries the registries
		 * @return this builder
		 */
		public Builder registries(ResilienceRegistries registries) {
			this.registries = registries;
			return this;
		}

		/**
		 * Have somebody told of the registries when they are made, which the first call
		 * does. Those that were lent exist already: nobody is told of them.
		 * @param listener is told, quickly and without blocking
		 * @return this builder
		 */
		public Builder registriesListener(Consumer<ResilienceRegistries> listener) {
			this.registriesListeners.add(listener);
			return this;
		}

		/**
		 * Use another time than the real one, in tests.
		 * @param ticker the time
		 * @return this builder
		 */
		public Builder ticker(Ticker ticker) {
			this.ticker = ticker;
			return this;
		}

		/**
		 * Keep answers, for calls that ask for that or have a temperature of 0.
		 * @param store where to keep them
		 * @return this builder
		 */
		public Builder cache(CompletionStore store) {
			this.cache = store;
			return this;
		}

		/**
		 * Keep answers in memory, for calls that ask for that or have a temperature of 0.
		 * Needs Caffeine on the class path.
		 * @param settings how many and for how long
		 * @return this builder
		 */
		public Builder cache(CacheSettings settings) {
			this.cacheSettings = settings;
			return this;
		}

		/**
		 * Limit what may be spent in a time. Attempts that a budget has no room for fail
		 * with {@link io.harborai.error.BudgetExceededException}.
		 * @param name the budget's name
		 * @param spec fills its settings
		 * @return this builder
		 */
		public Builder budget(String name, Consumer<Budget.Builder> spec) {
			Budget.Builder budget = Budget.builder(name);
			spec.accept(budget);
			return budget(budget.build());
		}

		/**
		 * Limit what may be spent in a time.
		 * @param budget the budget
		 * @return this builder
		 */
		public Builder budget(Budget budget) {
			this.budgets.add(budget);
			return this;
		}

		/**
		 * Count elsewhere than in memory what budgets have spent, so that several
		 * instances share them.
		 * @param store where to count
		 * @return this builder
		 */
		public Builder budgetStore(BudgetStore store) {
			this.budgetStore = store;
			return this;
		}

		/**
		 * Set how a store of budgets is used.
		 * @param settings the settings, {@link BudgetStoreSettings#DEFAULTS} unless set
		 * @return this builder
		 */
		public Builder budgetStoreSettings(BudgetStoreSettings settings) {
			this.budgetStoreSettings = settings;
			return this;
		}

		/**
		 * Have the rates of providers hold for all instances of an application together.
		 * @param rates counts what they send
		 * @return this builder
		 */
		public Builder sharedRates(SharedRates rates) {
			this.sharedRates = rates;
			return this;
		}

		/**
		 * Do without an optimization: slower or larger, but with the same answers.
		 * @param optimization the optimization
		 * @return this builder
		 */
		public Builder switchOff(Optimization optimization) {
			this.switchedOff.add(optimization);
			return this;
		}

		/**
		 * Set how long {@link HarborAiClient#close()} lets running calls go on.
		 * @param grace the time
		 * @return this builder
		 */
		public Builder shutdownGrace(Duration grace) {
			if (grace.isNegative()) {
				throw new IllegalArgumentException("The shutdown grace must not be negative: " + grace);
			}
			this.shutdownGrace = grace;
			return this;
		}

		/**
		 * Make the client. Settings are checked; nothing is built or connected, but for
		 * providers that are to be warmed up.
		 * @return the client
		 * @throws io.harborai.provider.ProviderConfigurationException if a provider's
		 * settings can't work
		 * @throws io.harborai.routing.RouteConfigurationException if a route can't work
		 * with these providers
		 * @throws io.harborai.error.InvalidSettingException if a budget can't
		 */
		public HarborAiClient build() {
			return AssembledClient.of(this);
		}

	}

}
