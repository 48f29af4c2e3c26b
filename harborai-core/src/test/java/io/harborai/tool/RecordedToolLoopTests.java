package io.harborai.tool;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.harborai.HarborAiClient;
import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolCall;
import io.harborai.error.HarborAiException;
import io.harborai.fixture.Fixture;
import io.harborai.fixture.Fixtures;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.tool.ToolLoopEvent.Finished;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The loop on what vendors really send when they want tools: every fixture with tool
 * calls, and shapes that no fixture has. What goes back is what came.
 */
class RecordedToolLoopTests {

	// The provider of a fixture's folder, or of the start of its name.
	private static final Map<String, String> PROVIDERS = Map.of("deepseek", "deepseek", "doubao", "doubao", "qianfan",
			"wenxin", "openai", "openai", "dashscope", "qwen", "hunyuan", "hunyuan", "ollama", "ollama", "vllm", "vllm",
			"gemini", "openai-compatible", "minimax", "minimax");

	// Those who want the reasoning of turns with tool calls back.
	private static final Set<String> REPLAYED = Set.of("deepseek", "doubao", "moonshot");

	private static SimulatedVendor vendor;

	private static HarborAiClient client;

	private final List<String> run = new CopyOnWriteArrayList<>();

	private final ToolSet tools = tools();

	@BeforeAll
	static void start() {
		vendor = SimulatedVendor.start();
		HarborAiClient.Builder builder = HarborAiClient.builder();
		Stream.concat(PROVIDERS.values().stream(), Stream.of("moonshot", "openrouter"))
			.forEach((name) -> builder.provider(name,
					(p) -> p.apiKey("loop-key-1")
						.baseUrl(vendor.baseUrl(Dialect.OPENAI))
						.resilience(ResilienceSettings.UNSET.withRetry(new RetrySettings(1, null, null, null, null)))));
		client = builder.build();
	}

	@AfterAll
	static void stop() {
		client.close();
		vendor.close();
	}

	@AfterEach
	void reset() {
		vendor.reset();
	}

	private ToolSet tools() {
		ToolSet.Builder builder = ToolSet.builder();
		for (String name : List.of("get_weather", "get_time", "write_file")) {
			builder.tool(Tool.function(name, "Does it", Map.of("type", "object")), (arguments) -> {
				this.run.add(name + arguments);
				return "ok";
			});
		}
		return builder.build();
	}

	static Stream<Fixture> complete() {
		return Fixtures
			.where((fixture) -> fixture.expect().containsKey("tool_calls") && fixture.expected("error") == null);
	}

