package io.harborai.call;

import io.harborai.chat.CallOptions;
import io.harborai.embedding.EmbeddingRequest;
import org.jspecify.annotations.Nullable;

/**
 * One call for embeddings on its way down the chain, or one of the requests that it is
 * cut into.
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
public record EmbeddingCall(EmbeddingRequest request, @Nullable String pinnedProvider, long startNanos, Trail trail,
		@Nullable Way way, @Nullable Attempt attempt) implements Call<EmbeddingCall> {

	/**
	 * Start a call now.
	 * @param request what is asked
	 * @param pinnedProvider the one provider that may answer, null if the model's name
	 * decides
	 * @param ticker the time
	 * @return the call
	 */
	public static EmbeddingCall start(EmbeddingRequest request, @Nullable String pinnedProvider, Ticker ticker) {
		return new EmbeddingCall(request, pinnedProvider, ticker.nanoTime(), new Trail(), null, null);
	}

	/**
	 * The same call with another request.
	 * @param request the request
	 * @return a new call with the same start and trail
	 */
	public EmbeddingCall withRequest(EmbeddingRequest request) {
		return new EmbeddingCall(request, this.pinnedProvider, this.startNanos, this.trail, this.way, this.attempt);
	}

	/**
	 * A part of this call, whose attempts are its own and the whole's.
	 * @param request what the part asks
	 * @return a new call with the same start and a trail of its own
	 */
	public EmbeddingCall part(EmbeddingRequest request) {
		return new EmbeddingCall(request, this.pinnedProvider, this.startNanos, this.trail.part(), this.way, null);
	}

	@Override
	public EmbeddingCall withWay(Way way) {
		return new EmbeddingCall(this.request, this.pinnedProvider, this.startNanos, this.trail, way, this.attempt);
	}

	@Override
	public EmbeddingCall withAttempt(Attempt attempt) {
		return new EmbeddingCall(this.request, this.pinnedProvider, this.startNanos, this.trail, this.way, attempt);
	}

	@Override
	public String model() {
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
		return 0;
	}

	@Override
	public String toString() {
		return "EmbeddingCall[" + this.request + "]";
	}

}
