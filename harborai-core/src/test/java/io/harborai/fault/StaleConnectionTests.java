package io.harborai.fault;

import java.util.List;

import io.harborai.chat.ChatCompletion;
import io.harborai.error.ConnectionFailedException;
import io.harborai.error.ConnectionFailedException.Reason;
import io.harborai.simulator.ConnectionScript;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.ScriptedServer;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F30: pooled connections that turn out to be dead.
 */
@ExtendWith(LeakGuard.class)
class StaleConnectionTests {

	private static final ConnectionScript ANSWER = ConnectionScript.onRequest()
		.respond(200, "application/json", Sse.completion("Hello"));

	private final ScriptedServer server = ScriptedServer.start();

	@AfterEach
	void close() {
		this.server.close();
	}

	// One connection at most, so that the next call takes the one that was used before.
	private Wired wired() {
		return Wired.to(this.server.url(), (p) -> p.http((http) -> http.maxConnections(1)));
	}

	private static ConnectionScript thenHangUp(boolean reset) {
		ConnectionScript next = ANSWER.expectRequest();
		return reset ? next.reset() : next.close();
	}

	@ParameterizedTest
	@DisplayName("F30 reset or closed on reuse without a byte: sent once more, seen in the trail")
	@ValueSource(booleans = { true, false })
	void resentOnce(boolean reset) {
		this.server.next(thenHangUp(reset)).next(ANSWER);
		try (Wired wired = wired()) {
			wired.create().completed();
			ChatCompletion completion = wired.create().completed().get(0);
			assertThat(completion.content()).isEqualTo("Hello");
			assertThat(completion.meta().attempts()).extracting("outcome").containsExactly("resent", "ok");
			assertThat(this.server.connections().opened()).isEqualTo(2);
		}
	}

	@Test
	@DisplayName("F30 the same for a stream")
	void streamResent() {
		this.server.next(thenHangUp(true))
			.next(ConnectionScript.onRequest()
				.startStream()
				.sendChunk(Sse.text("Hello") + Sse.FINISH + Sse.DONE)
				.sendChunk(""));
		try (Wired wired = wired()) {
			wired.create().completed();
			List<io.harborai.chat.ChatCompletionChunk> chunks = wired.stream().completed();
			assertThat(Sse.content(chunks)).isEqualTo("Hello");
			assertThat(chunks.get(chunks.size() - 1).meta().attempts()).extracting("outcome")
				.containsExactly("resent", "ok");
		}
	}

	@Test
	@DisplayName("F30 the resend fails: told with both in the trail, and not sent a third time")
	void atMostOnce() {
		this.server.next(thenHangUp(true)).next(ConnectionScript.onRequest().reset()).next(ANSWER);
		try (Wired wired = wired()) {
			wired.create().completed();
			ConnectionFailedException failure = wired.create().failed(ConnectionFailedException.class);
			assertThat(failure.reason()).isEqualTo(Reason.RESET);
			assertThat(Wired.outcomes(failure)).containsExactly("resent", "reset");
			assertThat(this.server.connections().opened()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@DisplayName("F30 never after a byte of an answer")
	@ValueSource(strings = { "H", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 103 Early Hints\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" })
	void neverAfterAByte(String bytes) {
		this.server.next(ANSWER.expectRequest().send(bytes).close()).next(ANSWER);
		try (Wired wired = wired()) {
			wired.create().completed();
			ConnectionFailedException failure = wired.create().failed(ConnectionFailedException.class);
			assertThat(failure.reason()).isEqualTo(Reason.RESET);
			assertThat(Wired.outcomes(failure)).containsExactly("reset");
			assertThat(this.server.connections().opened()).isEqualTo(1);
		}
	}

	@Test
	@DisplayName("F30 off by option")
	void off() {
		this.server.next(thenHangUp(true)).next(ANSWER);
		try (Wired wired = Wired.to(this.server.url(),
				(p) -> p.http((http) -> http.maxConnections(1).resendStale(false)))) {
			wired.create().completed();
			ConnectionFailedException failure = wired.create().failed(ConnectionFailedException.class);
			assertThat(Wired.outcomes(failure)).containsExactly("reset");
			assertThat(this.server.connections().opened()).isEqualTo(1);
		}
	}

	@Test
	@DisplayName("F30 over TLS: closed with a goodbye, closed without")
	void overTls() {
		try (ScriptedServer secure = ScriptedServer.start(Tls.server("localhost"))) {
			secure.next(thenHangUp(false)).next(thenHangUp(true)).next(ANSWER);
			try (Wired wired = Wired.to(secure.url(),
					(p) -> p.http((http) -> http.maxConnections(1).tls(Tls.trusting("localhost"))))) {
				wired.create().completed();
				ChatCompletion second = wired.create().completed().get(0);
				assertThat(second.meta().attempts()).extracting("outcome").containsExactly("resent", "ok");
				ChatCompletion third = wired.create().completed().get(0);
				assertThat(third.meta().attempts()).extracting("outcome").containsExactly("resent", "ok");
			}
			assertThat(secure.connections().opened()).isEqualTo(3);
		}
	}

	@Test
	@DisplayName("F30 connections that a load balancer closed while idle go unnoticed")
	void closedWhileIdle() {
		try (SimulatedVendor vendor = SimulatedVendor.start()) {
			try (Wired wired = Wired.to(vendor.baseUrl(Dialect.DEEPSEEK))) {
				for (int i = 0; i < 20; i++) {
					wired.create().completed();
					vendor.closeConnections();
				}
				wired.create().completed();
			}
		}
	}

	@Test
	@DisplayName("F30 a cancel while the request is sent again")
	void cancelledWhileResending() {
		this.server.next(thenHangUp(true)).next(ConnectionScript.onRequest());
		try (Wired wired = wired()) {
			wired.create().completed();
			Reading<ChatCompletion> reading = wired.create();
			assertThat(this.server.connection(2, Reading.PATIENCE).awaitRequests(1, Reading.PATIENCE)).isTrue();
			reading.cancel();
			assertThat(this.server.connection(2, Reading.PATIENCE).awaitClosedByClient(Reading.PATIENCE)).isTrue();
			assertThat(reading.terminals()).isZero();
		}
	}

}
