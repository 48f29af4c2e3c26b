package io.harborai.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.harborai.chat.CallOptions;
import io.harborai.model.ModelInfo;
import io.harborai.resilience.BulkheadSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.transport.HttpSettings;
import io.harborai.error.InvalidSettingException;
import io.harborai.transport.Timeouts;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one provider, or the defaults that all providers share. What isn't set
 * takes its value from the next layer. Immutable; {@code toString} shows no secrets.
 */
public final class ProviderSettings {

	/**
	 * What applies where nothing is set anywhere. The size of the pool follows from the
	 * bulkhead.
	 */
	public static final ProviderSettings DEFAULTS = builder("defaults")
		.http(HttpSettings.DEFAULTS.withMaxConnections(null))
		.timeouts(Timeouts.DEFAULTS)
		.resilience(ResilienceSettings.DEFAULTS)
		.legacyAliases(true)
		.warmUp(WarmUp.NONE)
		.enabled(true)
		.build();

	private final String name;

	private final @Nullable String vendor;

	private final @Nullable String baseUrl;

	private final List<ApiKey> apiKeys;

	private final @Nullable String accessKey;

	private final @Nullable String secretKey;

	private final Map<String, String> options;

	private final Map<String, String> headers;

	private final Map<String, String> query;

	private final List<ModelInfo> models;

	private final HttpSettings http;

	private final Timeouts timeouts;

	private final ResilienceSettings resilience;

	private final @Nullable Boolean legacyAliases;

	private final @Nullable WarmUp warmUp;

	private final @Nullable Duration unloadAfterIdle;

	private final @Nullable Boolean enabled;

