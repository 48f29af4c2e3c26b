package io.harborai.autoconfigure.actuate;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the {@link HarborAiBudgetsEndpoint}.
 */
@AutoConfiguration(after = HarborAiAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(HarborAiBudgetsEndpoint.class)
@ConditionalOnBean(name = HarborAiAutoConfiguration.CLIENT_BEAN, value = HarborAiClient.class)
public final class HarborAiBudgetsEndpointAutoConfiguration {

	HarborAiBudgetsEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	HarborAiBudgetsEndpoint harborAiBudgetsEndpoint(
			@Qualifier(HarborAiAutoConfiguration.CLIENT_BEAN) HarborAiClient client) {
		return new HarborAiBudgetsEndpoint(client);
	}

}
