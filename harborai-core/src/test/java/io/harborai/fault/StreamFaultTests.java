package io.harborai.fault;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.ConnectionFailedException;
import io.harborai.error.ConnectionFailedException.Reason;
import io.harborai.error.HarborAiException;
import io.harborai.error.MalformedResponseException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.provider.ProviderSettings;
import io.harborai.simulator.ConnectionScript;
import io.harborai.simulator.Gate;
import io.harborai.simulator.ScriptedServer;
import io.harborai.usage.Usage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams that break, end oddly or aren't streams.
 */
@ExtendWith(LeakGuard.class)
class StreamFaultTests {

	private final ScriptedServer server = ScriptedServer.start();

	@AfterEach
	void close() {
		this.server.close();
	}

	private Wired wired() {
		return Wired.to(this.server.url());
	}

	private Wired wired(Consumer<ProviderSettings.Builder> more) {
		return Wired.to(this.server.url(), more);
	}

	private static ConnectionScript stream(String... chunks) {
		ConnectionScript script = ConnectionScript.onRequest().startStream();
		for (String chunk : chunks) {
			script = script.sendChunk(chunk);
		}
		return script;
	}

	private static StreamInterruptedException interrupted(Reading<ChatCompletionChunk> reading, String partial) {
		StreamInterruptedException failure = reading.failed(StreamInterruptedException.class);
		assertThat(failure.partial().content()).isEqualTo(partial);
		assertThat(Sse.content(reading.items())).isEqualTo(partial);
		assertThat(failure.getMessage()).doesNotContain(partial.isEmpty() ? Wired.KEY : partial);
		assertThat(failure.attempts()).hasSize(1);
		return failure;
	}

	@Test
	@DisplayName("F14 connection reset mid-stream: the partial text and the reason")
	void resetMidStream() {
		this.server.next(stream(Sse.ROLE, Sse.text("Hel"), Sse.text("lo")).reset());
		try (Wired wired = wired()) {
			Reading<ChatCompletionChunk> reading = wired.stream(1).awaitItems(1);
			reading.request(Long.MAX_VALUE);
			StreamInterruptedException failure = reading.failed(StreamInterruptedException.class);
			assertThat(failure.partial().content()).isEqualTo(Sse.content(reading.items())).startsWith("Hel");
			assertThat(failure.getCause()).isExactlyInstanceOf(ConnectionFailedException.class);
			assertThat(((ConnectionFailedException) failure.getCause()).reason()).isEqualTo(Reason.RESET);
			assertThat(Wired.outcomes(failure)).containsExactly("reset");
		}
	}

	@Test
	@DisplayName("F14 connection reset before the first delta: the plain error, retryable")
	void resetBeforeTheFirstDelta() {
		Gate gate = new Gate();
		this.server.next(stream(Sse.ROLE).hold(gate).reset());
		try (Wired wired = wired()) {
			Reading<ChatCompletionChunk> reading = wired.stream();
			assertThat(gate.awaitReached(Reading.PATIENCE)).isTrue();
			gate.open();
			ConnectionFailedException failure = reading.failed(ConnectionFailedException.class);
			assertThat(failure.reason()).isEqualTo(Reason.RESET);
			assertThat(failure.retryable()).isTrue();
			assertThat(reading.items()).isEmpty();
		}
	}

	@Test
	@DisplayName("F15 clean FIN within an HTTP chunk isn't a success")
	void finWithinAChunk() {
		this.server.next(stream(Sse.ROLE, Sse.text("Hello")).send("ff\r\ndata: {\"id\"").close());
		try (Wired wired = wired()) {
			StreamInterruptedException failure = interrupted(wired.stream(), "Hello");
			assertThat(((ConnectionFailedException) failure.getCause()).reason()).isEqualTo(Reason.RESET);
		}
	}

	@Test
	@DisplayName("F16 end of input after a finish reason without [DONE] is complete")
	void endWithoutDoneButWithFinish() {
		this.server.next(stream(Sse.ROLE, Sse.text("Hello"), Sse.FINISH, Sse.USAGE, ""));
		try (Wired wired = wired()) {
			List<ChatCompletionChunk> chunks = wired.stream().completed();
			assertThat(Sse.content(chunks)).isEqualTo("Hello");
			assertThat(chunks.get(chunks.size() - 1).last()).isTrue();
			assertThat(chunks.get(chunks.size() - 1).usage().totalTokens()).isEqualTo(7);
			assertThat(chunks.get(chunks.size() - 1).meta().attempts()).extracting("outcome").containsExactly("ok");
		}
	}

