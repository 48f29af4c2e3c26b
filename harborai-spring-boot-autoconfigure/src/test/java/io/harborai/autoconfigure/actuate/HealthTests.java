package io.harborai.autoconfigure.actuate;

import java.util.Map;

import io.harborai.autoconfigure.InvalidPropertyException;
import io.harborai.error.HarborAiException;
import io.harborai.simulator.Gate;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The health of the providers in a running WebFlux application: what calls showed, what
 * vendors answer when they are asked, and that neither takes the application down.
 */
class HealthTests {

	private static final String HEALTH = "health/harborAi/deepseek";

	@Test
	void callsShowInTheDetails() {
		try (WebApplication app = new WebApplication(Application.class)) {
			JsonNode before = app.get(HEALTH).path("details");
			assertThat(before.propertyNames()).doesNotContain("lastSuccess", "lastError", "firstTokenP95Millis",
					"probe");
			app.client().chat().completions().stream((r) -> r.user("Hello")).blockLast();
			app.vendor().next(Reply.error(429, "rate_limit", "Slow down"));
			assertThatExceptionOfType(HarborAiException.class).isThrownBy(app::ask);
			JsonNode after = app.get(HEALTH).path("details");
			assertThat(after.path("lastSuccess").asString()).matches("2.*T.*Z");
			assertThat(after.path("lastError").path("errorClass").asString()).isEqualTo("limited");
			assertThat(after.path("lastError").path("at").asString()).matches("2.*T.*Z");
			assertThat(after.path("firstTokenP95Millis").asDouble()).isPositive();
			assertThat(after.path("breakers").size()).isOne();
		}
	}

	@Test
	void othersAddWhatTheyKnow() {
		try (WebApplication app = new WebApplication(WithBudget.class)) {
			assertThat(app.get(HEALTH).path("details").path("budget").asString()).isEqualTo("deepseek has 5 CNY left");
		}
	}

	/**
	 * A provider is never a reason to restart the application or to send it no requests,
	 * even where somebody has put it into these groups.
	 */
	@Test
	void aFailingProviderTakesNeitherLivenessNorReadinessDown() {
		try (WebApplication app = new WebApplication(Application.class,
				"management.endpoint.health.probes.enabled=true",
				"management.endpoint.health.group.liveness.include=livenessState,harborAi",
				"management.endpoint.health.group.readiness.include=readinessState,harborAi",
				"harborai.defaults.resilience.circuit-breaker.minimum-number-of-calls=1")) {
			app.vendor().next(Reply.status(503));
			assertThatExceptionOfType(HarborAiException.class).isThrownBy(app::ask);
			assertThat(app.get(HEALTH).path("status").asString()).isEqualTo("FAILING");
			for (String group : new String[] { "health", "health/liveness", "health/readiness" }) {
				assertThat(app.status(group)).as(group).isEqualTo(200);
				assertThat(app.get(group).path("status").asString()).as(group).isEqualTo("UP");
			}
			assertThat(app.get("health/liveness").toString()).as("it is in there").contains("FAILING");
		}
	}

	@Test
	void whoWantsItToCountNamesIt() {
		try (WebApplication app = new WebApplication(Application.class,
				"management.endpoint.health.status.order=down,failing,up,unknown",
				"management.endpoint.health.status.http-mapping.failing=503")) {
			app.vendor().next(Reply.status(503));
			assertThatExceptionOfType(HarborAiException.class).isThrownBy(app::ask);
			assertThat(app.status("health")).isEqualTo(503);
		}
	}

	@Test
	void withoutTheProbeNobodyIsAsked() {
		try (WebApplication app = new WebApplication(Application.class)) {
			app.ask();
			app.get(HEALTH);
			assertThat(app.vendor().requests()).hasSize(1);
		}
	}

	@Test
	void theProbeAsksOnceInAnIntervalAndNobodyWaits() {
		try (WebApplication app = new WebApplication(Application.class, "harborai.health.probe.enabled=true",
				"harborai.health.probe.interval=1h")) {
			assertThat(app.get(HEALTH).path("details").path("builds").asInt()).as("nobody has used it").isZero();
			assertThat(app.vendor().requests()).isEmpty();
			app.ask();
			WebApplication.eventually(() -> "ok".equals(probe(app).path("outcome").asString()));
			for (int i = 0; i < 5; i++) {
				app.get(HEALTH);
			}
			assertThat(app.vendor().requests()).extracting(RecordedRequest::method).containsExactly("POST", "GET");
			assertThat(probe(app).path("at").asString()).matches("2.*T.*Z");
			assertThat(app.get(HEALTH).path("status").asString()).isEqualTo("UP");
		}
	}

	private static JsonNode probe(WebApplication app) {
		return app.get(HEALTH).path("details").path("probe");
	}

	@Test
	void theProbeBuildsProvidersOnlyIfItIsToldTo() {
		try (WebApplication app = new WebApplication(Application.class, "harborai.health.probe.enabled=true",
				"harborai.health.probe.build-providers=true")) {
			assertThat(app.get(HEALTH).path("status").asString()).as("nobody waits").isEqualTo("UNKNOWN");
			WebApplication.eventually(() -> app.get(HEALTH).path("status").asString().equals("UP"));
			assertThat(app.vendor().requests()).extracting(RecordedRequest::method).containsExactly("GET");
			app.client().providers().disable("deepseek");
			assertThat(app.get(HEALTH).path("details").has("probe")).as("one that is disabled is left alone").isFalse();
		}
	}

	@Test
	void whatTheProbeSeesLaterThanTheLatestCallCounts() {
		try (WebApplication app = new WebApplication(Application.class, "harborai.health.probe.enabled=true",
				"harborai.health.probe.interval=1ms")) {
			app.ask();
			app.vendor().requireKey("sk-another");
			WebApplication.eventually(() -> app.get(HEALTH).path("status").asString().equals("FAILING"));
			assertThat(probe(app).path("outcome").asString()).isEqualTo("authentication");
			assertThat(app.get(HEALTH).toString()).doesNotContain("CANARY");
			app.vendor().requireKey(WebApplication.KEY);
			WebApplication.eventually(() -> app.get(HEALTH).path("status").asString().equals("UP"));
		}
	}

	@Test
	void aVendorThatDoesNotAnswerTheProbeInTimeIsFailing() {
		try (WebApplication app = new WebApplication(Application.class, "harborai.health.probe.enabled=true",
				"harborai.health.probe.interval=1ms", "harborai.health.probe.timeout=50ms")) {
			app.ask();
			Gate gate = new Gate();
			app.vendor().always(Reply.gate(gate));
			WebApplication.eventually(() -> "timeout".equals(probe(app).path("outcome").asString()));
			assertThat(app.get(HEALTH).path("status").asString()).isEqualTo("FAILING");
			assertThat(app.status("health")).isEqualTo(200);
			gate.open();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "interval", "timeout" })
	void theProbeNeedsTime(String property) {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> new WebApplication(Application.class, "harborai.health.probe.enabled=true",
					"harborai.health.probe." + property + "=0s"))
			.havingRootCause()
			.isInstanceOf(InvalidPropertyException.class)
			.withMessageContaining("harborai.health.probe." + property);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithBudget {

		@Bean
		ProviderHealthDetails budget() {
			return (provider) -> Map.of("budget", provider + " has 5 CNY left");
		}

	}

}
