package io.harborai.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.harborai.HarborAiClient;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatFilter;
import io.harborai.call.ChatHandler;
import io.harborai.call.Trail;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.AttemptSummary;
import io.harborai.error.HarborAiException;
import io.harborai.simulator.ConnectionScript;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Gate;
import io.harborai.simulator.Reply;
import io.harborai.simulator.ScriptedConnection;
import io.harborai.simulator.ScriptedServer;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Readers that leave, at every stage of a call and at the worst moment.
 */
@ExtendWith(LeakGuard.class)
class CancelTests {

	private final ScriptedServer server = ScriptedServer.start();

	private final Gate gate = new Gate();

	@AfterEach
	void close() {
		this.server.close();
	}

	private static ConnectionScript stream(String... chunks) {
		ConnectionScript script = ConnectionScript.onRequest().startStream();
		for (String chunk : chunks) {
			script = script.sendChunk(chunk);
		}
		return script;
	}

	private ScriptedConnection connection() {
		return this.server.connection(1, Reading.PATIENCE);
	}

	private void awaitClosed() {
		assertThat(connection().awaitClosedByClient(Reading.PATIENCE)).isTrue();
	}

	private static void silent(Wired wired, Reading<?> reading) {
		Wired.eventually("the permit is back", () -> wired.inFlight() == 0);
		assertThat(reading.terminals()).isZero();
	}

	@Test
	@DisplayName("F68 cancelled on subscription: nothing is sent and nothing counted")
	void inOnSubscribe() {
		try (Wired wired = Wired.to(this.server.url())) {
			// The provider is built by its first use; let it be there.
			this.server
				.next(ConnectionScript.onRequest().respond(200, "application/json", Sse.completion("x")).close());
			wired.create().completed();
			Reading<ChatCompletionChunk> reading = wired.stream(Wired.ask("plain"), new Reading<>(0) {

				@Override
				public void onSubscribe(Subscription subscription) {
					super.onSubscribe(subscription);
					cancel();
				}

			});
			assertThat(wired.inFlight()).isZero();
			assertThat(reading.terminals()).isZero();
			assertThat(this.server.connections().opened()).isEqualTo(1);
		}
	}

	@Test
	@DisplayName("F68 cancelled before the vendor has accepted, with demand and without")
	void beforeTheConnection() {
		try (Wired wired = Wired.to(this.server.url())) {
			for (int demand = 0; demand < 2; demand++) {
				Reading<ChatCompletionChunk> reading = wired.stream(demand);
				reading.cancel();
				silent(wired, reading);
			}
			Wired.eventually("closed", () -> this.server.connections().open() == 0);
		}
	}

	@Test
	@DisplayName("F68 cancelled while the head is awaited")
	void beforeTheHead() {
		this.server.next(ConnectionScript.onRequest());
		try (Wired wired = Wired.to(this.server.url())) {
			Reading<ChatCompletion> reading = wired.create();
			assertThat(connection().awaitRequests(1, Reading.PATIENCE)).isTrue();
			reading.cancel();
			awaitClosed();
			silent(wired, reading);
		}
	}

	@Test
	@DisplayName("F68 cancelled between the head and the body")
	void beforeTheBody() {
		this.server.next(stream().hold(this.gate));
		try (Wired wired = Wired.to(this.server.url())) {
			Reading<ChatCompletionChunk> reading = wired.stream();
			assertThat(this.gate.awaitReached(Reading.PATIENCE)).isTrue();
			reading.cancel();
			awaitClosed();
			silent(wired, reading);
		}
	}

	@Test
	@DisplayName("F68 cancelled within the stream: the socket is closed and nothing comes any more")
	void withinTheStream() {
		this.server.next(stream(Sse.text("Hel")).hold(this.gate).sendChunk(Sse.text("lo")));
		try (Wired wired = Wired.to(this.server.url())) {
			Reading<ChatCompletionChunk> reading = wired.stream().awaitItems(1);
			reading.cancel();
			awaitClosed();
			this.gate.open();
			silent(wired, reading);
			assertThat(reading.items()).hasSize(1);
		}
	}

	@Test
	@DisplayName("F68 cancelled within an error's body")
	void withinAnErrorsBody() {
		this.server.next(ConnectionScript.onRequest()
			.send("HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\n{\"err")
			.hold(this.gate));
		try (Wired wired = Wired.to(this.server.url())) {
			Reading<ChatCompletionChunk> reading = wired.stream();
			assertThat(this.gate.awaitReached(Reading.PATIENCE)).isTrue();
			reading.cancel();
			awaitClosed();
			silent(wired, reading);
		}
	}