	private ToolRun loop(String provider, boolean streamed) {
		ChatCompletionRequest request = ChatCompletionRequest.of((r) -> r.model(provider + "/any").user("Go."));
		if (!streamed) {
			return client.chat().tools().converse(request, this.tools);
		}
		List<ToolLoopEvent> events = client.chat().tools().stream(request, this.tools).collectList().block();
		return ((Finished) events.get(events.size() - 1)).run();
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> sentBack() {
		assertThat(vendor.requests()).hasSize(2);
		return (List<Map<String, Object>>) vendor.requests().get(1).bodyAsMap().get("messages");
	}

	@ParameterizedTest
	@MethodSource("complete")
	@DisplayName("F61, F65 what came goes back, however it came")
	void whatCameGoesBack(Fixture fixture) {
		String provider = PROVIDERS.get(fixture.vendor());
		vendor
			.next(fixture.isStream() ? Reply.sse(fixture.bytes())
					: Reply.raw(fixture.status(), fixture.contentType(), fixture.bytes()))
			.next(Reply.answer().text("Done."));
		ToolRun loop = loop(provider, fixture.isStream());
		assertThat(loop.completion().content()).isEqualTo("Done.");

		AssistantMessage said = (AssistantMessage) loop.messages().get(1);
		assertThat(this.run).containsExactlyInAnyOrderElementsOf(
				said.toolCalls().stream().map((call) -> call.name() + call.arguments()).toList());
		assertThat(new HashSet<>(said.toolCalls().stream().map(ToolCall::id).toList())).hasSameSizeAs(said.toolCalls());
		if (fixture.expect().get("tool_calls") instanceof List<?> expected) {
			assertThat(said.toolCalls().stream().map(ToolCall::arguments))
				.isEqualTo(expected.stream().map((call) -> ((Map<?, ?>) call).get("arguments")).toList());
		}
		List<Map<String, Object>> sent = sentBack();
		Map<String, Object> turn = sent.get(1);
		String reasoning = said.reasoning();
		if (fixture.expected("reasoning") != null) {
			assertThat(reasoning).isEqualTo(fixture.expected("reasoning"));
		}
		assertThat(turn.get("reasoning_content"))
			.isEqualTo(!REPLAYED.contains(provider) ? null : (reasoning != null) ? reasoning : "");
		List<?> calls = (List<?>) turn.get("tool_calls");
		assertThat(calls).hasSameSizeAs(said.toolCalls());
		for (int i = 0; i < calls.size(); i++) {
			ToolCall call = said.toolCalls().get(i);
			Map<?, ?> wire = (Map<?, ?>) calls.get(i);
			assertThat(wire.get("id")).isEqualTo(call.id());
			assertThat(wire.get("function")).isEqualTo(Map.of("name", call.name(), "arguments", call.arguments()));
			assertThat(sent.get(2 + i)).containsEntry("role", "tool")
				.containsEntry("tool_call_id", call.id())
				.containsEntry("content", "ok");
		}
		if (fixture.expect().get("tool_call_additional") instanceof Map<?, ?> additional) {
			additional.forEach((name, value) -> assertThat(((Map<?, ?>) calls.get(0)).get(name)).isEqualTo(value));
		}
	}

	@Test
	void everyDialectHasFixturesOfBothKinds() {
		assertThat(complete().map((fixture) -> fixture.vendor() + fixture.isStream())).contains("deepseektrue",
				"deepseekfalse", "doubaotrue", "doubaofalse", "qianfantrue", "qianfanfalse", "openaitrue");
	}

	@Test
	void aStreamThatEndsWithinACallRunsNothing() {
		Fixture fixture = Fixtures.get("composed/deepseek/stream-truncated-inside-tool-call.sse");
		vendor.next(Reply.sse(fixture.bytes()));
		assertThatExceptionOfType(HarborAiException.class).isThrownBy(() -> loop("deepseek", true));
		assertThat(this.run).isEmpty();
		assertThat(vendor.requests()).hasSize(1);
	}

	@Test
	@DisplayName("F61 ids that come twice are made unique")
	void idsThatComeTwiceAreMadeUnique() {
		vendor.next(json("""
				{"role":"assistant","content":null,"tool_calls":[
				{"id":"0","type":"function","function":{"name":"get_weather","arguments":"{\\"city\\":\\"a\\"}"}},
				{"id":"0","type":"function","function":{"name":"get_weather","arguments":"{\\"city\\":\\"b\\"}"}},
				{"type":"function","function":{"name":"get_time"}}]}""")).next(Reply.answer().text("Done."));
		loop("openai-compatible", false);
		List<Map<String, Object>> sent = sentBack();
		List<?> ids = ((List<?>) sent.get(1).get("tool_calls")).stream()
			.map((call) -> ((Map<?, ?>) call).get("id"))
			.toList();
		assertThat(new HashSet<>(ids)).hasSize(3);
		assertThat(sent.stream().skip(2).<Object>map((message) -> message.get("tool_call_id")).toList()).isEqualTo(ids);
		assertThat(this.run).containsExactlyInAnyOrder("get_weather{\"city\":\"a\"}", "get_weather{\"city\":\"b\"}",
				"get_time{}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "minimax", "openrouter" })
	void reasoningDetailsGoBackUnchanged(String provider) {
		String details = "[{\"type\":\"reasoning.text\",\"id\":\"r-1\",\"format\":\"X-v1\",\"index\":0,\"text\":\"Hm 嗯\"}]";
		vendor
			.next(json("{\"role\":\"assistant\",\"content\":\"\",\"reasoning_details\":" + details
					+ ",\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"get_time\","
					+ "\"arguments\":\"{}\"}}]}"))
			.next(Reply.answer().text("Done."));
		loop(provider, false);
		assertThat(vendor.requests().get(1).body()).contains("\"reasoning_details\":" + details);
		assertThat(sentBack().get(1)).doesNotContainKeys("reasoning_content", "reasoning");
	}

	@Test
	void reasoningDetailsOfAStreamGoBackInOnePiece() {
		String delta = "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n";
		String entry = "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"index\":0,\"text\":\"%s\"}]}";
		vendor
			.next(Reply.sse(delta.formatted(entry.formatted("Hm, "), "null")
					+ delta.formatted(entry.formatted("yes"), "null")
					+ delta.formatted("{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"get_time\","
							+ "\"arguments\":\"{}\"}}]}", "\"tool_calls\"")
					+ "data: [DONE]\n\n"))
			.next(Reply.answer().text("Done."));
		loop("minimax", true);
		assertThat(sentBack().get(1).get("reasoning_details"))
			.isEqualTo(List.of(Map.of("type", "reasoning.text", "index", 0, "text", "Hm, yes")));
	}

	@Test
	void encryptedReasoningGoesBack() {
		vendor
			.next(json("{\"role\":\"assistant\",\"content\":\"\",\"reasoning_content\":\"Hm\","
					+ "\"encrypted_content\":\"c2VjcmV0\",\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\","
					+ "\"function\":{\"name\":\"get_time\",\"arguments\":\"{}\"}}]}"))
			.next(Reply.answer().text("Done."));
		loop("doubao", false);
		assertThat(sentBack().get(1)).containsEntry("encrypted_content", "c2VjcmV0")
			.containsEntry("reasoning_content", "Hm");
	}

	@Test
	void kimiGetsItsReasoningBack() {
		vendor
			.next(json("{\"role\":\"assistant\",\"content\":\"\",\"reasoning_content\":\"Hm\",\"tool_calls\":["
					+ "{\"id\":\"get_time:0\",\"type\":\"function\",\"function\":{\"name\":\"get_time\","
					+ "\"arguments\":\"{}\"}}]}"))
			.next(Reply.answer().text("Done."));
		loop("moonshot", false);
		assertThat(sentBack().get(1)).containsEntry("reasoning_content", "Hm").containsEntry("content", "");
	}

	private static Reply json(String message) {
		return Reply.raw(200, "application/json",
				("{\"id\":\"x\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":" + message
						+ ",\"finish_reason\":\"tool_calls\"}]}")
					.getBytes(StandardCharsets.UTF_8));
	}

}
