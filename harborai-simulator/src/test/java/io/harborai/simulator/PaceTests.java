package io.harborai.simulator;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.harborai.simulator.VendorClient.ask;
import static org.assertj.core.api.Assertions.assertThat;

class PaceTests {

	private static final String UNARY = ask("gpt-4.1-mini", "Hello");

	private static final String STREAM = "\"stream\":true," + UNARY;

	private final SimulatedVendor vendor = SimulatedVendor.start();

	@AfterEach
	void stop() {
		this.vendor.close();
	}

	@Test
	void sendsAStreamAtItsPace() throws IOException {
		this.vendor.next(Reply.answer().text("a b c d e f g h i j k").tokensPerSecond(100));
		long start = System.nanoTime();
		try (RawClient client = new RawClient(this.vendor.port()).chat(Dialect.OPENAI, STREAM)) {
			client.readUntil("[DONE]");
		}
		// ten tokens after the first at 100 a second; a lower bound holds on any machine
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
	}

	@Test
	void anAnswerInOnePieceComesWithItsLastToken() throws IOException {
		this.vendor.next(Reply.answer().text("a b c d e f g h i j").tokensPerSecond(100));
		long start = System.nanoTime();
		try (RawClient client = new RawClient(this.vendor.port()).chat(Dialect.OPENAI, UNARY)) {
			client.readUntil("HTTP/1.1");
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
	}

	@Test
	void sendsTheHeadBeforeAFirstTokenThatIsLate() throws IOException {
		this.vendor.next(Reply.answer().firstToken(Duration.ofHours(1)))
			.next(Reply.answer().latency(Duration.ofHours(1)))
			.next(Reply.closeAtOnce().latency(Duration.ofMillis(50)));
		try (RawClient client = new RawClient(this.vendor.port()).chat(Dialect.OPENAI, STREAM)) {
			client.readUntil("\r\n\r\n");
			assertThat(client.staysSilent()).isTrue();
		}
		try (RawClient client = new RawClient(this.vendor.port()).chat(Dialect.OPENAI, STREAM)) {
			assertThat(client.staysSilent()).isTrue();
			assertThat(client.received()).isEmpty();
		}
		try (RawClient client = new RawClient(this.vendor.port()).chat(Dialect.OPENAI, STREAM)) {
			assertThat(client.readToEnd()).isEqualTo(RawClient.End.CLOSED);
		}
	}

	@Test
	void takesThePaceFromTheServerUnlessTheReplyHasItsOwn() throws IOException {
		try (SimulatedVendor slow = SimulatedVendor.builder()
			.tokensPerSecond(0.001)
			.latency(Duration.ofMillis(1))
			.build()) {
			slow.next(Reply.answer().tokensPerSecond(0)).next(Reply.answer().text("one two"));
			try (RawClient client = new RawClient(slow.port()).chat(Dialect.OPENAI, STREAM)) {
				client.readUntil("[DONE]");
			}
			try (RawClient client = new RawClient(slow.port()).chat(Dialect.OPENAI, STREAM)) {
				client.readUntil("\"one\"");
				client.readUntilSilent();
				assertThat(client.received()).doesNotContain(" two");
			}
		}
	}

}
