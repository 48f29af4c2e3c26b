package io.harborai.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.harborai.simulator.SimulatedVendor;
import io.harborai.test.cassette.CassetteDeck;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts the servers of a Spring context before its beans are defined, and points the
 * providers at them.
 */
final class TestBenchRegistrar implements BeanDefinitionRegistryPostProcessor {

	private static final String PROPERTY_SOURCE = "harborAiTest";

	private final HarborAiContextCustomizer settings;

	private final ConfigurableEnvironment environment;

	TestBenchRegistrar(HarborAiContextCustomizer settings, ConfigurableEnvironment environment) {
		this.settings = settings;
		this.environment = environment;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		DefaultListableBeanFactory beanFactory = (DefaultListableBeanFactory) registry;
		List<ConfiguredProvider> providers = providers();
		SimulatedVendor vendor = SimulatedVendor.start();
		CassetteDeck deck = (this.settings.cassettes() != null)
				? deck(CassetteDeck.builder().directory(this.settings.cassettes()), providers, vendor) : null;
		TestBench bench = new TestBench(vendor, deck);
		beanFactory.registerSingleton("harborAiSimulatedVendor", vendor);
		beanFactory.registerSingleton("harborAiTestBench", bench);
		// First in, last out: after all who may still talk to the vendor.
		beanFactory.registerDisposableBean("harborAiTestBench", bench::close);
		Map<String, Object> properties = new LinkedHashMap<>();
		providers.forEach((provider) -> properties.putAll(provider.overrides(bench, this.settings.recording())));
		if (!this.settings.defaultModel().isEmpty()) {
			properties.put("harborai.default-model", this.settings.defaultModel());
		}
		this.environment.getPropertySources().addFirst(new MapPropertySource(PROPERTY_SOURCE, properties));
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		// all is done by now
	}

	private List<ConfiguredProvider> providers() {
		Map<String, ConfiguredProvider.Settings> configured = Binder.get(this.environment)
			.bind("harborai.providers", Bindable.mapOf(String.class, ConfiguredProvider.Settings.class))
			.orElseGet(Map::of);
		List<ConfiguredProvider> providers = new ArrayList<>();
		configured.forEach((name, properties) -> providers.add(new ConfiguredProvider(name, properties)));
		List<String> wanted = (providers.isEmpty() && this.settings.providers().isEmpty())
				? List.of(SimulatedProvider.values()).stream().map(SimulatedProvider::vendor).toList()
				: this.settings.providers();
		for (String name : wanted) {
			SimulatedProvider.get(name);
			if (!configured.containsKey(name)) {
				providers.add(new ConfiguredProvider(name, ConfiguredProvider.Settings.NONE));
			}
		}
		return providers;
	}

	private CassetteDeck deck(CassetteDeck.Builder deck, List<ConfiguredProvider> providers, SimulatedVendor vendor) {
		providers.forEach((provider) -> provider.joinDeck(deck, vendor));
		return deck.build();
	}

}
