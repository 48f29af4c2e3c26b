package io.harborai.autoconfigure.actuate;

import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import io.harborai.autoconfigure.HarborAiClientBuilderCustomizer;
import io.harborai.autoconfigure.monitor.HarborAiMonitorAutoConfiguration;
import io.harborai.autoconfigure.monitor.PerformanceMonitor;
import io.harborai.observation.ChatMeters;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of the meters of calls, providers and connections, where the
 * application has a registry for them. Spring Boot binds them to it.
 */
@AutoConfiguration(after = { HarborAiAutoConfiguration.class, HarborAiMonitorAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({ HarborAiClient.class, MeterRegistry.class })
@ConditionalOnBean(MeterRegistry.class)
public final class HarborAiMetricsAutoConfiguration {

	HarborAiMetricsAutoConfiguration() {
	}

	// Inside of observations.
	@Bean
	@Order(100)
	@ConditionalOnMissingBean
	ChatMeters harborAiChatMeters() {
		return new ChatMeters();
	}

	@Bean
	@ConditionalOnBean(name = HarborAiAutoConfiguration.CLIENT_BEAN, value = HarborAiClient.class)
	@ConditionalOnMissingBean
	ClientMeters harborAiClientMeters(@Qualifier(HarborAiAutoConfiguration.CLIENT_BEAN) HarborAiClient client) {
		return new ClientMeters(client);
	}

	@Bean
	@ConditionalOnBean(PerformanceMonitor.class)
	@ConditionalOnMissingBean
	AlertMeters harborAiAlertMeters(PerformanceMonitor monitor) {
		return new AlertMeters(monitor);
	}

	/**
	 * Resilience4j's own meters of the client's own instances.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(TaggedCircuitBreakerMetrics.class)
	static class ResilienceMetricsConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ResilienceMeters harborAiResilienceMeters() {
			return new ResilienceMeters();
		}

		@Bean
		HarborAiClientBuilderCustomizer harborAiResilienceMetersCustomizer(ResilienceMeters meters) {
			return (builder) -> builder.registriesListener(meters::made);
		}

	}

}
