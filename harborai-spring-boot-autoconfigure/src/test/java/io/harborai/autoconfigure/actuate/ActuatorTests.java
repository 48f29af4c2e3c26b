package io.harborai.autoconfigure.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import io.harborai.HarborAiClient;
import io.harborai.error.HarborAiException;
import io.harborai.provider.ApiKey;
import io.harborai.provider.ApiKeySource;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Health, the endpoint and the masking of secrets in a running web application.
 */
@ExtendWith(OutputCaptureExtension.class)
class ActuatorTests {

	private static final SimulatedVendor vendor = SimulatedVendor.start();

	private static final String KEY = "sk-CANARYKEY0123456789abcdef012345";

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
	void healthIsUnknownUntilUsedAndBuildsNothing() {
		start();
		assertThat(get("/actuator/health")).contains("\"status\":\"UP\"")
			.contains("\"harborAi\":{")
			.contains("\"deepseek\":{\"details\":{\"state\":\"configured\",\"vendor\":\"deepseek\","
					+ "\"keys\":[\"default\"],\"restingKeys\":{},\"builds\":0,\"inFlight\":0},\"status\":\"UNKNOWN\"}");
		assertThat(get("/actuator/health/harborAi/spare")).contains("\"state\":\"disabled\"")
			.contains("\"status\":\"UNKNOWN\"");
		assertThat(client().providers().snapshot().entries().get("deepseek").handle().builds()).isZero();
		assertThat(vendor.requests()).isEmpty();
	}

	@Test
	void healthFollowsTheLatestCall() {
		start("harborai.providers.deepseek.resilience.retry.max-attempts=1");
		ask("Hello");
		assertThat(get("/actuator/health/harborAi/deepseek")).contains("\"status\":\"UP\"")
			.contains("\"lastOutcome\":\"ok\"")
			.contains("\"builds\":1");
		vendor.next(Reply.error(503, "server_error", "Overloaded"));
		assertThatExceptionOfType(HarborAiException.class).isThrownBy(() -> ask("Hello"));
		assertThat(get("/actuator/health/harborAi/deepseek")).contains("\"status\":\"FAILING\"")
			.contains("\"lastOutcome\":\"overloaded\"");
		assertThat(status("/actuator/health")).as("one vendor is not the application").isEqualTo(200);
		ask("Hello");
		assertThat(get("/actuator/health/harborAi/deepseek")).contains("\"status\":\"UP\"");
	}

	@Test
	void keysThatRestAreNamed() {
		start("harborai.providers.deepseek.api-keys.spare.value=sk-CANARYSPARE0123456789abcdef0123",
				"harborai.providers.deepseek.api-keys.spare.weight=2");
		vendor.next(Reply.error(401, "invalid_request_error", "Authentication Fails"));
		ask("Hello");
		String resting = client().providers()
			.snapshot()
			.entries()
			.get("deepseek")
			.handle()
			.restingKeys()
			.keySet()
			.iterator()
			.next();
		for (String endpoint : List.of("/actuator/health/harborAi/deepseek", "/actuator/harborai/deepseek")) {
			assertThat(get(endpoint)).contains("\"keys\":[\"default\",\"spare\"]")
				.contains("\"restingKeys\":{\"" + resting + "\":\"authentication\"}")
				.doesNotContain("CANARY");
		}
	}

	@Test
	void admissionAndRoutesShow() {
		start("harborai.routes.smart.models=deepseek-flash,doubao/pro", "harborai.routes.smart.strategy=fastest",
				"harborai.providers.deepseek.resilience.bulkhead.max-concurrent-calls=9",
				"harborai.providers.deepseek.resilience.rate-limiter.tokens-per-minute=1000000");
		assertThat(get("/actuator/harborai")).contains("\"routes\":{\"smart\":{\"strategy\":\"fastest\","
				+ "\"models\":[\"deepseek-flash\",\"doubao/pro\"]}}");
		assertThat(get("/actuator/harborai/deepseek")).as("nothing is made by looking").contains("\"admission\":null");
		ask("Hello");
		String breakers = "\"breakers\":{\"harborai-deepseek.deepseek-flash\":"
				+ "{\"state\":\"closed\",\"failureRate\":null}}";
		assertThat(get("/actuator/harborai/deepseek"))
			.contains("\"admission\":{\"inFlight\":0,\"limit\":9,\"queued\":0,\"tokensLeft\":")
			.contains(breakers)
			.doesNotContain("routes");
		assertThat(get("/actuator/health/harborAi/deepseek")).contains("\"queued\":0")
			.contains("\"breakers\":{\"harborai-deepseek.deepseek-flash\":{\"state\":\"closed\"}}");
	}

