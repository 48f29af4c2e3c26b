package io.harborai.contract;

import java.util.ArrayList;
import java.util.List;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionAccumulator;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.HarborAiException;
import io.harborai.fixture.Fixture;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * How a call ended: with an answer, or with a failure and what had come before it.
 *
 * @param fixture what was served
 * @param completion the whole answer, null if the call failed
 * @param failure the failure, null if the call succeeded
 * @param chunks what a stream handed on, empty for a call that isn't streamed
 */
record Outcome(Fixture fixture, ChatCompletion completion, HarborAiException failure,
		List<ChatCompletionChunk> chunks) {

	static Outcome ofCall(Fixture fixture, Mono<ChatCompletion> call) {
		try {
			return new Outcome(fixture, call.block(), null, List.of());
		}
		catch (HarborAiException ex) {
			return new Outcome(fixture, null, ex, List.of());
		}
	}

	static Outcome ofStream(Fixture fixture, Flux<ChatCompletionChunk> stream) {
		List<ChatCompletionChunk> chunks = new ArrayList<>();
		try {
			stream.doOnNext(chunks::add).blockLast();
		}
		catch (HarborAiException ex) {
			return new Outcome(fixture, null, ex, chunks);
		}
		ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();
		chunks.forEach(accumulator::add);
		return new Outcome(fixture, accumulator.toCompletion(), null, chunks);
	}

	boolean interrupted() {
		return this.failure instanceof StreamInterruptedException;
	}

	/**
	 * What came: the whole answer, or the part that a failure carries.
	 * @return the answer
	 */
	ChatCompletion answer() {
		if (this.completion != null) {
			return this.completion;
		}
		if (this.failure instanceof StreamInterruptedException interrupted) {
			return interrupted.partial();
		}
		throw new AssertionError(this.fixture + " failed and left nothing", this.failure);
	}

	/**
	 * What went wrong: the failure, or what it was that broke a stream.
	 * @return the reason
	 */
	HarborAiException reason() {
		if (this.failure == null) {
			throw new AssertionError(this.fixture + " was expected to fail but didn't");
		}
		return (interrupted() && this.failure.getCause() instanceof HarborAiException cause) ? cause : this.failure;
	}

}
