package io.harborai.structured;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.StructuredOutputException;
import io.harborai.structured.AnswerType.Reading;
import org.jspecify.annotations.Nullable;

/**
 * The value of one call, made of the completion that has it. Not thread-safe.
 *
 * @param <T> the value's type
 */
final class WholeAnswer<T> {

	private final AnswerType<T> type;

	private final boolean trailingCommas;

	private @Nullable T value;

	WholeAnswer(AnswerType<T> type, boolean trailingCommas) {
		this.type = type;
		this.trailingCommas = trailingCommas;
	}

	/**
	 * Look for the value in a completion.
	 * @param completion the completion
	 * @return why it isn't there, null if it is
	 */
	@Nullable Failure read(ChatCompletion completion) {
		AnswerFinder finder = new AnswerFinder(this.type, this.trailingCommas, (root) -> {
			Reading<T> reading = this.type.whole(root);
			this.value = reading.value();
			return reading.failure();
		});
		finder.read(AnswerText.of(completion));
		Failure failure = finder.end();
		return (failure != null) ? AnswerText.explained(failure, finder.isInside(), completion) : null;
	}

	StructuredOutputException exception(Failure failure, ChatCompletion completion) {
		return failure.exception(this.type.type(), completion, AnswerText.of(completion), null, null);
	}

	/**
	 * The value that has been read.
	 * @param completion where it was
	 * @return the value and the completion
	 */
	ParsedCompletion<T> parsed(ChatCompletion completion) {
		T value = this.value;
		if (value == null) {
			throw new IllegalStateException("A completion came past the step that reads it");
		}
		return new ParsedCompletion<>(value, completion);
	}

}
