package io.harborai.simulator;

import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.harborai.simulator.VendorClient.ask;
import static io.harborai.simulator.VendorClient.at;
import static io.harborai.simulator.VendorClient.has;
import static io.harborai.simulator.VendorClient.joined;
import static io.harborai.simulator.VendorClient.json;
import static org.assertj.core.api.Assertions.assertThat;

class DoubaoDialectTests {

	private static final String MODEL = "doubao-seed-1-6-250615";

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final VendorClient client = new VendorClient();

	private final String url = this.vendor.baseUrl(Dialect.DOUBAO);

	@AfterEach
	void stop() {
		this.vendor.close();
	}

	@Test
	void answersInOnePiece() {
		Object answer = this.client.chat(this.url, ask(MODEL, "你好吗?"));
		assertThat(at(answer, "id").toString()).startsWith("02").hasSize(52);
		assertThat(at(answer, "service_tier")).isEqualTo("default");
		assertThat(has(answer, "", "system_fingerprint")).isFalse();
		assertThat(at(answer, "choices.0.message.content").toString()).contains("模拟").contains("你好吗?");
		assertThat(at(answer, "choices.0.message.reasoning_content").toString()).contains("用户");
		assertThat((int) at(answer, "usage.completion_tokens_details.reasoning_tokens")).isPositive();
	}

	@Test
	void modelsWithoutThinkingDoNotReason() {
		Object answer = this.client.chat(this.url, ask("doubao-1-5-pro-32k-character-250715", "Hello"));
		assertThat(has(answer, "choices.0.message", "reasoning_content")).isFalse();
		assertThat(at(answer, "usage.completion_tokens_details.reasoning_tokens")).isEqualTo(0);
	}

	@Test
	void streamsTheRoleOnEveryDelta() {
		List<Object> events = this.client.stream(this.url, ask(MODEL, "Hello"));
		assertThat(events).allMatch((event) -> "assistant".equals(at(event, "choices.0.delta.role")))
			.allMatch((event) -> at(event, "choices.0.delta.content") instanceof String);
		assertThat(at(events.get(0), "choices.0.delta.reasoning_content")).isEqualTo("");
		assertThat(joined(events, "choices.0.delta.reasoning_content")).startsWith("The user asks");
		assertThat(joined(events, "choices.0.delta.content")).contains("Hello");
		assertThat(has(events.get(events.size() - 2), "choices.0.delta", "reasoning_content")).isFalse();
	}

	@Test
	void sendsTheFinishReasonOnTheLastChunkOnly() {
		List<Object> events = this.client.stream(this.url, ask(MODEL, "Hello"));
		assertThat(events.subList(0, events.size() - 1)).noneMatch((event) -> has(event, "choices.0", "finish_reason"));
		assertThat(at(events.get(events.size() - 1), "choices.0.finish_reason")).isEqualTo("stop");
	}

	@Test
	void reportsNoUsageInAStreamUnasked() {
		List<Object> events = this.client.stream(this.url, ask(MODEL, "Hello"));
		assertThat(events).allMatch((event) -> at(event, "usage") == null);
	}

	@Test
	void reportsUsageInAChunkOfItsOwn() {
		List<Object> events = this.client.stream(this.url,
				ask(MODEL, "Hello") + ",\"stream_options\":{\"include_usage\":true}");
		Object last = events.get(events.size() - 1);
		assertThat((List<?>) at(last, "choices")).isEmpty();
		assertThat((int) at(last, "usage.total_tokens")).isPositive();
		assertThat(at(events.get(events.size() - 2), "choices.0.finish_reason")).isEqualTo("stop");
	}

	@Test
	void streamsToolCallsWithEmptyNamesAfterTheFirstFragment() {
		this.vendor.next(Reply.answer().toolCall("weather", "{\"city\":\"Nanjing\"}"));
		List<Object> events = this.client.stream(this.url, ask(MODEL, "Hello"));
		List<Object> calls = events.stream().filter((event) -> has(event, "choices.0.delta", "tool_calls")).toList();
		assertThat(at(calls.get(0), "choices.0.delta.tool_calls.0.function.name")).isEqualTo("weather");
		assertThat(at(calls.get(1), "choices.0.delta.tool_calls.0.function.name")).isEqualTo("");
		assertThat(at(calls.get(1), "choices.0.delta.tool_calls.0.id")).isEqualTo("");
		assertThat(joined(calls, "choices.0.delta.tool_calls.0.function.arguments"))
			.isEqualTo("{\"city\":\"Nanjing\"}");
	}

	@Test
	void givesTheClientsRequestIdBack() {
		HttpResponse<String> response = this.client.post(this.url + "/chat/completions",
				"{" + ask(MODEL, "Hello") + "}", "X-Client-Request-Id", "mine-1");
		assertThat(response.headers().firstValue("X-Client-Request-Id")).contains("mine-1");
		assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
	}

	@Test
	void answersWithItsOwnErrors() {
		this.vendor.next(Reply.status(429)).next(Reply.status(402)).next(Reply.status(500));
		HttpResponse<String> limited = this.client.get(this.url + "/models");
		assertThat(limited.statusCode()).isEqualTo(429);
		assertThat(at(json(limited.body()), "error.code")).isEqualTo("ModelAccountRpmRateLimitExceeded");
		assertThat(at(json(limited.body()), "error.type")).isEqualTo("TooManyRequests");
		assertThat(at(json(limited.body()), "error.message").toString()).contains("Request id: 02");
		HttpResponse<String> overdue = this.client.get(this.url + "/models");
		assertThat(overdue.statusCode()).isEqualTo(403);
		assertThat(at(json(overdue.body()), "error.code")).isEqualTo("AccountOverdueError");
		assertThat(at(json(this.client.get(this.url + "/models").body()), "error.code"))
			.isEqualTo("InternalServiceError");
	}

	@Test
	void listsRetiredModelsToo() {
		Object list = json(this.client.get(this.url + "/models").body());
		List<?> models = (List<?>) at(list, "data");
		assertThat(at(models.get(0), "status")).isEqualTo("Running");
		assertThat(at(models.get(0), "name")).isEqualTo("doubao-seed-1-6");
		assertThat(at(models.get(0), "version")).isEqualTo("250615");
		assertThat(models).filteredOn((model) -> "Shutdown".equals(at(model, "status"))).hasSize(1);
	}

	@Test
	void answersAWrongPathInPlainText() {
		HttpResponse<String> response = this.client.post(this.url + "/v1/chat/completions", "{}");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).isEqualTo("404 page not found");
	}

}
