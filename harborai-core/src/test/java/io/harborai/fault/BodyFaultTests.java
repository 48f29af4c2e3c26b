package io.harborai.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

import io.harborai.chat.ChatCompletion;
import io.harborai.error.AuthenticationException;
import io.harborai.error.ConnectionFailedException;
import io.harborai.error.ConnectionFailedException.Reason;
import io.harborai.error.HarborAiException;
import io.harborai.error.InvalidRequestException;
import io.harborai.error.MalformedResponseException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.error.RateLimitedException;
import io.harborai.error.ResponseTooLargeException;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers in one body that break, lie or are too large.
 */
@ExtendWith(LeakGuard.class)
class BodyFaultTests {

	private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

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

	private static ConnectionScript json(String body) {
		return ConnectionScript.onRequest().respond(200, "application/json", body);
	}

	private void awaitClosedByClient() {
		assertThat(this.server.connections().awaitClosedByClient(1, Reading.PATIENCE)).isTrue();
	}

	private void awaitPooled(Wired wired) {
		Wired.eventually("the exchange ends", () -> wired.inFlight() == 0);
		assertThat(this.server.connections().closedByClient()).isZero();
	}

	@Test
	@DisplayName("F12 blank lines before the JSON are passed over")
	void blankLinesFirst() {
		this.server.next(ConnectionScript.onRequest()
			.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n")
			.sendChunk("\n")
			.sendChunk("\r\n\r\n")
			.sendChunk(" \n" + Sse.completion("Hello"))
			.sendChunk(""));
		try (Wired wired = wired()) {
			assertThat(wired.create().completed()).singleElement().matches((c) -> c.content().equals("Hello"));
			awaitPooled(wired);
		}
	}

	@Test
	@DisplayName("F13 reset within a body")
	void resetWithinABody() {
		Gate gate = new Gate();
		this.server.next(ConnectionScript.onRequest()
			.send(HEAD + "Content-Length: 400\r\n\r\n{\"id\":\"x\"")
			.hold(gate)
			.reset());
		try (Wired wired = wired()) {
			Reading<ChatCompletion> reading = wired.create();
			assertThat(gate.awaitReached(Reading.PATIENCE)).isTrue();
			gate.open();
			ConnectionFailedException failure = reading.failed(ConnectionFailedException.class);
			assertThat(failure.reason()).isEqualTo(Reason.RESET);
			assertThat(failure.retryable()).isTrue();
			assertThat(Wired.outcomes(failure)).containsExactly("reset");
		}
	}

	@ParameterizedTest
	@DisplayName("F15 a clean end short of the promised length, or within a chunk, isn't a success")
	@ValueSource(strings = { "Content-Length: 4000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nfff\r\n" })
	void tooShort(String framing) {
		this.server.next(ConnectionScript.onRequest().send(HEAD + framing + Sse.completion("Hello")).close());
		try (Wired wired = wired()) {
			ConnectionFailedException failure = wired.create().failed(ConnectionFailedException.class);
			assertThat(failure.reason()).isEqualTo(Reason.RESET);
			assertThat(failure.getMessage()).doesNotContain("Hello");
		}
	}

