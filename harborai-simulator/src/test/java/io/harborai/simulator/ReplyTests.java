package io.harborai.simulator;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.harborai.simulator.VendorClient.ask;
import static io.harborai.simulator.VendorClient.at;
import static io.harborai.simulator.VendorClient.joined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ReplyTests {

	private static final String QUESTION = ask("gpt-4.1-mini", "Hello");

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final VendorClient client = new VendorClient();

	private final String url = this.vendor.baseUrl(Dialect.OPENAI);

	@AfterEach
	void stop() {
		this.vendor.close();
	}

	@Test
	void playsScriptedRepliesInOrder() {
		this.vendor.next(Reply.answer().text("first")).next(Reply.answer().text("second"));
		assertThat(text()).isEqualTo("first");
		assertThat(text()).isEqualTo("second");
		assertThat(text()).contains("Hello");
	}

	@Test
	void aDialectsOwnScriptGoesFirst() {
		this.vendor.next(Reply.answer().text("common")).next(Dialect.OPENAI, Reply.answer().text("own"));
		this.vendor.always(Reply.answer().text("always"))
			.always(Dialect.DEEPSEEK, Reply.answer().text("not for this dialect"));
		assertThat(text()).isEqualTo("own");
		assertThat(text()).isEqualTo("common");
		assertThat(text()).isEqualTo("always");
		assertThat(text()).isEqualTo("always");
	}

	@Test
	void resetForgetsScriptsAndRequests() {
		this.vendor.always(Reply.status(500)).next(Reply.status(500));
		text();
		this.vendor.reset();
		assertThat(this.vendor.requests()).isEmpty();
		assertThat(text()).contains("Hello");
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void choosesByTheRequest() {
		this.vendor.always(Reply
			.script((request) -> request.body().contains("Hello") ? Reply.answer().text("yes") : Reply.status(500)));
		assertThat(text()).isEqualTo("yes");
		assertThat(this.client.post(this.url + "/chat/completions", "{}").statusCode()).isEqualTo(500);
	}

	@Test
	void aChoiceThatFailsAnswersAnError() {
		this.vendor.always(Reply.script((request) -> {
			throw new IllegalStateException("test");
		}));
		assertThat(this.client.post(this.url + "/chat/completions", "{}").body()).contains("script_failed");
	}

	@Test
	void fixesContentFinishAndUsage() {
		this.vendor.always(Reply.answer().text("cut o").finish("length").usage(7, 11, 3, 2));
		Object answer = this.client.chat(this.url, QUESTION);
		assertThat(at(answer, "choices.0.finish_reason")).isEqualTo("length");
		assertThat(at(answer, "usage.prompt_tokens")).isEqualTo(7);
		assertThat(at(answer, "usage.total_tokens")).isEqualTo(18);
		assertThat(at(answer, "usage.prompt_tokens_details.cached_tokens")).isEqualTo(3);
		assertThat(at(answer, "usage.completion_tokens_details.reasoning_tokens")).isEqualTo(2);
		this.vendor.always(Reply.answer().noUsage());
		assertThat(at(this.client.chat(this.url, QUESTION), "usage")).isNull();
	}

	@Test
	void textComesAcrossExactlyWhateverItHolds() {
		String hard = "a \"b\" \\ \t\n\r {} 😀👨‍👩‍👧 修复方法  é \u0000\u001f";
		this.vendor.always(Reply.answer().text(hard));
		assertThat(text()).isEqualTo(hard);
		List<Object> events = this.client.stream(this.url, QUESTION);
		assertThat(joined(events, "choices.0.delta.content")).isEqualTo(hard);
		assertThat(events).hasSizeGreaterThan(10);
	}

	@Test
	void setsHeadersInPlaceOfTheVendorsOwn() {
		this.vendor.next(Reply.status(429).retryAfter(Duration.ofMillis(1500)).header("X-Request-ID", "fixed"));
		HttpResponse<String> response = this.client.get(this.url + "/models");
		assertThat(response.headers().firstValue("retry-after")).contains("2");
		assertThat(response.headers().allValues("x-request-id")).containsExactly("fixed");
	}

	@Test
	void sendsRawBytesAndVerbatimEvents() {
		String events = "event: x\r\ndata: 1\r\n\r\n: c\n\ndata: 2\r\rdata: 3";
		this.vendor.next(Reply.raw(418, "text/tea", "short".getBytes(StandardCharsets.UTF_8))).next(Reply.sse(events));
		HttpResponse<String> raw = this.client.get(this.url + "/models");
		assertThat(raw.statusCode()).isEqualTo(418);
		assertThat(raw.body()).isEqualTo("short");
		assertThat(raw.headers().firstValue("content-type")).contains("text/tea");
		HttpResponse<String> stream = this.client.get(this.url + "/models");
		assertThat(stream.body()).isEqualTo(events);
		assertThat(stream.headers().firstValue("content-type")).contains("text/event-stream");
	}

	@Test
	void faultsCountTheEventsOfAVerbatimStream() {
		this.vendor.next(Reply.sse("data: 1\n\n: c\r\n\r\ndata: 2\r\rdata: 3").truncateAfter(3));
		assertThat(this.client.get(this.url + "/models").body()).isEqualTo("data: 1\n\n: c\r\n\r\ndata: 2\r\r");
	}

	@Test
	void cutsABodyIntoPieces() throws IOException {
		String events = "data: 修\n\n";
		this.vendor.next(Reply.sse(events).chunking(Chunking.oneByte()))
			.next(Reply.sse(events).chunking(Chunking.sized(4)))
			.next(Reply.sse(events).chunking(Chunking.random(5)))
			.next(Reply.answer().text("x").chunking(Chunking.sized(2)));
		try (RawClient raw = new RawClient(this.vendor.port())) {
			String one = raw.post("/openai/v1/models", "").readUntil("0\r\n\r\n");
			assertThat(one).contains("\r\n\r\n1\r\nd\r\n1\r\na\r\n1\r\nt\r\n");
			assertThat(one).contains("1\r\n\u00e4\r\n1\r\n\u00bf\r\n1\r\n\u00ae\r\n");
		}
		try (RawClient raw = new RawClient(this.vendor.port())) {
			assertThat(raw.post("/openai/v1/models", "").readUntil("0\r\n\r\n"))
				.contains("\r\n\r\n4\r\ndata\r\n4\r\n: ");
		}
		assertThat(this.client.get(this.url + "/models").body()).isEqualTo(events);
		try (RawClient raw = new RawClient(this.vendor.port())) {
			raw.chat(Dialect.OPENAI, QUESTION);
			assertThat(raw.readUntil("0\r\n\r\n")).contains("\r\n\r\n2\r\n{\"\r\n2\r\nid\r\n");
		}
	}

	@Test
	void sendsKeepAlivesBeforeTheBody() throws IOException {
		this.vendor.always(Reply.answer().text("x").keepAlives(3, Duration.ofMillis(1)));
		try (RawClient raw = new RawClient(this.vendor.port())) {
			raw.chat(Dialect.OPENAI, "\"stream\":true," + QUESTION).readUntil("[DONE]");
			assertThat(VendorClient.data(raw.body())).hasSize(4);
			assertThat(raw.body()).startsWith("e\r\n: keep-alive\n\n\r\n".repeat(3));
		}
		HttpResponse<String> unary = this.client.post(this.url + "/chat/completions", "{" + QUESTION + "}");
		assertThat(unary.body()).startsWith("\n\n\n{");
	}

	@Test
	void closesTheConnectionWhenTheHeaderSaysSo() throws IOException {
		this.vendor.next(Reply.answer().header("Connection", "close"));
		try (RawClient raw = new RawClient(this.vendor.port())) {
			raw.chat(Dialect.OPENAI, QUESTION);
			assertThat(raw.readToEnd()).isEqualTo(RawClient.End.CLOSED);
			assertThat(raw.body()).endsWith("}");
		}
		assertThat(this.vendor.connections().closedByClient()).isZero();
	}

	@Test
	void refusesWhatMakesNoSense() {
		assertThatIllegalStateException().isThrownBy(() -> Reply.status(500).text("x"));
		assertThatIllegalArgumentException().isThrownBy(() -> Reply.answer().stallAfter(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> Chunking.sized(0));
	}

	private String text() {
		Object content = at(this.client.chat(this.url, QUESTION), "choices.0.message.content");
		return String.valueOf(content);
	}

}
