package io.harborai.simulator;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.harborai.simulator.VendorClient.ask;
import static io.harborai.simulator.VendorClient.at;
import static io.harborai.simulator.VendorClient.has;
import static io.harborai.simulator.VendorClient.joined;
import static io.harborai.simulator.VendorClient.json;
import static org.assertj.core.api.Assertions.assertThat;

class OpenAiDialectTests {

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final VendorClient client = new VendorClient();

	private final String url = this.vendor.baseUrl(Dialect.OPENAI);

	@AfterEach
	void stop() {
		this.vendor.close();
	}

	@Test
	void answersInOnePiece() {
		Object answer = this.client.chat(this.url, ask("gpt-4.1-mini", "Hello"));
		assertThat(at(answer, "id").toString()).matches("chatcmpl-[0-9A-Za-z]{29}");
		assertThat(has(answer, "choices.0.message", "refusal")).isTrue();
		assertThat((List<?>) at(answer, "choices.0.message.annotations")).isEmpty();
		assertThat(at(answer, "usage.completion_tokens_details.reasoning_tokens")).isEqualTo(0);
		assertThat(at(answer, "service_tier")).isEqualTo("default");
	}

	@Test
	void countsReasoningWithoutShowingIt() {
		this.vendor.next(Reply.answer().reasoning("secret").text("open"));
		Object answer = this.client.chat(this.url, ask("gpt-5", "Hello"));
		assertThat(has(answer, "choices.0.message", "reasoning_content")).isFalse();
		assertThat((int) at(answer, "usage.completion_tokens_details.reasoning_tokens")).isPositive();
		List<Object> events = this.client.stream(this.url, ask("gpt-5", "Hello"));
		assertThat(events).noneMatch((event) -> has(event, "choices.0.delta", "reasoning_content"));
	}

	@Test
	void streamsTheRoleFirstAndAnEmptyDeltaLast() {
		List<Object> events = this.client.stream(this.url, ask("gpt-4.1-mini", "Hello"));
		assertThat(at(events.get(0), "choices.0.delta.role")).isEqualTo("assistant");
		assertThat(at(events.get(0), "choices.0.delta.content")).isEqualTo("");
		Object last = events.get(events.size() - 1);
		assertThat(at(last, "choices.0.delta")).isEqualTo(Map.of());
		assertThat(at(last, "choices.0.finish_reason")).isEqualTo("stop");
		assertThat(joined(events, "choices.0.delta.content")).contains("Hello");
		assertThat(events).allMatch((event) -> at(event, "obfuscation") instanceof String);
	}

	@Test
	void reportsUsageInAChunkOfItsOwnIfAsked() {
		List<Object> asked = this.client.stream(this.url,
				ask("gpt-4.1-mini", "Hello") + ",\"stream_options\":{\"include_usage\":true}");
		Object last = asked.get(asked.size() - 1);
		assertThat((List<?>) at(last, "choices")).isEmpty();
		assertThat((int) at(last, "usage.total_tokens")).isPositive();
		List<Object> unasked = this.client.stream(this.url, ask("gpt-4.1-mini", "Hello"));
		assertThat(unasked).noneMatch((event) -> event instanceof Map<?, ?> map && map.containsKey("usage"));
	}

	@Test
	void answersSeveralChoices() {
		Object answer = this.client.chat(this.url, ask("gpt-4.1-mini", "Hello") + ",\"n\":3");
		assertThat((List<?>) at(answer, "choices")).hasSize(3);
		assertThat(at(answer, "choices.2.index")).isEqualTo(2);
		this.vendor.next(Reply.answer().text("one two"));
		List<Object> events = this.client.stream(this.url, ask("gpt-4.1-mini", "Hello") + ",\"n\":2");
		List<Object> second = events.stream().filter((event) -> at(event, "choices.0.index").equals(1)).toList();
		assertThat(joined(second, "choices.0.delta.content")).isEqualTo("one two");
		assertThat(at(second.get(second.size() - 1), "choices.0.finish_reason")).isEqualTo("stop");
	}

	@Test
	void answersToolCallsWithoutContent() {
		this.vendor.next(Reply.answer().toolCall("weather", "{}"));
		Object answer = this.client.chat(this.url, ask("gpt-4.1-mini", "Hello"));
		assertThat(has(answer, "choices.0.message", "content")).isTrue();
		assertThat(at(answer, "choices.0.message.content")).isNull();
		assertThat(has(answer, "choices.0.message.tool_calls.0", "index")).isFalse();
		assertThat(at(answer, "choices.0.finish_reason")).isEqualTo("tool_calls");
	}

	@Test
	void showsItsLimitsInHeaders() {
		HttpResponse<String> response = this.client.get(this.url + "/models");
		assertThat(response.headers().firstValue("x-request-id").orElseThrow()).startsWith("req_");
		assertThat(response.headers().firstValue("x-ratelimit-reset-requests")).contains("6ms");
		assertThat(response.headers().firstValue("openai-processing-ms")).isPresent();
	}

	@Test
	void answersWithItsOwnErrors() {
		this.vendor.next(Reply.status(429)).next(Reply.status(402)).next(Reply.status(503));
		assertThat(at(json(this.client.get(this.url + "/models").body()), "error.code"))
			.isEqualTo("rate_limit_exceeded");
		HttpResponse<String> quota = this.client.get(this.url + "/models");
		assertThat(quota.statusCode()).isEqualTo(429);
		assertThat(at(json(quota.body()), "error.code")).isEqualTo("insufficient_quota");
		assertThat(at(json(this.client.get(this.url + "/models").body()), "error.code"))
			.isEqualTo("server_is_overloaded");
	}

	@Test
	void listsModelsWithTheirAge() {
		Object list = json(this.client.get(this.url + "/models").body());
		assertThat(has(list, "data.0", "created")).isTrue();
		assertThat(at(list, "data.0.object")).isEqualTo("model");
	}

}
