package io.harborai.autoconfigure.actuate;

import java.net.http.HttpResponse;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.harborai.error.HarborAiException;
import io.harborai.provider.ProviderState;
import io.harborai.simulator.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.audit.listener.AuditListener;
import org.springframework.boot.actuate.autoconfigure.audit.AuditAutoConfiguration;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an operator sees of calls and does to providers in a running WebFlux application.
 */
@ExtendWith(OutputCaptureExtension.class)
class SteeringTests {

	@Test
	void statisticsAreShownAsAgreed() {
		try (WebApplication app = new WebApplication(Application.class)) {
			JsonNode before = app.get("harborai/deepseek").path("statistics");
			assertThat(before.toString()).isEqualTo("{\"calls\":0,\"errors\":{},\"cancelled\":0,\"inputTokens\":0,"
					+ "\"outputTokens\":0,\"cost\":{},\"callsPerSecond\":0.0,"
					+ "\"durationMillis\":{\"p50\":null,\"p95\":null,\"p99\":null},"
					+ "\"firstTokenMillis\":{\"p50\":null,\"p95\":null,\"p99\":null},"
					+ "\"overheadMillis\":{\"p50\":null,\"p95\":null,\"p99\":null},"
					+ "\"lastSuccess\":null,\"lastError\":null}");
			app.vendor().next(Reply.answer().usage(100, 20)).next(Reply.status(503));
			app.client().chat().completions().stream((r) -> r.user("Hello")).blockLast();
			assertThatExceptionOfType(HarborAiException.class).isThrownBy(app::ask);
			JsonNode after = app.get("harborai").path("providers").path("deepseek").path("statistics");
			assertThat(after.path("calls").asInt()).isEqualTo(2);
			assertThat(after.path("errors").toString()).isEqualTo("{\"transient\":1}");
			assertThat(after.path("inputTokens").asInt()).isEqualTo(100);
			assertThat(after.path("outputTokens").asInt()).isEqualTo(20);
			assertThat(after.path("cost").path("CNY").asDouble()).isPositive();
			assertThat(after.path("callsPerSecond").asDouble()).isPositive();
			for (String times : List.of("durationMillis", "firstTokenMillis", "overheadMillis")) {
				assertThat(after.path(times).path("p50").asDouble()).as(times).isPositive();
				assertThat(after.path(times).path("p99").asDouble()).as(times)
					.isGreaterThanOrEqualTo(after.path(times).path("p50").asDouble());
			}
			assertThat(after.path("lastSuccess").asString()).matches("2.*T.*Z");
			assertThat(after.path("lastError").path("errorClass").asString()).isEqualTo("transient");
			assertThat(after.path("lastError").path("at").asString()).matches("2.*T.*Z");
		}
	}

	@Test
	void figuresAndAlertsAreShown() {
		try (WebApplication app = new WebApplication(Application.class,
				"harborai.monitor.thresholds.initialization=1ns", "harborai.monitor.interval=10ms")) {
			WebApplication.eventually(() -> !app.get("harborai").path("alerts").isEmpty());
			JsonNode all = app.get("harborai");
			JsonNode alert = all.path("alerts").get(0);
			assertThat(alert.propertyNames()).containsExactly("id", "kind", "provider", "message", "value", "threshold",
					"since");
			assertThat(alert.path("id").asString()).isEqualTo("initialization");
			assertThat(alert.path("provider").isNull()).isTrue();
			assertThat(alert.path("value").asDouble()).isGreaterThan(alert.path("threshold").asDouble());
			assertThat(alert.path("since").asString()).matches("2.*T.*Z");
			assertThat(all.path("performance").propertyNames()).containsExactly("initialization", "retainedMemory",
					"overhead", "throughput", "firstToken", "errorRate");
			assertThat(all.path("performance").path("retainedMemory").toString())
				.isEqualTo("{\"value\":1.0,\"threshold\":12.0,\"unit\":\"MB\",\"estimated\":true}");
			assertThat(all.path("performance").path("firstToken").toString())
				.isEqualTo("{\"value\":null,\"threshold\":null,\"unit\":\"ms\",\"estimated\":false}");
			assertThat(app.handle().builds()).isZero();
		}
	}

