package io.harborai.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.harborai.HarborAiClient;
import io.harborai.call.ChatFilter;
import io.harborai.provider.ApiKey;
import io.harborai.provider.ApiKeySource;
import io.harborai.provider.ProviderContext;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.ResilienceRegistries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which beans there are, and to what they back off.
 */
@ExtendWith(OutputCaptureExtension.class)
class HarborAiAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HarborAiAutoConfiguration.class, SslAutoConfiguration.class,
				LifecycleAutoConfiguration.class))
		.withBean(EchoVendor.class);

	private final ApplicationContextRunner twoProviders = this.runner
		.withPropertyValues("harborai.providers.first.vendor=echo", "harborai.providers.second.vendor=echo");

	@Test
	void clientIsPrimaryAndEveryProviderHasAView() {
		this.twoProviders.withUserConfiguration(ViewsInjected.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(HarborAiClient.class)).isSameAs(context.getBean("harborAiClient"));
			assertThat(context).hasBean("firstHarborAiClient").hasBean("secondHarborAiClient");
			assertThat(context.getBean(Injected.class).client).isSameAs(context.getBean("harborAiClient"));
			assertThat(context.getBean(Injected.class).second).hasToString("HarborAiClient[second]");
		});
	}

	@Test
	void nothingIsBuiltAtTheStart() {
		this.twoProviders.run((context) -> assertThat(context.getBean(EchoVendor.class).built).hasValue(0));
	}

	@Test
	void viewsAreNotMadeUntilTheyAreAskedFor() {
		this.twoProviders.run((context) -> {
			assertThat(context.getBeanFactory().containsSingleton("firstHarborAiClient")).isFalse();
			assertThat(context.getBean("firstHarborAiClient")).isNotNull();
		});
	}

	@Test
	void clientBacksOffToTheUsersOwnAndSoDoTheViews() {
		this.twoProviders.withUserConfiguration(OwnClient.class).run((context) -> {
			assertThat(context).hasSingleBean(HarborAiClient.class).hasBean("myClient");
			assertThat(context).doesNotHaveBean("firstHarborAiClient").doesNotHaveBean(ClientShutdown.class);
		});
	}

	@Test
	void usersClientOfOurNameGetsTheViewsAndTheShutdown() {
		this.twoProviders
			.withBean("harborAiClient", HarborAiClient.class,
					() -> HarborAiClient.builder()
						.providerFactory(new EchoVendor())
						.provider("first", (first) -> first.vendor("echo"))
						.build())
			.run((context) -> {
				assertThat(context).hasSingleBean(ClientShutdown.class);
				assertThat(context.getBean("firstHarborAiClient")).hasToString("HarborAiClient[first]");
			});
	}

	@Test
	void usersClientNeedsNoPrimaryBecauseViewsAreForQualifiersOnly() {
		this.twoProviders.withUserConfiguration(OwnClientOfOurName.class, ViewsInjected.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Injected.class).client).isSameAs(context.getBean("harborAiClient"));
		});
	}

	@Test
	void oneViewBacksOffToTheUsersOwnAndTheRestStay() {
		this.twoProviders.withUserConfiguration(OwnView.class).run((context) -> {
			assertThat(context).hasBean("harborAiClient").hasBean("secondHarborAiClient");
			assertThat(context.getBean("firstHarborAiClient")).hasToString("HarborAiClient[mine]");
			assertThat(context.getBean(HarborAiClient.class)).isSameAs(context.getBean("harborAiClient"));
		});
	}

	@Test
	void startsWithoutAnyProviderAndSaysHowToAddOne(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(HarborAiClient.class);
			assertThat(output).contains("INFO").contains("harborai.providers.deepseek.api-key").doesNotContain("WARN");
		});
	}

	@Test
	void filtersJoinInTheirOrderAndCustomizersComeLast() {
		this.twoProviders.withUserConfiguration(Filters.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Filters.class).trail).hasToString("customized inner outer ");
		});
	}

	@Test
	void keySourcesJoinInTheirOrder() {
		this.twoProviders.withUserConfiguration(KeySources.class).run((context) -> {
			ProviderContext given = context.getBean(EchoVendor.class).context;
			assertThat(given.keySource("first")).isSameAs(context.getBean("forFirst"));
			assertThat(given.keySource("second")).isSameAs(context.getBean("forAll"));
		});
	}

	@Test
	void ourRegistriesAreOurOwnAndNoBeans() {
		this.twoProviders.run((context) -> {
			assertThat(context).doesNotHaveBean(CircuitBreakerRegistry.class)
				.doesNotHaveBean(BulkheadRegistry.class)
				.doesNotHaveBean(RateLimiterRegistry.class);
			ResilienceRegistries own = context.getBean(EchoVendor.class).context.registries().get();
			assertThat(own.bulkheads()).isNotNull();
		});
		this.twoProviders.withBean(CircuitBreakerRegistry.class, CircuitBreakerRegistry::ofDefaults)
			.run((context) -> assertThat(context.getBean(EchoVendor.class).context.registries().get().circuitBreakers())
				.isNotSameAs(context.getBean(CircuitBreakerRegistry.class)));
	}

	@Test
	void registriesOfTheApplicationAreSharedOnRequest() {
		this.twoProviders.withPropertyValues("harborai.resilience4j.shared-registries=true")
			.withBean(CircuitBreakerRegistry.class, CircuitBreakerRegistry::ofDefaults)
			.withBean(BulkheadRegistry.class, BulkheadRegistry::ofDefaults)
			.withBean(RateLimiterRegistry.class, RateLimiterRegistry::ofDefaults)
			.run((context) -> assertThat(context.getBean(EchoVendor.class).context.registries().get())
				.isEqualTo(new ResilienceRegistries(context.getBean(CircuitBreakerRegistry.class),
						context.getBean(BulkheadRegistry.class), context.getBean(RateLimiterRegistry.class))));
	}

	@Test
	void closingTheContextClosesWhatWasBuiltOnce() {
		AtomicInteger closed = new AtomicInteger();
		this.twoProviders.run((context) -> {
			EchoVendor vendor = context.getBean(EchoVendor.class);
			HarborAiClient client = context.getBean(HarborAiClient.class);
			client.providers().warmUp("first").block(Duration.ofSeconds(10));
			context.getBean("firstHarborAiClient");
			context.close();
			closed.set(vendor.closed.get());
		});
		assertThat(closed).hasValue(1);
	}

	@Test
	void worksWithoutSpringBootsHttpClients() {
		this.twoProviders.withClassLoader(new FilteredClassLoader(HttpClientSettings.class))
			.run((context) -> assertThat(context).hasSingleBean(ClientShutdown.class));
	}

	@Test
	void settingsAreThoseOfTheBuilder() {
		this.twoProviders.run((context) -> {
			ProviderSettings configured = settings(context.getBean(HarborAiClient.class));
			try (HarborAiClient built = HarborAiClient.builder()
				.providerFactory(new EchoVendor())
				.provider("first", (first) -> first.vendor("echo"))
				.build()) {
				assertThat(configured).usingRecursiveComparison().isEqualTo(settings(built));
			}
		});
	}

	private static ProviderSettings settings(HarborAiClient client) {
		return client.providers().snapshot().entries().get("first").handle().settings();
	}

	static final class Injected {

		private final HarborAiClient client;

		private final HarborAiClient second;

		Injected(HarborAiClient client, HarborAiClient second) {
			this.client = client;
			this.second = second;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ViewsInjected {

		@Bean
		Injected injected(HarborAiClient client, @Qualifier("second") HarborAiClient second) {
			return new Injected(client, second);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClient {

		@Bean
		HarborAiClient myClient() {
			return HarborAiClient.builder().build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClientOfOurName {

		@Bean
		HarborAiClient harborAiClient() {
			return HarborAiClient.builder()
				.providerFactory(new EchoVendor())
				.provider("second", (second) -> second.vendor("echo"))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnView {

		@Bean
		HarborAiClient firstHarborAiClient() {
			return HarborAiClient.builder()
				.providerFactory(new EchoVendor())
				.provider("mine", (mine) -> mine.vendor("echo"))
				.build()
				.provider("mine");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class KeySources {

		@Bean
		@Order(2)
		ApiKeySource forAll() {
			return new KeySource("");
		}

		@Bean
		@Order(1)
		ApiKeySource forFirst() {
			return new KeySource("first");
		}

	}

	record KeySource(String prefix) implements ApiKeySource {

		@Override
		public boolean serves(String provider) {
			return provider.startsWith(this.prefix);
		}

		@Override
		public List<ApiKey> keys(String provider) {
			return List.of(new ApiKey("main", "secret"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Filters {

		final StringBuilder trail = new StringBuilder();

		// Composed from the inside out, so the innermost is seen first.
		@Bean
		@Order(2)
		ChatFilter inner() {
			return (next) -> {
				this.trail.append("inner ");
				return next;
			};
		}

		@Bean
		@Order(1)
		ChatFilter outer() {
			return (next) -> {
				this.trail.append("outer ");
				return next;
			};
		}

		@Bean
		HarborAiClientBuilderCustomizer customizer() {
			return (builder) -> builder.filter((next) -> {
				this.trail.append("customized ");
				return next;
			});
		}

	}

}
