package io.harborai.call;

import io.harborai.chat.ChatCompletionRequest;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way down the chain. Each subscription of a caller makes a new one, and
 * every step that knows more hands on a new one.
 *
 * @param request what is asked
 * @param pinnedProvider the one provider that may answer, null if the model's name
 * decides
 * @param startNanos when the call started, on the client's {@link Ticker}
 * @param trail what has been tried so far; the one part that changes
 * @param way where it goes and until when, null until routing has decided
 * @param attempt the attempt that it is now, null until it has reached a provider's
 * attempt chain
 */
public record ChatCall(ChatCompletionRequest request, @Nullable String pinnedProvider, long startNanos, Trail trail,
		@Nullable Way way, @Nullable Attempt attempt) {

	/**
	 * Start a call now.
	 * @param request what is asked
	 * @param pinnedProvider the one provider that may answer, null if the model's name
	 * decides
	 * @param ticker the time
	 * @return the call
	 */
	public static ChatCall start(ChatCompletionRequest request, @Nullable String pinnedProvider, Ticker ticker) {
		return new ChatCall(request, pinnedProvider, ticker.nanoTime(), new Trail(), null, null);
	}

	/**
	 * The same call with another request, for filters that change what is asked.
	 * @param request the request
	 * @return a new call with the same start and trail
	 */
	public ChatCall withRequest(ChatCompletionRequest request) {
		return new ChatCall(request, this.pinnedProvider, this.startNanos, this.trail, this.way, this.attempt);
	}

	/**
	 * The same call on its way to a target.
	 * @param way where it goes
	 * @return a new call with the same start and trail
	 */
	public ChatCall withWay(Way way) {
		return new ChatCall(this.request, this.pinnedProvider, this.startNanos, this.trail, way, this.attempt);
	}

	/**
	 * The same call as one of its attempts.
	 * @param attempt the attempt
	 * @return a new call with the same start and trail
	 */
	public ChatCall withAttempt(Attempt attempt) {
		return new ChatCall(this.request, this.pinnedProvider, this.startNanos, this.trail, this.way, attempt);
	}

	@Override
	public String toString() {
		return "ChatCall[" + this.request + "]";
	}

	/**
	 * Where a call goes.
	 *
	 * @param target the provider and model
	 * @param deadlineNanos when the call must have ended, all its attempts and waits
	 * included, on the client's {@link Ticker}
	 * @param budget pays for attempts beyond the first
	 */
	public record Way(Target target, long deadlineNanos, AttemptBudget budget) {
	}

}
