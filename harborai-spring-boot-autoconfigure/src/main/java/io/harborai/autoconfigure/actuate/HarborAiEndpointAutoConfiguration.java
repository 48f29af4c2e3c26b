package io.harborai.autoconfigure.actuate;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import io.harborai.autoconfigure.HarborAiProperties;
import io.harborai.autoconfigure.StatisticsConfiguration;
import io.harborai.autoconfigure.monitor.HarborAiMonitorAutoConfiguration;
import io.harborai.autoconfigure.monitor.PerformanceMonitor;
import io.harborai.observation.CallStatistics;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of the {@link HarborAiEndpoint}.
 */
@AutoConfiguration(after = { HarborAiAutoConfiguration.class, HarborAiMonitorAutoConfiguration.class })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(HarborAiEndpoint.class)
@ConditionalOnBean(name = HarborAiAutoConfiguration.CLIENT_BEAN, value = HarborAiClient.class)
@Import(StatisticsConfiguration.class)
public final class HarborAiEndpointAutoConfiguration {

	HarborAiEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	HarborAiEndpoint harborAiEndpoint(@Qualifier(HarborAiAutoConfiguration.CLIENT_BEAN) HarborAiClient client,
			HarborAiProperties properties, CallStatistics statistics, ObjectProvider<PerformanceMonitor> monitor,
			ApplicationEventPublisher events) {
		return new HarborAiEndpoint(client, properties.getDefaultModel(), statistics, monitor.getIfAvailable(), events);
	}

}
