package io.harborai.call;

import io.harborai.chat.CallOptions;
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
		@Nullable Way way, @Nullable Attempt attempt) implements Call<ChatCall> {

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

	@Override
	public ChatCall withWay(Way way) {
		return new ChatCall(this.request, this.pinnedProvider, this.startNanos, this.trail, way, this.attempt);
	}

	@Override
	public ChatCall withAttempt(Attempt attempt) {
		return new ChatCall(this.request, this.pinnedProvider, this.startNanos, this.trail, this.way, attempt);
	}

	@Override
	public @Nullable String model() {
		return this.request.model();
	}

	@Override
	public CallOptions options() {
		return this.request.options();
	}

	@Override
	public long promptTokens() {
		return TokenEstimate.promptTokens(this.request);
	}

	@Override
	public long answerTokens(@Nullable Integer maxOutput) {
		return TokenEstimate.answerTokens(this.request, maxOutput);
	}

	@Override
	public String toString() {
		return "ChatCall[" + this.request + "]";
	}

}
