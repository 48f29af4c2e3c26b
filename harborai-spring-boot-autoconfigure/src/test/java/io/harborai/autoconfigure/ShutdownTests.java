package io.harborai.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.ShuttingDownException;
import io.harborai.provider.ProviderHandle;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Gate;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

/**
 * An application ends while answers are on their way.
 */
@Timeout(60)
class ShutdownTests {

	private final SimulatedVendor vendor = SimulatedVendor.start();

	@AfterEach
	void stopVendor() {
		this.vendor.close();
	}

	@Test
	void runningStreamsEndInPeaceWithinTheGrace() throws Exception {
		ConfigurableApplicationContext context = start(Application.class, "none", "20s");
		HarborAiClient client = context.getBean(HarborAiClient.class);
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().text("one two three four five six").holdAfter(2, gate));
		CompletableFuture<String> answer = new CompletableFuture<>();
		stream(client).map(ChatCompletionChunk::content)
			.reduce("", String::concat)
			.subscribe(answer::complete, answer::completeExceptionally);
		assertThat(gate.awaitReached(Duration.ofSeconds(20))).isTrue();
		CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
		awaitRefusal(client);
		assertThat(closed).isNotDone();
		gate.open();
		assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("one two three four five six");
		closed.get(20, TimeUnit.SECONDS);
		assertThat(this.vendor.connections().awaitOpen(0, Duration.ofSeconds(20))).isTrue();
	}

	@Test
	void streamsThatOutliveTheGraceEndTyped() throws Exception {
		ConfigurableApplicationContext context = start(Application.class, "none", "0s");
		HarborAiClient client = context.getBean(HarborAiClient.class);
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().text("one two three four five six").holdAfter(2, gate));
		CompletableFuture<String> answer = new CompletableFuture<>();
		stream(client).map(ChatCompletionChunk::content)
			.reduce("", String::concat)
			.subscribe(answer::complete, answer::completeExceptionally);
		assertThat(gate.awaitReached(Duration.ofSeconds(20))).isTrue();
		context.close();
		assertThat(answer).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(StreamInterruptedException.class)
			.havingCause()
			.isInstanceOf(ShuttingDownException.class);
	}

	@Test
	void callsThatWaitForTheirNextAttemptEndTypedAndAtOnce() throws Exception {
		ConfigurableApplicationContext context = start(Application.class, "none", "10s",
				"--harborai.defaults.resilience.retry.backoff=5m",
				"--harborai.defaults.resilience.retry.max-backoff=5m");
		HarborAiClient client = context.getBean(HarborAiClient.class);
		this.vendor.always(Reply.error(503, "server_error", "Overloaded"));
		CompletableFuture<String> answer = new CompletableFuture<>();
		stream(client).map(ChatCompletionChunk::content)
			.reduce("", String::concat)
			.subscribe(answer::complete, answer::completeExceptionally);
		awaitOutcome(client.providers().snapshot().entries().get("deepseek").handle());
		context.close();
		assertThat(answer).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(ShuttingDownException.class);
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void callsThatWaitForTheirAdmissionEndTypedAndAtOnce() throws Exception {
		ConfigurableApplicationContext context = start(Application.class, "none", "0s",
				"--harborai.defaults.resilience.bulkhead.max-concurrent-calls=1",
				"--harborai.defaults.resilience.bulkhead.max-wait=5m");
		HarborAiClient client = context.getBean(HarborAiClient.class);
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().text("one two three four five six").holdAfter(2, gate));
		Disposable first = stream(client).onErrorComplete().subscribe();
		assertThat(gate.awaitReached(Duration.ofSeconds(20))).isTrue();
		CompletableFuture<String> second = new CompletableFuture<>();
		stream(client).map(ChatCompletionChunk::content)
			.reduce("", String::concat)
			.subscribe(second::complete, second::completeExceptionally);
		assertThat(client.providers().snapshot().entries().get("deepseek").handle().resilience().admission().queued())
			.isEqualTo(1);
		context.close();
		assertThat(second).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(ShuttingDownException.class);
		first.dispose();
	}

	@Test
	void graceEndsBeforeSpringsOwnPatienceDoes() throws Exception {
		ConfigurableApplicationContext context = start(Application.class, "none", "10m",
				"--spring.lifecycle.timeout-per-shutdown-phase=1500ms");
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().text("one two three four five six").holdAfter(2, gate));
		CompletableFuture<String> answer = new CompletableFuture<>();
		stream(context.getBean(HarborAiClient.class)).map(ChatCompletionChunk::content)
			.reduce("", String::concat)
			.subscribe(answer::complete, answer::completeExceptionally);
		assertThat(gate.awaitReached(Duration.ofSeconds(20))).isTrue();
		context.close();
		assertThat(answer).isCompletedExceptionally();
	}

	@Test
	void requestsThatTheWebServerLetsEndStillGetTheirAnswers() throws Exception {
		ConfigurableApplicationContext context = start(WebApplication.class, "reactive", "0s");
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().text("one two three four five six").holdAfter(2, gate));
		CompletableFuture<String> answer = WebClient.create(url(context))
			.get()
			.uri("/stream")
			.retrieve()
			.bodyToFlux(String.class)
			.reduce("", String::concat)
			.toFuture();
		assertThat(gate.awaitReached(Duration.ofSeconds(20))).isTrue();
		CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
		awaitServerRefusal(url(context));
		gate.open();
		assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("onetwothreefourfivesix");
		closed.get(20, TimeUnit.SECONDS);
	}

	@Test
	void applicationInWhichAStreamNeverEndsStillEnds() throws Exception {
		ConfigurableApplicationContext context = start(WebApplication.class, "reactive", "20s",
				"--spring.lifecycle.timeout-per-shutdown-phase=1500ms");
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().text("one two three four five six").holdAfter(2, gate));
		Disposable reader = WebClient.create(url(context))
			.get()
			.uri("/stream")
			.retrieve()
			.bodyToFlux(String.class)
			.onErrorComplete()
			.subscribe();
		assertThat(gate.awaitReached(Duration.ofSeconds(20))).isTrue();
		CompletableFuture.runAsync(context::close).get(40, TimeUnit.SECONDS);
		assertThat(this.vendor.connections().awaitOpen(0, Duration.ofSeconds(20))).isTrue();
		reader.dispose();
	}

	@Test
	void contextThatIsStoppedAndStartedAgainStillAnswers() {
		try (ConfigurableApplicationContext context = start(Application.class, "none", "20s")) {
			HarborAiClient client = context.getBean(HarborAiClient.class);
			assertThat(stream(client).collectList().block()).isNotEmpty();
			context.stop();
			assertThat(client.providers().snapshot().entries().get("deepseek").handle().built()).isNull();
			context.start();
			assertThat(stream(client).collectList().block()).isNotEmpty();
		}
	}

	@Test
	void nothingIsAcceptedAfterTheEnd() {
		ConfigurableApplicationContext context = start(Application.class, "none", "20s");
		HarborAiClient client = context.getBean(HarborAiClient.class);
		context.close();
		assertThatExceptionOfType(ShuttingDownException.class).isThrownBy(() -> stream(client).blockLast());
	}

	private static Flux<ChatCompletionChunk> stream(HarborAiClient client) {
		return client.chat().completions().stream((request) -> request.user("Count"));
	}

	private static void awaitRefusal(HarborAiClient client) {
		awaitFailure(() -> stream(client).blockLast());
	}

	private static void awaitServerRefusal(String url) {
		WebClient client = WebClient.create(url);
		// The server may also close the connection between the head of an answer and its
		// end.
		awaitFailure(() -> client.get()
			.uri("/")
			.exchangeToMono(ClientResponse::releaseBody)
			.onErrorMap(IOException.class,
					(ex) -> new WebClientRequestException(ex, HttpMethod.GET, URI.create(url), HttpHeaders.EMPTY))
			.block());
	}

	private static void awaitOutcome(ProviderHandle handle) {
		long start = System.nanoTime();
		while (handle.lastOutcome() == null) {
			assertThat(System.nanoTime() - start).as("no attempt ended").isLessThan(TimeUnit.SECONDS.toNanos(20));
			Thread.onSpinWait();
		}
	}

	private static void awaitFailure(Runnable call) {
		long start = System.nanoTime();
		while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20)) {
			try {
				call.run();
			}
			catch (ShuttingDownException | WebClientRequestException ex) {
				return;
			}
		}
		fail("Everything was still accepted");
	}

	private static String url(ConfigurableApplicationContext context) {
		return "http://127.0.0.1:" + ((ReactiveWebServerApplicationContext) context).getWebServer().getPort();
	}

	private ConfigurableApplicationContext start(Class<?> application, String type, String grace, String... more) {
		SpringApplication spring = new SpringApplication(application);
		spring.setRegisterShutdownHook(false);
		String[] arguments = { "--server.port=0", "--spring.main.banner-mode=off",
				"--spring.main.web-application-type=" + type, "--harborai.shutdown.grace-period=" + grace,
				"--harborai.default-model=deepseek/deepseek-flash",
				"--harborai.providers.deepseek.api-key=sk-0123456789abcdef0123456789abcdef",
				"--harborai.providers.deepseek.base-url=" + this.vendor.baseUrl(Dialect.DEEPSEEK) };
		String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
		System.arraycopy(more, 0, all, arguments.length, more.length);
		return spring.run(all);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WebApplication {

		@Bean
		RouterFunction<ServerResponse> routes(HarborAiClient client) {
			return RouterFunctions.route()
				.GET("/stream",
						(request) -> ServerResponse.ok()
							.contentType(MediaType.TEXT_EVENT_STREAM)
							.body(stream(client).map(ChatCompletionChunk::content), String.class))
				.build();
		}

	}

}
