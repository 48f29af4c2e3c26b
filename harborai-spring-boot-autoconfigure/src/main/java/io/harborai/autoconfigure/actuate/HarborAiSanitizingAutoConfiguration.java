package io.harborai.autoconfigure.actuate;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import io.harborai.provider.ApiKeySource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the masking of keys at Actuator's own endpoints.
 */
@AutoConfiguration(after = HarborAiAutoConfiguration.class)
@ConditionalOnClass(SanitizingFunction.class)
public final class HarborAiSanitizingAutoConfiguration {

	HarborAiSanitizingAutoConfiguration() {
	}

	@Bean
	SanitizingFunction harborAiSanitizingFunction(
			@Qualifier(HarborAiAutoConfiguration.CLIENT_BEAN) ObjectProvider<HarborAiClient> client,
			ObjectProvider<ApiKeySource> keySources) {
		return new SecretSanitizingFunction(client, keySources);
	}

}
