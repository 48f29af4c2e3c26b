package io.harborai.samples.quickstart;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Lets the application start on any machine: vendors without a key are switched off, and
 * if no vendor has one, all of them are simulated. An application of your own needs
 * nothing of this, only its {@code application.yml}.
 */
final class VendorSelection implements ApplicationContextInitializer<GenericApplicationContext> {

	private static final double TOKENS_PER_SECOND = 40;

	private static final Duration LATENCY = Duration.ofMillis(300);

	private static final String DEFAULT_MODEL = "harborai.default-model";

	@Override
	public void initialize(GenericApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		List<Vendor> real = Stream.of(Vendor.values())
			.filter((vendor) -> StringUtils.hasText(environment.getProperty(vendor.key())))
			.toList();
		Map<String, Object> properties = real.isEmpty() ? simulate(context)
				: switchOffOthers(real, environment.getProperty(DEFAULT_MODEL));
		environment.getPropertySources().addFirst(new MapPropertySource("vendorSelection", properties));
	}

	private static Map<String, Object> switchOffOthers(List<Vendor> real, @Nullable String defaultModel) {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (Vendor vendor : Vendor.values()) {
			if (!real.contains(vendor)) {
				properties.put(vendor.property("enabled"), false);
				properties.put(vendor.property("api-key"), "");
				if (vendor.model().equals(defaultModel)) {
					properties.put(DEFAULT_MODEL, real.get(0).model());
				}
			}
		}
		return properties;
	}

	private static Map<String, Object> simulate(GenericApplicationContext context) {
		SimulatedVendor simulated = SimulatedVendor.builder()
			.tokensPerSecond(TOKENS_PER_SECOND)
			.latency(LATENCY)
			.build()
			.always(Reply.script(new SimulatedAnswers()));
		context.registerBean(SimulatedVendor.class, () -> simulated);
		Map<String, Object> properties = new LinkedHashMap<>();
		for (Vendor vendor : Vendor.values()) {
			properties.put(vendor.property("base-url"), simulated.baseUrl(vendor.dialect()));
			properties.put(vendor.property("api-key"), "simulated");
		}
		return properties;
	}

}
