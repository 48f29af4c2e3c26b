package io.harborai.provider;

import java.util.List;

import io.harborai.call.EmbeddingHandler;
import io.harborai.call.Target;
import io.harborai.embedding.EmbeddingRequest;

/**
 * A provider that embeds, one request at a time. Thread-safe; never blocks.
 */
public interface Embedder extends EmbeddingHandler {

	/**
	 * Cut a request into ones that the vendor takes.
	 * @param request what is asked
	 * @param target where it goes
	 * @return requests for all of its inputs, in their order; the very same request if
	 * one is enough
	 * @throws io.harborai.error.InvalidRequestException if the vendor would refuse it
	 */
	default List<EmbeddingRequest> batches(EmbeddingRequest request, Target target) {
		return List.of(request);
	}

}
