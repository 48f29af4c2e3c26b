package io.harborai.autoconfigure.actuate;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import io.harborai.autoconfigure.HarborAiProperties;
import io.harborai.autoconfigure.HealthProperties;
import io.harborai.autoconfigure.StatisticsConfiguration;
import io.harborai.observation.CallStatistics;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of the health of the providers, {@code harborAi}.
 */
@AutoConfiguration(after = HarborAiAutoConfiguration.class)
@ConditionalOnClass({ ReactiveHealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(name = HarborAiAutoConfiguration.CLIENT_BEAN, value = HarborAiClient.class)
@ConditionalOnEnabledHealthIndicator("harborai")
@Import(StatisticsConfiguration.class)
public final class HarborAiHealthContributorAutoConfiguration {

	HarborAiHealthContributorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = "harborAiHealthContributor")
	CompositeReactiveHealthContributor harborAiHealthContributor(
			@Qualifier(HarborAiAutoConfiguration.CLIENT_BEAN) HarborAiClient client, CallStatistics statistics,
			HarborAiProperties properties, ObjectProvider<ProviderHealthDetails> more) {
		HealthProperties.Probe probe = properties.getHealth().getProbe();
		return new HarborAiHealthContributor(new ProviderHealthIndicator.Sources(client, statistics,
				Boolean.TRUE.equals(probe.getEnabled()) ? new HealthProbe(probe, System::nanoTime) : null,
				more.orderedStream().toList()));
	}

}
