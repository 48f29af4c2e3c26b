package io.harborai.test;

import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.test.cassette.CassetteMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HarborAiContextCustomizer} and its factory.
 */
class HarborAiContextTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HarborAiAutoConfiguration.class));

	@Test
	void leavesOtherTestsAlone() {
		assertThat(customizer(HarborAiContextTests.class)).isNull();
	}

	@Test
	void sharesContextsOfEqualTests() {
		assertThat(customizer(Plain.class)).isNotNull()
			.isEqualTo(customizer(AlsoPlain.class))
			.isEqualTo(customizer(Plain.Inner.class))
			.isNotEqualTo(customizer(WithModel.class))
			.isNotEqualTo(customizer(WithCassette.class));
	}

	@Test
	void closesTheVendorWithTheContext() {
		this.runner.withInitializer(initializer(settings(List.of(), "", null, false))).run((context) -> {
			SimulatedVendor vendor = context.getBean(SimulatedVendor.class);
			HarborAiClient client = context.getBean(HarborAiClient.class);
			client.chat().completions().create((r) -> r.model("deepseek-flash").user("Hi"));
			assertThat(vendor.connections().open()).isPositive();
			context.close();
			assertThat(vendor.connections().open()).isZero();
		});
	}

	@Test
	void closesTheVendorWhenTheContextFails() {
		SimulatedVendor[] started = new SimulatedVendor[1];
		this.runner.withInitializer(initializer(settings(List.of(), "", null, false)))
			.withBean("failing", Object.class, () -> {
				throw new IllegalStateException("no");
			})
			.withInitializer((context) -> context
				.addBeanFactoryPostProcessor((beanFactory) -> started[0] = beanFactory.getBean(SimulatedVendor.class)))
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThatExceptionOfType(ConnectException.class)
					.isThrownBy(() -> new Socket("127.0.0.1", started[0].port()).close());
			});
	}

	@Test
	void givesAllProvidersToAnApplicationThatHasNone() {
		this.runner.withInitializer(initializer(settings(List.of(), "openai/gpt-test", null, false))).run((context) -> {
			HarborAiClient client = context.getBean(HarborAiClient.class);
			assertThat(client.providers().snapshot().entries()).containsOnlyKeys("deepseek", "doubao", "wenxin",
					"openai");
			client.chat().completions().create((r) -> r.user("Hi"));
			assertThat(context.getBean(SimulatedVendor.class).requests()).singleElement()
				.satisfies((request) -> assertThat(request.dialect()).isEqualTo(Dialect.OPENAI));
		});
	}

	@Test
	void addsProvidersThatWereAskedFor() {
		this.runner.withPropertyValues("harborai.providers.deepseek.api-key=real")
			.withInitializer(initializer(settings(List.of("openai"), "", null, false)))
			.run((context) -> assertThat(context.getBean(HarborAiClient.class).providers().snapshot().entries())
				.containsOnlyKeys("deepseek", "openai"));
	}

	@Test
	void seesWhatOtherCustomizersAdd() {
		this.runner.withInitializer(initializer(settings(List.of(), "", null, false)))
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("later",
						Map.of("harborai.providers.deepseek.base-url", "https://later.example.invalid"))))
			.run((context) -> assertThat(context.getEnvironment().getProperty("harborai.providers.deepseek.base-url"))
				.isEqualTo(context.getBean(SimulatedVendor.class).baseUrl(Dialect.DEEPSEEK)));
	}

	@Test
	void recordsWithTheApplicationsOwnKeyAndAddress(@TempDir Path directory) {
		String key = "canary-5f4dcc3b5aa765d6";
		try (SimulatedVendor real = SimulatedVendor.builder().requireKey(key).build()) {
			real.next(Reply.answer().text("From the real one."));
			ApplicationContextRunner application = this.runner.withPropertyValues(
					"harborai.providers.deepseek.api-key=" + key,
					"harborai.providers.deepseek.base-url=" + real.baseUrl(Dialect.DEEPSEEK),
					"harborai.providers.openai.api-key=${UNSET_ANYWHERE}");
			application.withInitializer(initializer(settings(List.of(), "", directory, true))).run((context) -> {
				TestBench bench = context.getBean(TestBench.class);
				HarborAiClient client = context.getBean(HarborAiClient.class);
				bench.deck().insert("spring", CassetteMode.RECORD, 1);
				assertThat(ask(client)).isEqualTo("From the real one.");
				bench.deck().eject();
				bench.vendor().next(Reply.answer().text("From the simulator."));
				assertThat(ask(client)).isEqualTo("From the simulator.");
				assertThat(bench.vendor().requests()).singleElement()
					.satisfies((request) -> assertThat(request.headers().toString()).doesNotContain(key));
			});
			assertThat(directory.resolve("spring.json")).content().contains("From the real one.").doesNotContain(key);
			application.withInitializer(initializer(settings(List.of(), "", directory, false))).run((context) -> {
				TestBench bench = context.getBean(TestBench.class);
				bench.deck().insert("spring", CassetteMode.REPLAY, 0);
				assertThat(ask(context.getBean(HarborAiClient.class))).isEqualTo("From the real one.");
				bench.deck().eject();
				assertThat(context.getEnvironment().getProperty("harborai.providers.deepseek.api-key"))
					.isEqualTo("simulated-key");
			});
			assertThat(real.requests()).hasSize(1);
		}
	}

	private static String ask(HarborAiClient client) {
		return client.chat().completions().create((r) -> r.model("deepseek-flash").user("Well?")).content();
	}

	private static HarborAiContextCustomizer settings(List<String> providers, String defaultModel,
			@Nullable Path cassettes, boolean recording) {
		return new HarborAiContextCustomizer(providers, defaultModel, cassettes, recording);
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> initializer(
			HarborAiContextCustomizer customizer) {
		return (context) -> customizer.customizeContext(context,
				new MergedContextConfiguration(HarborAiContextTests.class, null, null, null, null));
	}

	private static @Nullable ContextCustomizer customizer(Class<?> testClass) {
		return new HarborAiContextCustomizerFactory().createContextCustomizer(testClass, List.of());
	}

	@HarborAiTest
	static class Plain {

		@Nested
		class Inner {

		}

	}

	@HarborAiTest
	static class AlsoPlain {

	}

	@HarborAiTest(defaultModel = "m")
	static class WithModel {

	}

	@HarborAiTest
	static class WithCassette {

		@Cassette("c")
		void test() {
			// only its annotation is read
		}

	}

}