	@Test
	@DisplayName("F68 the reader cancels from within onNext: not one item more")
	void fromOnNext() {
		this.server.next(stream(Sse.text("a") + Sse.text("b") + Sse.text("c") + Sse.FINISH + Sse.DONE));
		try (Wired wired = Wired.to(this.server.url())) {
			Reading<ChatCompletionChunk> reading = wired.stream(Wired.ask("plain"), new Reading<>(Long.MAX_VALUE) {

				@Override
				public void onNext(ChatCompletionChunk item) {
					super.onNext(item);
					cancel();
				}

			});
			reading.awaitItems(1);
			silent(wired, reading);
			assertThat(reading.items()).hasSize(1);
			// The vendor has said all there was; its connection is drained or closed.
			wired.ticker().advance(Duration.ofMillis(250));
			awaitClosed();
		}
	}

	@Test
	@DisplayName("F68 a cancelled call is 'cancelled' in its trail")
	void outcome() {
		List<Trail> trails = new ArrayList<>();
		ChatFilter spy = (next) -> new ChatHandler() {

			@Override
			public Mono<ChatCompletion> complete(ChatCall call) {
				trails.add(call.trail());
				return next.complete(call);
			}

			@Override
			public Flux<ChatCompletionChunk> stream(ChatCall call) {
				trails.add(call.trail());
				return next.stream(call);
			}

		};
		this.server.next(stream(Sse.text("Hel")));
		try (HarborAiClient client = HarborAiClient.builder()
			.provider("deepseek", (p) -> p.apiKey(Wired.KEY).baseUrl(this.server.url()))
			.filter(spy)
			.build()) {
			Reading<ChatCompletionChunk> reading = new Reading<>(Long.MAX_VALUE);
			client.chat().completions().stream(Wired.ask("plain")).subscribe(reading);
			reading.awaitItems(1).cancel();
			Wired.eventually("the trail is written", () -> !trails.get(0).attempts().isEmpty());
			assertThat(trails.get(0).attempts()).extracting(AttemptSummary::outcome).containsExactly("cancelled");
			Aftermath.check(client);
		}
	}

	@Test
	@DisplayName("F69 2 000 calls cancelled at a random moment, many racing with their completion")
	void racing() throws Exception {
		Random random = new Random(42);
		ExecutorService cancellers = Executors.newFixedThreadPool(2);
		try (SimulatedVendor vendor = SimulatedVendor.builder().recordedRequests(0).build();
				HarborAiClient client = HarborAiClient.builder()
					.provider("deepseek", (p) -> p.apiKey(Wired.KEY).baseUrl(vendor.baseUrl(Dialect.DEEPSEEK)))
					.build()) {
			vendor.always(Reply.answer().text("One two three four five six seven."));
			client.chat().completions().create(Wired.ask("plain"));
			List<Reading<?>> readings = new ArrayList<>();
			List<Future<?>> cancels = new ArrayList<>();
			int window = 3000;
			for (int i = 0; i < 2000; i++) {
				Reading<ChatCompletion> unary = new Reading<>(Long.MAX_VALUE);
				Reading<ChatCompletionChunk> streamed = new Reading<>((i % 4 == 0) ? 3 : Long.MAX_VALUE);
				Reading<?> reading = (i % 3 == 0) ? unary : streamed;
				if (i % 3 == 0) {
					client.chat().completions().createAsync(Wired.ask("plain")).subscribe(unary);
				}
				else {
					client.chat().completions().stream(Wired.ask("plain")).subscribe(streamed);
				}
				readings.add(reading);
				long until = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(random.nextInt(window));
				cancels.add(cancellers.submit(() -> {
					while (System.nanoTime() < until) {
						Thread.onSpinWait();
					}
					reading.cancel();
				}));
				if (i % 8 == 7) {
					for (Future<?> cancel : cancels) {
						cancel.get();
					}
					cancels.clear();
					// As wide as calls take on this machine at this moment.
					long ended = readings.subList(i - 7, i + 1).stream().filter((some) -> some.terminals() > 0).count();
					window = (ended == 0) ? Math.min(2 * window, 100_000)
							: (ended == 8) ? Math.max(window / 2, 100) : window;
				}
			}
			Aftermath.check(client);
			Wired.eventually("the vendor still answers somebody", () -> vendor.inFlight() == 0);
			int ended = 0;
			for (Reading<?> reading : readings) {
				assertThat(reading.terminals()).isLessThanOrEqualTo(1);
				assertThat(reading.late()).isZero();
				assertThat(reading.errors()).isEmpty();
				ended += reading.terminals();
			}
			assertThat(ended).as("some won the race, some lost it").isBetween(1, 1999);
			assertThat(client.chat().completions().create(Wired.ask("plain")).content()).startsWith("One two");
		}
		finally {
			cancellers.shutdownNow();
		}
	}

