package io.harborai.fault;

import java.time.Duration;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.CallTimeoutException;
import io.harborai.error.CallTimeoutException.Clock;
import io.harborai.simulator.ConnectionScript;
import io.harborai.simulator.Gate;
import io.harborai.simulator.ScriptedServer;
import io.harborai.transport.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The four clocks, on a time that only the test moves.
 */
@ExtendWith(LeakGuard.class)
class ClockTests {

	private final ScriptedServer server = ScriptedServer.start();

	private final Wired wired = Wired.to(this.server.url());

	private final Gate gate = new Gate();

	private final Gate second = new Gate();

	@AfterEach
	void close() {
		try (ScriptedServer closing = this.server) {
			this.wired.close();
		}
	}

	private static ConnectionScript stream(String... chunks) {
		ConnectionScript script = ConnectionScript.onRequest().startStream();
		for (String chunk : chunks) {
			script = script.sendChunk(chunk);
		}
		return script;
	}

	/**
	 * Let so much time pass, and find that it was exactly the time that the call had
	 * left.
	 */
	private void lastsFor(Reading<?> reading, Duration time) {
		passes(reading, time.minusMillis(1));
		this.wired.ticker().advance(Duration.ofMillis(1));
		reading.ended();
	}

	/**
	 * Let so much time pass, and find that no clock has run out.
	 */
	private void passes(Reading<?> reading, Duration time) {
		this.wired.ticker().advance(time);
		assertThat(this.wired.ticker().pending()).as("a clock still runs").isPositive();
		assertThat(reading.terminals()).as("ended too early").isZero();
	}

	private void reach(Gate gate) {
		assertThat(gate.awaitReached(Reading.PATIENCE)).isTrue();
	}

	private void awaitClosed() {
		assertThat(this.server.connection(1, Reading.PATIENCE).awaitClosedByClient(Reading.PATIENCE)).isTrue();
	}

	@Test
	@DisplayName("F10 a stream stalls after some tokens: the progress clock, with the partial text")
	void stall() {
		this.server.next(stream(Sse.ROLE, Sse.text("Hello")));
		Reading<ChatCompletionChunk> reading = this.wired.stream().awaitItems(1);
		lastsFor(reading, Duration.ofSeconds(60));
		StreamInterruptedException failure = reading.failed(StreamInterruptedException.class);
		assertThat(failure.partial().content()).isEqualTo("Hello");
		assertThat(((CallTimeoutException) failure.getCause()).clock()).isEqualTo(Clock.PROGRESS);
		assertThat(Wired.outcomes(failure)).containsExactly("timeout_progress");
		awaitClosed();
	}

	@Test
	@DisplayName("F10 while it reasons the vendor has 120 s between two pieces")
	void stallWhileReasoning() {
		this.server.next(stream(Sse.reasoning("Hm")));
		Reading<ChatCompletionChunk> reading = this.wired.stream().awaitItems(1);
		lastsFor(reading, Duration.ofSeconds(120));
		StreamInterruptedException failure = reading.failed(StreamInterruptedException.class);
		assertThat(failure.partial().reasoning()).isEqualTo("Hm");
		assertThat(((CallTimeoutException) failure.getCause()).clock()).isEqualTo(Clock.PROGRESS);
	}

	@Test
	@DisplayName("F10 a text after the reasoning brings the shorter clock back")
	void stallAfterReasoning() {
		this.server.next(stream(Sse.reasoning("Hm"), Sse.text("Hello")));
		Reading<ChatCompletionChunk> reading = this.wired.stream().awaitItems(2);
		lastsFor(reading, Duration.ofSeconds(60));
		reading.failed(StreamInterruptedException.class);
	}

	@Test
	@DisplayName("F11 keep-alive comments for ever: the first-token clock fires on time")
	void keepAlivesForEver() {
		this.server.next(
				stream(Sse.KEEP_ALIVE).hold(this.gate).sendChunk(Sse.KEEP_ALIVE).sendChunk(Sse.ROLE).hold(this.second));
		Reading<ChatCompletionChunk> reading = this.wired.stream();
		reach(this.gate);
		passes(reading, Duration.ofSeconds(50));
		this.gate.open();
		reach(this.second);
		lastsFor(reading, Duration.ofSeconds(10));
		assertThat(reading.failed(CallTimeoutException.class).clock()).isEqualTo(Clock.FIRST_TOKEN);
		awaitClosed();
	}

