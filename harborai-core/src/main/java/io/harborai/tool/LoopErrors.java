package io.harborai.tool;

import io.harborai.chat.ChatCompletion;
import io.harborai.error.ErrorDetails;

/**
 * Describes failures of a loop.
 */
final class LoopErrors {

	private LoopErrors() {
	}

	/**
	 * Start the description of what is wrong with an answer.
	 * @param problem what happened, one sentence without a full stop
	 * @param answer the answer
	 * @return a builder that knows who gave it
	 */
	static ErrorDetails.Builder details(String problem, ChatCompletion answer) {
		return ErrorDetails.problem(problem)
			.target(answer.meta().provider(), answer.meta().model())
			.requestId(answer.meta().requestId())
			.attempts(answer.meta().attempts());
	}

}
