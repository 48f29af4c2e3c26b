package io.harborai.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.harborai.simulator.VendorClient.ask;
import static io.harborai.simulator.VendorClient.at;
import static io.harborai.simulator.VendorClient.json;
import static org.assertj.core.api.Assertions.assertThat;

class FaultTests {

	private static final String UNARY = ask("deepseek-flash", "Hello") + ",\"thinking\":{\"type\":\"disabled\"}";

	private static final String STREAM = "\"stream\":true," + UNARY;

	private static final Reply ANSWER = Reply.answer().text("one two three four five six");

	private final SimulatedVendor vendor = SimulatedVendor.start();

	@AfterEach
	void stop() {
		this.vendor.close();
	}

	@Test
	void stallsWithTheSocketOpen() throws IOException {
		this.vendor.next(ANSWER.stallAfter(2));
		try (RawClient client = open(STREAM)) {
			client.readUntil("\" two\"");
			client.readUntilSilent();
			assertThat(client.received()).doesNotContain(" three");
			assertThat(this.vendor.connections().open()).isOne();
		}
	}

	@Test
	void resetsTheConnection() throws IOException {
		this.vendor.next(ANSWER.resetAfter(2));
		try (RawClient client = open(STREAM)) {
			assertThat(client.readToEnd()).isEqualTo(RawClient.End.RESET);
			assertThat(client.received()).contains(" two").doesNotContain(" three");
		}
		assertThat(this.vendor.connections().awaitOpen(0, VendorClient.PATIENCE)).isTrue();
		assertThat(this.vendor.connections().closedByClient()).isZero();
	}

	@Test
	void truncatesCleanlyAndKeepsTheConnection() throws IOException {
		this.vendor.next(ANSWER.truncateAfter(2));
		try (RawClient client = open(STREAM)) {
			assertThat(client.readUntil("\r\n0\r\n\r\n")).contains(" two")
				.doesNotContain(" three", "[DONE]", "\"stop\"");
			client.chat(Dialect.DEEPSEEK, STREAM).readUntil("[DONE]");
			assertThat(this.vendor.connections().opened()).isOne();
		}
	}

	@Test
	void cutsWithinAChunk() throws IOException {
		this.vendor.next(ANSWER.cutAfter(2));
		try (RawClient client = open(STREAM)) {
			assertThat(client.readToEnd()).isEqualTo(RawClient.End.CLOSED);
			assertThat(client.received()).contains(" two").doesNotContain(" three").endsWith("400\r\ndata: {\"id\":");
		}
	}

	@ParameterizedTest
	@EnumSource(Dialect.class)
	void sendsTheVendorsErrorEvent(Dialect dialect) throws IOException {
		this.vendor.next(ANSWER.errorEventAfter(1, "went_wrong", "It went wrong."));
		try (RawClient client = new RawClient(this.vendor.port())) {
			client.chat(dialect, "\"stream\":true,\"thinking\":{\"type\":\"disabled\"}," + ask("m", "Hello"));
			String body = client.readUntil("\r\n0\r\n\r\n");
			assertThat(body).contains("\"one\"").doesNotContain(" two", "[DONE]");
			Object error = json(VendorClient.data(body).get(VendorClient.data(body).size() - 1));
			assertThat(at(error, "error.code")).isEqualTo("went_wrong");
			assertThat(at(error, "error.message").toString()).startsWith("It went wrong.");
		}
	}

	@Test
	void leavesDoneOut() throws IOException {
		this.vendor.next(ANSWER.noDone());
		try (RawClient client = open(STREAM)) {
			assertThat(client.readUntil("\r\n0\r\n\r\n")).contains("\"finish_reason\":\"stop\"")
				.doesNotContain("[DONE]");
		}
	}

	@Test
	void keepsTheBodyOpenAfterDone() throws IOException {
		this.vendor.next(ANSWER.doneThenKeepOpen());
		try (RawClient client = open(STREAM)) {
			client.readUntil("[DONE]\n\n\r\n");
			assertThat(client.staysSilent()).isTrue();
		}
	}