	@Test
	@DisplayName("F11 keep-alive comments between tokens don't wind the progress clock up, tokens do")
	void keepAlivesBetweenTokens() {
		this.server.next(stream(Sse.text("Hel")).hold(this.gate)
			.sendChunk(Sse.KEEP_ALIVE)
			.sendChunk("\n\n\n")
			.hold(this.second)
			.sendChunk(Sse.text("lo")));
		Reading<ChatCompletionChunk> reading = this.wired.stream().awaitItems(1);
		passes(reading, Duration.ofSeconds(40));
		this.gate.open();
		reach(this.second);
		passes(reading, Duration.ofSeconds(19));
		this.second.open();
		reading.awaitItems(2);
		lastsFor(reading, Duration.ofSeconds(60));
		assertThat(reading.failed(StreamInterruptedException.class).partial().content()).isEqualTo("Hello");
	}

	@Test
	@DisplayName("F11 keep-alive comments alone after a token run into the progress clock")
	void keepAlivesAfterAToken() {
		this.server.next(stream(Sse.text("Hel")).hold(this.gate).sendChunk(Sse.KEEP_ALIVE).hold(this.second));
		Reading<ChatCompletionChunk> reading = this.wired.stream().awaitItems(1);
		passes(reading, Duration.ofSeconds(40));
		this.gate.open();
		reach(this.second);
		lastsFor(reading, Duration.ofSeconds(20));
		reading.failed(StreamInterruptedException.class);
	}

	@Test
	@DisplayName("F12 blank lines before a body don't stop the first-token clock")
	void blankLines() {
		this.server.next(ConnectionScript.onRequest()
			.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
			.sendChunk("\n")
			.hold(this.gate)
			.sendChunk("\n")
			.hold(this.second));
		Reading<ChatCompletion> reading = this.wired.create();
		reach(this.gate);
		passes(reading, Duration.ofSeconds(59));
		this.gate.open();
		reach(this.second);
		lastsFor(reading, Duration.ofSeconds(1));
		assertThat(reading.failed(CallTimeoutException.class).clock()).isEqualTo(Clock.FIRST_TOKEN);
	}

	@Test
	@DisplayName("A model that reasons has 300 s to its first token")
	void firstTokenOfAReasoner() {
		this.server.next(stream(Sse.ROLE).hold(this.gate));
		Reading<ChatCompletionChunk> reading = this.wired.stream(Wired.ask("thinker"), Long.MAX_VALUE);
		reach(this.gate);
		lastsFor(reading, Duration.ofSeconds(300));
		assertThat(reading.failed(CallTimeoutException.class).clock()).isEqualTo(Clock.FIRST_TOKEN);
	}

	@Test
	@DisplayName("F9 a body that trickles: the total clock")
	void trickle() {
		this.server.next(ConnectionScript.onRequest()
			.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
			.sendChunk("{")
			.hold(this.gate)
			.sendChunk("\"a\":1,")
			.hold(this.second));
		Duration hour = Duration.ofHours(1);
		try (Wired patient = Wired.to(this.server.url(),
				(p) -> p.timeouts(new Timeouts(null, hour, null, hour, null, null)))) {
			Reading<ChatCompletion> reading = patient.create();
			reach(this.gate);
			patient.ticker().advance(Duration.ofMinutes(5));
			this.gate.open();
			reach(this.second);
			patient.ticker().advance(Duration.ofMinutes(5).minusMillis(1));
			assertThat(patient.ticker().pending()).isPositive();
			patient.ticker().advance(Duration.ofMillis(1));
			CallTimeoutException failure = reading.failed(CallTimeoutException.class);
			assertThat(failure.clock()).isEqualTo(Clock.TOTAL);
			assertThat(failure.retryable()).isFalse();
		}
	}

	@Test
	@DisplayName("White space within a body is no progress")
	void whiteSpaceWithinABody() {
		// The client may read the first piece only after time was moved, and then has
		// longer. It doesn't lose that race again and again.
		int tries = 0;
		while (!whiteSpaceIsNoProgress()) {
			tries++;
			assertThat(tries).as("the clock was wound up again").isLessThan(10);
		}
	}

	private boolean whiteSpaceIsNoProgress() {
		Gate first = new Gate();
		Gate then = new Gate();
		this.server.next(ConnectionScript.onRequest()
			.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
			.sendChunk("{")
			.hold(first)
			.sendChunk("   \n")
			.hold(then));
		try (Wired own = Wired.to(this.server.url())) {
			Reading<ChatCompletion> reading = own.create();
			reach(first);
			own.ticker().advance(Duration.ofSeconds(30));
			first.open();
			reach(then);
			own.ticker().advance(Duration.ofSeconds(30));
			long patience = System.nanoTime() + Duration.ofSeconds(2).toNanos();
			while (reading.terminals() == 0 && System.nanoTime() < patience) {
				Thread.onSpinWait();
			}
			if (reading.terminals() == 0) {
				reading.cancel();
				return false;
			}
			assertThat(reading.failed(CallTimeoutException.class).clock()).isIn(Clock.PROGRESS, Clock.FIRST_TOKEN);
			return true;
		}
	}

