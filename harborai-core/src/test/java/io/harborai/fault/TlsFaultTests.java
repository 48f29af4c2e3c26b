package io.harborai.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.CallTimeoutException;
import io.harborai.error.CallTimeoutException.Clock;
import io.harborai.error.ConnectionFailedException;
import io.harborai.error.ConnectionFailedException.Reason;
import io.harborai.simulator.ConnectionScript;
import io.harborai.simulator.Gate;
import io.harborai.simulator.ScriptedServer;
import io.harborai.transport.HttpSettings;
import io.harborai.transport.Timeouts;
import io.harborai.transport.TlsSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * TLS that works, TLS that must not, and HTTP/2 over it.
 */
@ExtendWith(LeakGuard.class)
class TlsFaultTests {

	private static ConnectionFailedException refused(ScriptedServer server, TlsSettings tls) {
		return refused(server, server.url(), tls);
	}

	private static ConnectionFailedException refused(ScriptedServer server, String url, TlsSettings tls) {
		server.always(ConnectionScript.onRequest().respond(200, "application/json", Sse.completion("stolen")));
		try (Wired wired = Wired.to(url, (p) -> p.http((http) -> http.tls(tls)))) {
			ConnectionFailedException failure = wired.create().failed(ConnectionFailedException.class);
			assertThat(failure.reason()).isEqualTo(Reason.TLS);
			assertThat(failure.retryable()).isFalse();
			assertThat(failure).hasMessageContaining(":" + server.port());
			assertThat(Wired.outcomes(failure)).containsExactly("tls");
			assertThat(server.connection(1, Reading.PATIENCE).receivedText()).as("no request is sent").isEmpty();
			return failure;
		}
	}

	@Test
	@DisplayName("F5 a self-signed certificate isn't trusted")
	void selfSigned() {
		try (ScriptedServer server = ScriptedServer.start(Tls.server("localhost"))) {
			refused(server, null);
		}
	}

	@Test
	@DisplayName("F5 a certificate of another host isn't accepted, trusted or not")
	void wrongHost() {
		try (ScriptedServer server = ScriptedServer.start(Tls.server("stranger"))) {
			refused(server, Tls.trusting("stranger"));
		}
	}

	@Test
	@DisplayName("F5 an expired certificate isn't accepted")
	void expired() {
		try (ScriptedServer server = ScriptedServer.start(Tls.server("expired"))) {
			refused(server, new TlsSettings(Tls.trust("localhost"), null, List.of(), List.of()));
		}
	}

