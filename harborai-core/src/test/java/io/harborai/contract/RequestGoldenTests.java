package io.harborai.contract;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.harborai.HarborAiClient;
import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ContentPart;
import io.harborai.chat.Reasoning;
import io.harborai.chat.ResponseFormat;
import io.harborai.chat.ResponseMeta;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolCall;
import io.harborai.chat.ToolChoice;
import io.harborai.chat.ToolMessage;
import io.harborai.error.InvalidRequestException;
import io.harborai.fixture.Fixtures;
import io.harborai.json.Json;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What goes over the wire, byte by byte, in every dialect. The simulated vendor checks
 * each request by its vendor's rules besides, and answers it. The goldens are explained
 * at {@link Golden}.
 */
class RequestGoldenTests {

	private static final Map<String, String> MODELS = Map.of("deepseek", "deepseek-flash", "doubao",
			"doubao-seed-1-6-250615", "wenxin", "ernie-4.5-turbo-128k", "openai", "gpt-5-mini");

	private static final List<String> PRESETS = List.of("qwen", "moonshot", "zhipu", "hunyuan", "minimax", "stepfun",
			"siliconflow", "openrouter", "ollama", "vllm", "azure-openai", "openai-compatible");

	private static final Tool WEATHER = Tool.function("get_weather", "current weather", schema());

	private static SimulatedVendor vendor;

	private static HarborAiClient client;