	@Test
	@DisplayName("F70 a slow reader slows the vendor: bounded bytes are accepted and no clock trips")
	void slowReader() {
		String event = Sse.text("x".repeat(1000));
		int events = 40_000;
		ConnectionScript script = ConnectionScript.onRequest().startStream();
		for (int i = 0; i < events / 100; i++) {
			script = script.sendChunk(event.repeat(100));
		}
		this.server.next(script.sendChunk(Sse.FINISH + Sse.DONE).sendChunk("").hold(this.gate));
		try (Wired wired = Wired.to(this.server.url())) {
			Reading<ChatCompletionChunk> reading = wired.stream(1).awaitItems(1);
			for (int i = 2; i < 20; i++) {
				reading.request(1);
				reading.awaitItems(i);
				wired.ticker().advance(Duration.ofSeconds(20));
			}
			assertThat(reading.terminals()).isZero();
			assertThat(reading.items()).hasSize(19);
			reading.cancel();
			awaitClosed();
			silent(wired, reading);
		}
	}

	@Test
	@DisplayName("F71 a reader that throws loses its call, nobody else's")
	void throwingReader() {
		this.server.next(stream(Sse.text("Hel"), Sse.text("lo")));
		this.server.next(stream(Sse.text("fine"), Sse.FINISH, Sse.DONE, ""));
		try (Wired wired = Wired.to(this.server.url())) {
			wired.client().chat().completions().stream(Wired.ask("plain")).subscribe(new Reading<>(Long.MAX_VALUE) {

				@Override
				public void onNext(ChatCompletionChunk item) {
					throw new LinkageError("thrown on purpose");
				}

			});
			awaitClosed();
			Wired.eventually("the permit is back", () -> wired.inFlight() == 0);
			assertThat(Sse.content(wired.stream().completed())).isEqualTo("fine");
		}
	}

	@Test
	@DisplayName("F71 an operator whose function throws gets its own error, and the call is cancelled")
	void throwingOperator() {
		this.server.next(stream(Sse.text("Hel"), Sse.text("lo")));
		try (Wired wired = Wired.to(this.server.url())) {
			Reading<Object> reading = new Reading<>(Long.MAX_VALUE);
			wired.client().chat().completions().stream(Wired.ask("plain")).map((chunk) -> {
				throw new IllegalStateException("thrown on purpose");
			}).subscribe(reading);
			reading.ended();
			assertThat(reading.errors().get(0)).hasMessage("thrown on purpose");
			awaitClosed();
		}
	}

	@Test
	@DisplayName("F74 two subscriptions to one Mono or Flux are two calls")
	void twoSubscriptions() {
		this.server.always(stream(Sse.text("Hello"), Sse.FINISH, Sse.DONE, "").close());
		try (Wired wired = Wired.to(this.server.url())) {
			Flux<ChatCompletionChunk> flux = wired.client().chat().completions().stream(Wired.ask("plain"));
			for (int i = 0; i < 2; i++) {
				Reading<ChatCompletionChunk> reading = new Reading<>(Long.MAX_VALUE);
				flux.subscribe(reading);
				List<ChatCompletionChunk> chunks = reading.completed();
				assertThat(Sse.content(chunks)).isEqualTo("Hello");
				assertThat(chunks.get(chunks.size() - 1).meta().attempts()).hasSize(1);
			}
			assertThat(this.server.connections().opened()).isEqualTo(2);
			this.server.always(ConnectionScript.onRequest().respond(503, "application/json", "{}").close());
			Mono<ChatCompletion> mono = wired.client().chat().completions().createAsync(Wired.ask("plain"));
			for (int i = 0; i < 2; i++) {
				Reading<ChatCompletion> reading = new Reading<>(Long.MAX_VALUE);
				mono.subscribe(reading);
				assertThat(((HarborAiException) reading.ended().errors().get(0)).attempts()).hasSize(1);
			}
			assertThat(this.server.connections().opened()).isEqualTo(4);
		}
	}

	@Test
	@DisplayName("Reactive Streams 3.9: less than one item asked for is an error, and the call ends")
	void badDemand() {
		this.server.always(stream(Sse.ROLE));
		try (Wired wired = Wired.to(this.server.url())) {
			for (long demand : new long[] { 0, -1, Long.MIN_VALUE }) {
				Reading<ChatCompletionChunk> reading = wired.stream(1);
				reading.request(demand);
				assertThat(reading.ended().errors().get(0)).isInstanceOf(IllegalArgumentException.class);
				silent0(wired);
			}
		}
	}

	private static void silent0(Wired wired) {
		Wired.eventually("the permit is back", () -> wired.inFlight() == 0);
	}

}
