package io.harborai.simulator;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Everything that a completion or a stream will say, before a dialect writes it.
 *
 * @param head id, model and time
 * @param reasoning the tokens of the reasoning
 * @param text the tokens of the answer
 * @param calls the tool calls
 * @param finish the finish reason
 * @param usage the counts; {@code null} to report none
 * @param usageInStream whether the request asked a stream to include usage
 * @param choices how many choices, all alike
 * @param thinking whether the model reasons, even if no reasoning is left to show
 */
record Answer(Head head, String[] reasoning, String[] text, List<PlannedCall> calls, String finish,
		@Nullable TokenUsage usage, boolean usageInStream, int choices, boolean thinking) {

	/**
	 * What every piece of a response repeats.
	 *
	 * @param id the response's id
	 * @param model the model's name
	 * @param created the time in seconds
	 */
	record Head(String id, String model, long created) {
	}

	String wholeText() {
		return String.join("", this.text);
	}

	String wholeReasoning() {
		return String.join("", this.reasoning);
	}

	/**
	 * Return the number of deltas that carry something, for one choice.
	 * @return the number
	 */
	int tokens() {
		int count = this.reasoning.length + this.text.length;
		for (PlannedCall call : this.calls) {
			count += 1 + call.fragments().length;
		}
		return count;
	}

}
