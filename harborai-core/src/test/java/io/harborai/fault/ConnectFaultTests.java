package io.harborai.fault;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.CallTimeoutException;
import io.harborai.error.CallTimeoutException.Clock;
import io.harborai.error.ConnectionFailedException;
import io.harborai.error.ConnectionFailedException.Reason;
import io.harborai.resilience.BulkheadSettings;
import io.harborai.simulator.ConnectionScript;
import io.harborai.simulator.Gate;
import io.harborai.simulator.ScriptedServer;
import io.harborai.transport.HttpTransport;
import io.harborai.transport.Timeouts;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.netty.http.client.HttpClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Vendors that can't be reached, or hang up before they say anything.
 */
@ExtendWith(LeakGuard.class)
class ConnectFaultTests {

	@Test
	@DisplayName("F1 connection refused")
	void refused() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		try (Wired wired = Wired.to("http://127.0.0.1:" + port)) {
			ConnectionFailedException failure = wired.create().failed(ConnectionFailedException.class);
			assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
			assertThat(failure.retryable()).isTrue();
			assertThat(failure).hasMessageContaining("127.0.0.1:" + port);
			assertThat(Wired.outcomes(failure)).containsExactly("refused");
			wired.stream().failed(ConnectionFailedException.class);
		}
	}

	@Test
	@DisplayName("F2 nobody accepts: the connect clock")
	void neverAccepted() throws IOException {
		// A full backlog swallows the handshake, as a black hole does.
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			List<Socket> fillers = fill(full);
			try (Wired wired = Wired.to("http://127.0.0.1:" + full.getLocalPort(),
					(p) -> p.timeouts(new Timeouts(Duration.ofMillis(300), null, null, null, null, null)))) {
				CallTimeoutException failure = wired.create().failed(CallTimeoutException.class);
				assertThat(failure.clock()).isEqualTo(Clock.CONNECT);
				assertThat(failure.retryable()).isTrue();
			}
			finally {
				for (Socket filler : fillers) {
					filler.close();
				}
			}
		}
	}

	private static List<Socket> fill(ServerSocket server) throws IOException {
		List<Socket> fillers = new ArrayList<>();
		for (int i = 0; i < 64; i++) {
			Socket socket = new Socket();
			try {
				socket.connect(server.getLocalSocketAddress(), 200);
				fillers.add(socket);
			}
			catch (IOException ex) {
				socket.close();
				return fillers;
			}
		}
		throw new IllegalStateException("the backlog takes whatever comes");
	}

	@Test
	@DisplayName("F3 a host that doesn't exist")
	void unknownHost() {
		try (Wired wired = Wired.to("http://nobody.invalid")) {
			ConnectionFailedException failure = wired.create().failed(ConnectionFailedException.class);
			assertThat(failure.reason()).isEqualTo(Reason.UNKNOWN_HOST);
			assertThat(failure.retryable()).isFalse();
			assertThat(failure).hasMessageContaining("nobody.invalid");
		}
	}

	@Test
	@DisplayName("F4 a host with two addresses of which the first one is dead: the second one serves")
	void secondAddress() throws ReflectiveOperationException {
		try (ScriptedServer server = ScriptedServer.start()) {
			server.next(ConnectionScript.onRequest().respond(200, "application/json", Sse.completion("Hello")));
			try (Wired wired = Wired.to("http://twofold.invalid:" + server.port())) {
				resolve(wired, List.of("127.0.0.2", "127.0.0.1"));
				assertThat(wired.create().completed().get(0).content()).isEqualTo("Hello");
			}
		}
	}

	/**
	 * The names that this machine's name server knows can't be chosen, so the resolver is
	 * exchanged; all else of the provider's HTTP client is as it is.
	 */
	private static void resolve(Wired wired, List<String> addresses) throws ReflectiveOperationException {
		Object transport = Aftermath.field(wired.handle().use().block(), "transport");
		Method client = HttpTransport.class.getDeclaredMethod("client", boolean.class);
		client.setAccessible(true);
		HttpClient plain = (HttpClient) client.invoke(transport, false);
		Field field = HttpTransport.class.getDeclaredField("plain");
		field.setAccessible(true);
		field.set(transport, plain.resolver(new Names(addresses)));
	}

	@Test
	@DisplayName("F6 accepted, then closed or reset, before or after the request")
	void hungUp() {
		try (ScriptedServer server = ScriptedServer.start()) {
			server.next(ConnectionScript.silent().close())
				.next(ConnectionScript.silent().reset())
				.next(ConnectionScript.onRequest().close())
				.next(ConnectionScript.onRequest().reset());
			try (Wired wired = Wired.to(server.url())) {
				for (int i = 0; i < 4; i++) {
					ConnectionFailedException failure = wired.create().failed(ConnectionFailedException.class);
					assertThat(failure.reason()).isEqualTo(Reason.RESET);
					assertThat(failure.retryable()).isTrue();
					assertThat(Wired.outcomes(failure)).as("a fresh connection is never tried twice")
						.containsExactly("reset");
				}
			}
			assertThat(server.connections().opened()).isEqualTo(4);
		}
	}

	@Test
	@DisplayName("F7 the head never comes: the first-token clock, and the connection is closed")
	void noHead() {
		try (ScriptedServer server = ScriptedServer.start()) {
			server.always(ConnectionScript.onRequest());
			try (Wired wired = Wired.to(server.url())) {
				Reading<ChatCompletion> reading = wired.create();
				assertThat(server.connection(1, Reading.PATIENCE).awaitRequests(1, Reading.PATIENCE)).isTrue();
				wired.ticker().advance(Duration.ofMillis(59_999));
				assertThat(reading.terminals()).isZero();
				wired.ticker().advance(Duration.ofMillis(1));
				CallTimeoutException failure = reading.failed(CallTimeoutException.class);
				assertThat(failure.clock()).isEqualTo(Clock.FIRST_TOKEN);
				assertThat(failure.retryable()).isTrue();
				assertThat(Wired.outcomes(failure)).containsExactly("timeout_first_token");
				assertThat(server.connection(1, Reading.PATIENCE).awaitClosedByClient(Reading.PATIENCE)).isTrue();
			}
		}
	}

	@Test
	@DisplayName("F8 a head that trickles doesn't wind the clock up, nor does its end")
	void slowHead() {
		try (ScriptedServer server = ScriptedServer.start()) {
			Gate second = new Gate();
			Gate body = new Gate();
			server.next(ConnectionScript.onRequest()
				.send("HTTP/1.1 200 OK\r\n")
				.hold(second)
				.send("Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
				.sendChunk(Sse.ROLE)
				.hold(body));
			try (Wired wired = Wired.to(server.url())) {
				Reading<ChatCompletionChunk> reading = wired.stream();
				assertThat(second.awaitReached(Reading.PATIENCE)).isTrue();
				wired.ticker().advance(Duration.ofSeconds(40));
				second.open();
				assertThat(body.awaitReached(Reading.PATIENCE)).isTrue();
				wired.ticker().advance(Duration.ofSeconds(19));
				assertThat(reading.terminals()).isZero();
				wired.ticker().advance(Duration.ofSeconds(1));
				assertThat(reading.failed(CallTimeoutException.class).clock()).isEqualTo(Clock.FIRST_TOKEN);
			}
		}
	}

	@Test
	@DisplayName("F31 the pool is exhausted: typed and local, after the configured wait")
	void poolExhausted() {
		try (ScriptedServer server = ScriptedServer.start()) {
			server.always(ConnectionScript.onRequest());
			try (Wired wired = Wired.to(server.url(),
					(p) -> p.http((http) -> http.maxConnections(1).pendingAcquireTimeout(Duration.ofMillis(50))))) {
				Reading<ChatCompletion> holder = wired.create();
				assertThat(server.connection(1, Reading.PATIENCE).awaitRequests(1, Reading.PATIENCE)).isTrue();
				ConnectionFailedException failure = wired.create().failed(ConnectionFailedException.class);
				assertThat(failure.reason()).isEqualTo(Reason.POOL_EXHAUSTED);
				assertThat(failure.retryable()).isFalse();
				assertThat(failure).hasMessageContaining("1 connections");
				assertThat(wired.inFlight()).isEqualTo(1);
				holder.cancel();
				assertThat(server.connections().awaitOpen(0, Reading.PATIENCE)).isTrue();
				Reading<ChatCompletion> next = wired.create();
				assertThat(server.connection(2, Reading.PATIENCE).awaitRequests(1, Reading.PATIENCE)).isTrue();
				next.cancel();
			}
		}
	}

	@Test
	@DisplayName("F31 the queue of the pool is bounded")
	void poolQueueFull() {
		try (ScriptedServer server = ScriptedServer.start()) {
			server.always(ConnectionScript.onRequest());
			try (Wired wired = Wired.to(server.url(),
					(p) -> p.http((http) -> http.maxConnections(1).pendingAcquireTimeout(Duration.ofMinutes(5)))
						.resilience((all) -> all.withBulkhead(new BulkheadSettings(false, null, null, null))))) {
				List<Reading<ChatCompletion>> waiting = new ArrayList<>();
				waiting.add(wired.create());
				assertThat(server.connection(1, Reading.PATIENCE).awaitRequests(1, Reading.PATIENCE)).isTrue();
				// Two for each connection, and room for those who have gone.
				for (int i = 0; i < 1002; i++) {
					waiting.add(wired.create());
				}
				ConnectionFailedException failure = wired.create().failed(ConnectionFailedException.class);
				assertThat(failure.reason()).isEqualTo(Reason.POOL_EXHAUSTED);
				waiting.forEach(Reading::cancel);
			}
		}
	}

	/**
	 * Gives every name the same addresses.
	 */
	private static final class Names extends AddressResolverGroup<InetSocketAddress> {

		private final List<String> addresses;

		private Names(List<String> addresses) {
			this.addresses = addresses;
		}

		@Override
		protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
			return new InetNameResolver(executor) {

				@Override
				protected void doResolve(String name, Promise<InetAddress> promise) throws UnknownHostException {
					promise.setSuccess(InetAddress.getByName(Names.this.addresses.get(0)));
				}

				@Override
				protected void doResolveAll(String name, Promise<List<InetAddress>> promise)
						throws UnknownHostException {
					List<InetAddress> all = new ArrayList<>();
					for (String address : Names.this.addresses) {
						all.add(InetAddress.getByName(address));
					}
					promise.setSuccess(all);
				}

			}.asAddressResolver();
		}

	}

}
