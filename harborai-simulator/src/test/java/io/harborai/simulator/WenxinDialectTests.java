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

class WenxinDialectTests {

	private static final String MODEL = "ernie-4.5-turbo-128k";

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final VendorClient client = new VendorClient();

	private final String url = this.vendor.baseUrl(Dialect.WENXIN);

	@AfterEach
	void stop() {
		this.vendor.close();
	}

	@Test
	void answersInOnePiece() {
		Object answer = this.client.chat(this.url, ask(MODEL, "Hello"));
		assertThat(at(answer, "id").toString()).startsWith("as-");
		assertThat(at(answer, "choices.0.flag")).isEqualTo(0);
		assertThat(at(answer, "choices.0.finish_reason")).isEqualTo("stop");
		assertThat(has(answer, "choices.0.message", "reasoning_content")).isFalse();
		assertThat((int) at(answer, "usage.total_tokens")).isPositive();
	}

	@Test
	void reasonsWhenAskedToOrWhenTheModelAlwaysDoes() {
		Object asked = this.client.chat(this.url, ask(MODEL, "Hello") + ",\"enable_thinking\":true");
		assertThat(at(asked, "choices.0.message.reasoning_content").toString()).isNotBlank();
		Object always = this.client.chat(this.url, ask("ernie-x1-turbo-32k", "Hello"));
		assertThat(at(always, "choices.0.message.reasoning_content").toString()).isNotBlank();
		assertThat((int) at(always, "usage.completion_tokens_details.reasoning_tokens")).isPositive();
	}

	@Test
	void streamsWithAnEmptyFinishReasonUntilTheEnd() {
		List<Object> events = this.client.stream(this.url, ask("ernie-x1-turbo-32k", "Hello"));
		assertThat(at(events.get(0), "choices.0.delta.role")).isEqualTo("assistant");
		assertThat(events.subList(0, events.size() - 1))
			.allMatch((event) -> "".equals(at(event, "choices.0.finish_reason")));
		assertThat(at(events.get(events.size() - 1), "choices.0.finish_reason")).isEqualTo("stop");
		assertThat(joined(events, "choices.0.delta.reasoning_content")).startsWith("The user asks");
		assertThat(joined(events, "choices.0.delta.content")).contains("Hello");
	}

	@Test
	void reportsUsageOnTheLastChunkIfAsked() {
		List<Object> asked = this.client.stream(this.url,
				ask(MODEL, "Hello") + ",\"stream_options\":{\"include_usage\":true}");
		assertThat((int) at(asked.get(asked.size() - 1), "usage.total_tokens")).isPositive();
		assertThat(at(asked.get(0), "usage")).isNull();
		List<Object> unasked = this.client.stream(this.url, ask(MODEL, "Hello"));
		assertThat(unasked).allMatch((event) -> at(event, "usage") == null);
	}

	@Test
	void streamsToolCallsWithLongIds() {
		this.vendor.next(Reply.answer().toolCall("weather", "{\"city\":\"Wuhan\"}"));
		List<Object> events = this.client.stream(this.url, ask(MODEL, "Hello"));
		List<Object> calls = events.stream().filter((event) -> has(event, "choices.0.delta", "tool_calls")).toList();
		assertThat(at(calls.get(0), "choices.0.delta.tool_calls.0.id").toString()).matches("[0-9a-f]{32}");
		assertThat(at(calls.get(0), "choices.0.delta.content")).isEqualTo("");
		assertThat(joined(calls, "choices.0.delta.tool_calls.0.function.arguments")).isEqualTo("{\"city\":\"Wuhan\"}");
	}

	@Test
	void showsItsLimitsInHeaders() {
		HttpResponse<String> response = this.client.post(this.url + "/chat/completions",
				"{" + ask(MODEL, "Hello") + "}", "X-Request-Id", "mine-2");
		assertThat(response.headers().firstValue("X-Request-Id")).contains("mine-2");
		assertThat(response.headers().firstValue("X-Ratelimit-Limit-Requests")).contains("300");
		assertThat(response.headers().firstValue("X-Ratelimit-Remaining-Tokens")).isPresent();
	}

	@Test
	void answersWithItsOwnErrors() {
		this.vendor.next(Reply.status(429)).next(Reply.status(402));
		Object limited = json(this.client.get(this.url + "/models").body());
		assertThat(at(limited, "error.code")).isEqualTo("rpm_rate_limit_exceeded");
		assertThat(at(limited, "error.type")).isEqualTo("rate_limit_exceeded");
		assertThat(at(limited, "id").toString()).startsWith("as-");
		HttpResponse<String> overdue = this.client.get(this.url + "/models");
		assertThat(overdue.statusCode()).isEqualTo(403);
		assertThat(at(json(overdue.body()), "error.code")).isEqualTo("account_overdue");
	}

	@Test
	void listsModelsWithPricesAsText() {
		Object list = json(this.client.get(this.url + "/models").body());
		assertThat(at(list, "data.0.id")).isEqualTo(MODEL);
		assertThat(at(list, "data.0.pricing.prompt")).isEqualTo("0.0008");
		assertThat(at(list, "data.0.max_completions_tokens")).isEqualTo(12288);
	}

	@Test
	void refusesAnotherMethod() {
		HttpResponse<String> response = this.client.get(this.url + "/chat/completions");
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(at(json(response.body()), "error.code")).isEqualTo("method_not_supported");
	}

}
