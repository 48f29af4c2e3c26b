package io.harborai.call;

import io.harborai.chat.ChatCompletionRequest;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way down the chain. Each subscription of a caller makes a new one.
 *
 * @param request what is asked
 * @param pinnedProvider the one provider that may answer, null if the model's name
 * decides
 * @param target where the call goes, null until routing has decided
 * @param startNanos when the call started, on the client's {@link Ticker}
 * @param trail what has been tried so far; the one part that changes
 */
public record ChatCall(ChatCompletionRequest request, @Nullable String pinnedProvider, @Nullable Target target,
		long startNanos, Trail trail) {

	/**
	 * Start a call now.
	 * @param request what is asked
	 * @param pinnedProvider the one provider that may answer, null if the model's name
	 * decides
	 * @param ticker the time
	 * @return the call
	 */
	public static ChatCall start(ChatCompletionRequest request, @Nullable String pinnedProvider, Ticker ticker) {
		return new ChatCall(request, pinnedProvider, null, ticker.nanoTime(), new Trail());
	}

	/**
	 * The same call with another request, for filters that change what is asked.
	 * @param request the request
	 * @return a new call with the same start and trail
	 */
	public ChatCall withRequest(ChatCompletionRequest request) {
		return new ChatCall(request, this.pinnedProvider, this.target, this.startNanos, this.trail);
	}

	/**
	 * The same call on its way to a target.
	 * @param target the target
	 * @return a new call with the same start and trail
	 */
	public ChatCall withTarget(Target target) {
		return new ChatCall(this.request, this.pinnedProvider, target, this.startNanos, this.trail);
	}

	@Override
	public String toString() {
		return "ChatCall[" + this.request + "]";
	}

}
