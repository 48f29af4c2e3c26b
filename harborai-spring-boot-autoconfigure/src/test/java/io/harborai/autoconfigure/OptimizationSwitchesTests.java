package io.harborai.autoconfigure;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;

import io.harborai.HarborAiClient;
import io.harborai.provider.Optimization;
import io.harborai.provider.ProviderSettings;
import io.harborai.provider.ProviderState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each optimization can be switched off by its property.
 */
class OptimizationSwitchesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HarborAiAutoConfiguration.class, SslAutoConfiguration.class))
		.withBean(EchoVendor.class)
		.withPropertyValues("harborai.providers.p.vendor=echo", "harborai.providers.p.unload-after-idle=5m",
				"harborai.providers.p.http.reuse-connections=true");

	private static ProviderSettings settings(HarborAiClient client) {
		return client.providers().snapshot().entries().get("p").handle().settings();
	}

	@Test
	void allAreUsedUnlessTheyAreSwitchedOff() {
		this.runner.run((context) -> {
			HarborAiClient client = context.getBean(HarborAiClient.class);
			assertThat(client.optimizations()).isEqualTo(EnumSet.allOf(Optimization.class));
			assertThat(settings(client).unloadAfterIdle()).isEqualTo(Duration.ofMinutes(5));
			assertThat(settings(client).http().reuseConnections()).isTrue();
			assertThat(client.providers().snapshot().entries().get("p").state()).isEqualTo(ProviderState.CONFIGURED);
		});
	}

	@ParameterizedTest
	@EnumSource(Optimization.class)
	void eachHasItsProperty(Optimization optimization) {
		String name = optimization.name().toLowerCase(Locale.ROOT).replace('_', '-');
		this.runner.withPropertyValues("harborai.optimizations." + name + "=false")
			.run((context) -> assertThat(context.getBean(HarborAiClient.class).optimizations())
				.isEqualTo(EnumSet.complementOf(EnumSet.of(optimization))));
	}

	@Test
	void whatIsSetForAProviderYieldsToTheSwitch() {
		this.runner
			.withPropertyValues("harborai.optimizations.idle-unload=false",
					"harborai.optimizations.connection-reuse=false", "harborai.optimizations.lazy-providers=false")
			.run((context) -> {
				HarborAiClient client = context.getBean(HarborAiClient.class);
				assertThat(settings(client).unloadAfterIdle()).isNull();
				assertThat(settings(client).http().reuseConnections()).isFalse();
				assertThat(client.providers().snapshot().entries().get("p").state()).isEqualTo(ProviderState.READY);
			});
	}

}
