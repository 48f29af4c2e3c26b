package io.harborai.benchmarks.client;

import java.time.Duration;
import java.util.List;

import io.harborai.benchmarks.harness.ChatClient;
import io.harborai.benchmarks.harness.ClientFactory;
import io.harborai.benchmarks.harness.Outcome;
import io.harborai.benchmarks.harness.Target;

import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

/**
 * Makes Spring AI's OpenAI model as its auto-configuration does.
 */
public final class SpringAiOpenAi implements ClientFactory {

	private static final Prompt PROMPT = new Prompt(
			List.of(new SystemMessage(Target.SYSTEM), new UserMessage(Target.USER)));

	@Override
	public ChatClient create(Target target) {
		OpenAiChatOptions.Builder options = OpenAiChatOptions.builder();
		options.baseUrl(target.baseUrl());
		options.apiKey("bench-key");
		options.model(Target.MODEL);
		options.temperature(0.7);
		options.maxTokens(256);
		options.streamUsage(true);
		OpenAiChatModel.Builder model = OpenAiChatModel.builder().options(options.build());
		if (target.atOnce() > 200) {
			model.httpClientBuilderCustomizer(
					(http) -> http.maxIdleConnections(target.atOnce()).keepAliveDuration(Duration.ofMinutes(5)));
		}
		return new Client(model.build());
	}

	private record Client(OpenAiChatModel model) implements ChatClient {

		@Override
		public Style callStyle() {
			return Style.BLOCKING;
		}

		@Override
		public Style streamStyle() {
			return Style.ASYNC;
		}

		@Override
		public void call(Outcome outcome) {
			outcome.done(this.model.call(PROMPT).getResult().getOutput().getText().length());
		}

		@Override
		public void stream(Outcome outcome) {
			this.model.stream(PROMPT)
				.subscribe((response) -> tell(response, outcome), outcome::failed, () -> outcome.done(0));
		}

		private static void tell(ChatResponse response, Outcome outcome) {
			String text = (response.getResult() != null) ? response.getResult().getOutput().getText() : null;
			if (text != null && !text.isEmpty()) {
				outcome.chunk(text.length());
			}
		}

	}

}
