package io.harborai.structured;

import java.util.List;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.FinishReason;
import io.harborai.chat.StructuredOutputException.Reason;
import io.harborai.chat.StructuredStrategy;
import io.harborai.chat.ToolCall;

/**
 * Where in a completion the JSON is, and what its end means.
 */
final class AnswerText {

	private AnswerText() {
	}

	/**
	 * The text that should be the JSON.
	 * @param completion the completion
	 * @return a tool's arguments if that was how it was asked for and the model did so,
	 * else the content
	 */
	static String of(ChatCompletion completion) {
		List<ToolCall> calls = completion.toolCalls();
		return (completion.meta().structured() == StructuredStrategy.TOOL && !calls.isEmpty())
				? calls.get(0).arguments() : completion.content();
	}

	/**
	 * Why there is no value, when the way the answer ended tells more than its text.
	 * @param failure what the text tells
	 * @param inside whether JSON was missing or begun but not ended
	 * @param completion the completion
	 * @return the failure
	 */
	static Failure explained(Failure failure, boolean inside, ChatCompletion completion) {
		if (failure.reason() == Reason.NO_JSON && isRefused(completion)) {
			return new Failure(Reason.STOPPED, "", "was refused by the model");
		}
		FinishReason finish = completion.finishReason();
		if (finish == null || !inside) {
			return failure;
		}
		if (finish.is(FinishReason.LENGTH)) {
			return new Failure(Reason.TRUNCATED, "", "was cut at the token limit");
		}
		if (finish.is(FinishReason.CONTENT_FILTER) || finish.isError()) {
			return new Failure(Reason.STOPPED, "", "was broken off by the vendor");
		}
		return (completion.meta().structured() != StructuredStrategy.TOOL && !completion.toolCalls().isEmpty())
				? new Failure(Reason.TOOL_CALLS, "", "asks for tools to be called") : failure;
	}

	/**
	 * A model that is held to a schema refuses outside of the content
	 * (developers.openai.com/api/docs/guides/structured-outputs).
	 */
	private static boolean isRefused(ChatCompletion completion) {
		return !completion.choices().isEmpty()
				&& completion.choices().get(0).message().additional().get("refusal") instanceof String refusal
				&& !refusal.isBlank();
	}

}
