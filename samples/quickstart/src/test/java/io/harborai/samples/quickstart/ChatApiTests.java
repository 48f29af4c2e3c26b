package io.harborai.samples.quickstart;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.harborai.simulator.Dialect;
import io.harborai.simulator.Gate;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

@QuickstartTest
class ChatApiTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final ParameterizedTypeReference<Map<String, Object>> EVENT = new ParameterizedTypeReference<>() {
	};

	private final SimulatedVendor vendor;

	private WebClient page;

	private WebTestClient api;

	ChatApiTests(@Autowired SimulatedVendor vendor) {
		this.vendor = vendor;
	}

	@BeforeEach
	void connect(@LocalServerPort int port) {
		this.page = WebClient.create("http://localhost:" + port);
		this.api = WebTestClient.bindToServer().baseUrl("http://localhost:" + port).responseTimeout(PATIENCE).build();
	}

	@Test
	void tokensArriveBeforeTheVendorHasSentTheRest() {
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().reasoning("Hmm").text("one two three").holdAfter(2, gate));
		StepVerifier.create(chat("deepseek/deepseek-flash", "Count"))
			.assertNext((event) -> assertThat(event).containsOnly(Map.entry("type", "delta"),
					Map.entry("reasoning", "Hmm")))
			.assertNext((event) -> assertThat(event).containsOnly(Map.entry("type", "delta"), Map.entry("text", "one")))
			.then(() -> assertThat(gate.isOpen()).isFalse())
			.then(gate::open)
			.assertNext((event) -> assertThat(event).containsEntry("text", " two"))
			.assertNext((event) -> assertThat(event).containsEntry("text", " three"))
			.assertNext((event) -> assertThat(event).containsEntry("finishReason", "stop"))
			.assertNext((event) -> assertThat(event).containsEntry("type", "end")
				.containsEntry("provider", "deepseek")
				.containsEntry("model", "deepseek-flash")
				.containsKeys("tokens", "cost", "firstTokenMillis", "totalMillis"))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void goingAwayClosesTheVendorsConnection() {
		Gate gate = new Gate();
		int closed = this.vendor.connections().closedByClient();
		this.vendor.next(Reply.answer().text("one two three").reasoning("").holdAfter(1, gate));
		StepVerifier.create(chat("deepseek/deepseek-flash", "Count"))
			.assertNext((event) -> assertThat(event).containsEntry("text", "one"))
			.thenCancel()
			.verify(PATIENCE);
		assertThat(this.vendor.connections().awaitClosedByClient(closed + 1, PATIENCE)).isTrue();
		assertThat(gate.isOpen()).isFalse();
	}

	@Test
	void failureIsTheLastLine() {
		this.vendor.next(Reply.status(402));
		StepVerifier.create(chat("deepseek/deepseek-flash", "Hello"))
			.assertNext((event) -> assertThat(event).containsEntry("type", "failure")
				.containsEntry("error", "InsufficientBalanceException")
				.containsEntry("provider", "deepseek")
				.containsEntry("statusCode", 402)
				.containsEntry("retryable", false)
				.containsKeys("problem", "remedy"))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void failureInTheMiddleComesAfterWhatHadArrived() {
		this.vendor.next(Reply.answer().reasoning("").text("one two three").errorEventAfter(2, "oops", "It broke"));
		StepVerifier.create(chat("openai/gpt-4o", "Count"))
			.assertNext((event) -> assertThat(event).containsEntry("text", "one"))
			.assertNext((event) -> assertThat(event).containsEntry("text", " two"))
			.assertNext((event) -> assertThat(event).containsEntry("type", "failure")
				.containsEntry("error", "StreamInterruptedException")
				.containsEntry("cause", "ProviderUnavailableException"))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void conversationReachesTheChosenVendor() {
		AtomicReference<RecordedRequest> recorded = new AtomicReference<>();
		this.vendor.next(Dialect.WENXIN, Reply.script((request) -> {
			recorded.set(request);
			return Reply.answer().text("Fine.");
		}));
		List<Map<String, String>> messages = List.of(Map.of("role", "user", "content", "Hi"),
				Map.of("role", "assistant", "content", "Hello."), Map.of("role", "user", "content", "And you?"));
		StepVerifier.create(chat(Map.of("model", "wenxin/ernie-4.5-turbo-128k", "messages", messages)))
			.assertNext((event) -> assertThat(event).containsEntry("text", "Fine."))
			.thenConsumeWhile((event) -> true)
			.expectComplete()
			.verify(PATIENCE);
		assertThat(recorded.get().bodyAsMap()).containsEntry("model", "ernie-4.5-turbo-128k")
			.containsEntry("messages", messages);
	}

	@Test
	void nothingToAnswerIsABadRequest() {
		this.api.post()
			.uri("/api/chat")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"messages\":[]}")
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("There is nothing to answer; send at least one message in 'messages'");
	}

	@Test
	void askStreamsPlainText() {
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().reasoning("Hmm").text("one two three").holdAfter(3, gate));
		StringBuilder text = new StringBuilder();
		Flux<String> answer = this.page.get()
			.uri((uri) -> uri.path("/ask").queryParam("q", "Count").build())
			.exchangeToFlux((response) -> {
				assertThat(response.headers().contentType())
					.hasValue(MediaType.parseMediaType("text/plain;charset=UTF-8"));
				return response.bodyToFlux(byte[].class).map((bytes) -> new String(bytes, StandardCharsets.UTF_8));
			})
			.doOnNext(text::append);
		StepVerifier.create(answer)
			.thenConsumeWhile((piece) -> !text.toString().equals("one two"))
			.then(() -> assertThat(gate.isOpen()).isFalse())
			.then(gate::open)
			.thenConsumeWhile((piece) -> true)
			.expectComplete()
			.verify(PATIENCE);
		assertThat(text).hasToString("one two three\n");
	}

	@Test
	void askTakesAModel() {
		this.vendor.next(Dialect.DOUBAO, Reply.answer().text("I am Doubao."));
		this.api.get()
			.uri("/ask?q=Who&model=doubao/doubao-1-5-pro-32k-250115")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("I am Doubao.\n");
	}

	@Test
	void askSaysWhatTheAnswerLacks() {
		this.vendor.next(Reply.answer().reasoning("").text("one two three").truncateAfter(2));
		this.api.get()
			.uri("/ask?q=Count")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((text) -> assertThat(text).startsWith("one two\n\ndeepseek/deepseek-flash: the stream ended"));
	}

	@Test
	void askFailsWithAProblem() {
		this.vendor.next(Reply.status(401));
		this.api.get()
			.uri("/ask?q=Hello")
			.exchange()
			.expectStatus()
			.isEqualTo(502)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.title")
			.isEqualTo("AuthenticationException")
			.jsonPath("$.retryable")
			.isEqualTo(false);
	}

	@Test
	void askRefusesAnUnknownModel() {
		this.api.get()
			.uri("/ask?q=Hello&model=deepseek-flesh")
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.title")
			.isEqualTo("ModelNotFoundException")
			.jsonPath("$.detail")
			.value((detail) -> assertThat(detail).asString().contains("deepseek-flash"));
	}

	@Test
	void setupListsTheSimulatedVendorsAndTheirModels() {
		this.api.get()
			.uri("/api/models")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.simulated")
			.isEqualTo(true)
			.jsonPath("$.defaultModel")
			.isEqualTo("deepseek/deepseek-flash")
			.jsonPath("$.vendors[*].name")
			.isEqualTo(List.of("deepseek", "doubao", "wenxin", "openai"))
			.jsonPath("$.vendors[?(@.state != 'simulated')]")
			.isEmpty()
			.jsonPath("$.vendors[*].models[?(@.id == 'wenxin/embedding-v1')]")
			.isEmpty();
	}

	@Test
	void suggestedQuestionHasAnAnswerOfItsOwn() {
		StepVerifier
			.create(chat("deepseek/deepseek-flash", "Compare retry, hedging and failover in a table.")
				.mapNotNull((event) -> (String) event.get("text"))
				.reduce("", String::concat))
			.assertNext((text) -> assertThat(text).contains("| **Failover** | asks another vendor |"))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void healthIsUp() {
		this.api.get()
			.uri("/actuator/health")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo("UP");
	}

	private Flux<Map<String, Object>> chat(String model, String question) {
		return chat(Map.of("model", model, "messages", List.of(Map.of("role", "user", "content", question))));
	}

	private Flux<Map<String, Object>> chat(Map<String, Object> conversation) {
		return this.page.post()
			.uri("/api/chat")
			.contentType(MediaType.APPLICATION_JSON)
			.accept(MediaType.APPLICATION_NDJSON)
			.bodyValue(conversation)
			.retrieve()
			.bodyToFlux(EVENT);
	}

}
