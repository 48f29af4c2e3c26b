package io.harborai.autoconfigure.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.harborai.HarborAiClient;
import io.harborai.error.CircuitOpenException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Our instances in the registries of Resilience4j's own starter, in a running web
 * application: its settings, endpoints and meters apply to them, on request only.
 */
class SharedRegistriesTests {

	private static final SimulatedVendor vendor = SimulatedVendor.start();

	private static final String SHARED = "harborai.resilience4j.shared-registries=true";

	private final HttpClient http = HttpClient.newHttpClient();

	private ConfigurableApplicationContext context;

	@AfterEach
	void stop() {
		this.context.close();
		vendor.reset();
	}

	@AfterAll
	static void stopVendor() {
		vendor.close();
	}

	@Test
	void endpointsAndMetersListOurInstancesAfterACall() {
		start(SHARED, "harborai.providers.deepseek.resilience.rate-limiter.requests-per-minute=600");
		assertThat(get("/actuator/bulkheads")).doesNotContain("harborai");
		ask("deepseek-flash");
		assertThat(get("/actuator/bulkheads")).contains("\"harborai-deepseek\"");
		assertThat(get("/actuator/ratelimiters")).contains("\"harborai-deepseek\"");
		assertThat(get("/actuator/circuitbreakers")).contains("\"harborai-deepseek.deepseek-flash\"")
			.contains("\"state\":\"CLOSED\"");
		assertThat(get(
				"/actuator/metrics/resilience4j.bulkhead.max.allowed.concurrent.calls" + "?tag=name:harborai-deepseek"))
			.contains("\"value\":256");
		assertThat(get("/actuator/metrics/resilience4j.circuitbreaker.calls"
				+ "?tag=name:harborai-deepseek.deepseek-flash&tag=kind:successful"))
			.contains("\"value\":1");
	}

	@Test
	void settingsOfAnInstanceApply() {
		start(SHARED, "resilience4j.circuitbreaker.instances.harborai-deepseek.sliding-window-size=2",
				"resilience4j.circuitbreaker.instances.harborai-deepseek.minimum-number-of-calls=2",
				"resilience4j.circuitbreaker.instances.harborai-deepseek.wait-duration-in-open-state=1h",
				"resilience4j.bulkhead.instances.harborai-deepseek.max-concurrent-calls=5");
		vendor.next(Reply.error(503, "server_error", "Overloaded"))
			.next(Reply.error(503, "server_error", "Overloaded"));
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(ProviderUnavailableException.class)
				.isThrownBy(() -> ask("deepseek/of-no-catalog"));
		}
		assertThatExceptionOfType(CircuitOpenException.class).isThrownBy(() -> ask("deepseek/of-no-catalog"));
		assertThat(get("/actuator/circuitbreakers")).contains("\"harborai-deepseek\":{").contains("\"OPEN\"");
		assertThat(get("/actuator/harborai/deepseek")).contains("\"limit\":5")
			.contains("\"breakers\":{\"harborai-deepseek\":{\"state\":\"open\",\"failureRate\":100.0}}");
		assertThat(get("/actuator/health/harborAi/deepseek")).contains("\"status\":\"FAILING\"");
		assertThat(vendor.requests()).hasSize(2);
	}

	@Test
	void settingsOfAConfigurationApplyToAllOfOurs() {
		start(SHARED, "resilience4j.circuitbreaker.configs.harborai.sliding-window-size=2",
				"resilience4j.circuitbreaker.configs.harborai.minimum-number-of-calls=2",
				"resilience4j.circuitbreaker.configs.harborai.wait-duration-in-open-state=1h");
		vendor.next(Reply.error(503, "server_error", "Overloaded"))
			.next(Reply.error(503, "server_error", "Overloaded"));
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(() -> ask("deepseek-flash"));
		}
		assertThatExceptionOfType(CircuitOpenException.class).isThrownBy(() -> ask("deepseek-flash"));
	}

	@Test
	void withoutTheOptionOurInstancesStayPrivate() {
		start();
		ask("deepseek-flash");
		assertThat(get("/actuator/bulkheads")).doesNotContain("harborai");
		assertThat(get("/actuator/circuitbreakers")).doesNotContain("harborai");
		assertThat(this.context.getBeansOfType(CircuitBreakerRegistry.class)).hasSize(1);
		assertThat(this.context.getBeansOfType(BulkheadRegistry.class)).hasSize(1);
		assertThat(this.context.getBeansOfType(RateLimiterRegistry.class)).hasSize(1);
	}

	private void start(String... properties) {
		List<String> arguments = new ArrayList<>(List.of("server.port=0", "spring.main.banner-mode=off",
				"management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always",
				"harborai.defaults.resilience.retry.max-attempts=1",
				"harborai.providers.deepseek.api-key=sk-0123456789abcdef0123456789abcdef",
				"harborai.providers.deepseek.base-url=" + vendor.baseUrl(Dialect.DEEPSEEK)));
		arguments.addAll(List.of(properties));
		this.context = new SpringApplication(Application.class)
			.run(arguments.stream().map((argument) -> "--" + argument).toArray(String[]::new));
	}

	private void ask(String model) {
		this.context.getBean(HarborAiClient.class)
			.chat()
			.completions()
			.create((request) -> request.model(model).user("Hello"));
	}

	private String get(String path) {
		int port = ((ReactiveWebServerApplicationContext) this.context).getWebServer().getPort();
		try {
			HttpResponse<String> response = this.http.send(
					HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
					HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).as(path).isEqualTo(200);
			return response.body();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
