package io.harborai.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.harborai.simulator.VendorClient.PATIENCE;
import static io.harborai.simulator.VendorClient.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ConnectionTests {

	private static final String UNARY = ask("gpt-4.1-mini", "Hello");

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final VendorClient client = new VendorClient();

	@AfterEach
	void stop() {
		this.vendor.close();
	}

	@Test
	void keepsAConnectionForManyCalls() {
		for (int i = 0; i < 50; i++) {
			this.client.chat(this.vendor.baseUrl(Dialect.OPENAI), UNARY);
			this.client.stream(this.vendor.baseUrl(Dialect.DEEPSEEK), UNARY);
		}
		assertThat(this.vendor.connections().opened()).isOne();
		assertThat(this.vendor.connections().open()).isOne();
		assertThat(this.vendor.requests()).hasSize(100).allMatch((request) -> request.connectionId() == 1);
	}

	@Test
	void answersPipelinedRequestsInOrder() throws IOException {
		try (RawClient raw = new RawClient(this.vendor.port())) {
			for (int i = 0; i < 500; i++) {
				this.vendor.next(Reply.answer().text("answer-" + i + "."));
			}
			for (int i = 0; i < 500; i++) {
				raw.chat(Dialect.OPENAI, UNARY);
			}
			raw.readUntil("answer-499.");
			assertThat(raw.received().indexOf("answer-7.")).isLessThan(raw.received().indexOf("answer-8."));
		}
	}

	@Test
	void knowsWhoClosed() throws IOException {
		new RawClient(this.vendor.port()).close();
		assertThat(this.vendor.connections().awaitClosedByClient(1, PATIENCE)).isTrue();
		new RawClient(this.vendor.port()).chat(Dialect.OPENAI, UNARY).reset();
		assertThat(this.vendor.connections().awaitClosedByClient(2, PATIENCE)).isTrue();
		try (RawClient raw = new RawClient(this.vendor.port())) {
			assertThat(this.vendor.connections().awaitOpen(1, PATIENCE)).isTrue();
			this.vendor.closeConnections();
			assertThat(raw.readToEnd()).isEqualTo(RawClient.End.CLOSED);
		}
		assertThat(this.vendor.connections().awaitOpen(0, PATIENCE)).isTrue();
		assertThat(this.vendor.connections().closedByClient()).isEqualTo(2);
	}

	@Test
	void recordsRequests() {
		this.client.post(this.vendor.baseUrl(Dialect.DOUBAO) + "/chat/completions?x=1", "{\"model\":\"模型\"}",
				"Authorization", "Bearer k", "X-Two", "a", "X-Two", "b");
		RecordedRequest request = this.vendor.takeRequest(PATIENCE);
		assertThat(request.dialect()).isEqualTo(Dialect.DOUBAO);
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.path()).isEqualTo("/doubao/api/v3/chat/completions?x=1");
		assertThat(request.headers().get("x-two")).containsExactly("a", "b");
		assertThat(request.header("AUTHORIZATION")).isEqualTo("Bearer k");
		assertThat(request.body()).isEqualTo("{\"model\":\"模型\"}");
		assertThat(request.bodyAsMap()).isEqualTo(Map.of("model", "模型"));
		assertThat(request.receivedAtNanos()).isLessThanOrEqualTo(System.nanoTime());
		assertThat(request).hasToString("POST /doubao/api/v3/chat/completions on connection 1");
		assertThatExceptionOfType(NoSuchElementException.class)
			.isThrownBy(() -> this.vendor.takeRequest(Duration.ZERO));
	}

	@Test
	void recordsWhatIsNoVendorsToo() {
		assertThat(this.client.get("http://127.0.0.1:" + this.vendor.port() + "/nothing").statusCode()).isEqualTo(404);
		RecordedRequest request = this.vendor.takeRequest(PATIENCE);
		assertThat(request.path()).isEqualTo("/nothing");
		assertThatIllegalStateException().isThrownBy(request::dialect);
		assertThatIllegalStateException().isThrownBy(request::bodyAsMap);
	}

	@Test
	void keepsNoMoreRequestsThanAskedTo() {
		try (SimulatedVendor small = SimulatedVendor.builder().recordedRequests(2).build();
				SimulatedVendor none = SimulatedVendor.builder().recordedRequests(0).build()) {
			for (String name : List.of("a", "b", "c")) {
				this.client.get(small.baseUrl(Dialect.OPENAI) + "/" + name);
				this.client.get(none.baseUrl(Dialect.OPENAI) + "/" + name);
			}
			assertThat(small.requests()).extracting(RecordedRequest::path)
				.containsExactly("/openai/v1/b", "/openai/v1/c");
			assertThat(none.requests()).isEmpty();
		}
	}

	@Test
	void takesABodyInChunksAfterContinue() throws IOException {
		try (RawClient raw = new RawClient(this.vendor.port())) {
			raw.send("POST /openai/v1/chat/completions HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
					+ "Transfer-Encoding: chunked\r\n\r\n");
			raw.readUntil("HTTP/1.1 100 Continue\r\n\r\n");
			String body = "{" + UNARY + "}";
			raw.send("1\r\n{\r\n" + Integer.toHexString(body.length() - 1) + "\r\n" + body.substring(1)
					+ "\r\n0\r\n\r\n");
			raw.readUntil("HTTP/1.1 200 OK");
		}
		assertThat(this.vendor.takeRequest(PATIENCE).body()).isEqualTo("{" + UNARY + "}");
	}

	@Test
	void refusesWhatIsNotHttp() throws IOException {
		try (RawClient raw = new RawClient(this.vendor.port())) {
			raw.send("NONSENSE\r\n\r\n");
			assertThat(raw.readToEnd()).isNotEqualTo(RawClient.End.SILENT);
			assertThat(raw.received()).startsWith("HTTP/1.1 400");
		}
		assertThat(this.vendor.requests()).isEmpty();
	}

	@Test
	void listensOnAllAddressesIfToldTo() {
		try (SimulatedVendor open = SimulatedVendor.builder().host("0.0.0.0").build()) {
			assertThat(open.baseUrl(Dialect.OPENAI)).isEqualTo("http://127.0.0.1:" + open.port() + "/openai/v1");
			assertThat(this.client.get(open.baseUrl(Dialect.OPENAI) + "/models").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void aTakenPortIsAnErrorThatLeavesNothingBehind() {
		long before = threads();
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> SimulatedVendor.builder().port(this.vendor.port()).build());
		assertThat(threads()).isEqualTo(before);
	}

	@Test
	void aSlowReaderSlowsAFastStream() throws IOException {
		this.vendor.next(Reply.answer().text("word ".repeat(200_000)));
		try (RawClient raw = new RawClient(this.vendor.port()).chat(Dialect.OPENAI, "\"stream\":true," + UNARY)) {
			raw.readUntil("200 OK");
			// while nothing reads, another call is served by the same few threads
			this.client.chat(this.vendor.baseUrl(Dialect.OPENAI), UNARY);
			assertThat(this.vendor.inFlight()).isOne();
		}
		assertThat(this.vendor.connections().awaitClosedByClient(1, PATIENCE)).isTrue();
	}

	@Test
	void closesEverythingWithAnswersUnderWay() throws IOException {
		SimulatedVendor other = SimulatedVendor.start();
		List<RawClient> clients = new ArrayList<>();
		for (Reply reply : List.of(Reply.neverAnswer(), Reply.answer().stallAfter(1), Reply.gate(new Gate()),
				Reply.answer().tokensPerSecond(0.1), Reply.answer().latency(Duration.ofHours(1)))) {
			other.next(reply);
			clients.add(new RawClient(other.port()).chat(Dialect.OPENAI, "\"stream\":true," + UNARY));
			other.takeRequest(PATIENCE);
		}
		other.close();
		other.close();
		for (RawClient raw : clients) {
			assertThat(raw.readToEnd()).isNotEqualTo(RawClient.End.SILENT);
			raw.close();
		}
		assertThat(other.connections().closedByClient()).isZero();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new RawClient(other.port()).close());
	}

	@Test
	void leavesNoThread() {
		SimulatedVendor other = SimulatedVendor.builder().threads(3).build();
		for (int i = 0; i < 6; i++) {
			new VendorClient().chat(other.baseUrl(Dialect.OPENAI), UNARY);
		}
		long before = threads();
		other.close();
		assertThat(threads()).isEqualTo(before - 3);
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("simulated-vendor"))
			.count();
	}

}
