package io.harborai.autoconfigure;

import io.harborai.observation.CallStatistics;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * Has calls counted. Imported by whatever shows the counts: where nothing does, nobody
 * counts.
 */
@Configuration(proxyBeanMethods = false)
public class StatisticsConfiguration {

	// Inside of observations and meters.
	@Bean
	@Order(200)
	@ConditionalOnMissingBean
	CallStatistics harborAiCallStatistics() {
		return new CallStatistics();
	}

}
