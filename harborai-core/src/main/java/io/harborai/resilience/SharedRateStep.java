package io.harborai.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Function;

import io.harborai.call.Attempt;
import io.harborai.call.AttemptListener;
import io.harborai.call.Call;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.EmbeddingCall;
import io.harborai.call.EmbeddingHandler;
import io.harborai.call.Outcome;
import io.harborai.call.RemoteStore;
import io.harborai.call.Ticker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.embedding.EmbeddingResponse;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The step of the attempt chain that asks, before an attempt's admission, whether all
 * instances together may send it. Who may not is told after how long, as by a vendor.
 * Thread-safe.
 */
final class SharedRateStep {

	private final String provider;

	private final RateLimiterSettings limits;

	private final SharedRates rates;

	private final RemoteStore store;

	/**
	 * Create the step.
	 * @param provider the provider's name
	 * @param limits how much may be sent, at least one of both set
	 * @param rates counts it
	 * @param ticker the time
	 */
	SharedRateStep(String provider, RateLimiterSettings limits, SharedRates rates, Ticker ticker) {
		this.provider = provider;
		this.limits = limits;
		this.rates = rates;
		this.store = new RemoteStore("store of shared rates", rates.timeout(), ticker);
	}

	/**
	 * Compose the step.
	 * @param next the rest of the chain
	 * @return answers an attempt that may be sent
	 */
	ChatHandler around(ChatHandler next) {
		Function<ChatCall, Publisher<ChatCompletion>> completion = next::complete;
		Function<ChatCall, Publisher<ChatCompletionChunk>> chunks = next::stream;
		return new ChatHandler() {

			@Override
			public Mono<ChatCompletion> complete(ChatCall call) {
				return asked(call, completion);
			}

			@Override
			public Flux<ChatCompletionChunk> stream(ChatCall call) {
				return new Flux<>() {

					@Override
					public void subscribe(CoreSubscriber<? super ChatCompletionChunk> reader) {
						new Asking<>(call, chunks, reader).start();
					}

				};
			}

		};
	}

	/**
	 * Compose the step for embeddings.
	 * @param next the rest of the chain
	 * @return answers an attempt that may be sent
	 */
	EmbeddingHandler around(EmbeddingHandler next) {
		Function<EmbeddingCall, Publisher<EmbeddingResponse>> embeddings = next::embed;
		return (call) -> asked(call, embeddings);
	}

	private <C extends Call<C>, T> Mono<T> asked(C call, Function<C, Publisher<T>> source) {
		return new Mono<>() {

			@Override
			public void subscribe(CoreSubscriber<? super T> reader) {
				new Asking<>(call, source, reader).start();
			}

		};
	}

	private void giveBack(long tokens) {
		if (tokens != 0) {
			this.store.ask(() -> this.rates.giveBack(this.provider, this.limits, tokens).thenReturn(tokens),
					(given) -> {
					}, () -> {
					});
		}
	}

	/**
	 * An attempt that asks, and then runs.
	 */
	private final class Asking<C extends Call<C>, T> extends Operators.DeferredSubscription
			implements CoreSubscriber<T>, AttemptListener {

		@SuppressWarnings("rawtypes")
		private static final AtomicIntegerFieldUpdater<Asking> DECIDED = AtomicIntegerFieldUpdater
			.newUpdater(Asking.class, "decided");

		@SuppressWarnings("rawtypes")
		private static final AtomicIntegerFieldUpdater<Asking> SETTLED = AtomicIntegerFieldUpdater
			.newUpdater(Asking.class, "settled");

		private final C call;

		private final Attempt attempt;

		private final Function<C, Publisher<T>> source;

		private final CoreSubscriber<? super T> reader;

		private final long tokens;

		private volatile int decided;

		private volatile int settled;

		private Asking(C call, Function<C, Publisher<T>> source, CoreSubscriber<? super T> reader) {
			this.call = call;
			this.attempt = Door.attemptOf(call);
			this.source = source;
			this.reader = reader;
			this.tokens = (SharedRateStep.this.limits.tokensPerMinute() != null)
					? TokensPerMinute.estimate(this.attempt) : 0;
		}

		private void start() {
			this.reader.onSubscribe(this);
			if (this.decided == 0) {
				SharedRateStep.this.store.ask(() -> SharedRateStep.this.rates.take(SharedRateStep.this.provider,
						SharedRateStep.this.limits, this.tokens), this::answered, this::unanswered);
			}
		}

		private void answered(Duration wait) {
			boolean first = DECIDED.compareAndSet(this, 0, 1);
			if (!wait.isZero()) {
				if (first) {
					this.reader.onError(refusal(wait).end(this.attempt, 0));
				}
			}
			else if (!first) {
				// Its reader has left meanwhile.
				giveBack(this.tokens);
			}
			else {
				this.attempt.listen(this);
				if (this.attempt.isEnded()) {
					onEnd(this.attempt, Outcome.CANCELLED);
				}
				else {
					run();
				}
			}
		}

		private void unanswered() {
			if (DECIDED.compareAndSet(this, 0, 1)) {
				run();
			}
		}

		private Refusal refusal(Duration wait) {
			return new Refusal(Refusal.Reason.RATE, "what all instances may send in this minute is used up",
					"Raise resilience.rate-limiter if the vendor allows more, or go to another provider.",
					wait.toNanos());
		}

		private void run() {
			Publisher<T> answer;
			try {
				answer = this.source.apply(this.call);
			}
			catch (RuntimeException ex) {
				this.attempt.end(Outcome.of(ex));
				this.reader.onError(ex);
				return;
			}
			answer.subscribe(this);
		}

		@Override
		public void onEnd(Attempt attempt, Outcome outcome) {
			if (SETTLED.compareAndSet(this, 0, 1)) {
				giveBack(TokensPerMinute.unused(attempt, outcome, this.tokens));
			}
		}

		@Override
		public void cancel() {
			DECIDED.compareAndSet(this, 0, 1);
			super.cancel();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			set(subscription);
		}

		@Override
		public void onNext(T item) {
			this.reader.onNext(item);
		}

		@Override
		public void onError(Throwable failure) {
			this.reader.onError(failure);
		}

		@Override
		public void onComplete() {
			this.reader.onComplete();
		}

		@Override
		public Context currentContext() {
			return this.reader.currentContext();
		}

	}

}
