package io.harborai.tool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.harborai.json.Json;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a tool returned, as the model is told of it: text as it is, anything else as JSON.
 */
final class ResultText {

	private ResultText() {
	}

	/**
	 * Wait for a result without blocking.
	 * @param result what the tool's body returned
	 * @return the text
	 */
	static Mono<String> of(@Nullable Object result) {
		if (result instanceof Mono<?> mono) {
			return mono.map(ResultText::text).defaultIfEmpty(MethodTools.DONE);
		}
		if (result instanceof Publisher<?> several) {
			return Flux.from(several).collectList().map(ResultText::text);
		}
		if (result instanceof CompletableFuture<?> future) {
			return of(Mono.fromFuture(future));
		}
		if (result instanceof CompletionStage<?> stage) {
			return of(Mono.fromCompletionStage(stage));
		}
		return Mono.just(text(result));
	}

	private static String text(@Nullable Object result) {
		if (result == null) {
			return "null";
		}
		// Qianfan refuses a message that is blank.
		return (result instanceof CharSequence text && !text.toString().isBlank()) ? text.toString() : json(result);
	}

	private static String json(Object result) {
		try {
			return Json.text(result);
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException("The tool's result can't be written as JSON", ex);
		}
	}

}
