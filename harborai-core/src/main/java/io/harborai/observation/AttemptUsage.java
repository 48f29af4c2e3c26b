package io.harborai.observation;

import java.time.Instant;

import io.harborai.call.Attempt;
import io.harborai.call.TokenEstimate;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.error.AttemptSummary;
import io.harborai.model.ModelInfo;
import io.harborai.usage.Cost;
import io.harborai.usage.PriceBook;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt uses, as its answer tells while it passes, or else by an estimate:
 * vendors charge for what they have read and written, whoever hung up.
 */
final class AttemptUsage {

	private static final PriceBook PRICES = new PriceBook();

	private final ChatCompletionRequest request;

	private final Attempt attempt;

	private Usage told = Usage.MISSING;

	// The size of the answer so far in quarters of a token.
	private long quarters;

	AttemptUsage(ChatCompletionRequest request, Attempt attempt) {
		this.request = request;
		this.attempt = attempt;
	}

	/**
	 * Take down what the answer tells.
	 * @param answer the whole answer
	 */
	void tells(ChatCompletion answer) {
		tells(answer.usage(), answer.usage().isMissing() ? TokenEstimate.quarters(answer) : 0);
	}

	/**
	 * Take down what a part of the answer tells.
	 * @param part the part
	 */
	void tells(ChatCompletionChunk part) {
		tells(part.usage(), TokenEstimate.quarters(part));
	}

	private void tells(Usage usage, long quarters) {
		if (!usage.isMissing()) {
			this.told = usage;
		}
		this.quarters += quarters;
	}

	/**
	 * What it used, when it is over.
	 * @param failure how it failed, null if it didn't
	 * @return the usage, missing if nothing has to be paid
	 */
	Usage usage(@Nullable Throwable failure) {
		if (!this.attempt.usage().isMissing()) {
			return this.attempt.usage();
		}
		if (!this.told.isMissing()) {
			return this.told;
		}
		boolean charged = this.quarters > 0 || (failure == null && this.attempt.isConnected());
		return charged ? Usage.estimated(TokenEstimate.promptTokens(this.request), this.quarters / 4) : Usage.MISSING;
	}

	/**
	 * What that costs.
	 * @param usage what it used
	 * @return the cost, null if the price is unknown
	 */
	@Nullable Cost cost(Usage usage) {
		AttemptSummary result = this.attempt.result();
		Cost known = (result != null && usage == this.attempt.usage()) ? result.cost() : null;
		if (known != null) {
			return known;
		}
		ModelInfo info = this.attempt.target().info();
		return (info != null) ? PRICES.cost(info, usage, Instant.now()) : null;
	}

}
