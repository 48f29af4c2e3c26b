package io.harborai.autoconfigure;

import java.util.Map;
import java.util.Set;

import io.harborai.HarborAiClient;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanNameGenerator;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers, for every configured provider, a view of the client that is pinned to it:
 * {@code @Qualifier("deepseek") HarborAiClient}. Definitions name a factory method, which
 * works ahead of time as well. A bean of the same name takes a view's place.
 */
class ProviderViewsRegistrar implements ImportBeanDefinitionRegistrar {

	private static final String SUFFIX = "HarborAiClient";

	private final Environment environment;

	ProviderViewsRegistrar(Environment environment) {
		this.environment = environment;
	}

	/**
	 * The names of the configured providers.
	 * @param environment where they are configured
	 * @return the names, in the order of the configuration
	 */
	static Set<String> providerNames(Environment environment) {
		return Binder.get(environment)
			.bind("harborai.providers", Bindable.mapOf(String.class, Object.class))
			.map(Map::keySet)
			.orElse(Set.of());
	}

	/**
	 * The name of a provider's view.
	 * @param provider the provider's name
	 * @return the bean's name
	 */
	static String beanName(String provider) {
		return provider + SUFFIX;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry,
			BeanNameGenerator generator) {
		if (registry.containsBeanDefinition(HarborAiAutoConfiguration.CLIENT_BEAN)) {
			for (String provider : providerNames(this.environment)) {
				if (!registry.containsBeanDefinition(beanName(provider))) {
					registry.registerBeanDefinition(beanName(provider), view(provider));
				}
			}
		}
	}

	private static RootBeanDefinition view(String provider) {
		RootBeanDefinition view = new RootBeanDefinition(HarborAiClient.class);
		view.setFactoryBeanName(HarborAiAutoConfiguration.CLIENT_BEAN);
		view.setFactoryMethodName("provider");
		view.getConstructorArgumentValues().addIndexedArgumentValue(0, provider);
		view.addQualifier(new AutowireCandidateQualifier(Qualifier.class, provider));
		// Whoever asks for a client without saying which means the whole one.
		view.setDefaultCandidate(false);
		view.setLazyInit(true);
		// Not inferred: closing a view does nothing.
		view.setDestroyMethodName("");
		view.setDescription("The HarborAI client pinned to provider '" + provider + "'");
		return view;
	}

}