	@Test
	@DisplayName("F17 end of input with neither [DONE] nor finish reason: interrupted, with the partial text")
	void endWithoutDoneAndFinish() {
		this.server.next(stream(Sse.ROLE, Sse.text("Hel"), Sse.text("lo"), ""));
		try (Wired wired = wired()) {
			StreamInterruptedException failure = interrupted(wired.stream(), "Hello");
			assertThat(Wired.outcomes(failure)).containsExactly("truncated");
		}
	}

	@Test
	@DisplayName("F17 the same before any delta: interrupted, with an empty partial")
	void endWithNothing() {
		this.server.next(stream(Sse.ROLE, ""));
		try (Wired wired = wired()) {
			StreamInterruptedException failure = interrupted(wired.stream(), "");
			assertThat(failure.retryable()).isTrue();
		}
	}

	@Test
	@DisplayName("F18 [DONE], then the body is kept open: complete at once, closed after 250 ms")
	void doneThenKeptOpen() {
		this.server.next(stream(Sse.text("Hello"), Sse.FINISH, Sse.DONE).keepOpen());
		try (Wired wired = wired()) {
			assertThat(Sse.content(wired.stream().completed())).isEqualTo("Hello");
			Wired.eventually("permit", () -> wired.inFlight() == 0);
			assertThat(this.server.connection(1, Reading.PATIENCE).closedByClient()).isFalse();
			assertThat(wired.ticker().pending()).isEqualTo(1);
			wired.ticker().advance(java.time.Duration.ofMillis(249));
			assertThat(wired.ticker().pending()).isEqualTo(1);
			wired.ticker().advance(java.time.Duration.ofMillis(1));
			assertThat(this.server.connection(1, Reading.PATIENCE).awaitClosedByClient(Reading.PATIENCE)).isTrue();
		}
	}

	@Test
	@DisplayName("F18 [DONE], then the body ends: nothing is left on the clock, the connection serves again")
	void doneThenEnded() {
		Gate gate = new Gate();
		ConnectionScript twice = stream(Sse.text("Hello"), Sse.FINISH, Sse.DONE).hold(gate)
			.sendChunk("")
			.expectRequest()
			.startStream()
			.sendChunk(Sse.text("again") + Sse.FINISH + Sse.DONE)
			.sendChunk("");
		this.server.next(twice);
		try (Wired wired = wired((p) -> p.http((http) -> http.maxConnections(1)))) {
			assertThat(Sse.content(wired.stream().completed())).isEqualTo("Hello");
			gate.open();
			Wired.eventually("the drain's task goes with the body's end", () -> wired.ticker().pending() == 0);
			assertThat(Sse.content(wired.stream().completed())).isEqualTo("again");
			assertThat(this.server.connections().opened()).isEqualTo(1);
		}
	}

	@Test
	@DisplayName("F18 [DONE], then more than 64 KiB: closed without waiting for the clock")
	void doneThenTooMuch() {
		String filler = ": " + "x".repeat(8190) + "\n";
		ConnectionScript script = stream(Sse.text("Hello"), Sse.FINISH, Sse.DONE);
		for (int i = 0; i < 9; i++) {
			script = script.sendChunk(filler);
		}
		this.server.next(script.keepOpen());
		try (Wired wired = wired()) {
			assertThat(Sse.content(wired.stream().completed())).isEqualTo("Hello");
			assertThat(this.server.connection(1, Reading.PATIENCE).awaitClosedByClient(Reading.PATIENCE)).isTrue();
		}
	}

	@Test
	@DisplayName("F19 [DONE] followed by more data: ignored, the connection isn't used again")
	void doneThenMoreData() {
		this.server
			.next(stream(Sse.text("Hello"), Sse.FINISH, Sse.DONE + Sse.text(" more") + Sse.ERROR, Sse.text("!"), ""));
		this.server.next(stream(Sse.text("again"), Sse.FINISH, Sse.DONE, ""));
		try (Wired wired = wired()) {
			assertThat(Sse.content(wired.stream().completed())).isEqualTo("Hello");
			assertThat(this.server.connection(1, Reading.PATIENCE).awaitClosedByClient(Reading.PATIENCE)).isTrue();
			assertThat(Sse.content(wired.stream().completed())).isEqualTo("again");
		}
	}

	@Test
	@DisplayName("F19 the same when it comes later")
	void doneThenMoreDataLater() {
		Gate gate = new Gate();
		this.server.next(stream(Sse.text("Hello"), Sse.FINISH, Sse.DONE).hold(gate).sendChunk(Sse.text(" more")));
		try (Wired wired = wired()) {
			assertThat(Sse.content(wired.stream().completed())).isEqualTo("Hello");
			gate.open();
			assertThat(this.server.connection(1, Reading.PATIENCE).awaitClosedByClient(Reading.PATIENCE)).isTrue();
		}
	}

