package io.harborai.embedding;

import java.util.List;
import java.util.Map;

import io.harborai.chat.ResponseMeta;
import io.harborai.usage.Cost;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of a request's inputs. Immutable; {@code toString} shows sizes, never
 * content.
 *
 * @param model the model as the vendor names it in the answer, "" if it doesn't
 * @param embeddings one for each input, in the order of the inputs
 * @param usage the tokens used, {@link Usage#MISSING} if the vendor didn't count
 * @param meta how the answer came about; of several requests that were made, it names the
 * vendor's id of the first
 * @param additional the fields that HarborAI doesn't know; empty if several requests were
 * made
 */
public record EmbeddingResponse(String model, List<Embedding> embeddings, Usage usage, ResponseMeta meta,
		Map<String, Object> additional) {

	public EmbeddingResponse {
		embeddings = List.copyOf(embeddings);
	}

	/**
	 * The vector of the first input.
	 * @return a copy
	 */
	public float[] vector() {
		return this.embeddings.get(0).vector();
	}

	/**
	 * What the call cost.
	 * @return the cost, null if usage or price is unknown
	 */
	public @Nullable Cost cost() {
		return this.meta.cost();
	}

	/**
	 * The same response with other meta data.
	 * @param meta how the answer came about
	 * @return a new response
	 */
	public EmbeddingResponse withMeta(ResponseMeta meta) {
		return new EmbeddingResponse(this.model, this.embeddings, this.usage, meta, this.additional);
	}

	@Override
	public String toString() {
		return "EmbeddingResponse[" + this.model + ", " + this.embeddings.size() + " embeddings, " + this.usage + "]";
	}

}
