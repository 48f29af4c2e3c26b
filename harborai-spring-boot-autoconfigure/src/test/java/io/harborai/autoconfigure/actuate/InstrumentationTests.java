package io.harborai.autoconfigure.actuate;

import io.harborai.autoconfigure.EchoVendor;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import io.harborai.call.Instrumentation;
import io.harborai.observation.ChatMeters;
import io.harborai.observation.ChatObservations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What looks at calls is there only where an application has something to look with.
 */
class InstrumentationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HarborAiAutoConfiguration.class,
				HarborAiMetricsAutoConfiguration.class, HarborAiObservationAutoConfiguration.class))
		.withBean(EchoVendor.class)
		.withPropertyValues("harborai.providers.p.vendor=echo");

	@Test
	void withoutRegistriesThereIsNothing() {
		this.runner.run((context) -> assertThat(context).hasBean(HarborAiAutoConfiguration.CLIENT_BEAN)
			.doesNotHaveBean(Instrumentation.class)
			.doesNotHaveBean(ClientMeters.class)
			.doesNotHaveBean(ResilienceMeters.class));
	}

	@Test
	void withRegistriesBothAreThereAndObservationsStandOutside() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> assertThat(context.getBeanProvider(Instrumentation.class).orderedStream())
				.hasExactlyElementsOfTypes(ChatObservations.class, ChatMeters.class));
	}

	@Test
	void anApplicationWithoutMicrometersMetersStarts() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ChatObservations.class)
				.hasBean(HarborAiAutoConfiguration.CLIENT_BEAN));
	}

	@Test
	void anApplicationWithoutResilience4jsMetersStarts() {
		this.runner.withClassLoader(new FilteredClassLoader("io.github.resilience4j.micrometer"))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ChatMeters.class)
				.doesNotHaveBean(ResilienceMeters.class));
	}

	@Test
	void beansOfTheApplicationReplaceOurs() {
		ChatMeters mine = new ChatMeters();
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(ChatMeters.class, () -> mine)
			.run((context) -> assertThat(context).getBean(ChatMeters.class).isSameAs(mine));
	}

}
