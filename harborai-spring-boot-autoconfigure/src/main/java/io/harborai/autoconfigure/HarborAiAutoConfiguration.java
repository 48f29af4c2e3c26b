package io.harborai.autoconfigure;

import java.time.Duration;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.harborai.HarborAiClient;
import io.harborai.budget.BudgetStore;
import io.harborai.cache.CompletionStore;
import io.harborai.call.ChatFilter;
import io.harborai.call.Instrumentation;
import io.harborai.provider.ApiKeySource;
import io.harborai.provider.ProviderFactory;
import io.harborai.resilience.SharedRates;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Auto-configuration of the {@link HarborAiClient} and, by qualifier, of one view of it
 * per provider. Starting connects to nobody.
 */
@AutoConfiguration(after = SslAutoConfiguration.class,
		afterName = { "org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration",
				"org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration",
				"org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration",
				"org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration",
				"io.github.resilience4j.springboot.bulkhead.autoconfigure.BulkheadAutoConfiguration",
				"io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration",
				"io.github.resilience4j.springboot.ratelimiter.autoconfigure.RateLimiterAutoConfiguration" })
@ConditionalOnClass(HarborAiClient.class)
@EnableConfigurationProperties(HarborAiProperties.class)
@Import(ProviderViewsRegistrar.class)
@ImportRuntimeHints(HarborAiRuntimeHints.class)
public final class HarborAiAutoConfiguration {

	/** The name of the bean of the whole client. */
	public static final String CLIENT_BEAN = "harborAiClient";

	private static final Duration DEFAULT_PHASE_TIMEOUT = Duration.ofSeconds(30);

	HarborAiAutoConfiguration() {
	}

	@Bean(CLIENT_BEAN)
	@Primary
	@Conditional(OnMissingClientCondition.class)
	HarborAiClient harborAiClient(HarborAiProperties properties, ConfigurableEnvironment environment,
			ConfigurableListableBeanFactory beanFactory, ObjectProvider<BootHttpSettings> boot,
			ObjectProvider<SslBundles> sslBundles, ObjectProvider<LifecycleProperties> lifecycle,
			ObjectProvider<ProviderFactory> factories, ObjectProvider<ApiKeySource> keySources,
			ObjectProvider<ChatFilter> filters, ObjectProvider<Instrumentation> instrumentations,
			ObjectProvider<SharedRegistries> registries, ObjectProvider<CompletionStore> stores,
			ObjectProvider<CacheManager> cacheManagers, ObjectProvider<BudgetStore> budgetStores,
			ObjectProvider<SharedRates> sharedRates, ObjectProvider<HarborAiClientBuilderCustomizer> customizers) {
		UnknownProperties.check(environment, beanFactory);
		ProviderSettingsMapper mapper = new ProviderSettingsMapper(
				new HttpMapper(new TlsSettingsFactory(sslBundles.getIfAvailable())));
		LifecycleProperties phases = lifecycle.getIfAvailable();
		return new ClientAssembly().properties(properties, boot.getIfAvailable(() -> BootHttpSettings.UNSET), mapper)
			.shutdownGrace(properties.getShutdown().getGracePeriod(),
					(phases != null) ? phases.getTimeoutPerShutdownPhase() : DEFAULT_PHASE_TIMEOUT)
			.factories(factories.orderedStream().toList())
			.keySources(keySources.orderedStream().toList())
			.registries(Boolean.TRUE.equals(properties.getResilience4j().getSharedRegistries())
					? registries.getObject().get() : null)
			.cache(new AnswerCache(properties.getCache(), stores, cacheManagers))
			.budgets(new BudgetAssembly(properties, budgetStores, sharedRates))
			.filters(filters.orderedStream().toList())
			.instrumentations(instrumentations.orderedStream().toList())
			.customizers(customizers.orderedStream().toList())
			.build();
	}

	// Lazy: without the option, Resilience4j's classes aren't even loaded.
	@Bean
	@Lazy
	SharedRegistries harborAiSharedRegistries(ObjectProvider<CircuitBreakerRegistry> circuitBreakers,
			ObjectProvider<BulkheadRegistry> bulkheads, ObjectProvider<RateLimiterRegistry> rateLimiters) {
		return new SharedRegistries(circuitBreakers, bulkheads, rateLimiters);
	}

	@Bean
	@ConditionalOnBean(name = CLIENT_BEAN, value = HarborAiClient.class)
	@ConditionalOnMissingBean
	ClientShutdown harborAiClientShutdown(@Qualifier(CLIENT_BEAN) HarborAiClient client) {
		return new ClientShutdown(client);
	}

	@Bean
	@ConditionalOnBean(name = CLIENT_BEAN, value = HarborAiClient.class)
	DefaultModelCheck harborAiDefaultModelCheck(@Qualifier(CLIENT_BEAN) HarborAiClient client,
			HarborAiProperties properties) {
		return new DefaultModelCheck(client, properties.getDefaultModel());
	}

	/**
	 * What is inherited from the application's other HTTP clients.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HttpClientSettings.class)
	static class BootHttpConfiguration {

		@Bean
		BootHttpSettings harborAiBootHttpSettings(ObjectProvider<HttpClientSettings> settings) {
			return BootHttpSettings.of(settings.getIfUnique());
		}

	}

}
