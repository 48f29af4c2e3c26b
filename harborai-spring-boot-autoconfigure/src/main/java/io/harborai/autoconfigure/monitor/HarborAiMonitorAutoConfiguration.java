package io.harborai.autoconfigure.monitor;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import io.harborai.autoconfigure.HarborAiProperties;
import io.harborai.autoconfigure.StatisticsConfiguration;
import io.harborai.observation.CallStatistics;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of the {@link PerformanceMonitor}, in applications with Actuator.
 */
@AutoConfiguration(after = HarborAiAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.actuate.endpoint.annotation.Endpoint")
@ConditionalOnBean(name = HarborAiAutoConfiguration.CLIENT_BEAN, value = HarborAiClient.class)
@ConditionalOnBooleanProperty(name = "harborai.monitor.enabled", matchIfMissing = true)
@Import(StatisticsConfiguration.class)
public final class HarborAiMonitorAutoConfiguration {

	HarborAiMonitorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	PerformanceMonitor harborAiPerformanceMonitor(
			@Qualifier(HarborAiAutoConfiguration.CLIENT_BEAN) HarborAiClient client, CallStatistics statistics,
			HarborAiProperties properties, ObjectProvider<AlertSource> sources, ApplicationEventPublisher events) {
		return new PerformanceMonitor(client, statistics, properties.getMonitor(), sources.orderedStream().toList(),
				events);
	}

}
