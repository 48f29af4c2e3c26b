package io.harborai.simulator;

/**
 * The token counts that an answer reports.
 *
 * @param prompt the tokens read
 * @param completion the tokens written, reasoning included
 * @param cached how many of the prompt's tokens came from the cache
 * @param reasoning how many of the completion's tokens were reasoning
 */
record TokenUsage(long prompt, long completion, long cached, long reasoning) {

	long total() {
		return this.prompt + this.completion;
	}

}
