package io.harborai.tool;

import java.time.Duration;
import java.util.List;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ToolCall;
import io.harborai.error.ToolCallException;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a streamed tool loop, in this order: deltas of an answer; if it asks
 * for tools, that their round starts, a result for each of them, and the next answer's
 * deltas; at last that it has finished. Immutable; {@code toString} shows sizes, never
 * content.
 */
public sealed interface ToolLoopEvent {

	/**
	 * Which of the model's answers it belongs to.
	 * @return the number, counted from 1
	 */
	int round();

	/**
	 * A piece of the answer: text, reasoning or both.
	 *
	 * @param round which answer
	 * @param chunk the chunk as it came
	 */
	record Delta(int round, ChatCompletionChunk chunk) implements ToolLoopEvent {

		/**
		 * The piece of text.
		 * @return the text, "" if there is none
		 */
		public String content() {
			return this.chunk.content();
		}

		/**
		 * The piece of reasoning.
		 * @return the reasoning, null if there is none
		 */
		public @Nullable String reasoning() {
			return this.chunk.reasoning();
		}

	}

	/**
	 * The answer is complete and asks for tools, which are started now.
	 *
	 * @param round which answer
	 * @param completion the answer
	 */
	record RoundStarted(int round, ChatCompletion completion) implements ToolLoopEvent {

		/**
		 * The tools that it asks for.
		 * @return the calls, in the order in which their results are sent back
		 */
		public List<ToolCall> calls() {
			return this.completion.toolCalls();
		}

	}

	/**
	 * A tool has ended. Results come as they are there, whatever the calls' order.
	 *
	 * @param round which answer asked for it
	 * @param call the call
	 * @param content what the model is told
	 * @param failure why there is no result, null if there is one
	 * @param time how long it took
	 */
	record ToolResult(int round, ToolCall call, String content, @Nullable ToolCallException failure,
			Duration time) implements ToolLoopEvent {

		@Override
		public String toString() {
			return "ToolResult[" + this.round + ", " + this.call + ", "
					+ ((this.failure != null) ? this.failure.reason() : this.content.length() + " chars") + ", "
					+ this.time + "]";
		}

	}

	/**
	 * The model has answered without asking for tools; nothing follows.
	 *
	 * @param run the answer and how it came about
	 */
	record Finished(ToolRun run) implements ToolLoopEvent {

		@Override
		public int round() {
			return this.run.rounds();
		}

		/**
		 * The answer.
		 * @return the completion, with the usage and cost of all rounds
		 */
		public ChatCompletion completion() {
			return this.run.completion();
		}

	}

}