	@Test
	@DisplayName("The total clock ends a stream that makes progress, and a request may shorten it")
	void total() {
		this.server.next(stream(Sse.text("Hello")));
		ChatCompletionRequest request = Wired.ask("plain")
			.toBuilder()
			.options((options) -> options.totalTimeout(Duration.ofSeconds(20)))
			.build();
		Reading<ChatCompletionChunk> reading = this.wired.stream(request, Long.MAX_VALUE).awaitItems(1);
		lastsFor(reading, Duration.ofSeconds(20));
		StreamInterruptedException failure = reading.failed(StreamInterruptedException.class);
		assertThat(((CallTimeoutException) failure.getCause()).clock()).isEqualTo(Clock.TOTAL);
		assertThat(failure.retryable()).isFalse();
	}

	@Test
	@DisplayName("F70 the progress clock stands while the reader asks for nothing, the total clock doesn't")
	void slowReader() {
		this.server.next(stream(Sse.text("Hel") + Sse.text("lo"), Sse.text("!")));
		Reading<ChatCompletionChunk> reading = this.wired.stream(1).awaitItems(1);
		passes(reading, Duration.ofMinutes(5));
		reading.request(1);
		reading.awaitItems(2);
		passes(reading, Duration.ofMinutes(4));
		reading.request(2);
		reading.awaitItems(3);
		lastsFor(reading, Duration.ofMinutes(1));
		reading.failed(StreamInterruptedException.class);
	}

	@Test
	@DisplayName("F70 once the reader asks again the vendor has the whole time")
	void slowReaderAsksAgain() {
		this.server.next(stream(Sse.text("Hello")));
		Reading<ChatCompletionChunk> reading = this.wired.stream(1).awaitItems(1);
		passes(reading, Duration.ofMinutes(3));
		reading.request(1);
		lastsFor(reading, Duration.ofSeconds(60));
		assertThat(((CallTimeoutException) reading.failed(StreamInterruptedException.class).getCause()).clock())
			.isEqualTo(Clock.PROGRESS);
	}

	@Test
	@DisplayName("F70 the time that a reader spends within onNext isn't the vendor's")
	void slowWithinOnNext() {
		this.server.next(stream(Sse.text("Hello")));
		Reading<ChatCompletionChunk> reading = this.wired.stream(Wired.ask("plain"), new Reading<>(Long.MAX_VALUE) {

			@Override
			public void onNext(ChatCompletionChunk item) {
				ClockTests.this.wired.ticker().advance(Duration.ofMinutes(5));
				super.onNext(item);
			}

		});
		reading.awaitItems(1);
		lastsFor(reading, Duration.ofSeconds(60));
		reading.failed(StreamInterruptedException.class);
	}

	@Test
	@DisplayName("F91 after a pause of the whole process what waits in the socket is read before a clock fires")
	void pause() {
		this.server.next(stream(Sse.text("Hel")).hold(this.gate)
			.sendChunk(Sse.text("lo"))
			.sendChunk(Sse.FINISH + Sse.DONE)
			.sendChunk(""));
		Reading<ChatCompletionChunk> reading = this.wired.stream().awaitItems(1);
		this.wired.ticker().jump(Duration.ofSeconds(90));
		assertThat(reading.terminals()).isZero();
		this.gate.open();
		assertThat(Sse.content(reading.completed())).isEqualTo("Hello");
	}

	@Test
	@DisplayName("F91 the grace after a pause is short and given once")
	void pauseWithNothingBehindIt() {
		this.server.next(stream(Sse.text("Hel")));
		Reading<ChatCompletionChunk> reading = this.wired.stream().awaitItems(1);
		this.wired.ticker().jump(Duration.ofSeconds(90));
		assertThat(reading.terminals()).isZero();
		lastsFor(reading, Duration.ofMillis(250));
		reading.failed(StreamInterruptedException.class);
	}

	@Test
	@DisplayName("A good call leaves nothing on the ticker, whichever way it ends")
	void nothingLeft() {
		this.server
			.next(ConnectionScript.onRequest().respond(200, "application/json", Sse.completion("Hello")).close());
		this.wired.create().completed();
		Wired.eventually("a task is left", () -> this.wired.ticker().pending() == 0);
		this.server.next(ConnectionScript.onRequest().respond(500, "application/json", "{}"));
		this.wired.create().ended();
		Wired.eventually("a task is left", () -> this.wired.ticker().pending() == 0);
	}

}
