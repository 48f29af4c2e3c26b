package io.harborai.samples.mvc;

import io.harborai.chat.ChatCompletion;
import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param content the text
 * @param model the model that answered
 * @param tokens how many tokens it took, null if the vendor didn't say
 * @param cost what it cost, null if that is unknown
 */
record Answer(String content, String model, @Nullable Long tokens, @Nullable String cost) {

	static Answer of(ChatCompletion completion) {
		return new Answer(completion.content(), completion.meta().model(),
				completion.usage().isMissing() ? null : completion.usage().totalTokens(),
				(completion.cost() != null) ? completion.cost().toString() : null);
	}

}
