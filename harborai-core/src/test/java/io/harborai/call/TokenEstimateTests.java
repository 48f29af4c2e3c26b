package io.harborai.call;

import java.util.Map;

import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ContentPart;
import io.harborai.chat.Tool;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokenEstimateTests {

	@Test
	void aPromptCountsByTheKindOfItsCharacters() {
		assertThat(prompt(ChatCompletionRequest.builder().user("x".repeat(1000)))).isEqualTo(300);
		assertThat(prompt(ChatCompletionRequest.builder().user("\u4f60".repeat(1000)))).isEqualTo(600);
		assertThat(prompt(ChatCompletionRequest.builder()
			.system("x".repeat(100))
			.user("x".repeat(100))
			.assistant("x".repeat(100)))).isEqualTo(90);
		assertThat(prompt(ChatCompletionRequest.builder().user(""))).isEqualTo(1);
		assertThat(prompt(ChatCompletionRequest.builder()
			.user("")
			.tool(Tool.function("x".repeat(10), "x".repeat(90), Map.of("type", "object"))))).isGreaterThan(30);
	}

	@Test
	void whatIsSetAsideHoldsTheAnswerAndWhatIsSentAlong() {
		ChatCompletionRequest.Builder plain = ChatCompletionRequest.builder().user("x".repeat(1000));
		assertThat(tokens(plain)).isEqualTo(300 + TokenEstimate.ANSWER);
		assertThat(tokens(plain.maxTokens(50))).isEqualTo(350);
		assertThat(tokens(plain.n(3))).isEqualTo(450);
		assertThat(tokens(ChatCompletionRequest.builder()
			.user(ContentPart.text("x".repeat(1000)), ContentPart.image(new byte[90_000], "image/png"))
			.maxTokens(50))).isEqualTo(350 + TokenEstimate.MEDIUM);
	}

	private static long prompt(ChatCompletionRequest.Builder request) {
		return TokenEstimate.promptTokens(request.model("m").build());
	}

	private static long tokens(ChatCompletionRequest.Builder request) {
		return TokenEstimate.tokens(request.model("m").build());
	}

}
