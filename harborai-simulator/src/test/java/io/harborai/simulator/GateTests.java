package io.harborai.simulator;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.harborai.simulator.VendorClient.PATIENCE;
import static io.harborai.simulator.VendorClient.ask;
import static org.assertj.core.api.Assertions.assertThat;

class GateTests {

	private static final String UNARY = ask("gpt-4.1-mini", "Hello");

	private static final String STREAM = "\"stream\":true," + UNARY;

	private final SimulatedVendor vendor = SimulatedVendor.start();

	@AfterEach
	void stop() {
		this.vendor.close();
	}

	@Test
	void holdsAStreamUntilOpened() throws IOException {
		Gate first = new Gate();
		Gate second = new Gate();
		this.vendor.next(Reply.answer().text("one two three").holdAfter(1, first).holdAfter(2, second));
		try (RawClient client = new RawClient(this.vendor.port()).chat(Dialect.OPENAI, STREAM)) {
			client.readUntil("\"one\"");
			assertThat(first.awaitReached(PATIENCE)).isTrue();
			assertThat(second.awaitReached(Duration.ZERO)).isFalse();
			first.open();
			assertThat(client.readUntil(" two")).doesNotContain(" three");
			assertThat(second.awaitReached(PATIENCE)).isTrue();
			second.open();
			client.readUntil("[DONE]");
		}
	}

	@Test
	void holdsTheHead() throws IOException {
		Gate gate = new Gate();
		this.vendor.next(Reply.gate(gate));
		try (RawClient client = new RawClient(this.vendor.port()).chat(Dialect.OPENAI, UNARY)) {
			assertThat(gate.awaitReached(PATIENCE)).isTrue();
			assertThat(client.staysSilent()).isTrue();
			gate.open();
			client.readUntil("HTTP/1.1 200 OK");
		}
	}

	@Test
	void holdsABodyAtAByte() throws IOException {
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().holdAfter(5, gate));
		try (RawClient client = new RawClient(this.vendor.port()).chat(Dialect.OPENAI, UNARY)) {
			client.readUntil("{\"id\"");
			assertThat(gate.awaitReached(PATIENCE)).isTrue();
			assertThat(client.staysSilent()).isTrue();
			gate.open();
			client.readUntil("null}");
		}
	}

	@Test
	void holdsBeforeTheEndAndThenBreaks() throws IOException {
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().text("one two").holdAfter(100, gate))
			.next(Reply.answer().text("one two").holdAfter(1, gate).resetAfter(1));
		try (RawClient client = new RawClient(this.vendor.port()).chat(Dialect.OPENAI, STREAM)) {
			client.readUntil(" two");
			assertThat(gate.awaitReached(PATIENCE)).isTrue();
			assertThat(client.received()).doesNotContain("\"stop\"");
			gate.open();
			client.readUntil("[DONE]");
		}
		try (RawClient client = new RawClient(this.vendor.port()).chat(Dialect.OPENAI, STREAM)) {
			assertThat(client.readToEnd()).isEqualTo(RawClient.End.RESET);
		}
		assertThat(gate.awaitReached(2, PATIENCE)).isTrue();
	}

	@Test
	void holdsManyAtOnce() throws IOException {
		Gate gate = new Gate();
		this.vendor.always(Reply.gate(gate));
		try (RawClient one = new RawClient(this.vendor.port()).chat(Dialect.OPENAI, UNARY);
				RawClient two = new RawClient(this.vendor.port()).chat(Dialect.OPENAI, UNARY)) {
			assertThat(gate.awaitReached(2, PATIENCE)).isTrue();
			assertThat(this.vendor.inFlight()).isEqualTo(2);
			gate.open();
			one.readUntil("200 OK");
			two.readUntil("200 OK");
		}
		assertThat(this.vendor.mostInFlight()).isEqualTo(2);
		assertThat(gate.isOpen()).isTrue();
	}

	@Test
	void aClientMayLeaveWhileHeld() throws IOException {
		Gate gate = new Gate();
		this.vendor.next(Reply.answer().text("one two").holdAfter(1, gate));
		try (RawClient client = new RawClient(this.vendor.port()).chat(Dialect.OPENAI, STREAM)) {
			client.readUntil("\"one\"");
		}
		assertThat(this.vendor.connections().awaitClosedByClient(1, PATIENCE)).isTrue();
		gate.open();
		try (RawClient client = new RawClient(this.vendor.port()).chat(Dialect.OPENAI, STREAM)) {
			client.readUntil("[DONE]");
		}
	}

	@Test
	void mayBeOpenedAfterTheServerIsClosed() throws IOException {
		Gate gate = new Gate();
		SimulatedVendor other = SimulatedVendor.start();
		other.next(Reply.gate(gate));
		try (RawClient client = new RawClient(other.port()).chat(Dialect.OPENAI, UNARY)) {
			assertThat(gate.awaitReached(PATIENCE)).isTrue();
			other.close();
			gate.open();
			assertThat(client.readToEnd()).isEqualTo(RawClient.End.CLOSED);
			assertThat(client.received()).isEmpty();
		}
	}

}
