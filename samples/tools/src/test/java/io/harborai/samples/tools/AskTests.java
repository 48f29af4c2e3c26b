package io.harborai.samples.tools;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(useMainMethod = UseMainMethod.ALWAYS, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "DEEPSEEK_API_KEY=")
class AskTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Test
	void theModelLooksThingsUpAndAnswers(@Autowired SimulatedVendor vendor, @LocalServerPort int port) {
		String answer = WebTestClient.bindToServer()
			.baseUrl("http://localhost:" + port)
			.responseTimeout(PATIENCE)
			.build()
			.get()
			.uri("/ask?q=Can a ship of 400 m berth tonight?")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(answer).startsWith("Let me look at berths and tides.")
			.contains("→ berths {\"length\":400}", "→ tides {\"from\":20,\"to\":23}", "← berths [{", "North quay 2",
					"← tides [{", "has reached me", "[2 answers, ", " CNY]")
			.doesNotContain("North quay 1", "South");
		assertThat(vendor.requests()).hasSize(2);
		List<?> messages = (List<?>) vendor.requests().get(1).bodyAsMap().get("messages");
		assertThat(messages).extracting((message) -> (Object) ((Map<?, ?>) message).get("role"))
			.containsExactly("system", "user", "assistant", "tool", "tool");
	}

}
