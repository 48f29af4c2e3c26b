package io.harborai.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.harborai.HarborAiClient;
import io.harborai.call.ChatFilter;
import io.harborai.call.Instrumentation;
import io.harborai.error.InvalidSettingException;
import io.harborai.provider.ApiKeySource;
import io.harborai.provider.ProviderConfigurationException;
import io.harborai.provider.ProviderFactory;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.ResilienceRegistries;
import io.harborai.routing.RouteConfigurationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the client together from the properties and the application's beans.
 */
final class ClientAssembly {

	private static final Logger logger = LoggerFactory.getLogger(ClientAssembly.class);

	// What is left of a phase's time for cancelling what didn't end, and closing pools.
	private static final Duration LEFT_TO_CANCEL = Duration.ofSeconds(1);

	private final HarborAiClient.Builder builder = HarborAiClient.builder();

	ClientAssembly properties(HarborAiProperties properties, BootHttpSettings boot, ProviderSettingsMapper mapper) {
		this.builder.defaults(mapper.mapDefaults(properties.getDefaults()).orElse(boot.toSettings()));
		List<ProviderSettings> providers = new ArrayList<>();
		properties.getProviders().forEach((name, provider) -> providers.add(mapper.map(name, provider)));
		ModelNames.check(providers);
		providers.forEach(this.builder::provider);
		properties.getRoutes().forEach((name, route) -> this.builder.route(RouteMapper.map(name, route)));
		OptimizationSwitches.apply(properties.getOptimizations(), this.builder);
		this.builder.defaultModel(PropertyText.read("harborai.default-model", properties.getDefaultModel()));
		if (providers.isEmpty()) {
			logger.info("HarborAI has no provider yet. Set one up, for instance with"
					+ " harborai.providers.deepseek.api-key or, for a local server,"
					+ " harborai.providers.local.vendor=ollama");
		}
		return this;
	}

	/**
	 * Set how long running calls may go on at the end.
	 * @param wanted the time that was asked for, null for the default
	 * @param phaseTimeout the time that Spring gives to a phase of its shutdown
	 * @return this
	 */
	ClientAssembly shutdownGrace(@Nullable Duration wanted, Duration phaseTimeout) {
		Duration grace = (wanted != null) ? wanted : HarborAiClient.Builder.DEFAULT_SHUTDOWN_GRACE;
		if (grace.isNegative()) {
			throw new InvalidPropertyException("harborai.shutdown.grace-period", "must not be negative",
					"Use 0s to cancel running calls at once.");
		}
		Duration limit = phaseTimeout.minus(LEFT_TO_CANCEL);
		if (grace.compareTo(limit) > 0) {
			grace = limit.isNegative() ? Duration.ZERO : limit;
		}
		this.builder.shutdownGrace(grace);
		return this;
	}

	ClientAssembly factories(List<ProviderFactory> factories) {
		for (ProviderFactory each : factories) {
			this.builder.providerFactory(each);
		}
		return this;
	}

	ClientAssembly keySources(List<ApiKeySource> sources) {
		for (ApiKeySource each : sources) {
			this.builder.apiKeySource(each);
		}
		return this;
	}

	/**
	 * Lend the application's own registries.
	 * @param registries the registries, null to keep the client's own
	 * @return this
	 */
	ClientAssembly registries(@Nullable ResilienceRegistries registries) {
		if (registries != null) {
			this.builder.registries(registries);
		}
		return this;
	}

	ClientAssembly cache(AnswerCache cache) {
		cache.addTo(this.builder);
		return this;
	}

	ClientAssembly budgets(BudgetAssembly budgets) {
		budgets.addTo(this.builder);
		return this;
	}

	ClientAssembly filters(List<ChatFilter> filters) {
		for (ChatFilter each : filters) {
			this.builder.filter(each);
		}
		return this;
	}

	ClientAssembly instrumentations(List<Instrumentation> instrumentations) {
		for (Instrumentation each : instrumentations) {
			this.builder.instrumentation(each);
		}
		return this;
	}

	ClientAssembly customizers(List<HarborAiClientBuilderCustomizer> customizers) {
		for (HarborAiClientBuilderCustomizer customizer : customizers) {
			customizer.customize(this.builder);
		}
		return this;
	}

	HarborAiClient build() {
		try {
			return this.builder.build();
		}
		catch (ProviderConfigurationException ex) {
			String path = ProviderSettingsMapper.path(ex.provider());
			throw new InvalidPropertyException((ex.property() != null) ? path + "." + ex.property() : path, ex.reason(),
					ex.remedy(), ex);
		}
		catch (RouteConfigurationException ex) {
			throw RouteMapper.failure(ex);
		}
		catch (InvalidSettingException ex) {
			throw BudgetAssembly.failure(ex);
		}
	}

}