	@Test
	@DisplayName("F5 nothing in common that both sides speak")
	void nothingInCommon() {
		try (ScriptedServer server = ScriptedServer.start(Tls.server("localhost"))) {
			// The server's key isn't of RSA.
			refused(server, new TlsSettings(Tls.trust("localhost"), null, List.of("TLSv1.2"),
					List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")));
		}
	}

	@Test
	@DisplayName("F5 a server that doesn't speak TLS at all")
	void notTls() {
		try (ScriptedServer server = ScriptedServer.start()) {
			server.always(ConnectionScript.silent().send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
			try (Wired wired = Wired.to("https://127.0.0.1:" + server.port())) {
				ConnectionFailedException failure = wired.create().failed(ConnectionFailedException.class);
				assertThat(failure.reason()).isEqualTo(Reason.TLS);
				assertThat(failure.retryable()).isFalse();
			}
		}
	}

	@Test
	@DisplayName("F5 a handshake that stalls: the connect clock, and worth a retry")
	void handshakeStall() {
		try (ScriptedServer server = ScriptedServer.start()) {
			try (Wired wired = Wired.to("https://127.0.0.1:" + server.port(),
					(p) -> p.timeouts(new Timeouts(Duration.ofMillis(300), null, null, null, null, null)))) {
				CallTimeoutException failure = wired.create().failed(CallTimeoutException.class);
				assertThat(failure.clock()).isEqualTo(Clock.CONNECT);
				assertThat(failure.retryable()).isTrue();
				assertThat(server.connection(1, Reading.PATIENCE).awaitClosedByClient(Reading.PATIENCE)).isTrue();
			}
		}
	}

	@Test
	@DisplayName("F5 the ticker's connect clock bounds everything before the request")
	void connectClock() {
		try (ScriptedServer server = ScriptedServer.start()) {
			Gate gate = new Gate();
			server.next(ConnectionScript.silent().hold(gate).close());
			try (Wired wired = Wired.to("https://127.0.0.1:" + server.port(),
					(p) -> p.timeouts(new Timeouts(Duration.ofMinutes(5), null, null, null, null, null)))) {
				Reading<?> reading = wired.create();
				server.connection(1, Reading.PATIENCE);
				wired.ticker().advance(Duration.ofMinutes(5).plusSeconds(2));
				assertThat(reading.failed(CallTimeoutException.class).clock()).isEqualTo(Clock.CONNECT);
				// The pool goes on with the handshake, in case somebody else wants it.
				gate.open();
			}
		}
	}

	@Test
	@DisplayName("A certificate that TlsSettings trust works, for calls and streams")
	void trusted() {
		try (ScriptedServer server = ScriptedServer.start(Tls.server("localhost"))) {
			server.next(ConnectionScript.onRequest()
				.respond(200, "application/json", Sse.completion("Hello"))
				.expectRequest()
				.startStream()
				.sendChunk(Sse.text("Hello") + Sse.FINISH + Sse.DONE)
				.sendChunk(""));
			try (Wired wired = Wired.to(server.url(),
					(p) -> p.http((http) -> http.tls(Tls.trusting("localhost")).maxConnections(1)))) {
				assertThat(wired.create().completed().get(0).content()).isEqualTo("Hello");
				assertThat(Sse.content(wired.stream().completed())).isEqualTo("Hello");
			}
			assertThat(server.connections().opened()).isEqualTo(1);
		}
	}

	@Test
	@DisplayName("F14 a TLS connection that breaks within a stream is lost, not untrusted")
	void brokenWithinAStream() {
		try (ScriptedServer server = ScriptedServer.start(Tls.server("localhost"))) {
			server.next(ConnectionScript.onRequest().startStream().sendChunk(Sse.ROLE).close());
			server.next(ConnectionScript.onRequest().startStream().sendChunk(Sse.ROLE).reset());
			try (Wired wired = Wired.to(server.url(), (p) -> p.http((http) -> http.tls(Tls.trusting("localhost"))))) {
				for (int i = 0; i < 2; i++) {
					ConnectionFailedException failure = wired.stream().failed(ConnectionFailedException.class);
					assertThat(failure.reason()).isEqualTo(Reason.RESET);
					assertThat(failure.retryable()).isTrue();
				}
			}
		}
	}

	private static DisposableServer http2(List<String> protocols, AtomicInteger requests, Flux<String> events) {
		return HttpServer.create()
			.host("127.0.0.1")
			.protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
			.secure((spec) -> spec.sslContext(Http2SslContextSpec.forServer(Tls.keys("localhost"))))
			.route((routes) -> routes.post("/chat/completions", (request, response) -> {
				protocols.add(request.version().text());
				requests.incrementAndGet();
				return request.receive()
					.aggregate()
					.asString()
					.flatMapMany((body) -> body.contains("\"stream\":true") ? response.sse().sendString(events)
							: response.header("Content-Type", "application/json")
								.sendString(Mono.just(Sse.completion("Hello"))));
			}))
			.bindNow();
	}

	@Test
	@DisplayName("HTTP/2 by option: calls, streams and cancels over one connection; HTTP/1.1 by default")
	void http2() {
		List<String> protocols = new CopyOnWriteArrayList<>();
		AtomicInteger requests = new AtomicInteger();
		Flux<String> events = Flux.just(Sse.ROLE, Sse.text("Hel"), Sse.text("lo"), Sse.FINISH, Sse.DONE);
		DisposableServer server = http2(protocols, requests, events);
		String url = "https://127.0.0.1:" + server.port();
		try {
			try (Wired wired = Wired.to(url, (p) -> p
				.http((http) -> http.tls(Tls.trusting("localhost")).protocol(HttpSettings.Protocol.HTTP2)))) {
				assertThat(wired.create().completed().get(0).content()).isEqualTo("Hello");
				List<Reading<ChatCompletionChunk>> readings = new ArrayList<>();
				for (int i = 0; i < 10; i++) {
					readings.add(wired.stream());
				}
				readings.forEach((reading) -> assertThat(Sse.content(reading.completed())).isEqualTo("Hello"));
				wired.stream(1).awaitItems(1).cancel();
				Wired.eventually("the permit is back", () -> wired.inFlight() == 0);
				assertThat(protocols).hasSize(12).containsOnly("HTTP/2.0");
			}
			protocols.clear();
			try (Wired wired = Wired.to(url, (p) -> p.http((http) -> http.tls(Tls.trusting("localhost"))))) {
				assertThat(wired.create().completed().get(0).content()).isEqualTo("Hello");
				assertThat(protocols).containsExactly("HTTP/1.1");
			}
		}
		finally {
			server.disposeNow();
		}
	}

	@Test
	@DisplayName("F22 a server that goes away within an HTTP/2 stream")
	void http2Broken() {
		List<String> protocols = new CopyOnWriteArrayList<>();
		DisposableServer server = http2(protocols, new AtomicInteger(), Flux.just(Sse.ROLE, Sse.text("Hel"))
			.concatWith(Flux.error(new IllegalStateException("broken on purpose"))));
		try (Wired wired = Wired.to("https://127.0.0.1:" + server.port(),
				(p) -> p.http((http) -> http.tls(Tls.trusting("localhost")).protocol(HttpSettings.Protocol.HTTP2)))) {
			Reading<ChatCompletionChunk> reading = wired.stream().ended();
			assertThat(reading.errors()).hasSize(1);
			assertThat(protocols).containsExactly("HTTP/2.0");
		}
		finally {
			server.disposeNow();
		}
	}

	@Test
	@DisplayName("HTTP/2 without TLS falls back to HTTP/1.1")
	void http2WithoutTls() {
		try (ScriptedServer server = ScriptedServer.start()) {
			server.next(ConnectionScript.onRequest().respond(200, "application/json", Sse.completion("Hello")));
			try (Wired wired = Wired.to(server.url(),
					(p) -> p.http((http) -> http.protocol(HttpSettings.Protocol.HTTP2)))) {
				assertThat(wired.create().completed().get(0).content()).isEqualTo("Hello");
				assertThat(server.connection(1, Reading.PATIENCE).receivedText())
					.startsWith("POST /chat/completions HTTP/1.1");
			}
		}
	}

}
