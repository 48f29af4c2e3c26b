package io.harborai.samples.quickstart;

import java.time.Duration;

import io.harborai.simulator.Dialect;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With a key for one vendor. What stands for the real vendor is a server of the test's
 * own.
 */
@SpringBootTest(useMainMethod = UseMainMethod.ALWAYS, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "DEEPSEEK_API_KEY=", "ARK_API_KEY=", "QIANFAN_API_KEY=", "OPENAI_API_KEY=sk-proj-0123456789" })
class RealVendorTests {

	private static final SimulatedVendor REAL = SimulatedVendor.builder().requireKey("sk-proj-0123456789").build();

	@DynamicPropertySource
	static void baseUrl(DynamicPropertyRegistry registry) {
		registry.add("harborai.providers.openai.base-url", () -> REAL.baseUrl(Dialect.OPENAI));
	}

	@AfterAll
	static void close() {
		REAL.close();
	}

	@Test
	void onlyVendorsWithAKeyAreThereAndNoneIsSimulated(@Autowired ApplicationContext context,
			@LocalServerPort int port) {
		assertThat(context.getBeanNamesForType(SimulatedVendor.class)).isEmpty();
		client(port).get()
			.uri("/api/models")
			.exchange()
			.expectBody()
			.jsonPath("$.simulated")
			.isEqualTo(false)
			.jsonPath("$.vendors[?(@.state == 'real')].name")
			.isEqualTo("openai")
			.jsonPath("$.vendors[?(@.state == 'off')].key")
			.value((keys) -> assertThat(keys)
				.hasToString("[\"DEEPSEEK_API_KEY\",\"ARK_API_KEY\",\"QIANFAN_API_KEY\"]"));
	}

	@Test
	void aVendorWithAKeyIsAskedWhenNoModelIsNamed(@LocalServerPort int port) {
		client(port).get()
			.uri("/ask?q=Hello")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((text) -> assertThat(text).contains("Hello"));
		assertThat(REAL.takeRequest(Duration.ofSeconds(20)).header("Authorization"))
			.isEqualTo("Bearer sk-proj-0123456789");
	}

	private static WebTestClient client(int port) {
		return WebTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
	}

}
