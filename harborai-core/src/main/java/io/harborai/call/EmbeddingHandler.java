package io.harborai.call;

import io.harborai.embedding.EmbeddingResponse;
import reactor.core.publisher.Mono;

/**
 * A step of the chain that answers a call for embeddings, itself or by asking the next
 * step. Implementations are thread-safe and never block; each subscription is a new try.
 */
@FunctionalInterface
public interface EmbeddingHandler {

	/**
	 * Embed.
	 * @param call the call
	 * @return the embeddings, or one typed error
	 */
	Mono<EmbeddingResponse> embed(EmbeddingCall call);

}