	@Test
	void openBreakerOfOneModelIsAFailure() {
		start("harborai.defaults.resilience.circuit-breaker.minimum-number-of-calls=1",
				"harborai.defaults.resilience.retry.max-attempts=1");
		vendor.next(Reply.error(503, "server_error", "Overloaded"));
		assertThatExceptionOfType(HarborAiException.class).isThrownBy(() -> ask("Hello"));
		client().chat().completions().create((request) -> request.model("deepseek-v4-pro").user("Hello"));
		assertThat(get("/actuator/health/harborAi/deepseek")).contains("\"lastOutcome\":\"ok\"")
			.contains("\"state\":\"open\"")
			.contains("\"status\":\"FAILING\"");
	}

	@Test
	void keysOfASourceAreMaskedAndNamed() {
		System.setProperty("TEAM_SECRET", "sk-CANARYSOURCED0123456789abcdef01");
		try {
			start(WithKeySource.class, "management.endpoint.env.show-values=always",
					"harborai.providers.sourced.vendor=deepseek",
					"harborai.providers.sourced.base-url=" + vendor.baseUrl(Dialect.DEEPSEEK));
			client().provider("sourced")
				.chat()
				.completions()
				.create((request) -> request.model("deepseek-flash").user("Hello"));
			assertThat(get("/actuator/env/TEAM_SECRET")).contains("******").doesNotContain("CANARY");
			assertThat(get("/actuator/harborai/sourced")).contains("\"keys\":[\"rotated\"]").doesNotContain("CANARY");
		}
		finally {
			System.clearProperty("TEAM_SECRET");
		}
	}

	@Test
	void aCallersFaultIsNoFailureOfTheVendor() {
		start();
		vendor.next(Reply.error(400, "invalid_request_error", "No."));
		assertThatExceptionOfType(HarborAiException.class).isThrownBy(() -> ask("Hello"));
		assertThat(get("/actuator/health/harborAi/deepseek")).contains("\"status\":\"UP\"")
			.contains("\"lastOutcome\":\"invalid_request\"");
	}

	@Test
	void healthKnowsProvidersThatCameLater() {
		start();
		client().providers().unregister("spare");
		assertThat(status("/actuator/health/harborAi/spare")).isEqualTo(404);
	}

	@Test
	void healthCanBeSwitchedOff() {
		start("management.health.harborai.enabled=false");
		assertThat(status("/actuator/health/harborAi")).isEqualTo(404);
	}

	@Test
	void endpointShowsEverythingAndBuildsNothing() {
		start();
		String all = get("/actuator/harborai");
		assertThat(all).contains("\"defaultModel\":\"deepseek-flash\"")
			.contains("\"registryVersion\":3")
			.contains("\"deepseek\":{")
			.contains("\"state\":\"configured\"")
			.contains("\"vendor\":\"deepseek\"")
			.contains("\"host\":\"127.0.0.1\"")
			.contains("\"keys\":[\"default\"]")
			.contains("\"builds\":0")
			.contains("\"id\":\"deepseek-flash\"")
			.contains("\"spare\":{\"state\":\"disabled\"")
			.contains("\"alias\":\"pro\"");
		assertThat(client().providers().snapshot().entries().get("deepseek").handle().builds()).isZero();
		ask("Hello");
		assertThat(get("/actuator/harborai/deepseek")).contains("\"state\":\"ready\"")
			.contains("\"builds\":1")
			.contains("\"lastOutcome\":{")
			.doesNotContain("defaultModel");
		assertThat(status("/actuator/harborai/nobody")).isEqualTo(404);
	}

