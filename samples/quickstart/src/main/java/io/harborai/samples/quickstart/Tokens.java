package io.harborai.samples.quickstart;

import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a call.
 *
 * @param input the tokens of the question and what was said before
 * @param cached those of them that came from the vendor's cache
 * @param output the tokens of the answer, thinking included
 * @param thinking those of them that were thinking
 */
record Tokens(long input, long cached, long output, long thinking) {

	static @Nullable Tokens of(Usage usage) {
		return usage.isMissing() ? null : new Tokens(usage.promptTokens(), usage.cachedTokens(),
				usage.completionTokens(), usage.reasoningTokens());
	}

}