	@BeforeAll
	static void start() {
		vendor = SimulatedVendor.start();
		HarborAiClient.Builder builder = SwitchedOff.client()
			.provider("deepseek", (p) -> p.apiKey("sk-golden-key").baseUrl(vendor.baseUrl(Dialect.DEEPSEEK)))
			.provider("doubao",
					(p) -> p.apiKey("golden-ark-key")
						.baseUrl(vendor.baseUrl(Dialect.DOUBAO))
						.option("project-name", "golden")
						.option("max-wait-timeout-ms", "60000"))
			.provider("wenxin",
					(p) -> p.apiKey("bce-v3/ALTAK-golden/key")
						.baseUrl(vendor.baseUrl(Dialect.WENXIN))
						.option("app-id", "app-golden"))
			.provider("wenxin-search",
					(p) -> p.vendor("wenxin")
						.apiKey("bce-v3/ALTAK-golden/key")
						.baseUrl(vendor.baseUrl(Dialect.WENXIN))
						.option("web-search", "true"))
			.provider("deepseek-names",
					(p) -> p.vendor("deepseek")
						.apiKey("sk-golden-key")
						.baseUrl(vendor.baseUrl(Dialect.DEEPSEEK))
						.legacyAliases(false))
			.provider("openai",
					(p) -> p.apiKey("sk-golden-key")
						.baseUrl(vendor.baseUrl(Dialect.OPENAI))
						.option("organization", "org-golden")
						.option("project", "proj-golden")
						.header("X-Gateway", "golden"));
		PRESETS.forEach((preset) -> builder.provider(preset, (p) -> {
			p.apiKey("golden-key").baseUrl(vendor.baseUrl(Dialect.OPENAI));
			if (preset.equals("azure-openai")) {
				p.query("api-version", "2026-01-01");
			}
			if (preset.equals("openrouter")) {
				p.option("referer", "https://example.com").option("title", "Golden");
			}
		}));
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

	static Stream<Arguments> requests() {
		Map<String, Consumer<ChatCompletionRequest.Builder>> cases = new LinkedHashMap<>();
		cases.put("plain", (r) -> r.system("You answer in one sentence.").user("What is a bulkhead? 舱壁 🚢 \"\\\n"));
		cases.put("reasoning-off", (r) -> r.user("Hi").reasoning(Reasoning.off()));
		cases.put("reasoning-on", (r) -> r.user("Hi").reasoning(Reasoning.on()));
		cases.put("reasoning-auto", (r) -> r.user("Hi").reasoning(Reasoning.auto()));
		cases.put("reasoning-effort", (r) -> r.user("Hi").reasoning(Reasoning.effort("medium")));
		cases.put("tool-loop-second-turn", RequestGoldenTests::secondTurn);
		cases.put("images", (r) -> r
			.user(ContentPart.text("What is on them?"), ContentPart.image(URI.create("https://example.com/a.png")),
					ContentPart.image(new byte[] { 1, 2, 3 }, "image/png"))
			.user(ContentPart.text("Two parts "), ContentPart.text("of text.")));
		cases.put("json-format", (r) -> r.user("Answer in json.").responseFormat(ResponseFormat.JSON_OBJECT));
		cases.put("extra-body",
				(r) -> r.user("Hi")
					.temperature(0.5)
					.maxTokens(100)
					.extraBody("temperature", 0.25)
					.extraBody("max_completion_tokens", 200)
					.extraBody("x_list", List.of(1, "two", Map.of("three", true))));
		cases.put("max-tokens", (r) -> r.user("Hi").maxTokens(100));
		return MODELS.keySet().stream().sorted().flatMap((provider) -> cases.entrySet().stream().flatMap((entry) -> {
			String name = provider + "/" + entry.getKey();
			return Stream.of(arguments(name, provider, false, entry.getValue()),
					arguments(name + "-streamed", provider, true, entry.getValue()));
		}));
	}

	private static void secondTurn(ChatCompletionRequest.Builder request) {
		request.system("You are a travel helper.")
			.user("杭州和成都今天哪里更热?")
			.message(new AssistantMessage("", "需要查询两座城市的天气。",
					List.of(new ToolCall("call_00_a1B2c3D4e5F6g7H8", "get_weather", "{\"city\": \"杭州\"}"),
							new ToolCall("call_01_i9J0k1L2m3N4o5P6", "get_weather", "{\"city\": \"成都\"}")),
					false, Map.of()))
			.message(new ToolMessage("call_00_a1B2c3D4e5F6g7H8", "{\"temp_c\":33}"))
			.message(new ToolMessage("call_01_i9J0k1L2m3N4o5P6", "{\"temp_c\":29}"))
			.tool(WEATHER)
			.reasoning(Reasoning.effort(Reasoning.HIGH));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("requests")
	void sendsExactlyThis(String name, String provider, boolean stream,
			Consumer<ChatCompletionRequest.Builder> request) {
		// Of ERNIE's models not every one reads images.
		String model = name.startsWith("wenxin/images") ? "ernie-4.5-turbo-vl-32k" : MODELS.get(provider);
		send(provider, model, stream, request);
		Golden.verify(name, sent());
	}

	@Test
	void sendsDeepSeeksSecondTurnAsItsDocumentationHasIt() {
		send("deepseek", "deepseek-v4-pro", true, RequestGoldenTests::secondTurn);
		assertThat(sent().bodyAsMap())
			.isEqualTo(Json.readMap(Fixtures.get("deepseek/request-tool-loop-second-turn.json").bytes()));
	}

	@Test
	void sendsReasoningThatWasEmptyToDeepSeekAllTheSame() {
		send("deepseek", false, (r) -> r.user("Weather?")
			.message(new AssistantMessage("", null, List.of(new ToolCall("c1", "get_weather", "{}")), false, Map.of()))
			.message(new ToolMessage("c1", "33")));
		Golden.verify("deepseek/tool-loop-without-reasoning", sent());
	}

	static Stream<Arguments> everyField() {
		return Stream.of(
				arguments("deepseek",
						List.of("n", "seed", "frequency_penalty", "presence_penalty", "logit_bias",
								"parallel_tool_calls")),
				arguments("doubao", List.of("seed")),
				arguments("wenxin", List.of("n", "logit_bias", "logprobs", "top_logprobs")),
				arguments("openai", List.of()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("everyField")
	void sendsEveryFieldThatTheVendorTakesAndNamesTheOthers(String provider, List<String> omitted) {
		for (boolean stream : new boolean[] { false, true }) {
			ResponseMeta meta = send(provider, stream,
					(r) -> r.system("Answer in json.")
						.user("What is the weather?")
						.temperature(0.5)
						.topP(0.9)
						.maxTokens(100)
						.stop("END", "STOP")
						.n(provider.equals("openai") ? 2 : 1)
						.seed(7L)
						.frequencyPenalty(0.25)
						.presencePenalty(-0.25)
						.logitBias(Map.of("50256", -100))
						.logprobs(true)
						.topLogprobs(3)
						.responseFormat(ResponseFormat.JSON_OBJECT)
						.tool(WEATHER)
						.toolChoice(ToolChoice.AUTO)
						.parallelToolCalls(false)
						.reasoning(Reasoning.effort(Reasoning.HIGH))
						.endUser("user-1")
						.extraBody("x_extra", Map.of("a", List.of(1, 2)))
						.options((o) -> o.header("X-Trace", "t-1").totalTimeout(Duration.ofMinutes(1)).tag("t", "v")));
			Golden.verify(provider + "/every-field" + (stream ? "-streamed" : ""), sent());
			assertThat(meta.omitted()).isEqualTo(omitted);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "doubao", "openai" })
	void sendsASchemaAndANamedTool(String provider) {
		send(provider, false,
				(r) -> r.user("Hi")
					.responseFormat(ResponseFormat.jsonSchema("answer", schema()))
					.tool(new Tool("get_weather", null, schema(), true))
					.toolChoice(ToolChoice.function("get_weather")));
		Golden.verify(provider + "/json-schema-and-named-tool", sent());
	}

	@Test
	void sendsAPrefixToDeepSeeksBetaApi() {
		send("deepseek", false,
				(r) -> r.user("Write a sort").message(AssistantMessage.prefix("```python\n")).stop("```"));
		Golden.verify("deepseek/prefix", sent());
	}

	@Test
	void sendsStrictToolsToDeepSeeksBetaApi() {
		send("deepseek", false, (r) -> r.user("Hi").tool(new Tool("get_weather", null, schema(), true)));
		Golden.verify("deepseek/strict-tool", sent());
	}

	@Test
	void leavesAPrefixOutWhereNobodyKnowsIt() {
		ResponseMeta meta = send("openai", false, (r) -> r.user("Hi").message(AssistantMessage.prefix("He")));
		Golden.verify("openai/prefix", sent());
		assertThat(meta.omitted()).containsExactly("prefix");
	}

	@Test
	void sendsAReasoningBudgetToErnie() {
		send("wenxin", false, (r) -> r.user("Hi").reasoning(Reasoning.budget(200)));
		Golden.verify("wenxin/reasoning-budget", sent());
	}

	@Test
	void asksErnieToSearchWhenItsProviderSaysSo() {
		send("wenxin-search", "ernie-4.5-turbo-128k", false, (r) -> r.user("Hi"));
		Golden.verify("wenxin/web-search", sent());
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void sendsSuccessorsInPlaceOfRetiredNames(String old, String thinking) {
		for (boolean stream : new boolean[] { false, true }) {
			ResponseMeta meta = send("deepseek", old, stream, (r) -> r.user("Hi"));
			Golden.verify("deepseek/legacy-" + old + (stream ? "-streamed" : ""), sent());
			Map<String, Object> body = sent().bodyAsMap();
			assertThat(body.get("model")).isNotEqualTo(old).isEqualTo(meta.model());
			assertThat(body.get("thinking")).isEqualTo(Map.of("type", thinking));
			assertThat(meta.requestedModel()).isEqualTo(old);
		}
		send("deepseek", old, false, (r) -> r.user("Hi").reasoning(Reasoning.auto()));
		assertThat(sent().bodyAsMap()).as("the caller's own wish wins").doesNotContainKey("thinking");
		send("deepseek-names", old, false, (r) -> r.user("Hi"));
		assertThat(sent().bodyAsMap()).containsEntry("model", old).doesNotContainKey("thinking");
	}

	static Stream<Arguments> sendsSuccessorsInPlaceOfRetiredNames() {
		return Stream.of(arguments("deepseek-chat", "disabled"), arguments("deepseek-reasoner", "enabled"));
	}

	@ParameterizedTest
	@MethodSource("presets")
	void sendsWhatThePresetSays(String preset) {
		for (boolean stream : new boolean[] { false, true }) {
			send(preset, "any-model", stream,
					(r) -> r.user("Hi").maxTokens(100).temperature(0.5).reasoning(Reasoning.on()));
			Golden.verify("presets/" + preset + (stream ? "-streamed" : ""), sent());
			send(preset, "any-model", stream, (r) -> r.user("Hi").reasoning(Reasoning.off()));
			Golden.verify("presets/" + preset + "-reasoning-off" + (stream ? "-streamed" : ""), sent());
		}
	}

	static Stream<String> presets() {
		return PRESETS.stream();
	}

	static Stream<Arguments> refused() {
		return Stream.of(refusal("deepseek", "n", (r) -> r.user("Hi").n(2)),
				refusal("deepseek", "JSON schema",
						(r) -> r.user("json").responseFormat(ResponseFormat.jsonSchema("a", schema()))),
				refusal("deepseek", "\"json\"", (r) -> r.user("Hi").responseFormat(ResponseFormat.JSON_OBJECT)),
				refusal("deepseek", "budget", (r) -> r.user("Hi").reasoning(Reasoning.budget(100))),
				refusal("deepseek", "ToolChoice.AUTO",
						(r) -> r.user("Hi").tool(WEATHER).toolChoice(ToolChoice.REQUIRED).reasoning(Reasoning.on())),
				refusal("doubao", "n", (r) -> r.user("Hi").n(2)),
				refusal("doubao", "budget", (r) -> r.user("Hi").reasoning(Reasoning.budget(100))),
				refusal("wenxin", "n", (r) -> r.user("Hi").n(2)),
				refusal("wenxin", "temperature", (r) -> r.user("Hi").temperature(0.0)),
				refusal("wenxin", "temperature", (r) -> r.user("Hi").temperature(1.5)),
				refusal("wenxin", "topP", (r) -> r.user("Hi").topP(0.0)),
				refusal("wenxin", "maxTokens", (r) -> r.user("Hi").maxTokens(1)),
				refusal("wenxin", "seed", (r) -> r.user("Hi").seed(0L)),
				refusal("wenxin", "stop", (r) -> r.user("Hi").stop("a", "b", "c", "d", "e")),
				refusal("wenxin", "20 characters", (r) -> r.user("Hi").stop("a".repeat(21))),
				refusal("wenxin", "budget", (r) -> r.user("Hi").reasoning(Reasoning.budget(99))),
				refusal("wenxin", "blank", (r) -> r.user("Hi").user(" \n")),
				refusal("openai", "budget", (r) -> r.user("Hi").reasoning(Reasoning.budget(100))));
	}

	private static Arguments refusal(String provider, String named, Consumer<ChatCompletionRequest.Builder> request) {
		return arguments(provider, named, request);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("refused")
	void refusesWhatTheVendorWouldRefuse(String provider, String named,
			Consumer<ChatCompletionRequest.Builder> request) {
		for (boolean stream : new boolean[] { false, true }) {
			assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> send(provider, stream, request))
				.withMessageContaining(named)
				.satisfies((ex) -> {
					assertThat(ex.retryable()).isFalse();
					assertThat(ex.provider()).isEqualTo(provider);
				});
		}
		assertThat(vendor.requests()).isEmpty();
	}

	private static ResponseMeta send(String provider, boolean stream, Consumer<ChatCompletionRequest.Builder> request) {
		return send(provider, MODELS.get(provider), stream, request);
	}

	private static ResponseMeta send(String provider, String model, boolean stream,
			Consumer<ChatCompletionRequest.Builder> request) {
		ChatCompletionRequest built = ChatCompletionRequest.of((r) -> request.accept(r.model(provider + "/" + model)));
		if (stream) {
			ChatCompletionChunk last = client.chat().completions().stream(built).blockLast();
			return last.meta();
		}
		return client.chat().completions().create(built).meta();
	}

	private static RecordedRequest sent() {
		List<RecordedRequest> requests = vendor.requests();
		return requests.get(requests.size() - 1);
	}

	private static Map<String, Object> schema() {
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("type", "object");
		schema.put("properties", Map.of("city", Map.of("type", "string")));
		schema.put("required", List.of("city"));
		return schema;
	}

}