	@Test
	@DisplayName("F23 100 Continue and 103 Early Hints are ignored, also on a connection used again")
	void informationalAnswers() {
		String hints = "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n";
		this.server.next(ConnectionScript.onRequest()
			.send("HTTP/1.1 100 Continue\r\n\r\n")
			.send(hints)
			.respond(200, "application/json", Sse.completion("one"))
			.expectRequest()
			.send(hints + hints)
			.respond(200, "application/json", Sse.completion("two"))
			.expectRequest()
			.respond(200, "application/json", Sse.completion("three")));
		try (Wired wired = wired((p) -> p.http((http) -> http.maxConnections(1)))) {
			for (String answer : new String[] { "one", "two", "three" }) {
				assertThat(wired.create().completed()).singleElement().matches((c) -> c.content().equals(answer));
			}
			assertThat(this.server.connections().opened()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@DisplayName("F24 a good status and an empty body: malformed, and worth a retry")
	@ValueSource(strings = { "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n \r\n" })
	void empty(String answer) {
		this.server.next(ConnectionScript.onRequest().send(answer));
		try (Wired wired = wired()) {
			MalformedResponseException failure = wired.create().failed(MalformedResponseException.class);
			assertThat(failure.retryable()).isTrue();
			awaitPooled(wired);
		}
	}

	@Test
	@DisplayName("F25 an error within 200")
	void errorWithinGoodStatus() {
		this.server.next(json("{\"error\":{\"message\":\"bad key\",\"code\":\"invalid_api_key\"}}"));
		try (Wired wired = wired()) {
			AuthenticationException failure = wired.create().failed(AuthenticationException.class);
			assertThat(failure.vendorCode()).isEqualTo("invalid_api_key");
			assertThat(failure.retryable()).isFalse();
			awaitPooled(wired);
		}
	}

	@Test
	@DisplayName("F28 a web page: 200 is malformed, 502 is the vendor's failure; its text is in neither")
	void webPages() {
		this.server.next(ConnectionScript.onRequest().respond(200, "text/html", "<html>secret portal</html>"));
		this.server.always(ConnectionScript.onRequest().respond(502, "text/html", "<html>secret portal</html>"));
		try (Wired wired = wired((p) -> p.http((http) -> http.reuseConnections(false)))) {
			HarborAiException page = wired.create().failed(MalformedResponseException.class);
			assertThat(page.getMessage()).doesNotContain("portal");
			HarborAiException gateway = wired.create().failed(ProviderUnavailableException.class);
			assertThat(gateway.getMessage()).doesNotContain("portal");
			assertThat(gateway.statusCode()).isEqualTo(502);
			assertThat(gateway.retryable()).isTrue();
		}
	}

	@ParameterizedTest
	@DisplayName("F40 statuses that may be sent again, or not")
	@CsvSource({ "408, true", "409, false", "425, true", "429, true", "500, true", "502, true", "503, true",
			"504, true", "520, true", "529, true", "400, false", "401, false", "403, false", "404, false",
			"422, false" })
	void statuses(int status, boolean retryable) {
		this.server.next(ConnectionScript.onRequest().respond(status, "application/json", "{}"));
		try (Wired wired = wired()) {
			Reading<ChatCompletion> reading = wired.create().ended();
			HarborAiException failure = (HarborAiException) reading.errors().get(0);
			assertThat(failure.statusCode()).isEqualTo(status);
			assertThat(failure.retryable()).isEqualTo(retryable);
			assertThat(failure.attempts()).hasSize(1);
			awaitPooled(wired);
		}
	}

	@Test
	@DisplayName("F40 409 may be sent again when the vendor says so")
	void conflictThatMayBeRetried() {
		this.server.next(ConnectionScript.onRequest()
			.send("HTTP/1.1 409 Conflict\r\nx-should-retry: true\r\nContent-Length: 2\r\n\r\n{}"));
		try (Wired wired = wired()) {
			Reading<ChatCompletion> reading = wired.create().ended();
			assertThat(((HarborAiException) reading.errors().get(0)).retryable()).isTrue();
		}
	}

	@Test
	@DisplayName("A status that HTTP doesn't know ends the call")
	void impossibleStatus() {
		this.server.next(ConnectionScript.onRequest().send("HTTP/1.1 1200 What\r\nContent-Length: 2\r\n\r\n{}"));
		this.server.next(ConnectionScript.onRequest().send("HTTP/1.1 abc What\r\nContent-Length: 2\r\n\r\n{}"));
		this.server.next(ConnectionScript.onRequest().send("\u0015\u0003\u0001 not HTTP\r\n\r\n\r\n"));
		try (Wired wired = wired((p) -> p.http((http) -> http.reuseConnections(false)))) {
			for (int i = 0; i < 3; i++) {
				wired.create().failed(MalformedResponseException.class);
			}
			assertThat(this.server.connections().awaitOpen(0, Reading.PATIENCE)).isTrue();
		}
	}

	@ParameterizedTest
	@DisplayName("F46 F47 what isn't a completion")
	@ValueSource(strings = { "{\"id\":\"x\",\"choices\":[{\"mess", "[]", "\"text\"", "42", "null", "{}",
			"{\"choices\":\"none\"}", "{\"choices\":[]}", "{\"choices\":null}", "nonsense", "{\"id\":1}}" })
	void notACompletion(String body) {
		this.server.next(json(body));
		try (Wired wired = wired()) {
			MalformedResponseException failure = wired.create().failed(MalformedResponseException.class);
			assertThat(failure.getMessage()).doesNotContain("nonsense");
			awaitPooled(wired);
		}
	}

	@Test
	@DisplayName("F48 invalid UTF-8 in a body is replaced")
	void invalidUtf8() {
		byte[] body = Sse.completion("a#b").getBytes(StandardCharsets.US_ASCII);
		for (int i = 0; i < body.length; i++) {
			body[i] = (body[i] == '#') ? (byte) 0xFF : body[i];
		}
		this.server
			.next(ConnectionScript.onRequest().send(HEAD + "Content-Length: " + body.length + "\r\n\r\n").send(body));
		try (Wired wired = wired()) {
			assertThat(wired.create().completed().get(0).content()).isEqualTo("a\uFFFDb");
		}
	}

	@Test
	@DisplayName("F53 a body over the configured limit; the default is 16 MiB")
	void tooLargeBody() {
		this.server.next(json(Sse.completion("x".repeat(10_000))));
		try (Wired wired = wired((p) -> p.http((http) -> http.maxBody(5_000)))) {
			ResponseTooLargeException failure = wired.create().failed(ResponseTooLargeException.class);
			assertThat(failure).hasMessageContaining("5000").hasMessageContaining("max-body");
			awaitClosedByClient();
		}
	}

	@Test
	@DisplayName("F53 an endless body stops at 16 MiB")
	void endlessBody() {
		String megabyte = "x".repeat(1024 * 1024);
		ConnectionScript script = ConnectionScript.onRequest()
			.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n")
			.sendChunk("{\"id\":\"");
		for (int i = 0; i < 20; i++) {
			script = script.sendChunk(megabyte);
		}
		this.server.next(script);
		try (Wired wired = wired()) {
			assertThat(wired.create().failed(ResponseTooLargeException.class)).hasMessageContaining("16777216");
			awaitClosedByClient();
		}
	}

	@Test
	@DisplayName("F53 an error's body over 64 KiB: the error is told, the rest dropped, the connection closed")
	void tooLargeErrorBody() {
		String body = "{\"error\":{\"message\":\"" + "x".repeat(100_000) + "\"}}";
		this.server.next(ConnectionScript.onRequest()
			.send("HTTP/1.1 429 Slow down\r\nRetry-After: 7\r\nContent-Length: 1000000\r\n\r\n" + body));
		try (Wired wired = wired()) {
			RateLimitedException failure = wired.create().failed(RateLimitedException.class);
			assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
			assertThat(failure.getMessage().length()).isLessThan(2000);
			awaitClosedByClient();
		}
	}

	@Test
	@DisplayName("F54 a compressed answer, which nobody asked for, whatever is in it")
	void compressed() throws IOException {
		byte[] bomb = gzip(new byte[1024 * 1024]);
		for (byte[] body : new byte[][] { bomb, gzip(Sse.completion("Hello").getBytes(StandardCharsets.UTF_8)),
				{ 1, 2, 3 } }) {
			this.server.next(ConnectionScript.onRequest()
				.send(HEAD + "Content-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n")
				.send(body));
		}
		try (Wired wired = wired()) {
			for (int i = 0; i < 3; i++) {
				assertThat(wired.create().failed(MalformedResponseException.class)).hasMessageContaining("compressed");
			}
			assertThat(this.server.connections().awaitClosedByClient(3, Reading.PATIENCE)).isTrue();
			assertThat(this.server.connection(1, Reading.PATIENCE).receivedText().toLowerCase())
				.doesNotContain("accept-encoding: gzip");
		}
	}

	@Test
	@DisplayName("F54 an error whose body is compressed is classified by its status")
	void compressedError() throws IOException {
		byte[] body = gzip("{\"error\":{\"message\":\"Overloaded\"}}".getBytes(StandardCharsets.UTF_8));
		this.server.next(ConnectionScript.onRequest()
			.send("HTTP/1.1 503 Busy\r\nContent-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n")
			.send(body));
		try (Wired wired = wired()) {
			assertThat(wired.create().failed(ProviderUnavailableException.class).retryable()).isTrue();
		}
	}

	private static byte[] gzip(byte[] bytes) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			gzip.write(bytes);
		}
		return out.toByteArray();
	}

	@Test
	@DisplayName("F55 deep nesting, huge numbers, huge names: malformed, no stack overflow")
	void hostileJson() {
		String[] bodies = { "{\"choices\":" + "[".repeat(100_000), "{\"x\":" + "{\"a\":".repeat(100_000),
				"{\"created\":" + "9".repeat(100_000) + "}", "{\"" + "k".repeat(200_000) + "\":1}" };
		try (Wired wired = wired((p) -> p.http((http) -> http.reuseConnections(false)))) {
			for (String body : bodies) {
				this.server.next(json(body));
				wired.create().failed(MalformedResponseException.class);
			}
		}
	}

	@Test
	@DisplayName("F59 content null, in parts, or a number")
	void oddContent() {
		String[] contents = { "null", "[{\"type\":\"text\",\"text\":\"Hel\"},{\"type\":\"text\",\"text\":\"lo\"}]",
				"42" };
		String[] texts = { "", "Hello", "42" };
		try (Wired wired = wired((p) -> p.http((http) -> http.reuseConnections(false)))) {
			for (int i = 0; i < contents.length; i++) {
				this.server.next(json("{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
						+ contents[i] + "},\"finish_reason\":\"stop\"}]}"));
				ChatCompletion completion = wired.create().completed().get(0);
				assertThat(completion.content()).isEqualTo(texts[i]);
				assertThat(completion.usage()).isEqualTo(Usage.MISSING);
			}
		}
	}

	@ParameterizedTest
	@DisplayName("F45 redirects aren't followed and no credential travels")
	@ValueSource(
			strings = { "%s/elsewhere", "http://localhost:%d/elsewhere", "/same-host", "http://exa mple/%%%%", "" })
	void redirects(String location) {
		try (ScriptedServer other = ScriptedServer.start()) {
			other.always(ConnectionScript.onRequest().respond(200, "application/json", Sse.completion("stolen")));
			String target = location.contains("%s") ? location.formatted(other.url())
					: location.contains("%d") ? location.formatted(other.port()) : location;
			for (int status : new int[] { 301, 302, 303, 307, 308 }) {
				this.server.next(ConnectionScript.onRequest()
					.send("HTTP/1.1 " + status + " Moved\r\nLocation: " + target + "\r\nContent-Length: 0\r\n\r\n")
					.close());
			}
			try (Wired wired = wired()) {
				for (int i = 0; i < 5; i++) {
					InvalidRequestException failure = wired.create().failed(InvalidRequestException.class);
					assertThat(failure).hasMessageContaining("redirect");
					assertThat(failure.getMessage()).doesNotContain("/elsewhere").doesNotContain(Wired.KEY);
					assertThat(failure.retryable()).isFalse();
				}
			}
			assertThat(other.connections().opened()).isZero();
			assertThat(this.server.connections().opened()).isEqualTo(5);
		}
	}

}
