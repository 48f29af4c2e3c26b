package io.harborai.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ContentPart;
import io.harborai.chat.ResponseFormat;
import io.harborai.chat.SystemMessage;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolCall;
import io.harborai.chat.ToolChoice;
import io.harborai.chat.ToolMessage;
import io.harborai.chat.UserMessage;
import io.harborai.fixture.Fixtures;
import io.harborai.json.Json;
import io.harborai.wire.RequestFormat.EmptyContent;
import io.harborai.wire.RequestFormat.ReasoningReplay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ChatRequestWriterTests {

	private static final RequestFormat PLAIN = RequestFormat.OPENAI;

	@Test
	void aPlainCall() {
		assertThat(written(PLAIN, false, (r) -> r.user("Hi")))
			.isEqualTo("{\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
	}

	@Test
	void aStreamAsksForUsageUnlessTheVendorDoesNotTakeThat() {
		assertThat(written(PLAIN, true, (r) -> r.user("Hi")))
			.endsWith("}],\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
		assertThat(written(PLAIN.toBuilder().streamUsage(false).build(), true, (r) -> r.user("Hi")))
			.endsWith("}],\"stream\":true}");
	}

	@Test
	void everyFieldInItsPlace() {
		Map<String, Integer> bias = new LinkedHashMap<>();
		bias.put("50256", -100);
		bias.put("7", 5);
		String json = written(PLAIN, true,
				(r) -> r.model("ignored")
					.system("S")
					.user("U")
					.temperature(0.7)
					.topP(0.9)
					.maxTokens(100)
					.stop("a", "b")
					.n(2)
					.seed(42L)
					.frequencyPenalty(0.5)
					.presencePenalty(-0.5)
					.logitBias(bias)
					.logprobs(true)
					.topLogprobs(3)
					.responseFormat(ResponseFormat.jsonSchema("answer", Map.of("type", "object")))
					.tool(Tool.function("f", "does", Map.of("type", "object")))
					.toolChoice(ToolChoice.function("f"))
					.parallelToolCalls(false)
					.endUser("u-1")
					.extraBody("top_k", 5));
		assertThat(json).isEqualTo("{\"model\":\"m-1\",\"messages\":[{\"role\":\"system\",\"content\":\"S\"},"
				+ "{\"role\":\"user\",\"content\":\"U\"}],\"temperature\":0.7,\"top_p\":0.9,\"max_tokens\":100,"
				+ "\"stop\":[\"a\",\"b\"],\"n\":2,\"seed\":42,\"frequency_penalty\":0.5,\"presence_penalty\":-0.5,"
				+ "\"logit_bias\":{\"50256\":-100,\"7\":5},\"logprobs\":true,\"top_logprobs\":3,"
				+ "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\","
				+ "\"schema\":{\"type\":\"object\"},\"strict\":true}},"
				+ "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"does\","
				+ "\"parameters\":{\"type\":\"object\"}}}],"
				+ "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}},"
				+ "\"parallel_tool_calls\":false,\"user\":\"u-1\",\"stream\":true,"
				+ "\"stream_options\":{\"include_usage\":true},\"top_k\":5}");
	}

	@Test
	void theOtherSpellings() {
		assertThat(written(PLAIN, false, (r) -> r.user("U").responseFormat(ResponseFormat.TEXT)))
			.contains("\"response_format\":{\"type\":\"text\"}");
		assertThat(written(PLAIN, false, (r) -> r.user("U").responseFormat(ResponseFormat.JSON_OBJECT)))
			.contains("\"response_format\":{\"type\":\"json_object\"}");
		assertThat(written(PLAIN, false, (r) -> r.user("U").toolChoice(ToolChoice.AUTO)))
			.contains("\"tool_choice\":\"auto\"");
		assertThat(written(PLAIN, false, (r) -> r.user("U").toolChoice(ToolChoice.NONE)))
			.contains("\"tool_choice\":\"none\"");
		assertThat(written(PLAIN, false, (r) -> r.user("U").toolChoice(ToolChoice.REQUIRED)))
			.contains("\"tool_choice\":\"required\"");
		assertThat(written(PLAIN, false, (r) -> r.user("U").tool(new Tool("f", null, Map.of(), true))))
			.contains("{\"name\":\"f\",\"parameters\":{},\"strict\":true}");
	}

	@Test
	void namesOfLimitAndEndUserAreTheVendors() {
		RequestFormat format = RequestFormat.builder()
			.maxTokensField("max_completion_tokens")
			.endUserField("user_id")
			.build();
		assertThat(written(format, false, (r) -> r.user("U").maxTokens(5).endUser("e")))
			.contains("\"max_completion_tokens\":5,\"user_id\":\"e\"")
			.doesNotContain("max_tokens", "\"user\":");
	}

	@Test
	void partsOfAllKinds() {
		String json = written(PLAIN, false,
				(r) -> r.user(ContentPart.text("see"), ContentPart.image(URI.create("https://x/y.png")),
						((ContentPart.Image) ContentPart.image(new byte[] { 1, 2 }, "image/png")).withDetail("low"),
						ContentPart.audio(new byte[] { 3 }, "wav"),
						((ContentPart.Video) ContentPart.video(URI.create("https://x/v.mp4"))).withFps(0.5)));
		assertThat(json).contains("\"content\":[{\"type\":\"text\",\"text\":\"see\"},"
				+ "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x/y.png\"}},"
				+ "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AQI=\",\"detail\":\"low\"}},"
				+ "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"Aw==\",\"format\":\"wav\"}},"
				+ "{\"type\":\"video_url\",\"video_url\":{\"url\":\"https://x/v.mp4\",\"fps\":0.5}}]");
	}

	@Test
	void textPartsAreOneStringWhereTheVendorWantsThat() {
		Consumer<ChatCompletionRequest.Builder> two = (r) -> r.user(ContentPart.text("a"), ContentPart.text("b"));
		assertThat(written(PLAIN, false, two))
			.contains("[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]");
		RequestFormat flat = PLAIN.toBuilder().flattenText(true).build();
		assertThat(written(flat, false, two)).contains("\"content\":\"a\\nb\"");
		assertThat(written(flat, false,
				(r) -> r.user(ContentPart.text("a"), ContentPart.image(URI.create("https://x/y.png")))))
			.contains("\"content\":[{\"type\":\"text\"");
	}

	@Test
	void anAssistantMessageWithToolCallsOnly() {
		Consumer<ChatCompletionRequest.Builder> turn = (r) -> r
			.message(new AssistantMessage("", null, List.of(new ToolCall("c", "f", "{}")), false, Map.of()));
		assertThat(written(PLAIN, false, turn))
			.contains("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\","
					+ "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}");
		assertThat(written(PLAIN.toBuilder().emptyContent(EmptyContent.EMPTY_STRING).build(), false, turn))
			.contains("\"content\":\"\",\"tool_calls\"");
	}

	@Test
	void reasoningIsSentBackAsTheVendorWantsIt() {
		AssistantMessage answer = new AssistantMessage("A", "R", List.of(), false, Map.of());
		AssistantMessage silentTurn = new AssistantMessage("", null, List.of(new ToolCall("c", "f", "{}")), false,
				Map.of());
		Consumer<ChatCompletionRequest.Builder> both = (r) -> r.message(answer).message(silentTurn);
		assertThat(written(PLAIN, false, both)).doesNotContain("reasoning");
		assertThat(written(PLAIN.toBuilder().reasoningReplay(ReasoningReplay.TOOL_TURNS).build(), false, both))
			.contains("{\"role\":\"assistant\",\"content\":\"A\"}",
					"\"content\":null,\"reasoning_content\":\"\",\"tool_calls\"");
		RequestFormat always = PLAIN.toBuilder()
			.reasoningReplay(ReasoningReplay.ALWAYS)
			.reasoningField("reasoning")
			.build();
		assertThat(written(always, false, both)).contains("\"content\":\"A\",\"reasoning\":\"R\"}",
				"\"content\":null,\"reasoning\":\"\",\"tool_calls\"");
	}

	@Test
	void aPrefixIsMarkedWhereTheVendorKnowsOne() {
		Consumer<ChatCompletionRequest.Builder> prefix = (r) -> r.message(AssistantMessage.prefix("```json"));
		assertThat(written(PLAIN.toBuilder().prefixField("partial").build(), false, prefix))
			.contains("{\"role\":\"assistant\",\"content\":\"```json\",\"partial\":true}");
		assertThat(written(PLAIN, false, prefix)).doesNotContain("partial", "prefix");
		assertThat(new ChatRequestWriter(PLAIN).omitted(ChatCompletionRequest.of(prefix))).containsExactly("prefix");
	}

	@Test
	void fieldsThatTheVendorDoesNotTakeAreLeftOutAndReported() {
		RequestFormat format = PLAIN.toBuilder()
			.unsupported(EnumSet.of(RequestField.SEED, RequestField.N, RequestField.STOP, RequestField.TOOLS))
			.build();
		ChatCompletionRequest request = ChatCompletionRequest.of((r) -> r.user("U").n(2).seed(1L).temperature(1.0));
		ChatRequestWriter writer = new ChatRequestWriter(format);
		assertThat(writer.omitted(request)).containsExactly("n", "seed");
		assertThat(written(format, request, false, Map.of())).contains("\"temperature\":1.0")
			.doesNotContain("seed", "\"n\"", "stop", "tools");
		assertThat(writer.omitted(ChatCompletionRequest.of((r) -> r.user("U")))).isSameAs(List.of());
	}

	@Test
	void extraBodyWinsOverTheDialectAndTheDialectOverUs() {
		ChatCompletionRequest request = ChatCompletionRequest.of((r) -> r.user("U")
			.temperature(0.1)
			.topP(0.2)
			.maxTokens(3)
			.extraBody("temperature", 0.9)
			.extraBody("max_completion_tokens", 9)
			.extraBody("thinking", "mine"));
		String json = written(PLAIN, request, false, Map.of("thinking", "dialect's", "top_p", 0.8, "max_tokens", 4));
		assertThat(json).isEqualTo("{\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":\"U\"}],"
				+ "\"top_p\":0.8,\"temperature\":0.9,\"max_completion_tokens\":9,\"thinking\":\"mine\"}");
	}

	@Test
	void additionalFieldsOfMessagesGoBackButNeverTwice() {
		String json = written(PLAIN, false,
				(r) -> r.message(new SystemMessage("S", Map.of("cache", true)))
					.message(new UserMessage(List.of(ContentPart.text("U")), "Ann", Map.of("role", "admin")))
					.message(new AssistantMessage("A", null,
							List.of(new ToolCall("c", "f", "{}", Map.of("extra_content", Map.of("s", 1), "id", "x"))),
							false, Map.of("encrypted_content", "ZW5j", "content", "fake")))
					.message(new ToolMessage("c", "T", Map.of("name", "f2", "t", 1))));
		assertThat(json).contains("{\"role\":\"system\",\"content\":\"S\",\"cache\":true}",
				"{\"role\":\"user\",\"content\":\"U\",\"name\":\"Ann\"}",
				"\"function\":{\"name\":\"f\",\"arguments\":\"{}\"},\"extra_content\":{\"s\":1}}],"
						+ "\"encrypted_content\":\"ZW5j\"}",
				"{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"T\",\"t\":1}");
	}

	@Test
	void theGoldenToolLoop() {
		ChatCompletion first = read("deepseek/chat-nonstream-tool-calls.json");
		RequestFormat deepseek = PLAIN.toBuilder()
			.emptyContent(EmptyContent.EMPTY_STRING)
			.reasoningReplay(ReasoningReplay.TOOL_TURNS)
			.build();
		ChatCompletionRequest request = ChatCompletionRequest.of((r) -> r.system("You are a travel helper.")
			.user("杭州和成都今天哪里更热?")
			.message(first.message())
			.message(new ToolMessage(first.toolCalls().get(0).id(), "{\"temp_c\":33}"))
			.message(new ToolMessage(first.toolCalls().get(1).id(), "{\"temp_c\":29}"))
			.tool(Tool.function("get_weather", "current weather", schema())));
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new ChatRequestWriter(deepseek).write(request, "deepseek-v4-pro", true,
				Map.of("thinking", Map.of("type", "enabled"), "reasoning_effort", "high"), out);
		byte[] golden = Fixtures.get("deepseek/request-tool-loop-second-turn.json").bytes();
		assertThat(Json.mapper().readTree(out.toByteArray())).isEqualTo(Json.mapper().readTree(golden));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> schema() {
		Map<String, Object> golden = Json.mapper()
			.readValue(Fixtures.get("deepseek/request-tool-loop-second-turn.json").bytes(), Map.class);
		Map<String, Object> tool = ((List<Map<String, Object>>) golden.get("tools")).get(0);
		return (Map<String, Object>) ((Map<String, Object>) tool.get("function")).get("parameters");
	}

	@ParameterizedTest
	@ValueSource(strings = { "composed/others/minimax-chat-reasoning-details.json",
			"composed/doubao/chat-nonstream-encrypted-content.json" })
	void whatAnAnswerHadGoesBackUnchanged(String file) {
		Map<?, ?> sent = message(Json.mapper().readValue(Fixtures.get(file).bytes(), Map.class).get("choices"));
		AssistantMessage answer = read(file).message();
		String json = written(PLAIN, ChatCompletionRequest.of((r) -> r.message(answer)), false, Map.of());
		assertThat((Object) ((List<?>) Json.read(json, Map.class).get("messages")).get(0)).isEqualTo(sent);
	}

	private static Map<?, ?> message(Object choices) {
		return (Map<?, ?>) ((Map<?, ?>) ((List<?>) choices).get(0)).get("message");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void whateverTheTextTheBodyIsJsonInUtf8(long seed) throws CharacterCodingException {
		Random random = new Random(seed);
		for (int round = 0; round < 300; round++) {
			List<String> texts = new ArrayList<>();
			for (int i = 0; i < 6; i++) {
				texts.add(randomText(random));
			}
			ChatCompletionRequest request = ChatCompletionRequest.of((r) -> r.system(texts.get(0))
				.user(texts.get(1))
				.message(new AssistantMessage(texts.get(2), texts.get(3),
						List.of(new ToolCall("i" + texts.get(2), "f", texts.get(4), Map.of("x", texts.get(0)))), false,
						Map.of("k" + texts.get(1), List.of(texts.get(5)))))
				.endUser(texts.get(5))
				.extraBody("e" + texts.get(3), texts.get(4)));
			byte[] bytes = bytes(PLAIN.toBuilder().reasoningReplay(ReasoningReplay.ALWAYS).build(), request, true,
					Map.of());
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
			Map<?, ?> json = Json.mapper().readValue(bytes, Map.class);
			List<?> messages = (List<?>) json.get("messages");
			assertThat(((Map<?, ?>) messages.get(0)).get("content")).isEqualTo(replaced(texts.get(0)));
			assertThat(((Map<?, ?>) messages.get(1)).get("content")).isEqualTo(replaced(texts.get(1)));
			assertThat(json.get("user")).isEqualTo(replaced(texts.get(5)));
		}
	}

	private static String randomText(Random random) {
		StringBuilder text = new StringBuilder();
		int[] hard = { 0, 0x0A, 0x22, 0x5C, 0x2028, 0xD83D, 0xDE00, 0xDFFF, 0x4F60, 0xFEFF, 0x7F, 0x41 };
		for (int i = random.nextInt((random.nextInt(20) == 0) ? 9_000 : 20); i > 0; i--) {
			text.append(
					(char) ((random.nextInt(3) == 0) ? random.nextInt(0x10000) : hard[random.nextInt(hard.length)]));
		}
		return text.toString();
	}

	/** An encoder's own idea of what half a pair becomes is "?"; ours is U+FFFD. */
	private static String replaced(String text) {
		int[] points = text.codePoints().map((c) -> (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c).toArray();
		return new String(points, 0, points.length);
	}

	@Test
	void extraBodyTakesWhateverIsJson() {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("null", null);
		body.put("list", List.of(1, 2L, 3.5f, new BigDecimal("1.10"), new BigInteger("9".repeat(30))));
		body.put("set", Set.of("x"));
		body.put("array", new int[] { 1, 2 });
		body.put("enum", DayOfWeek.MONDAY);
		body.put("record", new Point(1, 2));
		assertThat(written(PLAIN, false, (r) -> r.user("U").extraBody(body)))
			.endsWith("\"null\":null,\"list\":[1,2,3.5,1.10," + "9".repeat(30)
					+ "],\"set\":[\"x\"],\"array\":[1,2],\"enum\":\"MONDAY\",\"record\":{\"x\":1,\"y\":2}}");
	}

	@Test
	void whatIsNotJsonIsRefusedWithoutShowingIt() {
		Map<String, Object> circle = new LinkedHashMap<>();
		circle.put("secret-name", circle);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> written(PLAIN, false, (r) -> r.user("U").extraBody(circle)))
			.withMessageContaining("extraBody")
			.withMessageNotContaining("secret-name");
	}

	@Test
	void streamIsNoFieldForExtraBody() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChatCompletionRequest.of((r) -> r.user("U").extraBody("stream", true)))
			.withMessageContaining("stream(...)");
	}

	@Test
	void aFailingTargetIsAnIoError() {
		OutputStream failing = new OutputStream() {
			@Override
			public void write(int b) throws IOException {
				throw new IOException("full");
			}
		};
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> new ChatRequestWriter(PLAIN).write(ChatCompletionRequest.of((r) -> r.user("U")), "m",
					false, Map.of(), failing))
			.withMessageContaining("full");
	}

	@Test
	void theTargetStaysOpen() {
		List<String> events = new ArrayList<>();
		OutputStream out = new ByteArrayOutputStream() {
			@Override
			public void close() {
				events.add("closed");
			}
		};
		new ChatRequestWriter(PLAIN).write(ChatCompletionRequest.of((r) -> r.user("U")), "m", false, Map.of(), out);
		assertThat(events).isEmpty();
		assertThat(out).hasToString("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"U\"}]}");
	}

	private static ChatCompletion read(String file) {
		byte[] bytes = Fixtures.get(file).bytes();
		return new ChatResponseReader(false).readCompletion(bytes, 0, bytes.length, Vendors.META);
	}

	private static String written(RequestFormat format, boolean stream, Consumer<ChatCompletionRequest.Builder> spec) {
		return written(format, ChatCompletionRequest.of(spec), stream, Map.of());
	}

	private static String written(RequestFormat format, ChatCompletionRequest request, boolean stream,
			Map<String, Object> extra) {
		return new String(bytes(format, request, stream, extra), StandardCharsets.UTF_8);
	}

	private static byte[] bytes(RequestFormat format, ChatCompletionRequest request, boolean stream,
			Map<String, Object> extra) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new ChatRequestWriter(format).write(request, "m-1", stream, extra, out);
		return out.toByteArray();
	}

	record Point(int x, int y) {

	}

}
