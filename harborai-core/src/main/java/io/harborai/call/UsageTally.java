package io.harborai.call;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what the parts of an attempt's answer tell about its usage, so that it is
 * known even if the answer breaks off. Written by the thread that the answer comes on.
 */
public final class UsageTally {

	private Usage told = Usage.MISSING;

	private long quarters;

	/**
	 * Take down a whole answer.
	 * @param completion the answer
	 */
	public void add(ChatCompletion completion) {
		if (completion.usage().isMissing()) {
			this.quarters += TokenEstimate.quarters(completion);
		}
		else {
			this.told = completion.usage();
		}
	}

	/**
	 * Take down a step of a stream.
	 * @param chunk the step
	 */
	public void add(ChatCompletionChunk chunk) {
		if (!chunk.usage().isMissing()) {
			this.told = chunk.usage();
		}
		this.quarters += TokenEstimate.quarters(chunk);
	}

	/**
	 * What an attempt used that has ended, or is about to. Vendors charge for what they
	 * have read and written, whoever hung up; what fails before it says anything isn't
	 * charged.
	 * @param attempt the attempt
	 * @param failure how it failed, null if it didn't
	 * @return what the vendor told, else an estimate; missing if it used nothing
	 */
	public Usage usage(Attempt attempt, @Nullable Throwable failure) {
		if (!attempt.usage().isMissing()) {
			return attempt.usage();
		}
		if (!this.told.isMissing()) {
			return this.told;
		}
		boolean charged = this.quarters > 0 || (failure == null && attempt.isConnected());
		Call<?> call = attempt.call();
		return (charged && call != null) ? Usage.estimated(call.promptTokens(), this.quarters / 4) : Usage.MISSING;
	}

}
