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

class DeepSeekDialectTests {

	private static final String NOT_THINKING = ",\"thinking\":{\"type\":\"disabled\"}";

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final VendorClient client = new VendorClient();

	private final String url = this.vendor.baseUrl(Dialect.DEEPSEEK);

	@AfterEach
	void stop() {
		this.vendor.close();
	}

	@Test
	void answersInOnePiece() {
		Object answer = this.client.chat(this.url, ask("deepseek-flash", "What is a bulkhead?"));
		assertThat(at(answer, "id").toString()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-.{12}");
		assertThat(at(answer, "object")).isEqualTo("chat.completion");
		assertThat(at(answer, "model")).isEqualTo("deepseek-flash");
		assertThat(at(answer, "choices.0.message.content").toString()).contains("simulated deepseek-flash")
			.contains("What is a bulkhead?");
		assertThat(at(answer, "choices.0.message.reasoning_content").toString()).isNotBlank();
		assertThat(at(answer, "choices.0.finish_reason")).isEqualTo("stop");
		assertThat(has(answer, "choices.0", "logprobs")).isTrue();
		assertThat(at(answer, "system_fingerprint").toString()).startsWith("fp_");
	}

	@Test
	void countsUsageTheWayDeepSeekDoes() {
		Object answer = this.client.chat(this.url, ask("deepseek-flash", "Hello"));
		int hit = (int) at(answer, "usage.prompt_cache_hit_tokens");
		int miss = (int) at(answer, "usage.prompt_cache_miss_tokens");
		assertThat(at(answer, "usage.prompt_tokens")).isEqualTo(hit + miss);
		assertThat(at(answer, "usage.prompt_tokens_details.cached_tokens")).isEqualTo(hit);
		assertThat((int) at(answer, "usage.completion_tokens_details.reasoning_tokens")).isPositive();
		assertThat(at(answer, "usage.total_tokens"))
			.isEqualTo((int) at(answer, "usage.prompt_tokens") + (int) at(answer, "usage.completion_tokens"));
	}

	@Test
	void leavesReasoningOutWhenThinkingIsOff() {
		Object answer = this.client.chat(this.url, ask("deepseek-flash", "Hello") + NOT_THINKING);
		assertThat(has(answer, "choices.0.message", "reasoning_content")).isFalse();
		assertThat(has(answer, "usage", "completion_tokens_details")).isFalse();
	}

	@Test
	void streamsReasoningThenText() {
		List<Object> events = this.client.stream(this.url, ask("deepseek-flash", "Hello"));
		assertThat(at(events.get(0), "choices.0.delta.role")).isEqualTo("assistant");
		assertThat(has(events.get(0), "choices.0.delta", "content")).isTrue();
		assertThat(at(events.get(0), "choices.0.delta.content")).isNull();
		assertThat(at(events.get(0), "choices.0.delta.reasoning_content")).isEqualTo("");
		assertThat(events.subList(1, events.size())).noneMatch((event) -> has(event, "choices.0.delta", "role"));
		assertThat(joined(events, "choices.0.delta.reasoning_content")).startsWith("The user asks");
		assertThat(joined(events, "choices.0.delta.content")).contains("Hello");
		assertThat(events).allMatch((event) -> ((List<?>) at(event, "choices")).size() == 1);
		assertThat(events).extracting((event) -> at(event, "id")).containsOnly(at(events.get(0), "id"));
	}

	@Test
	void putsUsageOnTheFinishChunkEvenUnasked() {
		List<Object> events = this.client.stream(this.url, ask("deepseek-flash", "Hello"));
		Object last = events.get(events.size() - 1);
		assertThat(at(last, "choices.0.finish_reason")).isEqualTo("stop");
		assertThat((int) at(last, "usage.completion_tokens")).isEqualTo(events.size() - 2);
		assertThat(events.subList(0, events.size() - 1)).noneMatch((event) -> has(event, "", "usage"))
			.noneMatch((event) -> at(event, "choices.0.finish_reason") != null);
	}

	@Test
	void sendsNullUsageBeforeTheFinishChunkWhenUsageIsIncluded() {
		List<Object> events = this.client.stream(this.url,
				ask("deepseek-flash", "Hello") + ",\"stream_options\":{\"include_usage\":true}");
		assertThat(events).allMatch((event) -> event instanceof Map<?, ?> map && map.containsKey("usage"));
		assertThat(at(events.get(0), "usage")).isNull();
	}

	@Test
	void streamsToolCallsInFragments() {
		this.vendor.next(Reply.answer().toolCall("weather", "{\"city\":\"杭州\"}").toolCall("time", "{}"));
		List<Object> events = this.client.stream(this.url, ask("deepseek-flash", "Hello") + NOT_THINKING);
		List<Object> calls = events.stream().filter((event) -> has(event, "choices.0.delta", "tool_calls")).toList();
		assertThat(at(calls.get(0), "choices.0.delta.tool_calls.0.id").toString()).startsWith("call_00_");
		assertThat(at(calls.get(0), "choices.0.delta.tool_calls.0.function.name")).isEqualTo("weather");
		assertThat(at(calls.get(0), "choices.0.delta.tool_calls.0.function.arguments")).isEqualTo("");
		assertThat(has(calls.get(1), "choices.0.delta.tool_calls.0", "id")).isFalse();
		List<Object> first = calls.stream()
			.filter((event) -> at(event, "choices.0.delta.tool_calls.0.index").equals(0))
			.toList();
		assertThat(joined(first, "choices.0.delta.tool_calls.0.function.arguments")).isEqualTo("{\"city\":\"杭州\"}");
		assertThat(at(calls.get(calls.size() - 1), "choices.0.delta.tool_calls.0.index")).isEqualTo(1);
		assertThat(at(events.get(events.size() - 1), "choices.0.finish_reason")).isEqualTo("tool_calls");
	}

	@Test
	void numbersToolCallsInOnePiece() {
		this.vendor.next(Reply.answer().toolCall("weather", "{}").toolCall("time", "{}"));
		Object answer = this.client.chat(this.url, ask("deepseek-flash", "Hello"));
		assertThat(at(answer, "choices.0.message.content")).isEqualTo("");
		assertThat(at(answer, "choices.0.message.tool_calls.1.index")).isEqualTo(1);
		assertThat(at(answer, "choices.0.message.tool_calls.1.id").toString()).startsWith("call_01_");
	}

	@Test
	void namesTheRequestInItsOwnHeader() {
		HttpResponse<String> response = this.client.post(this.url + "/chat/completions",
				"{" + ask("deepseek-flash", "Hello") + "}");
		assertThat(response.headers().firstValue("x-ds-trace-id")).isPresent();
		assertThat(response.headers().firstValue("x-request-id")).isEmpty();
	}

	@Test
	void answersWithItsOwnErrors() {
		this.vendor.next(Reply.status(402)).next(Reply.status(503)).next(Reply.error(429, "mine", "My words"));
		HttpResponse<String> balance = this.client.get(this.url + "/models");
		assertThat(balance.statusCode()).isEqualTo(402);
		assertThat(at(json(balance.body()), "error.message")).isEqualTo("Insufficient Balance");
		assertThat(at(json(balance.body()), "error.type")).isEqualTo("unknown_error");
		assertThat(has(json(balance.body()), "error", "param")).isTrue();
		assertThat(at(json(this.client.get(this.url + "/models").body()), "error.code"))
			.isEqualTo("service_unavailable");
		HttpResponse<String> own = this.client.get(this.url + "/models");
		assertThat(own.statusCode()).isEqualTo(429);
		assertThat(at(json(own.body()), "error.code")).isEqualTo("mine");
		assertThat(at(json(own.body()), "error.message")).isEqualTo("My words");
	}

	@Test
	void listsModelsWithoutTheirAge() {
		this.vendor.model(Dialect.DEEPSEEK, "deepseek-next");
		Object list = json(this.client.get(this.url + "/models").body());
		assertThat(at(list, "object")).isEqualTo("list");
		assertThat((List<?>) at(list, "data")).extracting((model) -> at(model, "id"))
			.containsExactly("deepseek-flash", "deepseek-v4-pro", "deepseek-next");
		assertThat(has(list, "data.0", "created")).isFalse();
	}

	@Test
	void tellsTheBalanceAsText() {
		Object balance = json(this.client.get(this.url + "/user/balance").body());
		assertThat(at(balance, "is_available")).isEqualTo(true);
		assertThat(at(balance, "balance_infos.0.total_balance")).isEqualTo("88.50");
	}

	@Test
	void answersUnderItsOtherPathsToo() {
		String body = "{" + ask("deepseek-flash", "Hello") + "}";
		assertThat(this.client.post(this.url + "/v1/chat/completions", body).statusCode()).isEqualTo(200);
		assertThat(this.client.post(this.url + "/beta/chat/completions", body).statusCode()).isEqualTo(200);
		assertThat(this.client.post(this.url + "/embeddings", body).statusCode()).isEqualTo(404);
	}

}
