package io.harborai;

import java.util.List;
import java.util.function.Consumer;

import io.harborai.embedding.EmbeddingRequest;
import io.harborai.embedding.EmbeddingResponse;
import reactor.core.publisher.Mono;

/**
 * Turn texts, and with some models images and video, into vectors: blocking or reactive.
 * As many inputs as you like: what is more than the vendor takes at once is sent in
 * several requests. Thread-safe. Every failure is a
 * {@link io.harborai.error.HarborAiException}.
 */
public interface Embeddings {

	/**
	 * Embed and wait for the vectors. An interrupt cancels the call.
	 * @param request what to embed
	 * @return the vectors, one for each input, in the order of the inputs
	 * @throws io.harborai.error.HarborAiException if there are none; if one of several
	 * requests fails, the call does
	 * @throws IllegalStateException on a thread that must not block, such as an event
	 * loop's
	 */
	EmbeddingResponse create(EmbeddingRequest request);

	/**
	 * Embed when subscribed to. Each subscription is a call of its own; cancelling it
	 * ends the call with all its requests.
	 * @param request what to embed
	 * @return the vectors, or one typed error
	 */
	Mono<EmbeddingResponse> createAsync(EmbeddingRequest request);

	/**
	 * Embed and wait for the vectors.
	 * @param spec fills the request
	 * @return the vectors
	 */
	default EmbeddingResponse create(Consumer<EmbeddingRequest.Builder> spec) {
		return create(EmbeddingRequest.of(spec));
	}

	/**
	 * Embed texts and wait for the vectors.
	 * @param model the model's name
	 * @param inputs the texts
	 * @return the vectors
	 */
	default EmbeddingResponse create(String model, List<String> inputs) {
		return create((r) -> r.model(model).inputs(inputs));
	}

	/**
	 * Embed a text and wait for its vector.
	 * @param model the model's name
	 * @param input the text
	 * @return the vector
	 */
	default EmbeddingResponse create(String model, String input) {
		return create((r) -> r.model(model).input(input));
	}

	/**
	 * Embed when subscribed to.
	 * @param spec fills the request
	 * @return the vectors, or one typed error
	 */
	default Mono<EmbeddingResponse> createAsync(Consumer<EmbeddingRequest.Builder> spec) {
		return createAsync(EmbeddingRequest.of(spec));
	}

	/**
	 * Embed texts when subscribed to.
	 * @param model the model's name
	 * @param inputs the texts
	 * @return the vectors, or one typed error
	 */
	default Mono<EmbeddingResponse> createAsync(String model, List<String> inputs) {
		return createAsync((r) -> r.model(model).inputs(inputs));
	}

}
