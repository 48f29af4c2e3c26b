package io.harborai.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.harborai.HarborAiClient;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless the application has a client of its own. A bean that takes the place of
 * one provider's view is no such client: the others still need theirs.
 */
class OnMissingClientCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("HarborAI client");
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		if (beanFactory == null) {
			return ConditionOutcome.match(message.didNotFind("bean factory").atAll());
		}
		List<String> clients = new ArrayList<>(
				List.of(beanFactory.getBeanNamesForType(HarborAiClient.class, true, false)));
		if (!clients.isEmpty()) {
			ProviderViewsRegistrar.providerNames(context.getEnvironment())
				.forEach((provider) -> clients.remove(ProviderViewsRegistrar.beanName(provider)));
		}
		return clients.isEmpty() ? ConditionOutcome.match(message.didNotFind("client").atAll())
				: ConditionOutcome.noMatch(message.found("client", "clients").items(clients));
	}

}
