package io.harborai.samples.mvc;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * Actuator's access to HarborAI's endpoint is kept in a servlet application.
 */
@SpringBootTest(useMainMethod = UseMainMethod.ALWAYS, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "DEEPSEEK_API_KEY=", "management.endpoints.web.exposure.include=harborai",
				"management.endpoint.harborai.access=read-only" })
@DirtiesContext
class ReadOnlyTests {

	@Test
	void whoMayOnlyReadCannotAct(@LocalServerPort int port) {
		RestTestClient actuator = RestTestClient.bindToServer()
			.baseUrl("http://localhost:" + port + "/actuator")
			.build();
		actuator.post()
			.uri("/harborai/deepseek")
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"action\": \"disable\"}")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
		actuator.get()
			.uri("/harborai/deepseek")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.state")
			.isEqualTo("configured");
	}

}
