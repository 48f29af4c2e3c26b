package io.harborai.benchmarks.client;

import java.time.Duration;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.harborai.benchmarks.harness.ChatClient;
import io.harborai.benchmarks.harness.ClientFactory;
import io.harborai.benchmarks.harness.Outcome;
import io.harborai.benchmarks.harness.Target;

/**
 * Makes OpenAI's own client, in its blocking form.
 */
public final class OpenAiJava implements ClientFactory {

	private static final ChatCompletionCreateParams CALL = params().build();

	private static final ChatCompletionCreateParams STREAM = params()
		.streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
		.build();

	private static ChatCompletionCreateParams.Builder params() {
		return ChatCompletionCreateParams.builder()
			.model(Target.MODEL)
			.addSystemMessage(Target.SYSTEM)
			.addUserMessage(Target.USER)
			.temperature(0.7)
			.maxTokens(256);
	}

	@Override
	public ChatClient create(Target target) {
		OpenAIOkHttpClient.Builder builder = OpenAIOkHttpClient.builder().baseUrl(target.baseUrl()).apiKey("bench-key");
		if (target.atOnce() > 200) {
			builder.maxIdleConnections(target.atOnce()).keepAliveDuration(Duration.ofMinutes(5));
		}
		return new Client(builder.build());
	}

	private record Client(OpenAIClient client) implements ChatClient {

		@Override
		public Style callStyle() {
			return Style.BLOCKING;
		}

		@Override
		public void call(Outcome outcome) {
			outcome.done(this.client.chat()
				.completions()
				.create(CALL)
				.choices()
				.get(0)
				.message()
				.content()
				.orElseThrow()
				.length());
		}

		@Override
		public void stream(Outcome outcome) {
			try (StreamResponse<ChatCompletionChunk> response = this.client.chat()
				.completions()
				.createStreaming(STREAM)) {
				response.stream().forEach((chunk) -> tell(chunk, outcome));
			}
			outcome.done(0);
		}

		private static void tell(ChatCompletionChunk chunk, Outcome outcome) {
			if (!chunk.choices().isEmpty()) {
				String text = chunk.choices().get(0).delta().content().orElse("");
				if (!text.isEmpty()) {
					outcome.chunk(text.length());
				}
			}
		}

	}

}
