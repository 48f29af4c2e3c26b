package io.harborai.routing;

import java.util.function.BiFunction;

import io.harborai.call.Call;
import io.harborai.call.ChatCall;
import io.harborai.call.EmbeddingCall;
import io.harborai.call.Trail;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.embedding.EmbeddingResponse;
import org.reactivestreams.Publisher;

/**
 * The form in which a call is answered.
 *
 * @param <C> the kind of call
 * @param <T> what is delivered
 * @param streamed whether it is delivered step by step
 * @param ask asks a candidate
 * @param settled adds to what is delivered what was tried beside it
 */
record Form<C extends Call<C>, T>(boolean streamed, BiFunction<Candidate, C, Publisher<T>> ask,
		BiFunction<T, Trail, T> settled) {

	/** As a whole. */
	static final Form<ChatCall, ChatCompletion> WHOLE = new Form<>(false,
			(candidate, call) -> candidate.handle().chat().complete(candidate.called(call)),
			(answer, trail) -> answer.withMeta(trail.complete(answer.meta())));

	/** In chunks, of which only the last one tells what was tried. */
	static final Form<ChatCall, ChatCompletionChunk> STREAMED = new Form<>(true,
			(candidate, call) -> candidate.handle().chat().stream(candidate.called(call)),
			(chunk, trail) -> chunk.last() ? chunk.withMeta(trail.complete(chunk.meta())) : chunk);

	/** As vectors. */
	static final Form<EmbeddingCall, EmbeddingResponse> EMBEDDED = new Form<>(false,
			(candidate, call) -> candidate.handle().embeddings().embed(candidate.called(call)),
			(answer, trail) -> answer.withMeta(trail.complete(answer.meta())));

}
