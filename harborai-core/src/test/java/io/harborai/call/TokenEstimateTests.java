package io.harborai.call;

import java.util.Map;

import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ContentPart;
import io.harborai.chat.JsonSchema;
import io.harborai.chat.Tool;
import io.harborai.chat.UserMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenEstimate}.
 */
class TokenEstimateTests {

	@Test
	void lettersCountAQuarterAndChineseSignsAWhole() {
		assertThat(prompt(ChatCompletionRequest.of((r) -> r.user("x".repeat(400))))).isEqualTo(104);
		assertThat(prompt(ChatCompletionRequest.of((r) -> r.user("\u6c49".repeat(400))))).isEqualTo(404);
	}

	@Test
	void everyMessageAndToolCounts() {
		assertThat(
				prompt(ChatCompletionRequest.of((r) -> r.system("abcd").user("abcd").assistant("abcd").user("abcd"))))
			.isEqualTo(20);
		assertThat(prompt(ChatCompletionRequest
			.of((r) -> r.user("abcd").tool(Tool.function("name", "does it", Map.of("type", "object"))))))
			.isGreaterThan(8);
		assertThat(prompt(ChatCompletionRequest.of((r) -> r.message(
				UserMessage.of(new ContentPart.Text("abcd"), new ContentPart.Image("https://x.test/i.png", null))))))
			.isEqualTo(1005);
	}

	@Test
	void schemaOfTheAnswerCounts() {
		JsonSchema schema = JsonSchema.of("answer",
				Map.of("type", "object", "properties", Map.of("x".repeat(400), Map.of("type", "string"))));
		assertThat(prompt(ChatCompletionRequest.of((r) -> r.user("abcd").answerSchema(schema)))).isGreaterThan(100);
	}

	@Test
	void answersAreAsLongAsTheyMayBe() {
		assertThat(answer(null, null, null)).isEqualTo(TokenEstimate.ANSWER);
		assertThat(answer(50, null, null)).isEqualTo(50);
		assertThat(answer(50, 3, null)).isEqualTo(150);
		assertThat(answer(5000, 2, 100)).isEqualTo(200);
		assertThat(answer(null, null, 100)).isEqualTo(100);
	}

	private static long prompt(ChatCompletionRequest request) {
		return TokenEstimate.promptTokens(request);
	}

	private static long answer(Integer max, Integer n, Integer maxOutput) {
		return TokenEstimate.answerTokens(ChatCompletionRequest.of((r) -> r.user("x").maxTokens(max).n(n)), maxOutput);
	}

}
