package io.harborai.benchmarks.client;

import java.util.List;

import io.harborai.benchmarks.harness.ChatClient;
import io.harborai.benchmarks.harness.ClientFactory;
import io.harborai.benchmarks.harness.Outcome;
import io.harborai.benchmarks.harness.Target;

import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.deepseek.DeepSeekChatModel;
import org.springframework.ai.deepseek.DeepSeekChatOptions;
import org.springframework.ai.deepseek.api.DeepSeekApi;

/**
 * Makes Spring AI's DeepSeek model, over WebClient and the JDK client as it comes.
 */
public final class SpringAiDeepSeek implements ClientFactory {

	private static final Prompt PROMPT = new Prompt(
			List.of(new SystemMessage(Target.SYSTEM), new UserMessage(Target.USER)));

	@Override
	public ChatClient create(Target target) {
		DeepSeekApi api = DeepSeekApi.builder().baseUrl(target.baseUrl()).apiKey("bench-key").build();
		DeepSeekChatOptions options = DeepSeekChatOptions.builder()
			.model(Target.MODEL)
			.temperature(0.7)
			.maxTokens(256)
			.build();
		return new Client(DeepSeekChatModel.builder().deepSeekApi(api).defaultOptions(options).build());
	}

	private record Client(DeepSeekChatModel model) implements ChatClient {

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