	private ProviderSettings(Builder builder) {
		this.name = builder.name;
		this.vendor = builder.vendor;
		this.baseUrl = builder.baseUrl;
		this.apiKeys = List.copyOf(builder.apiKeys);
		this.accessKey = builder.accessKey;
		this.secretKey = builder.secretKey;
		this.options = Collections.unmodifiableMap(new LinkedHashMap<>(builder.options));
		this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.headers));
		this.query = Collections.unmodifiableMap(new LinkedHashMap<>(builder.query));
		this.models = List.copyOf(builder.models);
		this.http = builder.http;
		this.timeouts = builder.timeouts;
		this.resilience = builder.resilience;
		this.legacyAliases = builder.legacyAliases;
		this.warmUp = builder.warmUp;
		this.unloadAfterIdle = builder.unloadAfterIdle;
		this.enabled = builder.enabled;
	}

	/**
	 * Start with nothing set.
	 * @param name the provider's name
	 * @return a builder
	 */
	public static Builder builder(String name) {
		return new Builder(name);
	}

	/**
	 * Fill what isn't set here. Keys, models and the vendor are a provider's own and are
	 * never taken over.
	 * @param other the next layer
	 * @return the merged settings
	 */
	public ProviderSettings orElse(ProviderSettings other) {
		return filled(other).build();
	}

	private Builder filled(ProviderSettings other) {
		Builder builder = new Builder(this.name);
		builder.vendor = this.vendor;
		builder.baseUrl = this.baseUrl;
		builder.apiKeys.addAll(this.apiKeys);
		builder.accessKey = this.accessKey;
		builder.secretKey = this.secretKey;
		builder.options.putAll(this.options);
		builder.headers.putAll(other.headers);
		builder.headers.putAll(this.headers);
		builder.query.putAll(this.query);
		builder.models.addAll(this.models);
		builder.http = this.http.orElse(other.http);
		builder.timeouts = this.timeouts.orElse(other.timeouts);
		builder.resilience = this.resilience.orElse(other.resilience);
		builder.legacyAliases = (this.legacyAliases != null) ? this.legacyAliases : other.legacyAliases;
		builder.warmUp = (this.warmUp != null) ? this.warmUp : other.warmUp;
		builder.unloadAfterIdle = (this.unloadAfterIdle != null) ? this.unloadAfterIdle : other.unloadAfterIdle;
		builder.enabled = (this.enabled != null) ? this.enabled : other.enabled;
		return builder;
	}

	/**
	 * The same with the size of the pool, if nobody has set it, fitted to the bulkhead: a
	 * quarter more, for connections that are opening or closing.
	 * @return settings that know the size
	 */
	ProviderSettings sized() {
		return orElse(builder(this.name).http((http) -> http.maxConnections(poolSize())).build());
	}

	/**
	 * The same without some optimizations, whatever is set.
	 * @param switchedOff the optimizations
	 * @return settings that do without them
	 */
	ProviderSettings without(Set<Optimization> switchedOff) {
		if (switchedOff.isEmpty()) {
			return this;
		}
		Builder builder = filled(this);
		if (switchedOff.contains(Optimization.CONNECTION_REUSE)) {
			builder.http = HttpSettings.builder().reuseConnections(false).build().orElse(this.http);
		}
		if (switchedOff.contains(Optimization.LAZY_PROVIDERS)) {
			builder.warmUp = WarmUp.EAGER;
		}
		if (switchedOff.contains(Optimization.IDLE_UNLOAD)) {
			builder.unloadAfterIdle = null;
		}
		return builder.build();
	}

	private @Nullable Integer poolSize() {
		BulkheadSettings bulkhead = this.resilience.bulkhead();
		Integer calls = bulkhead.maxConcurrentCalls();
		if (calls == null || Boolean.FALSE.equals(bulkhead.enabled())) {
			return HttpSettings.DEFAULTS.maxConnections();
		}
		return (int) Math.min(calls + (calls + 3L) / 4, Integer.MAX_VALUE);
	}

	/**
	 * The provider's name.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The vendor whose dialect it speaks.
	 * @return the vendor's name
	 */
	public String vendorName() {
		return (this.vendor != null) ? this.vendor : this.name;
	}

	/**
	 * The vendor whose dialect it speaks; the provider's own name unless set.
	 * @return the value, null if not set
	 */
	public @Nullable String vendor() {
		return this.vendor;
	}

	/**
	 * The API's root, version included; the vendor's own unless set.
	 * @return the value, null if not set
	 */
	public @Nullable String baseUrl() {
		return this.baseUrl;
	}

	/**
	 * The keys, used in turn.
	 * @return the values, empty if not set
	 */
	public List<ApiKey> apiKeys() {
		return this.apiKeys;
	}

	/**
	 * The access key of a pair that is exchanged for a temporary key.
	 * @return the value, null if not set
	 */
	public @Nullable String accessKey() {
		return this.accessKey;
	}

	/**
	 * The secret key of that pair.
	 * @return the value, null if not set
	 */
	public @Nullable String secretKey() {
		return this.secretKey;
	}

	/**
	 * Settings that only this vendor knows, for instance {@code app-id}.
	 * @return the values, empty if not set
	 */
	public Map<String, String> options() {
		return this.options;
	}

	/**
	 * Further headers of every request.
	 * @return the values, empty if not set
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * Query parameters of every request, for instance Azure's {@code api-version}.
	 * @return the values, empty if not set
	 */
	public Map<String, String> query() {
		return this.query;
	}

	/**
	 * Models to add to the catalog's, or to describe otherwise than the catalog does.
	 * @return the values, empty if not set
	 */
	public List<ModelInfo> models() {
		return this.models;
	}

	/**
	 * How to connect.
	 * @return the settings
	 */
	public HttpSettings http() {
		return this.http;
	}

	/**
	 * The clocks.
	 * @return the settings
	 */
	public Timeouts timeouts() {
		return this.timeouts;
	}

	/**
	 * How calls are kept up.
	 * @return the settings
	 */
	public ResilienceSettings resilience() {
		return this.resilience;
	}

	/**
	 * Whether names that the vendor has retired are sent as their successors'.
	 * @return the value, null if not set
	 */
	public @Nullable Boolean legacyAliases() {
		return this.legacyAliases;
	}

	/**
	 * When the provider is built.
	 * @return the value, null if not set
	 */
	public @Nullable WarmUp warmUp() {
		return this.warmUp;
	}

	/**
	 * After what time without a call it is unloaded.
	 * @return the value, null if not set
	 */
	public @Nullable Duration unloadAfterIdle() {
		return this.unloadAfterIdle;
	}

	/**
	 * Whether it may be used.
	 * @return the value, null if not set
	 */
	public @Nullable Boolean enabled() {
		return this.enabled;
	}

	@Override
	public String toString() {
		return "ProviderSettings[" + this.name + ", vendor " + vendorName() + "]";
	}

	/**
	 * Builds {@link ProviderSettings}. Not thread-safe.
	 */
	public static final class Builder {

		private final String name;

		private @Nullable String vendor;

		private @Nullable String baseUrl;

		private final List<ApiKey> apiKeys = new ArrayList<>();

		private @Nullable String accessKey;

		private @Nullable String secretKey;

		private final Map<String, String> options = new LinkedHashMap<>();

		private final Map<String, String> headers = new LinkedHashMap<>();

		private final Map<String, String> query = new LinkedHashMap<>();

		private final List<ModelInfo> models = new ArrayList<>();

		private HttpSettings http = HttpSettings.UNSET;

		private Timeouts timeouts = Timeouts.UNSET;

		private ResilienceSettings resilience = ResilienceSettings.UNSET;

		private @Nullable Boolean legacyAliases;

		private @Nullable WarmUp warmUp;

		private @Nullable Duration unloadAfterIdle;

		private @Nullable Boolean enabled;

		private Builder(String name) {
			this.name = name;
		}

		/**
		 * Set the vendor whose dialect it speaks; the provider's own name unless set.
		 * @param vendor the value
		 * @return this builder
		 */
		public Builder vendor(@Nullable String vendor) {
			this.vendor = vendor;
			return this;
		}

		/**
		 * Set the API's root, version included; the vendor's own unless set.
		 * @param baseUrl the value
		 * @return this builder
		 */
		public Builder baseUrl(@Nullable String baseUrl) {
			this.baseUrl = baseUrl;
			return this;
		}

		/**
		 * Use one key, named {@code default}.
		 * @param value the key
		 * @return this builder
		 */
		public Builder apiKey(String value) {
			return apiKey("default", value);
		}

		/**
		 * Use a further key.
		 * @param name its name, which is shown
		 * @param value the key, which is not
		 * @return this builder
		 */
		public Builder apiKey(String name, String value) {
			this.apiKeys.add(new ApiKey(name, value));
			return this;
		}

		/**
		 * Use a further key.
		 * @param key the key
		 * @return this builder
		 */
		public Builder apiKey(ApiKey key) {
			this.apiKeys.add(key);
			return this;
		}

		/**
		 * Set the access key of a pair that is exchanged for a temporary key.
		 * @param accessKey the value
		 * @return this builder
		 */
		public Builder accessKey(@Nullable String accessKey) {
			this.accessKey = accessKey;
			return this;
		}

		/**
		 * Set the secret key of that pair.
		 * @param secretKey the value
		 * @return this builder
		 */
		public Builder secretKey(@Nullable String secretKey) {
			this.secretKey = secretKey;
			return this;
		}

		/**
		 * Add one of the settings that only this vendor knows.
		 * @param name its name
		 * @param value its value
		 * @return this builder
		 */
		public Builder option(String name, String value) {
			this.options.put(name, value);
			return this;
		}

		/**
		 * Add one of the further headers of every request.
		 * @param name its name
		 * @param value its value
		 * @return this builder
		 */
		public Builder header(String name, String value) {
			CallOptions.checkHeader(name, value);
			this.headers.put(name, value);
			return this;
		}

		/**
		 * Add one of the query parameters of every request.
		 * @param name its name
		 * @param value its value
		 * @return this builder
		 */
		public Builder query(String name, String value) {
			this.query.put(name, value);
			return this;
		}

		/**
		 * Add a model to the catalog's, or say what is otherwise about one of them.
		 * @param model the model
		 * @return this builder
		 */
		public Builder model(ModelInfo model) {
			this.models.add(model);
			return this;
		}

		/**
		 * Add a model of which only the id is known.
		 * @param id the model's id
		 * @return this builder
		 */
		public Builder model(String id) {
			return model(
					ModelInfo.builder((this.vendor != null) ? this.vendor : this.name, id).provider(this.name).build());
		}

		/**
		 * Set how to connect.
		 * @param http the value
		 * @return this builder
		 */
		public Builder http(HttpSettings http) {
			this.http = http;
			return this;
		}

		/**
		 * Set how to connect.
		 * @param spec fills the settings
		 * @return this builder
		 */
		public Builder http(Consumer<HttpSettings.Builder> spec) {
			HttpSettings.Builder builder = HttpSettings.builder();
			spec.accept(builder);
			return http(builder.build());
		}

		/**
		 * Set the clocks.
		 * @param timeouts the value
		 * @return this builder
		 */
		public Builder timeouts(Timeouts timeouts) {
			this.timeouts = timeouts;
			return this;
		}

		/**
		 * Set how calls are kept up.
		 * @param resilience the value
		 * @return this builder
		 */
		public Builder resilience(ResilienceSettings resilience) {
			this.resilience = resilience;
			return this;
		}

		/**
		 * Change how calls are kept up.
		 * @param change gets the settings so far, with nothing set at first, and returns
		 * others
		 * @return this builder
		 */
		public Builder resilience(UnaryOperator<ResilienceSettings> change) {
			return resilience(change.apply(this.resilience));
		}

		/**
		 * Set whether names that the vendor has retired are sent as their successors'.
		 * @param legacyAliases the value
		 * @return this builder
		 */
		public Builder legacyAliases(@Nullable Boolean legacyAliases) {
			this.legacyAliases = legacyAliases;
			return this;
		}

		/**
		 * Set when the provider is built.
		 * @param warmUp the value
		 * @return this builder
		 */
		public Builder warmUp(@Nullable WarmUp warmUp) {
			this.warmUp = warmUp;
			return this;
		}

		/**
		 * Set after what time without a call it is unloaded.
		 * @param unloadAfterIdle the value
		 * @return this builder
		 */
		public Builder unloadAfterIdle(@Nullable Duration unloadAfterIdle) {
			if (unloadAfterIdle != null && (unloadAfterIdle.isNegative() || unloadAfterIdle.isZero())) {
				throw new InvalidSettingException("unload-after-idle",
						"must be longer than zero, not " + unloadAfterIdle, "Leave it out to unload never.");
			}
			this.unloadAfterIdle = unloadAfterIdle;
			return this;
		}

		/**
		 * Set whether it may be used.
		 * @param enabled the value
		 * @return this builder
		 */
		public Builder enabled(@Nullable Boolean enabled) {
			this.enabled = enabled;
			return this;
		}

		/**
		 * Build the settings.
		 * @return the settings
		 */
		public ProviderSettings build() {
			return new ProviderSettings(this);
		}

	}

}
