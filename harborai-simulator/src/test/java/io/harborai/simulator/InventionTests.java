package io.harborai.simulator;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static io.harborai.simulator.VendorClient.ask;
import static io.harborai.simulator.VendorClient.at;
import static io.harborai.simulator.VendorClient.joined;
import static io.harborai.simulator.VendorClient.json;
import static org.assertj.core.api.Assertions.assertThat;

class InventionTests {

	private static final String TOOLS = """
			,"tools":[{"type":"function","function":{"name":"get_time"}},
			{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{
			"city":{"type":"string"},"days":{"type":"integer","minimum":3,"maximum":5},
			"unit":{"enum":["celsius","kelvin"]}}}}}]""";

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final VendorClient client = new VendorClient();

	private final String url = this.vendor.baseUrl(Dialect.OPENAI);

	@AfterEach
	void stop() {
		this.vendor.close();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			Hello there, simulated
			你好世界, 模拟
			こんにちは世界, 模擬
			안녕 세계, 모의
			Привет мир, имитация
			""")
	void answersInTheLanguageOfTheQuestion(String question, String word) {
		Object answer = this.client.chat(this.url, ask("gpt-4.1-mini", question));
		assertThat(at(answer, "choices.0.message.content").toString()).contains(word, question, "gpt-4.1-mini");
	}

	@Test
	void echoesOnlyAShortPartOfALongQuestion() {
		Object answer = this.client.chat(this.url, ask("gpt-4.1-mini", "word ".repeat(1000)));
		assertThat(at(answer, "choices.0.message.content").toString()).hasSizeLessThan(400).contains("word…");
	}

	@Test
	void saysTheSameForTheSameSeed() {
		Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
		try (SimulatedVendor one = SimulatedVendor.builder().seed(5).clock(clock).build();
				SimulatedVendor two = SimulatedVendor.builder().seed(5).clock(clock).build();
				SimulatedVendor other = SimulatedVendor.builder().seed(6).clock(clock).build()) {
			String body = "{\"stream\":true," + ask("m", "Hello") + "}";
			String first = this.client.post(one.baseUrl(Dialect.OPENAI) + "/chat/completions", body).body();
			String again = this.client.post(one.baseUrl(Dialect.OPENAI) + "/chat/completions", body).body();
			assertThat(this.client.post(two.baseUrl(Dialect.OPENAI) + "/chat/completions", body).body())
				.isEqualTo(first)
				.isNotEqualTo(again);
			assertThat(this.client.post(other.baseUrl(Dialect.OPENAI) + "/chat/completions", body).body())
				.isNotEqualTo(first);
			assertThat(at(VendorClient.events(first).get(0), "created")).isEqualTo(1767225600);
		}
	}

	@Test
	void callsAToolThatTheQuestionMentions() {
		Object answer = this.client.chat(this.url, ask("gpt-4.1-mini", "Please Get Weather now") + TOOLS);
		assertThat(at(answer, "choices.0.finish_reason")).isEqualTo("tool_calls");
		assertThat(at(answer, "choices.0.message.tool_calls.0.function.name")).isEqualTo("get_weather");
		Object arguments = json(at(answer, "choices.0.message.tool_calls.0.function.arguments").toString());
		assertThat(at(arguments, "city").toString()).startsWith("city ");
		assertThat((int) at(arguments, "days")).isBetween(3, 5);
		assertThat(at(arguments, "unit")).isIn("celsius", "kelvin");
	}

	@Test
	void callsAToolThatIsDemanded() {
		Object required = this.client.chat(this.url,
				ask("gpt-4.1-mini", "Hello") + TOOLS + ",\"tool_choice\":\"required\"");
		assertThat(at(required, "choices.0.message.tool_calls.0.function.name")).isEqualTo("get_time");
		assertThat(at(required, "choices.0.message.tool_calls.0.function.arguments")).isEqualTo("{}");
		Object named = this.client.chat(this.url, ask("gpt-4.1-mini", "Hello") + TOOLS
				+ ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"get_weather\"}}");
		assertThat(at(named, "choices.0.message.tool_calls.0.function.name")).isEqualTo("get_weather");
	}

	@Test
	void callsNoToolOtherwise() {
		Object unasked = this.client.chat(this.url, ask("gpt-4.1-mini", "Hello") + TOOLS);
		assertThat(at(unasked, "choices.0.finish_reason")).isEqualTo("stop");
		Object forbidden = this.client.chat(this.url,
				ask("gpt-4.1-mini", "get_weather") + TOOLS + ",\"tool_choice\":\"none\"");
		assertThat(at(forbidden, "choices.0.finish_reason")).isEqualTo("stop");
		Object afterwards = this.client.chat(this.url, """
				"model":"gpt-4.1-mini","messages":[{"role":"user","content":"get_weather"},
				{"role":"assistant","content":null},{"role":"tool","tool_call_id":"1","content":"33 degrees"}]"""
				+ TOOLS);
		assertThat(at(afterwards, "choices.0.finish_reason")).isEqualTo("stop");
		assertThat(at(afterwards, "choices.0.message.content").toString()).contains("33 degrees");
	}

	@Test
	void answersInJsonThatFitsTheSchema() {
		Object answer = this.client.chat(this.url, ask("gpt-4.1-mini", "Hello") + """
				,"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object",
				"properties":{"name":{"type":"string","minLength":30},"age":{"type":["null","integer"]},
				"when":{"type":"string","format":"date"},"tags":{"type":"array","minItems":3,"items":{"type":"string"}},
				"home":{"$ref":"#/$defs/place"},"kind":{"const":"k"},"either":{"anyOf":[{"type":"boolean"}]},
				"share":{"type":"number","exclusiveMaximum":0,"minimum":-4}},
				"$defs":{"place":{"type":"object","properties":{"street":{"type":"string","maxLength":3}}}}}}}""");
		Object value = json(at(answer, "choices.0.message.content").toString());
		assertThat(at(value, "name").toString()).hasSize(30);
		assertThat(at(value, "age")).isInstanceOf(Integer.class);
		assertThat(at(value, "when")).isEqualTo("2026-01-15");
		assertThat((List<?>) at(value, "tags")).hasSize(3);
		assertThat(at(value, "home.street").toString()).hasSize(3);
		assertThat(at(value, "kind")).isEqualTo("k");
		assertThat(at(value, "either")).isInstanceOf(Boolean.class);
		assertThat(((Number) at(value, "share")).doubleValue()).isBetween(-4.0, -0.1);
	}

	@Test
	void survivesASchemaThatRefersToItself() {
		Object answer = this.client.chat(this.url, ask("gpt-4.1-mini", "Hello") + """
				,"response_format":{"type":"json_schema","json_schema":{"schema":{"type":"object",
				"properties":{"next":{"$ref":"#"}}}}}""");
		assertThat(json(at(answer, "choices.0.message.content").toString())).isInstanceOf(Map.class);
	}

	@Test
	void answersAnyJsonObject() {
		Object answer = this.client.chat(this.url,
				ask("gpt-4.1-mini", "Hello as JSON") + ",\"response_format\":{\"type\":\"json_object\"}");
		assertThat(json(at(answer, "choices.0.message.content").toString())).isInstanceOf(Map.class);
	}

	@Test
	void keepsToTheLimit() {
		this.vendor.always(Reply.answer().text("one two three four"));
		Object answer = this.client.chat(this.url, ask("gpt-4.1-mini", "Hello") + ",\"max_completion_tokens\":2");
		assertThat(at(answer, "choices.0.message.content")).isEqualTo("one two");
		assertThat(at(answer, "choices.0.finish_reason")).isEqualTo("length");
		assertThat(at(answer, "usage.completion_tokens")).isEqualTo(2);
	}

	@Test
	void deepSeeksLimitHoldsForReasoningToo() {
		this.vendor.always(Reply.answer().reasoning("one two three").text("four five"));
		String deepSeek = this.vendor.baseUrl(Dialect.DEEPSEEK);
		Object all = this.client.chat(deepSeek, ask("deepseek-flash", "Hello") + ",\"max_tokens\":2");
		assertThat(at(all, "choices.0.message.content")).isEqualTo("");
		assertThat(at(all, "choices.0.message.reasoning_content")).isEqualTo("one two");
		assertThat(at(all, "choices.0.finish_reason")).isEqualTo("length");
		String ark = this.vendor.baseUrl(Dialect.DOUBAO);
		Object answerOnly = this.client.chat(ark, ask("doubao-seed-1-6-250615", "Hello") + ",\"max_tokens\":2");
		assertThat(at(answerOnly, "choices.0.message.reasoning_content")).isEqualTo("one two three");
		assertThat(at(answerOnly, "choices.0.message.content")).isEqualTo("four five");
		assertThat(at(answerOnly, "choices.0.finish_reason")).isEqualTo("stop");
	}

	@ParameterizedTest
	@EnumSource(Dialect.class)
	void streamsAndAnswersTheSame(Dialect dialect) {
		String base = this.vendor.baseUrl(dialect);
		Object answer = this.client.chat(base, ask("m", "Hello"));
		List<Object> events = this.client.stream(base, ask("m", "Hello"));
		assertThat(joined(events, "choices.0.delta.content")).isEqualTo(at(answer, "choices.0.message.content"));
		assertThat(joined(events, "choices.0.delta.reasoning_content"))
			.isEqualTo((at(answer, "choices.0.message.reasoning_content") instanceof String text) ? text : "");
	}

	@Test
	void readsListsOfPartsAndCountsHistoryAsCached() {
		Object answer = this.client.chat(this.url,
				"""
						"model":"gpt-4.1-mini","messages":[{"role":"system","content":"%s"},
						{"role":"user","content":[{"type":"text","text":"Guten"},{"type":"image_url"},{"type":"text","text":" Tag"}]}]"""
					.formatted("word ".repeat(100)));
		assertThat(at(answer, "choices.0.message.content").toString()).contains("Guten Tag");
		assertThat(at(answer, "usage.prompt_tokens_details.cached_tokens")).isEqualTo(128);
		assertThat((int) at(answer, "usage.prompt_tokens")).isGreaterThan(128);
	}

}
