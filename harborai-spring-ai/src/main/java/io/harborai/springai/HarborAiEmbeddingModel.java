package io.harborai.springai;

import java.util.List;
import java.util.Map;

import io.harborai.HarborAiClient;
import io.harborai.chat.ContentPart;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.AbstractEmbeddingModel;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;

/**
 * Spring AI's embedding model on a HarborAI client. As many texts as you like at once:
 * what is more than the vendor takes is sent in several requests. Failures are HarborAI's
 * own {@link io.harborai.error.HarborAiException}s. Thread-safe.
 */
public final class HarborAiEmbeddingModel extends AbstractEmbeddingModel {

	private final HarborAiClient client;

	private final String model;

	private final @Nullable Integer dimensions;

	/**
	 * A model.
	 * @param client the client
	 * @param model the name of the model or route for requests that name none
	 * @param dimensions how long the vectors shall be where a request doesn't say; null
	 * to leave it to the vendor
	 */
	public HarborAiEmbeddingModel(HarborAiClient client, String model, @Nullable Integer dimensions) {
		this.client = client;
		this.model = model;
		this.dimensions = dimensions;
	}

	@Override
	public EmbeddingResponse call(EmbeddingRequest request) {
		EmbeddingOptions options = request.getOptions();
		return response(
				this.client.embeddings().create((r) -> configured(r, options).inputs(request.getInstructions())));
	}

	private io.harborai.embedding.EmbeddingRequest.Builder configured(
			io.harborai.embedding.EmbeddingRequest.Builder request, @Nullable EmbeddingOptions options) {
		String model = (options != null) ? options.getModel() : null;
		Integer dimensions = (options != null) ? options.getDimensions() : null;
		return request.model((model != null) ? model : this.model)
			.dimensions((dimensions != null) ? dimensions : this.dimensions);
	}

	private static EmbeddingResponse response(io.harborai.embedding.EmbeddingResponse answer) {
		List<Embedding> embeddings = answer.embeddings()
			.stream()
			.map((embedding) -> new Embedding(embedding.vector(), embedding.index()))
			.toList();
		EmbeddingResponseMetadata metadata = new EmbeddingResponseMetadata(answer.model(),
				Answers.usage(answer.usage()), Map.of(Answers.META, answer.meta()));
		return new EmbeddingResponse(embeddings, metadata);
	}

	/**
	 * Embed a document: its text, or its image or video for a model that takes such.
	 * @param document the document
	 * @return its vector
	 */
	@Override
	public float[] embed(Document document) {
		Media media = document.getMedia();
		if (media == null) {
			String text = getEmbeddingContent(document);
			return embed((text != null) ? text : "");
		}
		ContentPart part = Questions.part(media);
		return this.client.embeddings().create((r) -> configured(r, null).input(part)).vector();
	}

	@Override
	public int dimensions() {
		return (this.dimensions != null) ? this.dimensions : super.dimensions();
	}

	@Override
	public String toString() {
		return "HarborAiEmbeddingModel[" + this.model + "]";
	}

}
