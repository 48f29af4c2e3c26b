package io.harborai.samples.mvc;

import java.security.Principal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.harborai.autoconfigure.actuate.HarborAiActionEvent;
import io.harborai.simulator.SimulatedVendor;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * HarborAI's Actuator endpoint and health in a servlet application.
 */
@SpringBootTest(useMainMethod = UseMainMethod.ALWAYS, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "DEEPSEEK_API_KEY=", "management.endpoints.web.exposure.include=harborai,health",
				"management.endpoint.health.show-details=always", "harborai.health.probe.enabled=true",
				"harborai.health.probe.interval=1ms" })
@DirtiesContext
class SteeringTests {

	private final SimulatedVendor vendor;

	private RestTestClient actuator;

	SteeringTests(@Autowired SimulatedVendor vendor) {
		this.vendor = vendor;
	}

	@BeforeEach
	void connect(@LocalServerPort int port) {
		this.actuator = RestTestClient.bindToServer().baseUrl("http://localhost:" + port + "/actuator").build();
		this.vendor.reset();
	}

	private RestTestClient.ResponseSpec act(String provider, String body) {
		return this.actuator.post()
			.uri("/harborai/" + provider)
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.exchange();
	}

	@ParameterizedTest
	@CsvSource({ "warm-up, ready", "unload, configured", "disable, disabled", "enable, configured",
			"reset, configured" })
	void actionsAreDone(String action, String state) {
		act("deepseek", "{\"action\": \"" + action + "\"}").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.action")
			.isEqualTo(action)
			.jsonPath("$.outcome")
			.value((outcome) -> assertThat(outcome).isIn("done", "unchanged"))
			.jsonPath("$.description.state")
			.isEqualTo(state);
	}

	@Test
	void itIsKnownWhoDidIt(@Autowired Security security) {
		act("deepseek", "{\"action\": \"reset\"}").expectStatus().isOk();
		assertThat(security.events).last().satisfies((event) -> {
			assertThat(event.provider()).isEqualTo("deepseek");
			assertThat(event.action()).isEqualTo("reset");
			assertThat(event.principal()).isEqualTo("ada");
		});
	}

	@Test
	void anUnknownProviderIsNotFound() {
		act("nobody", "{\"action\": \"reset\"}").expectStatus()
			.isNotFound()
			.expectBody()
			.jsonPath("$.message")
			.value((message) -> assertThat(message).asString().contains("deepseek"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"action\": \"explode\"}", "{}" })
	void anUnknownActionIsRefusedAndTheFiveAreNamed(String body) {
		act("deepseek", body).expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.message")
			.value((message) -> assertThat(message).asString().contains("warm-up, unload, enable, disable, reset"));
	}

	@Test
	void healthAndFiguresAreShown() {
		this.actuator.get()
			.uri("/health")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.components.harborAi.components.deepseek.details.vendor")
			.isEqualTo("deepseek");
		this.actuator.get()
			.uri("/harborai")
			.exchange()
			.expectBody()
			.jsonPath("$.performance.initialization.unit")
			.isEqualTo("ms");
	}

	/**
	 * What security does elsewhere: every request is Ada's.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Security {

		private final List<HarborAiActionEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(HarborAiActionEvent event) {
			this.events.add(event);
		}

		@Bean
		Filter ada() {
			return (request, response, chain) -> chain
				.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request) {

					@Override
					public Principal getUserPrincipal() {
						return () -> "ada";
					}

				}, response);
		}

	}

}