	@ParameterizedTest
	@DisplayName("F20 [DONE] in its variants")
	@ValueSource(strings = { "data:[DONE]\n\n", "data: [DONE] \n\n", "data: \"[DONE]\"\n\n", "data: [DONE]\r\n\r\n",
			"data: [DONE]\r\r", "event: done\ndata: [DONE]\n\n" })
	void doneVariants(String done) {
		this.server.next(stream(Sse.text("Hello"), done).keepOpen());
		try (Wired wired = wired()) {
			assertThat(Sse.content(wired.stream().completed())).isEqualTo("Hello");
			wired.ticker().advance(java.time.Duration.ofMillis(250));
		}
	}

	@Test
	@DisplayName("F20 [DONE] behind a BOM, with nothing else")
	void doneBehindABom() {
		this.server.next(stream("\uFEFF" + Sse.DONE, ""));
		try (Wired wired = wired()) {
			List<ChatCompletionChunk> chunks = wired.stream().completed();
			assertThat(chunks).singleElement().matches(ChatCompletionChunk::last);
		}
	}

	@Test
	@DisplayName("F21 a usage chunk after the finish reason: usage taken, no delta")
	void usageAfterFinish() {
		this.server.next(stream(Sse.text("Hello"), Sse.FINISH, Sse.USAGE, Sse.DONE, ""));
		try (Wired wired = wired()) {
			List<ChatCompletionChunk> chunks = wired.stream().completed();
			assertThat(chunks.stream().filter(ChatCompletionChunk::hasDelta)).hasSize(1);
			assertThat(chunks.get(chunks.size() - 1).usage().source()).isEqualTo(Usage.Source.PROVIDER);
			assertThat(chunks.get(chunks.size() - 1).usage().completionTokens()).isEqualTo(4);
		}
	}

	@Test
	@DisplayName("F24 a stream without a byte")
	void emptyStream() {
		this.server.next(stream(""));
		try (Wired wired = wired()) {
			interrupted(wired.stream(), "");
		}
	}

	@Test
	@DisplayName("F26 an error as the first event: the plain typed error")
	void errorFirst() {
		this.server.next(stream(Sse.ROLE, Sse.ERROR, ""));
		try (Wired wired = wired()) {
			Reading<ChatCompletionChunk> reading = wired.stream();
			ProviderUnavailableException failure = reading.failed(ProviderUnavailableException.class);
			assertThat(failure.retryable()).isTrue();
			assertThat(failure.vendorCode()).isEqualTo("internal_error");
			assertThat(reading.items()).isEmpty();
		}
	}

	@Test
	@DisplayName("F27 an error event after a delta: interrupted, with the partial text and the typed cause")
	void errorMidStream() {
		this.server.next(stream(Sse.ROLE, Sse.text("Hello"), Sse.ERROR, Sse.text(" never"), Sse.DONE, ""));
		try (Wired wired = wired()) {
			StreamInterruptedException failure = interrupted(wired.stream(), "Hello");
			assertThat(failure.getCause()).isExactlyInstanceOf(ProviderUnavailableException.class);
		}
	}

	@Test
	@DisplayName("F27 a delta that came with the error but was never asked for isn't part of the partial text")
	void errorBehindUnreadDeltas() {
		this.server.next(stream(Sse.text("Hel") + Sse.text("lo") + Sse.ERROR));
		try (Wired wired = wired()) {
			Reading<ChatCompletionChunk> reading = wired.stream(1).awaitItems(1);
			reading.request(10);
			interrupted(reading, "Hello");
		}
	}

	@Test
	@DisplayName("F28 a web page where a stream was asked")
	void htmlInsteadOfAStream() {
		this.server.next(ConnectionScript.onRequest().respond(200, "text/html", "<html>secret portal</html>"));
		try (Wired wired = wired()) {
			MalformedResponseException failure = wired.stream().failed(MalformedResponseException.class);
			assertThat(failure.getMessage()).doesNotContain("portal");
			assertThat(failure.retryable()).isFalse();
		}
	}

	@Test
	@DisplayName("F28 a web page within an event stream's content type")
	void htmlAsAStream() {
		this.server.next(stream("<html>secret portal</html>", ""));
		try (Wired wired = wired()) {
			wired.stream().failed(MalformedResponseException.class);
		}
	}

	@Test
	@DisplayName("F29 JSON where a stream was asked: one delta and the end")
	void jsonInsteadOfAStream() {
		this.server.next(ConnectionScript.onRequest().respond(200, "application/json", Sse.completion("Hello")));
		try (Wired wired = wired()) {
			List<ChatCompletionChunk> chunks = wired.stream().completed();
			assertThat(Sse.content(chunks)).isEqualTo("Hello");
			assertThat(chunks.get(chunks.size() - 1).last()).isTrue();
			assertThat(chunks.get(chunks.size() - 1).usage().totalTokens()).isEqualTo(7);
		}
	}

