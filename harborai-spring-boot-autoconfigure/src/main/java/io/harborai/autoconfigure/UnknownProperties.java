package io.harborai.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.harborai.model.NearMisses;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds properties under {@code harborai} that nobody reads. Spring Boot would ignore
 * them, and a misspelt limit or key would show much later. Its own strict mode doesn't
 * serve here: it would refuse properties that other modules read, and its report shows
 * values. Environment variables and system properties are left alone, as in that mode.
 */
final class UnknownProperties {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("harborai");

	private static final PropertyTree TREE = new PropertyTree(HarborAiProperties.class);

	private UnknownProperties() {
	}

	/**
	 * Check the environment.
	 * @param environment where properties come from
	 * @param beanFactory where other readers of properties are found
	 * @throws InvalidPropertyException if there is a property that nobody reads
	 */
	static void check(ConfigurableEnvironment environment, ConfigurableListableBeanFactory beanFactory) {
		List<PropertyTree.Unknown> unknown = find(environment);
		if (unknown.isEmpty()) {
			return;
		}
		List<ConfigurationPropertyName> claimed = claimed(beanFactory);
		Optional<PropertyTree.Unknown> first = unknown.stream()
			.filter((property) -> claimed.stream()
				.noneMatch((prefix) -> prefix.equals(property.name()) || prefix.isAncestorOf(property.name())))
			.findFirst();
		if (first.isPresent()) {
			throw failure(first.get());
		}
	}

	private static List<PropertyTree.Unknown> find(ConfigurableEnvironment environment) {
		UnboundElementsSourceFilter filter = new UnboundElementsSourceFilter();
		List<PropertyTree.Unknown> unknown = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable && filter.apply(source)
					&& !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
				for (ConfigurationPropertyName name : iterable) {
					if (ROOT.isAncestorOf(name)) {
						TREE.find(name).ifPresent(unknown::add);
					}
				}
			}
		}
		return unknown;
	}

	private static List<ConfigurationPropertyName> claimed(ConfigurableListableBeanFactory beanFactory) {
		List<ConfigurationPropertyName> claimed = new ArrayList<>();
		for (String bean : beanFactory.getBeanDefinitionNames()) {
			ConfigurationProperties reader = beanFactory.findAnnotationOnBean(bean, ConfigurationProperties.class,
					false);
			if (reader != null && ConfigurationPropertyName.isValid(reader.value())) {
				ConfigurationPropertyName prefix = ConfigurationPropertyName.of(reader.value());
				if (ROOT.isAncestorOf(prefix)) {
					claimed.add(prefix);
				}
			}
		}
		return claimed;
	}

	private static InvalidPropertyException failure(PropertyTree.Unknown unknown) {
		List<String> near = NearMisses.find(unknown.element(), unknown.known(), 3);
		String remedy = (near.isEmpty() ? "" : "Did you mean " + String.join(" or ", near) + "? ")
				+ (unknown.known().isEmpty() ? "" : "Known here are " + String.join(", ", unknown.known()) + ". ")
				+ "Properties of your own belong outside 'harborai'.";
		return new InvalidPropertyException(unknown.name().toString(), "is not a property that HarborAI knows", remedy);
	}

}
