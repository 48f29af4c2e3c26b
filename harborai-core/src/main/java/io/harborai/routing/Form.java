package io.harborai.routing;

import java.util.function.BiFunction;

import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Trail;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import org.reactivestreams.Publisher;

/**
 * The form in which a call is answered.
 *
 * @param <T> what is delivered
 * @param streamed whether it is delivered step by step
 * @param ask asks a handler
 * @param settled adds to what is delivered what was tried beside it
 */
record Form<T>(boolean streamed, BiFunction<ChatHandler, ChatCall, Publisher<T>> ask, BiFunction<T, Trail, T> settled) {

	/** As a whole. */
	static final Form<ChatCompletion> WHOLE = new Form<>(false, ChatHandler::complete,
			(answer, trail) -> answer.withMeta(trail.complete(answer.meta())));

	/** In chunks, of which only the last one tells what was tried. */
	static final Form<ChatCompletionChunk> STREAMED = new Form<>(true, ChatHandler::stream,
			(chunk, trail) -> chunk.last() ? chunk.withMeta(trail.complete(chunk.meta())) : chunk);

}
