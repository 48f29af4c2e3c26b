package io.harborai.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * Everything that can be said about HarborAI in the environment. What is not set stays
 * null or empty, so that the next layer can fill it.
 */
@ConfigurationProperties("harborai")
public class HarborAiProperties {

	/**
	 * Model or route of requests that name none, such as "deepseek-flash" or
	 * "local/llama3".
	 */
	private @Nullable String defaultModel;

	/**
	 * Providers by name. A provider that is not listed here does not exist.
	 */
	private Map<String, ProviderProperties> providers = new LinkedHashMap<>();

	/**
	 * What every provider inherits unless it says otherwise.
	 */
	@NestedConfigurationProperty
	private final InheritableProperties defaults = new InheritableProperties();

	/**
	 * Routes by name: a name that stands for several models.
	 */
	private Map<String, RouteProperties> routes = new LinkedHashMap<>();

	/**
	 * Budgets by name: how much may be spent in a time.
	 */
	private Map<String, BudgetProperties> budgets = new LinkedHashMap<>();

	@NestedConfigurationProperty
	private final StoreProperties store = new StoreProperties();

	private final Shutdown shutdown = new Shutdown();

	private final Resilience4j resilience4j = new Resilience4j();

	private final Cache cache = new Cache();

	@NestedConfigurationProperty
	private final LedgerProperties ledger = new LedgerProperties();

	private final Dashboard dashboard = new Dashboard();

	private final Optimizations optimizations = new Optimizations();

	private final Observations observations = new Observations();

	@NestedConfigurationProperty
	private final HealthProperties health = new HealthProperties();

	@NestedConfigurationProperty
	private final MonitorProperties monitor = new MonitorProperties();

	public @Nullable String getDefaultModel() {
		return this.defaultModel;
	}

	public void setDefaultModel(@Nullable String defaultModel) {
		this.defaultModel = defaultModel;
	}

	public Map<String, ProviderProperties> getProviders() {
		return this.providers;
	}

	public void setProviders(Map<String, ProviderProperties> providers) {
		this.providers = providers;
	}

	public InheritableProperties getDefaults() {
		return this.defaults;
	}

	public Map<String, RouteProperties> getRoutes() {
		return this.routes;
	}

	public void setRoutes(Map<String, RouteProperties> routes) {
		this.routes = routes;
	}

	public Map<String, BudgetProperties> getBudgets() {
		return this.budgets;
	}

	public void setBudgets(Map<String, BudgetProperties> budgets) {
		this.budgets = budgets;
	}

	public StoreProperties getStore() {
		return this.store;
	}

	public Shutdown getShutdown() {
		return this.shutdown;
	}

	public Resilience4j getResilience4j() {
		return this.resilience4j;
	}

	public Cache getCache() {
		return this.cache;
	}

	public LedgerProperties getLedger() {
		return this.ledger;
	}

	public Dashboard getDashboard() {
		return this.dashboard;
	}

	public Optimizations getOptimizations() {
		return this.optimizations;
	}

	public Observations getObservations() {
		return this.observations;
	}

	public HealthProperties getHealth() {
		return this.health;
	}

	public MonitorProperties getMonitor() {
		return this.monitor;
	}

	/**
	 * What is recorded of calls.
	 */
	public static class Observations {

		private final Content content = new Content();

		public Content getContent() {
			return this.content;
		}

	}

	/**
	 * What of prompts and answers is recorded.
	 */
	public static class Content {

		/**
		 * Whether prompts are recorded on observations, and so in traces. They may hold
		 * personal data: a bean of type ContentRedactor can take it out.
		 */
		private @Nullable Boolean prompts;

		/**
		 * Whether answers are recorded on observations, and so in traces.
		 */
		private @Nullable Boolean answers;

		/**
		 * How many characters of each text are recorded.
		 */
		private @Nullable Integer maxLength;

		public @Nullable Boolean getPrompts() {
			return this.prompts;
		}

		public void setPrompts(@Nullable Boolean prompts) {
			this.prompts = prompts;
		}

		public @Nullable Boolean getAnswers() {
			return this.answers;
		}

		public void setAnswers(@Nullable Boolean answers) {
			this.answers = answers;
		}

		public @Nullable Integer getMaxLength() {
			return this.maxLength;
		}

		public void setMaxLength(@Nullable Integer maxLength) {
			this.maxLength = maxLength;
		}

	}

