package io.harborai.autoconfigure.ledger;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the {@link HarborAiUsageEndpoint}, where there is a ledger.
 */
@AutoConfiguration(after = HarborAiLedgerAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(HarborAiUsageEndpoint.class)
@ConditionalOnBean(UsageLedger.class)
public final class HarborAiUsageEndpointAutoConfiguration {

	HarborAiUsageEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	HarborAiUsageEndpoint harborAiUsageEndpoint(UsageLedger ledger) {
		return new HarborAiUsageEndpoint(ledger);
	}

}
