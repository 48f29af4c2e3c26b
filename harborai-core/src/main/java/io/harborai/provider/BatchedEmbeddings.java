package io.harborai.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.harborai.call.Call;
import io.harborai.call.EmbeddingCall;
import io.harborai.call.EmbeddingHandler;
import io.harborai.call.Target;
import io.harborai.chat.ResponseMeta;
import io.harborai.embedding.Embedding;
import io.harborai.embedding.EmbeddingRequest;
import io.harborai.embedding.EmbeddingResponse;
import io.harborai.error.AttemptSummary;
import io.harborai.error.ErrorDetails;
import io.harborai.error.InvalidRequestException;
import io.harborai.error.MalformedResponseException;
import io.harborai.usage.Cost;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Answers a call for embeddings at one provider: by one request if the vendor takes all
 * inputs at once, else by several, a few at a time. The first one that fails fails the
 * call, and the others are cancelled. Thread-safe.
 */
final class BatchedEmbeddings implements EmbeddingHandler {

	private final ProviderHandle handle;

	private final EmbeddingHandler attempts;

	/**
	 * Create the step.
	 * @param handle the provider
	 * @param attempts answers one request by one or more attempts
	 */
	BatchedEmbeddings(ProviderHandle handle, EmbeddingHandler attempts) {
		this.handle = handle;
		this.attempts = attempts;
	}

	/**
	 * What embeds at a provider.
	 * @param provider the provider
	 * @param target where a call goes
	 * @return the provider's embedder
	 * @throws InvalidRequestException if it has none
	 */
	static Embedder embedder(Provider provider, Target target) {
		Embedder embedder = provider.embeddings();
		if (embedder == null) {
			throw new InvalidRequestException(ErrorDetails.problem("this vendor has no embeddings")
				.target(target.provider(), target.model())
				.remedy("Ask for an embedding model of another provider, such as one of doubao, wenxin, openai or qwen.")
				.build(), null);
		}
		return embedder;
	}

	@Override
	public Mono<EmbeddingResponse> embed(EmbeddingCall call) {
		return Mono.defer(() -> {
			Provider built = this.handle.touch();
			return (built != null) ? embed(call, built)
					: this.handle.use().flatMap((provider) -> embed(call, provider));
		});
	}

	private Mono<EmbeddingResponse> embed(EmbeddingCall call, Provider provider) {
		Call.Way way = Objects.requireNonNull(call.way(), "routing has not set the call's way");
		List<EmbeddingRequest> batches = embedder(provider, way.target()).batches(call.request(), way.target());
		if (batches.size() == 1) {
			return this.attempts.embed(call.withRequest(batches.get(0)));
		}
		return Flux.range(0, batches.size())
			.flatMap((index) -> part(call, batches.get(index), index), call.request().concurrency(), 1)
			// Whatever still runs then is cancelled.
			.takeUntil((part) -> part.failure() != null)
			.collectList()
			.flatMap((parts) -> joined(call, parts));
	}

	private Mono<Part> part(EmbeddingCall call, EmbeddingRequest batch, int index) {
		return this.attempts.embed(call.part(batch))
			.map((response) -> new Part(index, response, null))
			.onErrorResume((failure) -> Mono.just(new Part(index, null, failure)));
	}

	private static Mono<EmbeddingResponse> joined(EmbeddingCall call, List<Part> parts) {
		EmbeddingResponse[] inOrder = new EmbeddingResponse[parts.size()];
		for (Part part : parts) {
			if (part.failure() != null) {
				return Mono.error(part.failure());
			}
			inOrder[part.index()] = Objects.requireNonNull(part.response());
		}
		List<Embedding> all = new ArrayList<>();
		for (EmbeddingResponse response : inOrder) {
			for (Embedding embedding : response.embeddings()) {
				all.add(embedding.withIndex(all.size()));
			}
		}
		ResponseMeta meta = meta(call, inOrder);
		for (Embedding embedding : all) {
			if (embedding.dimensions() != all.get(0).dimensions()) {
				return Mono.error(uneven(meta));
			}
		}
		return Mono.just(new EmbeddingResponse(inOrder[0].model(), all, usage(inOrder), meta, Map.of()));
	}

	private static MalformedResponseException uneven(ResponseMeta meta) {
		return new MalformedResponseException(
				ErrorDetails.problem("the vendor's answers to parts of the call have vectors of different lengths")
					.target(meta.provider(), meta.model())
					.attempts(meta.attempts())
					.remedy("If a gateway stands in between, check that it asks one and the same model.")
					.build(),
				null);
	}

	private static Usage usage(EmbeddingResponse[] parts) {
		long prompt = 0;
		long completion = 0;
		long total = 0;
		long cached = 0;
		for (EmbeddingResponse part : parts) {
			Usage usage = part.usage();
			if (usage.isMissing()) {
				// What is known of the others isn't what the call used.
				return Usage.MISSING;
			}
			prompt += usage.promptTokens();
			completion += usage.completionTokens();
			total += usage.totalTokens();
			cached += usage.cachedTokens();
		}
		return new Usage(prompt, completion, total, cached, 0, Usage.Source.PROVIDER, Map.of());
	}

	private static ResponseMeta meta(EmbeddingCall call, EmbeddingResponse[] parts) {
		ResponseMeta first = parts[0].meta();
		Duration total = Duration.ZERO;
		for (EmbeddingResponse part : parts) {
			Duration time = part.meta().totalTime();
			total = (time != null && time.compareTo(total) > 0) ? time : total;
		}
		List<AttemptSummary> attempts = call.trail().attempts();
		return new ResponseMeta(first.provider(), first.model(), first.requestedModel(), first.requestId(), null, total,
				cost(parts, attempts), attempts, first.omitted(), false);
	}

	/**
	 * All attempts' cost, if that of each part is known. Costs in another currency can't
	 * be added and are left out.
	 */
	private static @Nullable Cost cost(EmbeddingResponse[] parts, List<AttemptSummary> attempts) {
		Cost sum = null;
		for (EmbeddingResponse part : parts) {
			Cost cost = part.cost();
			if (cost == null) {
				return null;
			}
			sum = Cost.zero(cost.currency());
		}
		for (AttemptSummary attempt : attempts) {
			Cost cost = attempt.cost();
			if (sum != null && cost != null && cost.currency().equals(sum.currency())) {
				sum = sum.plus(cost);
			}
		}
		return sum;
	}

	/**
	 * How a part of a call ended.
	 *
	 * @param index its place among the parts
	 * @param response its answer, null if it failed
	 * @param failure how it failed, null if it didn't
	 */
	private record Part(int index, @Nullable EmbeddingResponse response, @Nullable Throwable failure) {
	}

}