	/**
	 * How the client ends.
	 */
	public static class Shutdown {

		/**
		 * How long running calls may go on once the application shuts down, at most as
		 * long as spring.lifecycle.timeout-per-shutdown-phase allows. The rest is
		 * cancelled.
		 */
		private @Nullable Duration gracePeriod;

		public @Nullable Duration getGracePeriod() {
			return this.gracePeriod;
		}

		public void setGracePeriod(@Nullable Duration gracePeriod) {
			this.gracePeriod = gracePeriod;
		}

	}

	/**
	 * Answers that are given again to the same question.
	 */
	public static class Cache {

		/**
		 * Whether answers are kept, for calls that ask for that or have a temperature of
		 * 0.
		 */
		private @Nullable Boolean enabled;

		/**
		 * How much the answers in memory may take up, by an estimate from the length of
		 * their texts.
		 */
		private @Nullable DataSize maxSize;

		/**
		 * How long an answer in memory is kept at most.
		 */
		private @Nullable Duration timeToLive;

		/**
		 * Cache of the application's CacheManager to keep answers in, as JSON, instead of
		 * in HarborAI's own memory. Its size and age are the CacheManager's to set.
		 */
		private @Nullable String cacheName;

		public @Nullable Boolean getEnabled() {
			return this.enabled;
		}

		public void setEnabled(@Nullable Boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable DataSize getMaxSize() {
			return this.maxSize;
		}

		public void setMaxSize(@Nullable DataSize maxSize) {
			this.maxSize = maxSize;
		}

		public @Nullable Duration getTimeToLive() {
			return this.timeToLive;
		}

		public void setTimeToLive(@Nullable Duration timeToLive) {
			this.timeToLive = timeToLive;
		}

		public @Nullable String getCacheName() {
			return this.cacheName;
		}

		public void setCacheName(@Nullable String cacheName) {
			this.cacheName = cacheName;
		}

	}

	/**
	 * The page that shows what the client does.
	 */
	public static class Dashboard {

		/**
		 * Whether there is a page of live plots and buttons at
		 * /actuator/harboraidashboard. It needs Chart.js on the class path, and must be
		 * exposed as every endpoint of Actuator.
		 */
		private @Nullable Boolean enabled;

		public @Nullable Boolean getEnabled() {
			return this.enabled;
		}

		public void setEnabled(@Nullable Boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * Ways of saving time and memory, each with a plain path that answers the same.
	 */
	public static class Optimizations {

		/**
		 * Whether a provider is built by its first call, not when the application starts.
		 */
		private @Nullable Boolean lazyProviders;

		/**
		 * Whether idle providers are unloaded after unload-after-idle.
		 */
		private @Nullable Boolean idleUnload;

		/**
		 * Whether connections serve more than one call.
		 */
		private @Nullable Boolean connectionReuse;

		/**
		 * Whether what model names stand for is kept in a table, not worked out for every
		 * call.
		 */
		private @Nullable Boolean compiledRoutes;

		public @Nullable Boolean getLazyProviders() {
			return this.lazyProviders;
		}

		public void setLazyProviders(@Nullable Boolean lazyProviders) {
			this.lazyProviders = lazyProviders;
		}

		public @Nullable Boolean getIdleUnload() {
			return this.idleUnload;
		}

		public void setIdleUnload(@Nullable Boolean idleUnload) {
			this.idleUnload = idleUnload;
		}

		public @Nullable Boolean getConnectionReuse() {
			return this.connectionReuse;
		}

		public void setConnectionReuse(@Nullable Boolean connectionReuse) {
			this.connectionReuse = connectionReuse;
		}

		public @Nullable Boolean getCompiledRoutes() {
			return this.compiledRoutes;
		}

		public void setCompiledRoutes(@Nullable Boolean compiledRoutes) {
			this.compiledRoutes = compiledRoutes;
		}

	}

	/**
	 * The instances of Resilience4j, harborai-(provider).
	 */
	public static class Resilience4j {

		/**
		 * Whether circuit breakers, bulkheads and rate limiters live in the application's
		 * own registries, so that its settings, endpoints and meters apply to them.
		 */
		private @Nullable Boolean sharedRegistries;

		public @Nullable Boolean getSharedRegistries() {
			return this.sharedRegistries;
		}

		public void setSharedRegistries(@Nullable Boolean sharedRegistries) {
			this.sharedRegistries = sharedRegistries;
		}

	}

}