	@Test
	@DisplayName("F29 an error in JSON where a stream was asked, with a good status")
	void jsonErrorInsteadOfAStream() {
		this.server.next(ConnectionScript.onRequest()
			.respond(200, "application/json", "{\"error\":{\"message\":\"No\",\"code\":\"internal_error\"}}"));
		try (Wired wired = wired()) {
			HarborAiException failure = wired.stream().failed(ProviderUnavailableException.class);
			assertThat(failure.vendorCode()).isEqualTo("internal_error");
		}
	}

	@Test
	@DisplayName("F46 an event that isn't JSON, before and after a delta")
	void brokenEvent() {
		this.server.next(stream("data: {\"id\":\n\n", Sse.text("x")));
		this.server.next(stream(Sse.text("Hello"), "data: nonsense\n\n", Sse.text("x")));
		try (Wired wired = wired()) {
			wired.stream().failed(MalformedResponseException.class);
			StreamInterruptedException failure = interrupted(wired.stream(), "Hello");
			assertThat(failure.getCause()).isExactlyInstanceOf(MalformedResponseException.class);
			assertThat(this.server.connections().awaitClosedByClient(2, Reading.PATIENCE)).isTrue();
		}
	}

	@Test
	@DisplayName("F48 invalid UTF-8 in a stream is replaced")
	void invalidUtf8() {
		byte[] event = Sse.text("a#b").getBytes(StandardCharsets.US_ASCII);
		for (int i = 0; i < event.length; i++) {
			event[i] = (event[i] == '#') ? (byte) 0xFF : event[i];
		}
		this.server.next(ConnectionScript.onRequest()
			.startStream()
			.send(Integer.toHexString(event.length) + "\r\n")
			.send(event)
			.send("\r\n")
			.sendChunk(Sse.DONE)
			.sendChunk(""));
		try (Wired wired = wired()) {
			assertThat(Sse.content(wired.stream().completed())).isEqualTo("a\uFFFDb");
		}
	}

	@Test
	@DisplayName("F56 null and empty choices within a stream")
	void emptyChoices() {
		this.server.next(stream("data: {\"choices\":[]}\n\n", "data: {\"choices\":null}\n\n",
				"data: {\"id\":\"x\"}\n\n", Sse.text("Hello"), Sse.FINISH, Sse.DONE, ""));
		try (Wired wired = wired()) {
			assertThat(Sse.content(wired.stream().completed())).isEqualTo("Hello");
		}
	}

	@Test
	@DisplayName("F60 role repeated, role missing, empty deltas")
	void emptyDeltas() {
		this.server.next(stream(Sse.ROLE, Sse.ROLE, "data: {\"choices\":[{\"index\":0,\"delta\":{}}]}\n\n",
				"data: {\"choices\":[{\"index\":0,\"delta\":null}]}\n\n", Sse.text("Hello"), Sse.ROLE, Sse.FINISH,
				Sse.DONE, ""));
		try (Wired wired = wired()) {
			List<ChatCompletionChunk> chunks = wired.stream().completed();
			assertThat(Sse.content(chunks)).isEqualTo("Hello");
			assertThat(chunks.stream().filter(ChatCompletionChunk::hasDelta)).hasSize(1);
		}
	}

	@Test
	@DisplayName("F51 F52 an event over the cap, terminated or not")
	void tooLargeEvent() {
		String large = "x".repeat(2000);
		this.server.next(stream(Sse.text("Hello"), Sse.text(large)));
		this.server.next(stream(Sse.text("Hello"), "data: " + large, large, large));
		try (Wired wired = wired((p) -> p.http((http) -> http.maxEvent(1000)))) {
			for (int i = 0; i < 2; i++) {
				StreamInterruptedException failure = interrupted(wired.stream(), "Hello");
				assertThat(failure.getCause()).isExactlyInstanceOf(io.harborai.error.ResponseTooLargeException.class)
					.hasMessageContaining("1000");
			}
			assertThat(this.server.connections().awaitClosedByClient(2, Reading.PATIENCE)).isTrue();
		}
	}

	@Test
	@DisplayName("A finish reason that means failure ends the stream as interrupted")
	void failingFinishReason() {
		this.server.next(stream(Sse.text("Hello"),
				"data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"insufficient_system_resource\"}]}\n\n",
				Sse.DONE, ""));
		try (Wired wired = wired()) {
			StreamInterruptedException failure = interrupted(wired.stream(), "Hello");
			assertThat(failure.getCause()).isExactlyInstanceOf(ProviderUnavailableException.class);
		}
	}

}
