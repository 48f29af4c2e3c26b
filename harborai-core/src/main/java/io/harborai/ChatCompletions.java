package io.harborai;

import java.util.function.Consumer;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ask models: blocking, reactive, or streamed. Thread-safe. Every failure is a
 * {@link io.harborai.error.HarborAiException}.
 */
public interface ChatCompletions {

	/**
	 * Ask and wait for the answer. An interrupt cancels the call.
	 * @param request what to ask
	 * @return the answer
	 * @throws io.harborai.error.HarborAiException if there is none
	 * @throws IllegalStateException on a thread that must not block, such as an event
	 * loop's
	 */
	ChatCompletion create(ChatCompletionRequest request);

	/**
	 * Ask when subscribed to. Each subscription is a call of its own; cancelling it ends
	 * the call.
	 * @param request what to ask
	 * @return the answer, or one typed error
	 */
	Mono<ChatCompletion> createAsync(ChatCompletionRequest request);

	/**
	 * Ask when subscribed to and hand the answer on as it comes. Each subscription is a
	 * call of its own; cancelling it ends the call. A slow reader slows the vendor down.
	 * @param request what to ask
	 * @return the chunks, the last one with usage, cost and times; ended by completion or
	 * one typed error
	 */
	Flux<ChatCompletionChunk> stream(ChatCompletionRequest request);

	/**
	 * Ask and wait for the answer.
	 * @param spec fills the request
	 * @return the answer
	 */
	default ChatCompletion create(Consumer<ChatCompletionRequest.Builder> spec) {
		return create(ChatCompletionRequest.of(spec));
	}

	/**
	 * Ask when subscribed to.
	 * @param spec fills the request
	 * @return the answer, or one typed error
	 */
	default Mono<ChatCompletion> createAsync(Consumer<ChatCompletionRequest.Builder> spec) {
		return createAsync(ChatCompletionRequest.of(spec));
	}

	/**
	 * Ask when subscribed to and hand the answer on as it comes.
	 * @param spec fills the request
	 * @return the chunks, ended by completion or one typed error
	 */
	default Flux<ChatCompletionChunk> stream(Consumer<ChatCompletionRequest.Builder> spec) {
		return stream(ChatCompletionRequest.of(spec));
	}

}
