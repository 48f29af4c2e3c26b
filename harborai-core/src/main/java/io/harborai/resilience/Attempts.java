package io.harborai.resilience;

import java.util.Objects;
import java.util.function.Function;

import io.harborai.call.Attempt;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
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
final class Attempts implements ChatHandler {

	// Each change of key takes a key out of use; no provider has more.
	private static final int MAX_KEYS = 64;

	private final ChatHandler next;

	private final Succession succession;

	private final Ticker ticker;

	private final Retry retry;

	/**
	 * Create the step.
	 * @param next the rest of the chain
	 * @param succession tries one attempt after the other
	 * @param ticker the time
	 * @param retry the rules of repetition
	 */
	Attempts(ChatHandler next, Succession succession, Ticker ticker, Retry retry) {
		this.next = next;
		this.succession = succession;
		this.ticker = ticker;
		this.retry = retry;
	}

	@Override
	public Mono<ChatCompletion> complete(ChatCall call) {
		return Mono.fromDirect(this.succession.of(() -> new OfCall<>(call, this.next::complete)));
	}

	@Override
	public Flux<ChatCompletionChunk> stream(ChatCall call) {
		return this.succession.of(() -> new OfCall<>(call, this.next::stream));
	}

	/**
	 * The attempts of one call at this provider.
	 */
	private final class OfCall<T> implements Tries<T> {

		private final ChatCall call;

		private final ChatCall.Way way;

		private final Function<ChatCall, ? extends Publisher<T>> source;

		private volatile Attempt attempt;

		// Guarded by this.
		private boolean paidAhead;

		private boolean paid;

		private int count;

		private int keys;

		private OfCall(ChatCall call, Function<ChatCall, ? extends Publisher<T>> source) {
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
			if (this.count >= retry.maxAttempts(this.call.request().options().maxAttempts())) {
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