	@Test
	void sendsJunkAfterDone() throws IOException {
		this.vendor.next(ANSWER.junkAfterDone("more".getBytes(StandardCharsets.US_ASCII)));
		try (RawClient client = open(STREAM)) {
			assertThat(client.readUntil("\r\n0\r\n\r\n")).endsWith("[DONE]\n\n\r\n4\r\nmore\r\n0\r\n\r\n");
		}
	}

	@Test
	void breaksAnAnswerInOnePieceToo() throws IOException {
		this.vendor.next(ANSWER.cutAfter(10)).next(ANSWER.resetAfter(10)).next(ANSWER.truncateAfter(10));
		try (RawClient client = open(UNARY)) {
			assertThat(client.readToEnd()).isEqualTo(RawClient.End.CLOSED);
			assertThat(client.received()).containsIgnoringCase("content-length");
			assertThat(client.body()).hasSize(10);
		}
		try (RawClient client = open(UNARY)) {
			assertThat(client.readToEnd()).isEqualTo(RawClient.End.RESET);
			assertThat(client.body()).hasSize(10);
		}
		try (RawClient client = open(UNARY)) {
			assertThat(client.readUntil("\r\n0\r\n\r\n")).contains("\r\n\r\na\r\n{");
		}
	}

	@Test
	void aFaultBeyondTheEndOfABodyStillShows() throws IOException {
		this.vendor.next(ANSWER.cutAfter(1_000_000)).next(ANSWER.truncateAfter(1_000_000));
		try (RawClient client = open(UNARY)) {
			assertThat(client.readToEnd()).isEqualTo(RawClient.End.CLOSED);
			assertThat(client.body()).startsWith("{").doesNotEndWith("}}");
		}
		try (RawClient client = open(STREAM)) {
			assertThat(client.readUntil("\r\n0\r\n\r\n")).contains(" six").doesNotContain("\"stop\"");
		}
	}

	@Test
	void answersAnErrorWithStatus200() throws IOException {
		this.vendor.next(ANSWER.errorEventAfter(0, "went_wrong", "It went wrong."));
		try (RawClient client = open(UNARY)) {
			assertThat(client.readUntil("}}")).startsWith("HTTP/1.1 200 OK").contains("\"code\":\"went_wrong\"");
		}
	}

	@Test
	void answersGarbageAndCloses() throws IOException {
		this.vendor.next(Reply.garbage());
		try (RawClient client = open(UNARY)) {
			assertThat(client.readToEnd()).isEqualTo(RawClient.End.CLOSED);
			assertThat(client.received()).isNotEmpty().doesNotContain("HTTP");
		}
	}

	@Test
	void closesAtOnce() throws IOException {
		this.vendor.next(Reply.closeAtOnce());
		try (RawClient client = open(UNARY)) {
			assertThat(client.readToEnd()).isEqualTo(RawClient.End.CLOSED);
			assertThat(client.received()).isEmpty();
		}
	}

	@Test
	void resetsAtOnce() throws IOException {
		this.vendor.next(Reply.resetAtOnce());
		try (RawClient client = open(UNARY)) {
			assertThat(client.readToEnd()).isEqualTo(RawClient.End.RESET);
			assertThat(client.received()).isEmpty();
		}
	}

	@Test
	void neverAnswers() throws IOException {
		this.vendor.next(Reply.neverAnswer());
		try (RawClient client = open(UNARY)) {
			this.vendor.takeRequest(VendorClient.PATIENCE);
			assertThat(client.staysSilent()).isTrue();
			assertThat(this.vendor.inFlight()).isOne();
		}
		assertThat(this.vendor.connections().awaitClosedByClient(1, VendorClient.PATIENCE)).isTrue();
		assertThat(this.vendor.inFlight()).isZero();
	}

	@Test
	void answersHtmlAndNothing() throws IOException {
		this.vendor.next(Reply.html()).next(Reply.empty());
		try (RawClient client = open(UNARY)) {
			assertThat(client.readUntil("</html>\n")).contains("200 OK", "text/html");
			client.chat(Dialect.DEEPSEEK, UNARY);
			assertThat(client.readUntil("content-length: 0\r\n\r\n")).contains("</html>\nHTTP/1.1 200 OK");
		}
	}

	private RawClient open(String fields) throws IOException {
		return new RawClient(this.vendor.port()).chat(Dialect.DEEPSEEK, fields);
	}

}
