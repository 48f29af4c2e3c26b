package io.harborai.resilience;

import java.util.Objects;
import java.util.function.Function;

import io.harborai.call.Attempt;
import io.harborai.call.Call;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.EmbeddingHandler;
import io.harborai.call.Outcome;
import io.harborai.call.Ticker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.ErrorClass;
import io.harborai.error.HarborAiException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The outermost step of a provider's attempt chain: starts each attempt, sees to it that
 * it ends, and repeats it where that makes sense. Thread-safe.
 */
final class Attempts {

	// Each change of key takes a key out of use; no provider has more.
	private static final int MAX_KEYS = 64;

	private final Succession succession;

	private final Ticker ticker;

	private final Retry retry;

	/**
	 * Create the step.
	 * @param succession tries one attempt after the other
	 * @param ticker the time
	 * @param retry the rules of repetition
	 */
	Attempts(Succession succession, Ticker ticker, Retry retry) {
		this.succession = succession;
		this.ticker = ticker;
		this.retry = retry;
	}

	/**
	 * Compose the step.
	 * @param next the rest of the chain
	 * @return answers a call by one or more attempts
	 */
	ChatHandler around(ChatHandler next) {
		return new ChatHandler() {

			@Override
			public Mono<ChatCompletion> complete(ChatCall call) {
				return Mono.fromDirect(Attempts.this.succession.of(() -> new OfCall<>(call, next::complete)));
			}

			@Override
			public Flux<ChatCompletionChunk> stream(ChatCall call) {
				return Attempts.this.succession.of(() -> new OfCall<>(call, next::stream));
			}

		};
	}

	/**
	 * Compose the step for embeddings.
	 * @param next the rest of the chain
	 * @return answers a call by one or more attempts
	 */
	EmbeddingHandler around(EmbeddingHandler next) {
		return (call) -> Mono.fromDirect(this.succession.of(() -> new OfCall<>(call, next::embed)));
	}

	/**
	 * The attempts of one call at this provider.
	 */
	private final class OfCall<C extends Call<C>, T> implements Tries<T> {

		private final C call;

		private final Call.Way way;

		private final Function<C, ? extends Publisher<T>> source;

		private volatile Attempt attempt;

		// Guarded by this.
		private boolean paidAhead;

		private boolean paid;

		private int count;

		private int keys;

		private OfCall(C call, Function<C, ? extends Publisher<T>> source) {
			this.call = call;
			this.way = Objects.requireNonNull(call.way());
			this.source = source;
			this.attempt = Attempt.of(call, Attempts.this.ticker);
		}

		@Override
		public Publisher<T> first() {
			this.count++;
			return this.source.apply(this.call.withAttempt(this.attempt));
		}

		private Publisher<T> repeated() {
			// Who has left meanwhile got the price back: there is nothing to start.
			return setPaidAhead(false) ? again() : Flux.never();
		}

		private Publisher<T> again() {
			this.attempt = Attempt.of(this.call, Attempts.this.ticker);
			return first();
		}

		@Override
		public @Nullable Next<T> next(Throwable failure) {
			Attempt failed = this.attempt;
			ended(failure);
			if (!(failure instanceof HarborAiException known)) {
				return null;
			}
			if (this.paid && ErrorClass.of(known) == ErrorClass.REFUSED) {
				// It was never sent.
				this.way.budget().giveBack();
			}
			this.paid = false;
			if (failed.isOtherKeyReady() && this.keys < MAX_KEYS) {
				// The key was the trouble, not the vendor: nothing to wait for or to pay.
				this.keys++;
				this.count--;
				return new Next<>(0, this::again);
			}
			Retry retry = Attempts.this.retry;
			if (this.count >= retry.maxAttempts(this.call.options().maxAttempts())) {
				return null;
			}
			long delay = retry.delayNanos(known, this.count);
			if (delay < 0 || this.way.deadlineNanos() - Attempts.this.ticker.nanoTime() <= delay) {
				return null;
			}
			if (!this.way.budget().take()) {
				return null;
			}
			this.paid = true;
			setPaidAhead(true);
			return new Next<>(delay, this::repeated);
		}

		private synchronized boolean setPaidAhead(boolean ahead) {
			boolean before = this.paidAhead;
			this.paidAhead = ahead;
			return before;
		}

		@Override
		public void delivered() {
			Attempt attempt = this.attempt;
			if (!attempt.isEnded()) {
				attempt.onFirstDelta();
			}
		}

		@Override
		public void ended(@Nullable Throwable failure) {
			Attempt attempt = this.attempt;
			if (!attempt.isEnded()) {
				// A provider of the user's own need not know of attempts.
				attempt.end((failure != null) ? Outcome.of(failure) : Outcome.OK);
			}
		}

		@Override
		public void cancelled() {
			if (setPaidAhead(false)) {
				this.way.budget().giveBack();
			}
			this.attempt.end(Outcome.CANCELLED);
		}

	}

}
