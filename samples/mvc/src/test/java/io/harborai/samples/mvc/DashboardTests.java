package io.harborai.samples.mvc;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * HarborAI's dashboard in a servlet application, on a port of its own.
 */
@SpringBootTest(useMainMethod = UseMainMethod.ALWAYS, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "DEEPSEEK_API_KEY=", "harborai.dashboard.enabled=true", "management.server.port=0",
				"management.endpoints.web.exposure.include=harborai,harboraidashboard" })
@DirtiesContext
class DashboardTests {

	private final RestTestClient management;

	DashboardTests(@LocalManagementPort int port) {
		this.management = RestTestClient.bindToServer().baseUrl("http://localhost:" + port + "/actuator").build();
	}

	@Test
	void pageIsServed() {
		this.management.get()
			.uri("/harboraidashboard")
			.accept(MediaType.TEXT_HTML, MediaType.ALL)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType("text/html;charset=UTF-8")
			.expectBody(String.class)
			.value((page) -> assertThat(page).startsWith("<!DOCTYPE html>")
				.contains("data-endpoint=\"harborai\" data-budgets=\"\" data-actions=\"true\"")
				.endsWith("</html>\n"));
	}

	@Test
	void whatThePageReadsAndDoesIsThere() {
		this.management.post()
			.uri("/harborai/deepseek")
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"action\":\"disable\"}")
			.exchange()
			.expectStatus()
			.isOk();
		this.management.get()
			.uri("/harborai")
			.accept(MediaType.APPLICATION_JSON)
			.exchange()
			.expectBody()
			.jsonPath("$.providers.deepseek.state")
			.isEqualTo("disabled")
			.jsonPath("$.providers.deepseek.statistics.calls")
			.isEqualTo(0);
	}

}