	@Test
	void whereNobodyWatchesThereAreNeitherFiguresNorAlerts() {
		try (WebApplication app = new WebApplication(Application.class, "harborai.monitor.enabled=false")) {
			assertThat(app.get("harborai").path("alerts").toString()).isEqualTo("[]");
			assertThat(app.get("harborai").path("performance").toString()).isEqualTo("{}");
		}
	}

	@Test
	void theFiveActionsDoWhatTheySay() {
		try (WebApplication app = new WebApplication(Application.class)) {
			JsonNode warm = app.done("warm-up");
			assertThat(warm.path("outcome").asString()).as(warm.toString()).isEqualTo("done");
			assertThat(warm.path("provider").asString()).isEqualTo("deepseek");
			assertThat(warm.path("action").asString()).isEqualTo("warm-up");
			assertThat(warm.path("message").asString()).contains("lists");
			assertThat(warm.path("description").path("state").asString()).isEqualTo("ready");
			assertThat(app.vendor().requests()).isNotEmpty()
				.allSatisfy(
						(request) -> assertThat(request.path()).as("nothing that has to be paid").contains("models"));
			assertThat(app.done("unload").path("outcome").asString()).isEqualTo("done");
			assertThat(app.done("unload").path("outcome").asString()).isEqualTo("unchanged");
			assertThat(app.done("disable").path("description").path("state").asString()).isEqualTo("disabled");
			assertThat(app.done("disable").path("outcome").asString()).isEqualTo("unchanged");
			assertThat(app.done("warm-up").path("outcome").asString()).isEqualTo("failed");
			assertThatExceptionOfType(HarborAiException.class).isThrownBy(app::ask);
			assertThat(app.done("enable").path("description").path("state").asString()).isEqualTo("configured");
			assertThat(app.done("enable").path("outcome").asString()).isEqualTo("unchanged");
			app.ask();
		}
	}

	@Test
	void aResetGivesAFreshStart() {
		try (WebApplication app = new WebApplication(Application.class,
				"harborai.defaults.resilience.circuit-breaker.minimum-number-of-calls=1")) {
			app.vendor().next(Reply.status(503));
			assertThatExceptionOfType(HarborAiException.class).isThrownBy(app::ask);
			assertThat(app.get("harborai/deepseek").toString()).contains("\"state\":\"open\"");
			JsonNode reset = app.done("reset");
			assertThat(reset.path("outcome").asString()).isEqualTo("done");
			assertThat(reset.toString()).doesNotContain("\"state\":\"open\"");
			app.ask();
		}
	}

	@Test
	void whatFailsIsToldWithoutATraceOrASecret(CapturedOutput output) {
		try (WebApplication app = new WebApplication(Application.class)) {
			app.vendor().requireKey("sk-another");
			JsonNode result = app.done("warm-up");
			assertThat(result.path("outcome").asString()).isEqualTo("failed");
			assertThat(result.path("message").asString()).contains("deepseek").contains("401");
			assertThat(result.toString()).doesNotContain("CANARY").doesNotContain("\\tat ").doesNotContain("trace");
			assertThat(output).doesNotContain("CANARY").doesNotContain("\tat io.harborai");
		}
	}

	@Test
	void unknownProvidersAndActionsAreRefused() {
		try (WebApplication app = new WebApplication(Application.class)) {
			HttpResponse<String> nobody = app.act("nobody", "{\"action\": \"reset\"}");
			assertThat(nobody.statusCode()).isEqualTo(404);
			assertThat(nobody.body()).contains("no provider of this name").contains("deepseek");
			for (String body : List.of("{\"action\": \"explode\"}", "{}", "{\"action\": \"\"}")) {
				HttpResponse<String> unknown = app.act("deepseek", body);
				assertThat(unknown.statusCode()).as(body).isEqualTo(400);
				assertThat(unknown.body()).contains("warm-up, unload, enable, disable, reset");
			}
			assertThat(app.bean(Application.class).events).isEmpty();
			assertThat(app.client().providers().snapshot().entries().get("deepseek").state())
				.isEqualTo(ProviderState.CONFIGURED);
		}
	}