	@Test
	void keysPromptsAndAnswersShowNowhere(CapturedOutput output) {
		System.setProperty("TEAM_SECRET", "sk-CANARYSPARE0123456789abcdef0123");
		try {
			start("management.endpoint.configprops.show-values=always", "management.endpoint.env.show-values=always",
					"logging.level.root=debug", "logging.level.io.harborai=trace",
					"harborai.providers.doubao.api-keys.spare=${TEAM_SECRET}",
					"harborai.providers.wenxin.access-key=ALTAKCANARY0123456789",
					"harborai.providers.wenxin.secret-key=CANARYSECRET0123456789",
					"harborai.providers.deepseek.headers.X-Team=CANARYHEADER",
					"harborai.defaults.http.proxy.host=127.0.0.1", "harborai.defaults.http.proxy.port=1",
					"harborai.defaults.http.proxy.username=user",
					"harborai.defaults.http.proxy.password=CANARYPASSWORD",
					"harborai.defaults.http.proxy.non-proxy-hosts=127.0.0.1");
			vendor.next(Reply.answer().text("CANARYANSWER"));
			ask("CANARYPROMPT");
			vendor.next(Reply.error(401, "invalid_request_error", "Your api key: " + KEY + " is invalid"));
			assertThatExceptionOfType(HarborAiException.class).isThrownBy(() -> ask("CANARYPROMPT"))
				.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("CANARY"));
			List<String> endpoints = new ArrayList<>(List.of("/actuator"));
			for (String endpoint : List.of("beans", "conditions", "configprops", "env", "health", "harborai", "info",
					"loggers", "mappings", "metrics", "scheduledtasks", "harborai/doubao", "configprops/harborai",
					"env/harborai.providers.deepseek.api-key", "env/TEAM_SECRET")) {
				endpoints.add("/actuator/" + endpoint);
			}
			for (String endpoint : endpoints) {
				assertThat(get(endpoint)).as(endpoint).isNotEmpty().doesNotContain("CANARY");
			}
			List<Meter> meters = this.context.getBean(MeterRegistry.class).getMeters();
			assertThat(meters).isNotEmpty();
			assertThat(meters).allSatisfy((meter) -> assertThat(meter.getId() + " " + meter.getId().getDescription())
				.doesNotContain("CANARY"));
			assertThat(get("/actuator/configprops")).contains("\"apiKey\":\"******\"");
			assertThat(get("/actuator/env/TEAM_SECRET")).contains("******");
			assertThat(output.getAll()).contains("Provider deepseek built in").doesNotContain("CANARY");
		}
		finally {
			System.clearProperty("TEAM_SECRET");
		}
	}

	@Test
	void springBootMasksEverythingUnlessToldOtherwise() {
		start();
		assertThat(get("/actuator/configprops")).contains("\"apiKey\":\"******\"").doesNotContain("CANARY");
		assertThat(get("/actuator/env")).doesNotContain("CANARY");
	}

	private void start(String... properties) {
		start(Application.class, properties);
	}

	private void start(Class<?> application, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("server.port=0", "spring.main.banner-mode=off",
				"management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always",
				"harborai.default-model=deepseek-flash", "harborai.providers.deepseek.api-key=" + KEY,
				"harborai.providers.deepseek.base-url=" + vendor.baseUrl(Dialect.DEEPSEEK),
				"harborai.providers.doubao.api-keys.main=CANARYARKKEY0123456789",
				"harborai.providers.doubao.models[0].id=ep-1", "harborai.providers.doubao.models[0].alias=pro",
				"harborai.providers.spare.vendor=openai", "harborai.providers.spare.enabled=false"));
		arguments.addAll(List.of(properties));
		this.context = new SpringApplication(application)
			.run(arguments.stream().map((argument) -> "--" + argument).toArray(String[]::new));
	}

	private HarborAiClient client() {
		return this.context.getBean(HarborAiClient.class);
	}

	private void ask(String question) {
		client().chat().completions().create((request) -> request.user(question));
	}

	private String get(String path) {
		return exchange(path).body();
	}

	private int status(String path) {
		return exchange(path).statusCode();
	}

	private HttpResponse<String> exchange(String path) {
		int port = ((ReactiveWebServerApplicationContext) this.context).getWebServer().getPort();
		try {
			return this.http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
					HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithKeySource implements ApiKeySource {

		@Override
		public boolean serves(String provider) {
			return provider.equals("sourced");
		}

		@Override
		public List<ApiKey> keys(String provider) {
			return List.of(new ApiKey("rotated", System.getProperty("TEAM_SECRET")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
