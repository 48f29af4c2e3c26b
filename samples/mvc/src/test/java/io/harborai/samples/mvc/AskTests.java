package io.harborai.samples.mvc;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.harborai.call.ChatCall;
import io.harborai.call.ChatFilter;
import io.harborai.call.ChatHandler;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.simulator.Gate;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(useMainMethod = UseMainMethod.ALWAYS, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "DEEPSEEK_API_KEY=")
class AskTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final SimulatedVendor vendor;

	private RestTestClient api;

	AskTests(@Autowired SimulatedVendor vendor) {
		this.vendor = vendor;
	}

	@BeforeEach
	void connect(@LocalServerPort int port) {
		this.api = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
		this.vendor.reset();
	}

	@Test
	void answersWithTextTokensAndCost() {
		this.vendor.next(Reply.answer().text("A wall in a ship.").usage(12, 34));
		this.api.get()
			.uri("/ask?q=What is a bulkhead?")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.content")
			.isEqualTo("A wall in a ship.")
			.jsonPath("$.model")
			.isEqualTo("deepseek-flash")
			.jsonPath("$.tokens")
			.isEqualTo(46)
			.jsonPath("$.cost")
			.value((cost) -> assertThat(cost).asString().endsWith(" CNY"));
		assertThat(this.vendor.takeRequest(PATIENCE).body()).contains("You answer in one sentence.",
				"What is a bulkhead?");
	}

	@Test
	void manyWaitAtOnce() {
		Gate gate = new Gate();
		this.vendor.always(Reply.gate(gate));
		CompletableFuture<?>[] waiting = new CompletableFuture<?>[20];
		for (int i = 0; i < waiting.length; i++) {
			waiting[i] = CompletableFuture.runAsync(
					() -> this.api.get().uri("/ask?q=Hello").exchange().expectStatus().isOk().expectBody(String.class),
					(task) -> new Thread(task).start());
		}
		assertThat(gate.awaitReached(waiting.length, PATIENCE)).isTrue();
		gate.open();
		assertThat(CompletableFuture.allOf(waiting).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS))
			.succeedsWithin(PATIENCE);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void theWaitingThreadIsAVirtualOne(@Autowired CallerThread caller) throws ReflectiveOperationException {
		this.api.get().uri("/ask?q=Hello").exchange().expectStatus().isOk().expectBody(String.class);
		assertThat(Thread.class.getMethod("isVirtual").invoke(caller.last)).isEqualTo(true);
	}

	@Test
	void failureIsAProblem() {
		this.vendor.next(Reply.status(402));
		this.api.get()
			.uri("/ask?q=Hello")
			.exchange()
			.expectStatus()
			.isEqualTo(502)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.title")
			.isEqualTo("InsufficientBalanceException")
			.jsonPath("$.detail")
			.value((detail) -> assertThat(detail).asString().startsWith("deepseek/deepseek-flash: "))
			.jsonPath("$.retryable")
			.isEqualTo(false);
	}

	@Test
	void unknownModelIsABadRequest() {
		this.api.get()
			.uri("/ask?q=Hello&model=deepseek-flesh")
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.title")
			.isEqualTo("ModelNotFoundException");
	}

	/**
	 * Sees which thread calls.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class CallerThread {

		private volatile Thread last = Thread.currentThread();

		@Bean
		ChatFilter rememberThread() {
			return (next) -> new ChatHandler() {

				@Override
				public Mono<ChatCompletion> complete(ChatCall call) {
					CallerThread.this.last = Thread.currentThread();
					return next.complete(call);
				}

				@Override
				public Flux<ChatCompletionChunk> stream(ChatCall call) {
					return next.stream(call);
				}

			};
		}

	}

}