	@Test
	void everyActionIsTold() {
		// It looks for Spring Security.
		try (WebApplication app = new WebApplication(WithAudit.class,
				"spring.autoconfigure.exclude=" + AuditAutoConfiguration.class.getName())) {
			app.done("disable");
			app.done("warm-up");
			app.bean(HarborAiEndpoint.class).act("deepseek", "enable", new Ada());
			assertThat(app.bean(Application.class).events)
				.extracting((event) -> event.provider() + " " + event.action() + " " + event.outcome() + " "
						+ event.principal())
				.containsExactly("deepseek disable done null", "deepseek warm-up failed null",
						"deepseek enable done ada");
			AuditEventRepository audit = app.bean(AuditEventRepository.class);
			assertThat(audit.find(null, null, ProviderActions.AUDIT_TYPE)).hasSize(3);
			assertThat(audit.find("ada", null, ProviderActions.AUDIT_TYPE)).singleElement()
				.satisfies((event) -> assertThat(event.getData()).containsEntry("provider", "deepseek")
					.containsEntry("action", "enable")
					.containsEntry("outcome", "done"));
		}
	}

	@Test
	void listenersThatFailHideNeitherTheActionNorItsAudit(CapturedOutput output) {
		try (WebApplication app = new WebApplication(WithBrokenListeners.class,
				"spring.autoconfigure.exclude=" + AuditAutoConfiguration.class.getName())) {
			assertThat(app.done("disable").path("outcome").asString()).isEqualTo("done");
			assertThat(app.bean(AuditEventRepository.class).find(null, null, ProviderActions.AUDIT_TYPE)).hasSize(1);
			assertThat(app.bean(WithBrokenListeners.class).told).containsExactly("audit", "action");
			assertThat(output).contains("A listener of actions failed");
		}
	}

	@Test
	void accessThatOnlyReadsHidesTheActions() {
		try (WebApplication app = new WebApplication(Application.class,
				"management.endpoint.harborai.access=read-only")) {
			assertThat(app.status("harborai")).isEqualTo(200);
			assertThat(app.act("deepseek", "{\"action\": \"disable\"}").statusCode()).isEqualTo(405);
			assertThat(app.client().providers().snapshot().entries().get("deepseek").enabled()).isTrue();
		}
	}

	@Test
	void noAccessHidesEverything() {
		try (WebApplication app = new WebApplication(Application.class, "management.endpoint.harborai.access=none")) {
			assertThat(app.status("harborai")).isEqualTo(404);
			assertThat(app.act("deepseek", "{\"action\": \"disable\"}").statusCode()).isEqualTo(404);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		final List<HarborAiActionEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(HarborAiActionEvent event) {
			this.events.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithAudit extends Application {

		@Bean
		AuditEventRepository audit() {
			return new InMemoryAuditEventRepository();
		}

		@Bean
		AuditListener auditListener(AuditEventRepository audit) {
			return new AuditListener(audit);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithBrokenListeners extends WithAudit {

		final List<String> told = new CopyOnWriteArrayList<>();

		@EventListener
		@Order(Ordered.LOWEST_PRECEDENCE)
		void onAudit(AuditApplicationEvent event) {
			this.told.add("audit");
			throw new IllegalStateException("Broken");
		}

		@EventListener
		void onAction(HarborAiActionEvent event) {
			this.told.add("action");
			throw new IllegalStateException("Broken");
		}

	}

	private static final class Ada implements SecurityContext {

		@Override
		public Principal getPrincipal() {
			return () -> "ada";
		}

		@Override
		public boolean isUserInRole(String role) {
			return false;
		}

	}

}
