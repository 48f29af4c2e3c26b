package io.harborai.benchmarks.client;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.harborai.benchmarks.harness.ChatClient;
import io.harborai.benchmarks.harness.ClientFactory;
import io.harborai.benchmarks.harness.Outcome;
import io.harborai.benchmarks.harness.Target;

/**
 * Makes LangChain4j's OpenAI models, with the HTTP client that they come with.
 */
public final class LangChain4j implements ClientFactory {

	private static final ChatRequest REQUEST = ChatRequest.builder()
		.messages(SystemMessage.from(Target.SYSTEM), UserMessage.from(Target.USER))
		.build();

	@Override
	public ChatClient create(Target target) {
		return new Client(
				OpenAiChatModel.builder()
					.baseUrl(target.baseUrl())
					.apiKey("bench-key")
					.modelName(Target.MODEL)
					.temperature(0.7)
					.maxTokens(256)
					.build(),
				OpenAiStreamingChatModel.builder()
					.baseUrl(target.baseUrl())
					.apiKey("bench-key")
					.modelName(Target.MODEL)
					.temperature(0.7)
					.maxTokens(256)
					.build());
	}

	private record Client(OpenAiChatModel model, OpenAiStreamingChatModel streaming) implements ChatClient {

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
			outcome.done(this.model.chat(REQUEST).aiMessage().text().length());
		}

		@Override
		public void stream(Outcome outcome) {
			this.streaming.chat(REQUEST, new StreamingChatResponseHandler() {

				@Override
				public void onPartialResponse(String text) {
					outcome.chunk(text.length());
				}

				@Override
				public void onCompleteResponse(ChatResponse response) {
					outcome.done(0);
				}

				@Override
				public void onError(Throwable thrown) {
					outcome.failed(thrown);
				}

			});
		}

	}

}
