package io.harborai.cache;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.harborai.call.ChatCall;
import io.harborai.call.TestTicker;
import io.harborai.chat.CallOptions;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ContentPart;
import io.harborai.chat.JsonSchema;
import io.harborai.chat.Reasoning;
import io.harborai.chat.ResponseFormat;
import io.harborai.chat.StructuredStrategy;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolChoice;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When two questions are the same.
 */
class FingerprintTests {

	private static final URI PLACE = URI.create("https://host/a");

	private static final Consumer<ChatCompletionRequest.Builder> PLAIN = (request) -> {
	};

	private static ChatCompletionRequest.Builder base() {
		return ChatCompletionRequest.builder()
			.model("m")
			.user("Hello")
			.tool(Tool.function("add", "adds", Map.of("type", "object", "a", List.of(1, 2))));
	}

	private static @Nullable String key(Consumer<ChatCompletionRequest.Builder> change) {
		ChatCompletionRequest.Builder builder = base();
		change.accept(builder);
		return Fingerprint.of(ChatCall.start(builder.build(), null, new TestTicker()));
	}

	static Stream<Consumer<ChatCompletionRequest.Builder>> changes() {
		return Stream.of((b) -> b.model("n"), (b) -> b.user("again"), (b) -> b.system("again"),
				(b) -> b.assistant("again"), (b) -> b.user(ContentPart.text("part")),
				(b) -> b.user(ContentPart.image(PLACE)), (b) -> b.user(ContentPart.video(PLACE)),
				(b) -> b.temperature(0.5), (b) -> b.topP(0.5), (b) -> b.maxTokens(5), (b) -> b.stop("x"), (b) -> b.n(2),
				(b) -> b.seed(5L), (b) -> b.frequencyPenalty(0.5), (b) -> b.presencePenalty(0.5),
				(b) -> b.logitBias(Map.of("1", 5)), (b) -> b.logprobs(true), (b) -> b.topLogprobs(5),
				(b) -> b.responseFormat(ResponseFormat.JSON_OBJECT),
				(b) -> b.responseFormat(ResponseFormat.jsonSchema("s", Map.of("type", "object"))),
				(b) -> b.responseFormat(ResponseFormat.jsonSchema("s", Map.of("type", "array"))),
				(b) -> b.tool(Tool.function("sub", "subtracts", Map.of())), (b) -> b.toolChoice(ToolChoice.NONE),
				(b) -> b.parallelToolCalls(false), (b) -> b.reasoning(Reasoning.off()), (b) -> b.endUser("u"),
				(b) -> b.extraBody(Map.of("x", 1)), (b) -> b.extraBody(Map.of("x", "1")),
				(b) -> b.extraBody(Map.of("x", List.of("1"))), (b) -> b.extraBody(Map.of("x", Map.of("1", 1))),
				(b) -> b.options(CallOptions.builder().fallbackModel("n").build()),
				(b) -> b.options(CallOptions.builder().header("X-Lane", "blue").build()),
				(b) -> b.answerSchema(schema("one", Map.of())), (b) -> b.answerSchema(schema("two", Map.of())),
				(b) -> b.answerSchema(schema("one", Map.of("x", Map.of("type", "string")))),
				(b) -> b.options((o) -> o.structured((s) -> s.withStrategy(StructuredStrategy.PROMPT))),
				(b) -> b.options((o) -> o.structured((s) -> s.withStrategy(StructuredStrategy.TOOL))));
	}

	private static JsonSchema schema(String name, Map<String, Object> properties) {
		return JsonSchema.of(name, Map.of("type", "object", "properties", properties));
	}

	@ParameterizedTest
	@MethodSource("changes")
	void everythingThatMayChangeTheAnswerMakesAnotherQuestion(Consumer<ChatCompletionRequest.Builder> change) {
		String changed = key(change);
		assertThat(changed).hasSize(64).isEqualTo(key(change)).isNotEqualTo(key(PLAIN));
		assertThat(changes().map(FingerprintTests::key)).containsOnlyOnce(changed);
	}

	@Test
	void whatSaysHowToAskMakesNoOther() {
		assertThat(key((b) -> b.options(CallOptions.builder()
			.totalTimeout(Duration.ofSeconds(1))
			.maxAttempts(1)
			.tag("tenant", "a")
			.cache(true)
			.structured((s) -> s.withRepairs(3).withTrailingCommas())
			.build()))).isEqualTo(key(PLAIN));
	}

	@Test
	void theOrderOfFieldsMakesNoOther() {
		Map<String, Object> one = new LinkedHashMap<>();
		one.put("a", 1);
		one.put("b", 2);
		Map<String, Object> other = new LinkedHashMap<>();
		other.put("b", 2);
		other.put("a", 1);
		assertThat(key((b) -> b.extraBody(one))).isEqualTo(key((b) -> b.extraBody(other)));
	}

	@Test
	void textsThatOnlyJoinedReadAlikeAreDifferent() {
		assertThat(key((b) -> b.stop("ab", "c"))).isNotEqualTo(key((b) -> b.stop("a", "bc")));
		assertThat(key((b) -> b.user("ab").user("c"))).isNotEqualTo(key((b) -> b.user("a").user("bc")));
	}

	@Test
	void theProviderThatIsAskedForCounts() {
		ChatCompletionRequest request = base().build();
		assertThat(Fingerprint.of(ChatCall.start(request, "p", new TestTicker()))).isNotEqualTo(key(PLAIN));
	}

	@Test
	void whatCannotBeComparedHasNoKey() {
		assertThat(key((b) -> b.extraBody(Map.of("x", new Object())))).isNull();
	}

}
