package io.harborai.call;

import io.harborai.chat.CallOptions;
import org.jspecify.annotations.Nullable;

/**
 * What all kinds of calls have in common, so that one chain of routing, attempts and
 * admission carries them. Immutable but for the trail.
 *
 * @param <C> the kind of call
 */
public sealed interface Call<C extends Call<C>> permits ChatCall, EmbeddingCall {

	/**
	 * The model as the caller names it.
	 * @return the name, null for the default model
	 */
	@Nullable String model();

	/**
	 * How it is to be carried out.
	 * @return the options
	 */
	CallOptions options();

	/**
	 * The one provider that may answer.
	 * @return its name, null if the model's name decides
	 */
	@Nullable String pinnedProvider();

	/**
	 * When it started.
	 * @return a time on the client's {@link Ticker}
	 */
	long startNanos();

	/**
	 * What has been tried so far; the one part that changes.
	 * @return the trail
	 */
	Trail trail();

	/**
	 * Where it goes and until when.
	 * @return the way, null until routing has decided
	 */
	@Nullable Way way();

	/**
	 * The attempt that it is now.
	 * @return the attempt, null until it has reached a provider's attempt chain
	 */
	@Nullable Attempt attempt();

	/**
	 * The same call on its way to a target.
	 * @param way where it goes
	 * @return a new call with the same start and trail
	 */
	C withWay(Way way);

	/**
	 * The same call as one of its attempts.
	 * @param attempt the attempt
	 * @return a new call with the same start and trail
	 */
	C withAttempt(Attempt attempt);

	/**
	 * Estimate what is sent.
	 * @return the tokens of the input
	 */
	long promptTokens();

	/**
	 * Estimate what comes back at the most.
	 * @param maxOutput the tokens that an answer of the model may have, null if unknown
	 * @return the tokens of all answers
	 */
	long answerTokens(@Nullable Integer maxOutput);

	/**
	 * Where a call goes.
	 *
	 * @param target the provider and model
	 * @param deadlineNanos when the call must have ended, all its attempts and waits
	 * included, on the client's {@link Ticker}
	 * @param budget pays for attempts beyond the first
	 */
	record Way(Target target, long deadlineNanos, AttemptBudget budget) {
	}

}
