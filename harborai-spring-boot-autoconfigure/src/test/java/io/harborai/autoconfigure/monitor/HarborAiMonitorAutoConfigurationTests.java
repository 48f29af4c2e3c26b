package io.harborai.autoconfigure.monitor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.harborai.autoconfigure.EchoVendor;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import io.harborai.autoconfigure.actuate.HarborAiEndpointAutoConfiguration;
import io.harborai.autoconfigure.actuate.HarborAiHealthContributorAutoConfiguration;
import io.harborai.autoconfigure.actuate.HarborAiMetricsAutoConfiguration;
import io.harborai.call.Instrumentation;
import io.harborai.observation.CallStatistics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the monitor is, and where nobody counts.
 */
class HarborAiMonitorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HarborAiAutoConfiguration.class,
				HarborAiMonitorAutoConfiguration.class, HarborAiEndpointAutoConfiguration.class,
				HarborAiHealthContributorAutoConfiguration.class, HarborAiMetricsAutoConfiguration.class))
		.withBean(EchoVendor.class)
		.withPropertyValues("harborai.providers.p.vendor=echo");

	@Test
	void withActuatorTheClientIsWatchedAndNothingBuilt() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(PerformanceMonitor.class).hasSingleBean(CallStatistics.class);
			assertThat(context.getBean(PerformanceMonitor.class).isRunning()).isTrue();
			assertThat(context.getBean(EchoVendor.class).built).hasValue(0);
		});
	}

	@Test
	void theMonitorEndsWithTheContext() {
		this.runner.run((context) -> {
			PerformanceMonitor monitor = context.getBean(PerformanceMonitor.class);
			context.close();
			assertThat(monitor.isRunning()).isFalse();
		});
	}

	@Test
	void whereNothingShowsThemNobodyCounts() {
		this.runner.withPropertyValues("harborai.monitor.enabled=false", "management.health.harborai.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(PerformanceMonitor.class)
				.doesNotHaveBean(CallStatistics.class)
				.doesNotHaveBean(Instrumentation.class));
	}

	@Test
	void eachThatShowsThemHasThemCounted() {
		this.runner.withPropertyValues("harborai.monitor.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(CallStatistics.class));
		this.runner
			.withPropertyValues("harborai.monitor.enabled=false", "management.health.harborai.enabled=false",
					"management.endpoints.web.exposure.include=harborai")
			.withPropertyValues("spring.main.web-application-type=reactive")
			.withPropertyValues("management.endpoints.jmx.exposure.include=harborai", "spring.jmx.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(CallStatistics.class));
	}

	@Test
	void withoutActuatorThereIsNoMonitor() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(HarborAiAutoConfiguration.class, HarborAiMonitorAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PerformanceMonitor.class));
	}

	@Test
	void withoutMicrometerItWatchesAllTheSame() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(PerformanceMonitor.class));
	}

	@Test
	void alertsOfTheApplicationAreToldAndMeasuredByKind() {
		this.runner.withUserConfiguration(WithSource.class)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				context.getBeanProvider(MeterBinder.class).forEach((binder) -> binder.bindTo(meters));
				assertThat(meters.get("harborai.alerts").tag("kind", "breaker_open").gauge().value()).isZero();
				assertThat(meters.find("harborai.alerts").tag("kind", "disk").gauge()).isNull();
				context.getBean(PerformanceMonitor.class).look();
				assertThat(context.getBean(WithSource.class).raised).containsExactly("disk");
				meters.get("harborai.alerts").tag("kind", "breaker_open").gauge().value();
				assertThat(meters.get("harborai.alerts").tag("kind", "disk").gauge().value()).isOne();
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class WithSource {

		final List<String> raised = new CopyOnWriteArrayList<>();

		@Bean
		AlertSource disk() {
			return () -> List.of(Finding.wrong("disk", "disk", null, "The disk is full.", 1, null));
		}

		@EventListener
		void on(HarborAiAlertEvent event) {
			this.raised.add(event.alert().id());
		}

	}

}
