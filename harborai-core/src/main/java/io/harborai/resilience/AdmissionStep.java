package io.harborai.resilience;

import java.util.function.Function;

import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.EmbeddingCall;
import io.harborai.call.EmbeddingHandler;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.embedding.EmbeddingResponse;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The step of the attempt chain that admits attempts, when they are subscribed to. What
 * is admitted at once is read without anything in between.
 */
final class AdmissionStep implements ChatHandler {

	private final Entrance entrance;

	private final Function<ChatCall, Publisher<ChatCompletion>> completion;

	private final Function<ChatCall, Publisher<ChatCompletionChunk>> chunks;

	AdmissionStep(Entrance entrance, ChatHandler next) {
		this.entrance = entrance;
		this.completion = next::complete;
		this.chunks = next::stream;
	}

	/**
	 * The same step for embeddings.
	 * @param entrance where attempts come in
	 * @param next answers an attempt
	 * @return admits an attempt, then asks {@code next}
	 */
	static EmbeddingHandler ofEmbeddings(Entrance entrance, EmbeddingHandler next) {
		Function<EmbeddingCall, Publisher<EmbeddingResponse>> embeddings = next::embed;
		return (call) -> new Mono<>() {

			@Override
			public void subscribe(CoreSubscriber<? super EmbeddingResponse> reader) {
				entrance.enter(call, embeddings, reader);
			}

		};
	}

	@Override
	public Mono<ChatCompletion> complete(ChatCall call) {
		return new Mono<>() {

			@Override
			public void subscribe(CoreSubscriber<? super ChatCompletion> reader) {
				AdmissionStep.this.entrance.enter(call, AdmissionStep.this.completion, reader);
			}

		};
	}

	@Override
	public Flux<ChatCompletionChunk> stream(ChatCall call) {
		return new Flux<>() {

			@Override
			public void subscribe(CoreSubscriber<? super ChatCompletionChunk> reader) {
				AdmissionStep.this.entrance.enter(call, AdmissionStep.this.chunks, reader);
			}

		};
	}

}
