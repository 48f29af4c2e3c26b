package io.harborai.structured;

import java.lang.reflect.Type;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.StructuredOutputException;
import io.harborai.chat.StructuredOutputException.Reason;
import io.harborai.error.ErrorDetails;
import io.harborai.json.SchemaCheck.Misfit;
import org.jspecify.annotations.Nullable;

/**
 * Why an answer can't be used. Holds nothing of the answer.
 *
 * @param reason the kind of failure
 * @param path where, as a JSON pointer
 * @param text what is wrong, to follow the place in a sentence
 */
record Failure(Reason reason, String path, String text) {

	static Failure misfit(Misfit misfit) {
		return new Failure(Reason.DOES_NOT_FIT, misfit.path(), misfit.reason());
	}

	Failure below(String parent) {
		return new Failure(this.reason, parent + this.path, this.text);
	}

	/**
	 * Whether the model may do better when it is told.
	 */
	boolean isRepairable() {
		return switch (this.reason) {
			case NO_JSON, INVALID_JSON, DOES_NOT_FIT, INVALID_VALUE -> true;
			case TRUNCATED, STOPPED, TOOL_CALLS, INTERRUPTED -> false;
		};
	}

	/**
	 * What the model is told.
	 */
	String advice() {
		return "That answer can't be used: " + sentence()
				+ ". Answer again with the complete, corrected JSON and nothing else.";
	}

	private String sentence() {
		return (this.path.isEmpty() ? "it" : this.path) + " " + this.text;
	}

	StructuredOutputException exception(Type type, ChatCompletion completion, String rawText,
			@Nullable Object lastValue, @Nullable Throwable cause) {
		String name = (type instanceof Class<?> plain) ? plain.getSimpleName() : type.getTypeName();
		return new StructuredOutputException(
				ErrorDetails.problem("the answer isn't a complete " + name + ": " + sentence())
					.target(completion.meta().provider(), completion.meta().model())
					.requestId(completion.meta().requestId())
					.attempts(completion.meta().attempts())
					.retryable(isRepairable())
					.remedy(remedy())
					.build(),
				this.reason, this.path, completion, rawText, lastValue, cause);
	}

	private String remedy() {
		return switch (this.reason) {
			case TRUNCATED -> "Raise maxTokens, or ask for less.";
			case STOPPED -> "Look at finishReason() of the exception's completion().";
			case TOOL_CALLS -> "Call the tools, add their results to the messages, and ask again.";
			case INTERRUPTED -> "The cause says why; lastValue() holds what had come.";
			default -> "rawText() holds the answer; a clearer @Description, another strategy or more repairs may help.";
		};
	}

}
