package io.harborai.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.harborai.simulator.VendorClient.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ScriptedServerTests {

	private static final String REQUEST = "POST /x HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody";

	private final ScriptedServer server = ScriptedServer.start();

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void playsSeveralExchangesOnAConnection() throws IOException {
		this.server.next(ConnectionScript.onRequest()
			.respond(200, "text/plain", "one")
			.expectRequest()
			.respond(503, "text/plain", "two")
			.close());
		try (RawClient client = new RawClient(this.server.port())) {
			assertThat(client.send(REQUEST).readUntil("one")).startsWith("HTTP/1.1 200").contains("Content-Length: 3");
			assertThat(client.send(REQUEST).readToEnd()).isEqualTo(RawClient.End.CLOSED);
			assertThat(client.received()).contains("HTTP/1.1 503").endsWith("two");
		}
		ScriptedConnection connection = this.server.connection(1, PATIENCE);
		assertThat(connection.awaitClosed(PATIENCE)).isTrue();
		assertThat(connection.requests()).isEqualTo(2);
		assertThat(connection.receivedText()).isEqualTo(REQUEST + REQUEST);
		assertThat(connection.closedByClient()).isFalse();
	}

	@Test
	void waitsForTheWholeRequest() throws IOException {
		this.server.always(ConnectionScript.onRequest().send("ok"));
		try (RawClient client = new RawClient(this.server.port())) {
			client.send(REQUEST.substring(0, REQUEST.length() - 1));
			assertThat(client.staysSilent()).isTrue();
			client.send("y").readUntil("ok");
		}
		String chunked = "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
		try (RawClient client = new RawClient(this.server.port())) {
			client.send(chunked.substring(0, chunked.length() - 2));
			assertThat(client.staysSilent()).isTrue();
			client.send("\r\n").readUntil("ok");
		}
	}

	@Test
	void resetsInTheMiddleOfAHead() throws IOException {
		this.server.next(ConnectionScript.onRequest().send("HTTP/1.1 200 OK\r\nContent-").reset());
		try (RawClient client = new RawClient(this.server.port()).send(REQUEST)) {
			assertThat(client.readToEnd()).isEqualTo(RawClient.End.RESET);
			assertThat(client.received()).isEqualTo("HTTP/1.1 200 OK\r\nContent-");
		}
	}

	@Test
	void holdsAtAGate() throws IOException {
		Gate gate = new Gate();
		this.server.next(ConnectionScript.onRequest().send("abcdef".getBytes(StandardCharsets.US_ASCII), 2, gate));
		try (RawClient client = new RawClient(this.server.port()).send(REQUEST)) {
			client.readUntil("ab");
			assertThat(gate.awaitReached(PATIENCE)).isTrue();
			assertThat(client.staysSilent()).isTrue();
			gate.open();
			client.readUntil("abcdef");
			assertThat(this.server.connection(1, PATIENCE).awaitScriptOver(PATIENCE)).isTrue();
			assertThat(client.staysSilent()).isTrue();
		}
		assertThat(this.server.connection(1, PATIENCE).awaitClosedByClient(PATIENCE)).isTrue();
		assertThat(this.server.connections().awaitClosedByClient(1, PATIENCE)).isTrue();
	}

	@Test
	void tricklesAndStreams() throws IOException {
		this.server.next(ConnectionScript.onRequest()
			.startStream()
			.sendChunk("data: 修\n\n")
			.trickle("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 2, Duration.ofMillis(2)));
		try (RawClient client = new RawClient(this.server.port()).send(REQUEST)) {
			assertThat(client.readUntil("\n\n\r\n0\r\n\r\n")).contains("\r\n\r\nb\r\ndata: ");
		}
	}

	@Test
	void finishesItsSideAndGoesOnReading() throws IOException {
		this.server.next(ConnectionScript.onRequest().send("half").finish().expectRequest());
		try (RawClient client = new RawClient(this.server.port()).send(REQUEST)) {
			assertThat(client.readToEnd()).isEqualTo(RawClient.End.CLOSED);
			client.send(REQUEST);
			assertThat(this.server.connection(1, PATIENCE).awaitRequests(2, PATIENCE)).isTrue();
		}
		assertThat(this.server.connections().awaitOpen(0, PATIENCE)).isTrue();
		assertThat(this.server.connections().closedByClient()).isZero();
	}

	@Test
	void acceptsAndIsSilentWithoutAScript() throws IOException {
		try (RawClient client = new RawClient(this.server.port()).send(REQUEST)) {
			assertThat(client.staysSilent()).isTrue();
		}
		assertThat(this.server.accepted()).hasSize(1);
	}

	@Test
	void closesBeforeTheRequest() throws IOException {
		this.server.next(ConnectionScript.silent().close()).next(ConnectionScript.silent().reset());
		try (RawClient client = new RawClient(this.server.port())) {
			assertThat(client.readToEnd()).isEqualTo(RawClient.End.CLOSED);
		}
		try (RawClient client = new RawClient(this.server.port())) {
			assertThat(client.readToEnd()).isEqualTo(RawClient.End.RESET);
		}
	}

	@Test
	void stopsReading() throws IOException {
		this.server.next(ConnectionScript.onRequest().stopReading().send("full"));
		try (RawClient client = new RawClient(this.server.port()).send(REQUEST)) {
			client.readUntil("full");
			client.send("more");
			assertThat(client.staysSilent()).isTrue();
			assertThat(this.server.connection(1, PATIENCE).receivedText()).isEqualTo(REQUEST);
		}
	}

	@Test
	void saysWhenAConnectionDoesNotCome() {
		assertThatExceptionOfType(NoSuchElementException.class)
			.isThrownBy(() -> this.server.connection(1, Duration.ZERO));
	}

	@Test
	void leavesNoThread() {
		ScriptedServer other = ScriptedServer.start();
		long before = threads();
		other.close();
		assertThat(threads()).isEqualTo(before - 1);
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("scripted-server"))
			.count();
	}

}
