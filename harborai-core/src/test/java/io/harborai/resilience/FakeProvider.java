package io.harborai.resilience;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import io.harborai.call.Attempt;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Outcome;
import io.harborai.call.RateHints;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.ErrorCategory;
import io.harborai.error.HarborAiException;
import io.harborai.usage.Usage;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The end of an attempt chain: tests decide what becomes of each attempt, which is told
 * of it as an exchange tells it.
 */
final class FakeProvider implements ChatHandler {

	private final List<Run> runs = new CopyOnWriteArrayList<>();

	@Override
	public Mono<ChatCompletion> complete(ChatCall call) {
		return Mono.fromDirect(publisher(call, false));
	}

	@Override
	public Flux<ChatCompletionChunk> stream(ChatCall call) {
		return Flux.from(publisher(call, true));
	}

	@SuppressWarnings("unchecked")
	private <T> Publisher<T> publisher(ChatCall call, boolean stream) {
		return (reader) -> {
			Run run = new Run(call, stream, (Subscriber<Object>) reader);
			this.runs.add(run);
			reader.onSubscribe(run);
		};
	}

	List<Run> runs() {
		return this.runs;
	}

	Run run(int index) {
		return this.runs.get(index);
	}

	Run latest() {
		return this.runs.get(this.runs.size() - 1);
	}

	/**
	 * An attempt that has reached the provider.
	 */
	static final class Run implements Subscription {

		private final ChatCall call;

		private final Attempt attempt;

		private final boolean stream;

		private final Subscriber<Object> reader;

		private final AtomicBoolean over = new AtomicBoolean();

		private volatile long requested;

		private volatile boolean cancelled;

		private Run(ChatCall call, boolean stream, Subscriber<Object> reader) {
			this.call = call;
			this.attempt = call.attempt();
			this.stream = stream;
			this.reader = reader;
		}

		Attempt attempt() {
			return this.attempt;
		}

		ChatCall call() {
			return this.call;
		}

		boolean isCancelled() {
			return this.cancelled;
		}

		long requested() {
			return this.requested;
		}

		@Override
		public void request(long n) {
			this.requested += n;
		}

		@Override
		public void cancel() {
			if (this.over.compareAndSet(false, true)) {
				this.cancelled = true;
				this.attempt.end(Outcome.CANCELLED);
			}
		}

		Run connected() {
			this.attempt.onConnected();
			return this;
		}

		Run headers(RateHints hints) {
			connected();
			this.attempt.onHeaders(null, hints);
			return this;
		}

		Run delta() {
			connected();
			this.attempt.onFirstDelta();
			this.reader.onNext(new ChatCompletionChunk("", "", null, List.of(), Usage.MISSING, this.attempt.openMeta(),
					false, Map.of()));
			return this;
		}

		void succeed() {
			succeed(Usage.MISSING);
		}

		void succeed(Usage usage) {
			if (this.over.compareAndSet(false, true)) {
				connected();
				ChatCompletion whole = new ChatCompletion("", "", null, List.of(), usage, this.attempt.finalMeta(usage),
						Map.of());
				this.attempt.end(Outcome.OK);
				if (!this.stream) {
					this.reader.onNext(whole);
				}
				this.reader.onComplete();
			}
		}

		void fail(ErrorCategory category) {
			fail(category, null);
		}

		void fail(ErrorCategory category, Duration retryAfter) {
			if (this.over.compareAndSet(false, true)) {
				this.attempt.end(new Outcome(category.name().toLowerCase(java.util.Locale.ROOT), category.errorClass(),
						retryAfter));
				this.reader.onError(category.exception(this.attempt.failure("it failed")
					.retryable(category.retryable())
					.retryAfter(retryAfter)
					.build(), null));
			}
		}

		void fail(Outcome outcome) {
			if (this.over.compareAndSet(false, true)) {
				this.attempt.end(outcome);
				this.reader.onError(new IllegalStateException(outcome.word()));
			}
		}

		void fail(HarborAiException failure) {
			if (this.over.compareAndSet(false, true)) {
				this.attempt.end(Outcome.of(failure));
				this.reader.onError(failure);
			}
		}

	}

}
