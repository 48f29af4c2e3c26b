package io.harborai.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.harborai.call.Attempt;
import io.harborai.call.EmbeddingCall;
import io.harborai.call.Target;
import io.harborai.call.TokenEstimate;
import io.harborai.chat.ContentPart;
import io.harborai.embedding.EmbeddingEncoding;
import io.harborai.embedding.EmbeddingInput;
import io.harborai.embedding.EmbeddingRequest;
import io.harborai.embedding.EmbeddingResponse;
import io.harborai.error.ErrorDetails;
import io.harborai.error.InvalidRequestException;
import io.harborai.transport.Endpoint;
import io.harborai.transport.ExchangeRequest;
import io.harborai.wire.EmbeddingRequestWriter;
import io.harborai.wire.EmbeddingResponseReader;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Embeds at a vendor that is described by a {@link Dialect}.
 */
final class DialectEmbedder implements Embedder {

	private static final String PATH = "/embeddings";

	private final DialectProvider provider;

	private final EmbeddingRules rules;

	private final Endpoint texts;

	private final @Nullable Endpoint multimodal;

	private final EmbeddingRequestWriter writer;

	private final EmbeddingResponseReader reader = new EmbeddingResponseReader();

	DialectEmbedder(DialectProvider provider, EmbeddingRules rules, String endUserField) {
		this.provider = provider;
		this.rules = rules;
		this.texts = provider.endpoint(PATH);
		this.multimodal = (rules.multimodalPath() != null) ? provider.endpoint(rules.multimodalPath()) : null;
		this.writer = new EmbeddingRequestWriter(endUserField);
	}

	@Override
	public List<EmbeddingRequest> batches(EmbeddingRequest request, Target target) {
		List<EmbeddingRequest> batches = new ArrayList<>();
		List<EmbeddingInput> batch = new ArrayList<>();
		int maxInputs = this.rules.maxInputs(target.model());
		long tokens = 0;
		for (EmbeddingInput input : request.inputs()) {
			boolean alone = check(input, target);
			long own = (this.rules.maxTokens() != Long.MAX_VALUE) ? TokenEstimate.tokens(input) : 0;
			if (!batch.isEmpty() && (alone || batch.size() >= maxInputs || tokens + own > this.rules.maxTokens())) {
				batches.add(request.withInputs(batch));
				batch.clear();
				tokens = 0;
			}
			batch.add(input);
			tokens += own;
			if (alone) {
				batches.add(request.withInputs(batch));
				batch.clear();
				tokens = 0;
			}
		}
		if (batches.isEmpty() || (batches.size() == 1 && batch.isEmpty())) {
			return List.of(request);
		}
		if (!batch.isEmpty()) {
			batches.add(request.withInputs(batch));
		}
		return batches;
	}

	/**
	 * Check an input.
	 * @return whether it goes alone
	 */
	private boolean check(EmbeddingInput input, Target target) {
		if (input instanceof EmbeddingInput.Parts parts) {
			if (this.multimodal == null) {
				throw invalid(target, "this vendor embeds texts only",
						"Pass texts as input(\"...\"); a doubao-embedding-vision model takes images and video.");
			}
			for (ContentPart part : parts.parts()) {
				if (part instanceof ContentPart.Audio) {
					throw invalid(target, "this vendor embeds texts, images and video, but no audio",
							"Leave the audio out.");
				}
			}
		}
		return isMultimodal(input, target.model());
	}

	private boolean isMultimodal(EmbeddingInput input, String model) {
		return input instanceof EmbeddingInput.Parts || this.rules.isMultimodal(model);
	}

	private static InvalidRequestException invalid(Target target, String problem, String remedy) {
		return new InvalidRequestException(
				ErrorDetails.problem(problem).target(target.provider(), target.model()).remedy(remedy).build(), null);
	}

	@Override
	public Mono<EmbeddingResponse> embed(EmbeddingCall call) {
		Attempt attempt = Objects.requireNonNull(call.attempt(), "the attempt chain has not started an attempt");
		List<String> omitted = omitted(call.request());
		EmbeddingRequest request = omitted.isEmpty() ? call.request()
				: call.request().toBuilder().encoding(null).build();
		String model = attempt.target().model();
		// All inputs of one request are of one kind.
		boolean multimodal = isMultimodal(request.inputs().get(0), model);
		Endpoint endpoint = (multimodal && this.multimodal != null) ? this.multimodal : this.texts;
		return this.provider.withKey(attempt, omitted,
				(key) -> this.provider.fetch(
						new ExchangeRequest(endpoint, this.provider.headers(attempt, request.options(), key),
								(out) -> this.writer.write(request, model, multimodal, out)),
						attempt, (body) -> read(body, request, attempt)));
	}

	/**
	 * The vectors are the same however they come: what the vendor can't do is left out.
	 */
	private List<String> omitted(EmbeddingRequest request) {
		return (request.encoding() == EmbeddingEncoding.BASE64 && !this.rules.base64()) ? List.of("encoding_format")
				: List.of();
	}

	private EmbeddingResponse read(byte[] body, EmbeddingRequest request, Attempt attempt) {
		EmbeddingResponse response = this.reader.read(body, 0, body.length, request.inputs().size(),
				request.dimensions(), attempt.openMeta());
		return response.withMeta(attempt.finalMeta(response.usage()));
	}

}
