package io.harborai.springai;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletionAccumulator;
import io.harborai.chat.ChatCompletionRequest;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * Spring AI's chat model on a HarborAI client: its vendors and routes, its retries,
 * breakers and limits, its meters and cost. Tools that a prompt offers are shown to the
 * model; who runs them is Spring AI, as with any chat model. Failures are HarborAI's own
 * {@link io.harborai.error.HarborAiException}s. Thread-safe.
 */
public final class HarborAiChatModel implements ChatModel {

	private final HarborAiClient client;

	private final HarborAiChatOptions options;

	/**
	 * A model with HarborAI's default model and no options.
	 * @param client the client
	 */
	public HarborAiChatModel(HarborAiClient client) {
		this(client, HarborAiChatOptions.builder().build());
	}

	/**
	 * A model with options.
	 * @param client the client
	 * @param options what holds where a prompt doesn't say otherwise
	 */
	public HarborAiChatModel(HarborAiClient client, HarborAiChatOptions options) {
		this.client = client;
		this.options = options;
	}

	/**
	 * Ask and wait for the answer.
	 * @param prompt what to ask
	 * @return the answer
	 * @throws io.harborai.error.HarborAiException if there is none
	 * @throws IllegalStateException on a thread that must not block
	 */
	@Override
	public ChatResponse call(Prompt prompt) {
		return Answers.response(this.client.chat().completions().create(request(prompt)));
	}

	/**
	 * Ask when subscribed to and hand the answer on as it comes. Tool calls come whole,
	 * with the last response, as do finish reasons and usage.
	 * @param prompt what to ask
	 * @return the responses, ended by completion or one typed error
	 */
	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		ChatCompletionRequest request = request(prompt);
		return Flux.defer(() -> {
			ChatCompletionAccumulator whole = new ChatCompletionAccumulator();
			return this.client.chat().completions().stream(request).handle((chunk, sink) -> {
				whole.add(chunk);
				if (chunk.last()) {
					sink.next(Answers.end(whole.toCompletion()));
				}
				else if (Answers.saysSomething(chunk)) {
					sink.next(Answers.response(chunk));
				}
			});
		});
	}

	private ChatCompletionRequest request(Prompt prompt) {
		return Questions.request(prompt, this.options);
	}

	@Override
	public ChatOptions getOptions() {
		return this.options;
	}

	@Override
	public String toString() {
		return "HarborAiChatModel[" + this.client + "]";
	}

}
