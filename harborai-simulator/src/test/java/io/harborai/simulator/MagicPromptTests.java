package io.harborai.simulator;

import java.io.IOException;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.harborai.simulator.VendorClient.ask;
import static org.assertj.core.api.Assertions.assertThat;

class MagicPromptTests {

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final VendorClient client = new VendorClient();

	@AfterEach
	void stop() {
		this.vendor.close();
	}

	@Test
	void errorAnswersTheStatus() {
		assertThat(post("!error 503").statusCode()).isEqualTo(503);
		assertThat(post(" !error 401 please").statusCode()).isEqualTo(401);
		assertThat(post("!error").statusCode()).isEqualTo(500);
	}

	@Test
	void ordinaryWordsAreNoMagic() {
		assertThat(post("!important").statusCode()).isEqualTo(200);
		assertThat(post("What is !error 503?").statusCode()).isEqualTo(200);
	}

	@Test
	void aScriptGoesFirst() {
		this.vendor.next(Reply.status(429));
		assertThat(post("!error 503").statusCode()).isEqualTo(429);
	}

	@Test
	void stallFallsSilent() throws IOException {
		try (RawClient raw = stream("!stall")) {
			raw.readUntil("data: ");
			raw.readUntilSilent();
			assertThat(raw.received()).doesNotContain("[DONE]");
			assertThat(VendorClient.data(raw.received())).hasSize(6);
		}
	}

	@Test
	void resetAndTruncateBreakOff() throws IOException {
		try (RawClient raw = stream("!reset")) {
			assertThat(raw.readToEnd()).isEqualTo(RawClient.End.RESET);
			assertThat(VendorClient.data(raw.received())).hasSize(6);
		}
		try (RawClient raw = stream("!truncate")) {
			assertThat(raw.readUntil("\r\n0\r\n\r\n")).doesNotContain("[DONE]");
		}
	}

	@Test
	void midstreamErrorSendsTheErrorEvent() throws IOException {
		try (RawClient raw = stream("!midstream-error")) {
			assertThat(raw.readUntil("\r\n0\r\n\r\n")).contains("{\"error\":{");
		}
	}

	@Test
	void slowStreamsOneTokenAfterTheOther() throws IOException {
		try (RawClient raw = stream("!slow")) {
			raw.readUntil("data: ");
			raw.readUntilSilent();
			assertThat(VendorClient.data(raw.received())).hasSizeLessThan(20);
		}
	}

	private HttpResponse<String> post(String question) {
		return this.client.post(this.vendor.baseUrl(Dialect.OPENAI) + "/chat/completions",
				"{" + ask("gpt-4.1-mini", question) + "}");
	}

	private RawClient stream(String question) throws IOException {
		return new RawClient(this.vendor.port()).chat(Dialect.OPENAI,
				"\"stream\":true," + ask("gpt-4.1-mini", question));
	}

}
