package io.harborai.structured;

import java.util.function.Function;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionAccumulator;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.StructuredOutputException;
import io.harborai.chat.StructuredOutputException.Reason;
import io.harborai.chat.StructuredStrategy;
import io.harborai.chat.ToolCallDelta;
import io.harborai.error.ErrorDetails;
import io.harborai.error.HarborAiException;
import io.harborai.json.IncrementalParser;
import org.jspecify.annotations.Nullable;

/**
 * One streamed answer of a given shape: finds the JSON in its chunks and knows how it
 * ended. Not thread-safe.
 */
final class StreamedAnswer {

	private final AnswerType<?> type;

	private final AnswerFinder finder;

	private final ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();

	private @Nullable Integer toolIndex;

	private boolean toolSeen;

	/**
	 * Create it.
	 * @param type the type that was asked for
	 * @param trailingCommas whether they are let through
	 * @param judge says what is wrong with a complete candidate, null if it is the answer
	 */
	StreamedAnswer(AnswerType<?> type, boolean trailingCommas, Function<@Nullable Object, @Nullable Failure> judge) {
		this.type = type;
		this.finder = new AnswerFinder(type, trailingCommas, judge);
	}

	/**
	 * Read a chunk.
	 * @param chunk the next chunk
	 */
	void read(ChatCompletionChunk chunk) {
		this.accumulator.add(chunk);
		if (chunk.meta().structured() != StructuredStrategy.TOOL) {
			this.finder.read(chunk.content());
			return;
		}
		for (ToolCallDelta delta : chunk.toolCalls()) {
			if (!this.toolSeen) {
				this.toolSeen = true;
				this.toolIndex = delta.index();
			}
			if (delta.index() == null || delta.index().equals(this.toolIndex)) {
				this.finder.read(delta.arguments());
			}
		}
		if (chunk.last() && !this.toolSeen) {
			this.finder.read(completion().content());
		}
	}

	/**
	 * The JSON that is being read.
	 * @return its parser, null while there is none
	 */
	@Nullable IncrementalParser candidate() {
		return this.finder.candidate();
	}

	boolean hasFailed() {
		return this.finder.hasFailed();
	}

	ChatCompletion completion() {
		return this.accumulator.toCompletion();
	}

	/**
	 * The last chunk has been read, or nothing can be made of the answer any more.
	 * @param lastValue the last good snapshot
	 * @return why there is no value, null if there is one
	 */
	@Nullable StructuredOutputException end(@Nullable Object lastValue) {
		Failure failure = this.finder.end();
		return (failure != null)
				? failed(AnswerText.explained(failure, this.finder.isInside(), completion()), lastValue) : null;
	}

	StructuredOutputException failed(Failure failure, @Nullable Object lastValue) {
		ChatCompletion completion = completion();
		return failure.exception(this.type.type(), completion, AnswerText.of(completion), lastValue, null);
	}

	/**
	 * The stream broke. What had been shown isn't lost.
	 * @param cause the typed reason
	 * @param lastValue the last good snapshot, null if nothing had been shown
	 * @return the error that the reader gets
	 */
	Throwable broken(Throwable cause, @Nullable Object lastValue) {
		if (lastValue == null || !(cause instanceof HarborAiException known)
				|| cause instanceof StructuredOutputException) {
			return cause;
		}
		ChatCompletion completion = completion();
		return new StructuredOutputException(ErrorDetails.problem("the stream broke before the answer was complete")
			.target(known.provider(), known.model())
			.requestId(known.requestId())
			.attempts(known.attempts())
			.retryable(known.retryable())
			.remedy("The cause says why; lastValue() holds what had come.")
			.build(), Reason.INTERRUPTED, "", completion, AnswerText.of(completion), lastValue, cause);
	}

}
