package io.harborai.call;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A step of the chain that answers a call, itself or by asking the next step. Steps are
 * composed once, when the client is built. Implementations are thread-safe and never
 * block; each subscription is a new try.
 */
public interface ChatHandler {

	/**
	 * Answer at once.
	 * @param call the call
	 * @return the completion, or one typed error
	 */
	Mono<ChatCompletion> complete(ChatCall call);

	/**
	 * Answer step by step.
	 * @param call the call
	 * @return the chunks, ended by completion or one typed error
	 */
	Flux<ChatCompletionChunk> stream(ChatCall call);

}
