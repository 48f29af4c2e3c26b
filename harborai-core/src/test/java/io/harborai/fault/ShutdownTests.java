package io.harborai.fault;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.harborai.HarborAiClient;
import io.harborai.call.TestTicker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.ShuttingDownException;
import io.harborai.simulator.ConnectionScript;
import io.harborai.simulator.Gate;
import io.harborai.simulator.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F92: a client that is closed while calls run.
 */
@ExtendWith(LeakGuard.class)
class ShutdownTests {

	private final ScriptedServer server = ScriptedServer.start();

	private final TestTicker ticker = new TestTicker();

	private final HarborAiClient client = HarborAiClient.builder()
		.ticker(this.ticker)
		.shutdownGrace(Duration.ofSeconds(20))
		.provider("deepseek", (p) -> p.apiKey(Wired.KEY).baseUrl(this.server.url()))
		.build();

	@AfterEach
	void close() {
		this.server.close();
	}

	private Reading<ChatCompletionChunk> stream() {
		Reading<ChatCompletionChunk> reading = new Reading<>(Long.MAX_VALUE);
		this.client.chat().completions().stream(Wired.ask("plain")).subscribe(reading);
		return reading;
	}

	private CompletableFuture<Void> closing() {
		CompletableFuture<Void> closed = CompletableFuture.runAsync(this.client::close);
		// A new call is refused at once, from then on.
		Wired.eventually("new calls are refused", () -> {
			Reading<ChatCompletion> refused = new Reading<>(Long.MAX_VALUE);
			this.client.chat().completions().createAsync(Wired.ask("plain")).subscribe(refused);
			boolean done = refused.terminals() == 1;
			refused.cancel();
			return done && refused.errors().get(0) instanceof ShuttingDownException;
		});
		return closed;
	}

	@Test
	@DisplayName("F92 live streams may end within the grace; new calls are refused")
	void endWithinTheGrace() {
		Gate gate = new Gate();
		this.server.next(ConnectionScript.onRequest()
			.startStream()
			.sendChunk(Sse.text("Hel"))
			.hold(gate)
			.sendChunk(Sse.text("lo") + Sse.FINISH + Sse.DONE)
			.sendChunk(""));
		Reading<ChatCompletionChunk> reading = stream().awaitItems(1);
		CompletableFuture<Void> closed = closing();
		assertThat(closed).isNotDone();
		gate.open();
		assertThat(Sse.content(reading.completed())).isEqualTo("Hello");
		closed.join();
		Wired.eventually("no timer is left", () -> this.ticker.pending() == 0);
		assertThat(this.server.connections().awaitOpen(0, Reading.PATIENCE)).isTrue();
	}

	@Test
	@DisplayName("F92 what runs after the grace is ended with a typed error, and the partial text")
	void endedAfterTheGrace() {
		this.server.next(ConnectionScript.onRequest().startStream().sendChunk(Sse.text("Hel")));
		this.server.next(ConnectionScript.onRequest());
		Reading<ChatCompletionChunk> reading = stream().awaitItems(1);
		Reading<ChatCompletion> unary = new Reading<>(Long.MAX_VALUE);
		this.client.chat().completions().createAsync(Wired.ask("plain")).subscribe(unary);
		assertThat(this.server.connection(2, Reading.PATIENCE).awaitRequests(1, Reading.PATIENCE)).isTrue();
		CompletableFuture<Void> closed = closing();
		Wired.eventually("the grace runs", () -> this.ticker.pending() == 3);
		this.ticker.advance(Duration.ofMillis(19_999));
		assertThat(reading.terminals() + unary.terminals()).isZero();
		this.ticker.advance(Duration.ofMillis(1));
		StreamInterruptedException failure = reading.failed(StreamInterruptedException.class);
		assertThat(failure.partial().content()).isEqualTo("Hel");
		assertThat(failure.getCause()).isExactlyInstanceOf(ShuttingDownException.class);
		assertThat(Wired.outcomes(failure)).containsExactly("shutting_down");
		unary.failed(ShuttingDownException.class);
		closed.join();
		Wired.eventually("no timer is left", () -> this.ticker.pending() == 0);
		assertThat(this.server.connections().awaitOpen(0, Reading.PATIENCE)).isTrue();
		assertThat(Thread.getAllStackTraces().keySet()).as("event loops that live on")
			.noneMatch((thread) -> thread.isAlive() && thread.getName().startsWith("harborai-")
					&& belongsToClosed(thread));
	}

	// Other clients of other test classes may have event loops of their own.
	private static boolean belongsToClosed(Thread thread) {
		return thread.getName().startsWith("harborai-ticker");
	}

	@Test
	@DisplayName("F92 a hundred live streams: new calls are refused, half of them drain, the rest is told, no thread is left")
	void aHundredStreams() {
		Set<Thread> others = Thread.getAllStackTraces().keySet();
		Gate gate = new Gate();
		ConnectionScript live = ConnectionScript.onRequest().startStream().sendChunk(Sse.text("Hel"));
		this.server.always(live);
		for (int i = 0; i < 50; i++) {
			this.server.next(live.hold(gate).sendChunk(Sse.text("lo") + Sse.FINISH + Sse.DONE).sendChunk(""));
		}
		List<Reading<ChatCompletionChunk>> readings = IntStream.range(0, 100).mapToObj((i) -> stream()).toList();
		readings.forEach((reading) -> reading.awaitItems(1));
		CompletableFuture<Void> closed = closing();
		gate.open();
		Wired.eventually("half of them end in peace", () -> terminals(readings) == 50);
		// One clock each, and the grace.
		Wired.eventually("nothing else is timed any more", () -> this.ticker.pending() == 51);
		assertThat(closed).isNotDone();
		this.ticker.advance(Duration.ofSeconds(20));
		closed.join();
		Wired.eventually("the others are told", () -> terminals(readings) == 100);
		int drained = 0;
		for (Reading<ChatCompletionChunk> reading : readings) {
			reading.ended();
			if (reading.errors().isEmpty()) {
				assertThat(Sse.content(reading.items())).isEqualTo("Hello");
				drained++;
			}
			else {
				StreamInterruptedException failure = reading.failed(StreamInterruptedException.class);
				assertThat(failure.partial().content()).isEqualTo("Hel");
				assertThat(failure.getCause()).isExactlyInstanceOf(ShuttingDownException.class);
			}
		}
		assertThat(drained).isEqualTo(50);
		assertThat(this.ticker.pending()).isZero();
		assertThat(this.server.connections().awaitOpen(0, Reading.PATIENCE)).isTrue();
		Wired.eventually("no thread is left",
				() -> Thread.getAllStackTraces()
					.keySet()
					.stream()
					.noneMatch((thread) -> thread.getName().startsWith("harborai-") && !others.contains(thread)));
	}

	private static int terminals(List<? extends Reading<?>> readings) {
		return readings.stream().mapToInt(Reading::terminals).sum();
	}

	@Test
	@DisplayName("F92 closing twice, and closing while a drained connection waits")
	void twiceAndWhileDraining() {
		this.server
			.next(ConnectionScript.onRequest().startStream().sendChunk(Sse.text("Hello") + Sse.FINISH + Sse.DONE));
		assertThat(Sse.content(stream().completed())).isEqualTo("Hello");
		this.client.close();
		this.client.close();
		Wired.eventually("no timer is left", () -> this.ticker.pending() == 0);
		assertThat(this.server.connections().awaitOpen(0, Reading.PATIENCE)).isTrue();
	}

}
