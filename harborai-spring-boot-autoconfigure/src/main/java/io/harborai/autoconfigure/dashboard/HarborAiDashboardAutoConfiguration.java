package io.harborai.autoconfigure.dashboard;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Auto-configuration of the {@link HarborAiDashboardEndpoint}, for those who want it.
 */
@AutoConfiguration(after = HarborAiAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnWebApplication
@ConditionalOnBooleanProperty("harborai.dashboard.enabled")
@ConditionalOnBean(name = HarborAiAutoConfiguration.CLIENT_BEAN, value = HarborAiClient.class)
public final class HarborAiDashboardAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(HarborAiDashboardAutoConfiguration.class);

	HarborAiDashboardAutoConfiguration() {
	}

	// Comes after the page's own configuration, which is nested in this one.
	@Bean
	@ConditionalOnMissingBean(HarborAiDashboardEndpoint.class)
	SmartInitializingSingleton harborAiDashboardHint() {
		return () -> logger.warn("harborai.dashboard.enabled is true, but Actuator doesn't expose the page. "
				+ "Add harboraidashboard and harborai to management.endpoints.web.exposure.include.");
	}

	/**
	 * The page, where Actuator exposes it.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(HarborAiDashboardEndpoint.class)
	@ImportRuntimeHints(DashboardRuntimeHints.class)
	static class PageConfiguration {

		@Bean
		@ConditionalOnMissingBean
		HarborAiDashboardEndpoint harborAiDashboardEndpoint(ObjectProvider<WebEndpointsSupplier> endpoints) {
			// The supplier looks for all endpoints, this one among them: it must wait.
			return new HarborAiDashboardEndpoint(PlottingLibrary.find(), () -> Surroundings
				.of(endpoints.orderedStream().flatMap((supplier) -> supplier.getEndpoints().stream()).toList()));
		}

	}

}
