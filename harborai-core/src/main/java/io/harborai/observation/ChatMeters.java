package io.harborai.observation;

import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.harborai.call.Attempt;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.EmbeddingHandler;
import io.harborai.call.Instrumentation;
import io.harborai.call.TokenEstimate;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.AttemptSummary;
import io.harborai.model.ModelInfo;
import io.harborai.usage.Cost;
import io.harborai.usage.PriceBook;
import io.harborai.usage.Usage;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Measures calls and attempts: times, tokens, cost and how they end, as
 * {@link HarborAiMeterDocumentation} lists them. Measures nothing until it is bound to a
 * registry. Thread-safe.
 */
public final class ChatMeters implements Instrumentation, MeterBinder {

	private static final PriceBook PRICES = new PriceBook();

	private final EmbeddingMeters embeddings = new EmbeddingMeters();

	private volatile @Nullable Recorder recorder;

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		Recorder current = this.recorder;
		if (current == null) {
			this.recorder = new Recorder(registry);
			this.embeddings.measureIn(registry);
			return;
		}
		CompositeMeterRegistry both = new CompositeMeterRegistry(current.clock);
		both.add(current.registry);
		both.add(registry);
		this.recorder = new Recorder(both);
		this.embeddings.measureIn(both);
	}

	@Override
	public ChatHandler aroundCalls(ChatHandler next) {
		return new Calls(next);
	}

	@Override
	public ChatHandler aroundAttempts(ChatHandler next) {
		return new Attempts(next);
	}

	@Override
	public EmbeddingHandler aroundEmbeddings(EmbeddingHandler next) {
		return this.embeddings.aroundCalls(next);
	}

	@Override
	public EmbeddingHandler aroundEmbeddingAttempts(EmbeddingHandler next) {
		return this.embeddings.aroundAttempts(next);
	}

	/**
	 * What is measured in a registry.
	 */
	private static final class Recorder {

		private final MeterRegistry registry;

		private final PerTarget<TargetMeters> targets;

		private final Clock clock;

		private Recorder(MeterRegistry registry) {
			this.registry = registry;
			this.targets = new PerTarget<>((provider, model) -> new TargetMeters(registry, provider, model));
			this.clock = registry.config().clock();
		}

		private TargetMeters of(@Nullable Attempt attempt) {
			return this.targets.of((attempt != null) ? attempt.target() : null);
		}

	}

	/**
	 * Measures calls.
	 */
	private final class Calls implements ChatHandler {

		private final ChatHandler next;

		private Calls(ChatHandler next) {
			this.next = next;
		}

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			Recorder recorder = ChatMeters.this.recorder;
			return (recorder == null) ? this.next.complete(call)
					: Mono.fromDirect(new Watched<>(() -> this.next.complete(call),
							(reader) -> new OfCall<>(reader, true, recorder, call)));
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			Recorder recorder = ChatMeters.this.recorder;
			return (recorder == null) ? this.next.stream(call) : new Watched<>(() -> this.next.stream(call),
					(reader) -> new OfStreamedCall(reader, recorder, call));
		}

	}

	/**
	 * A call while it is measured.
	 */
	private static class OfCall<T> extends Watch<T> {

		final Recorder recorder;

		final ChatCall call;

		final long startNanos;

		OfCall(CoreSubscriber<? super T> reader, boolean single, Recorder recorder, ChatCall call) {
			super(reader, single);
			this.recorder = recorder;
			this.call = call;
			this.startNanos = recorder.clock.monotonicTime();
		}

		/**
		 * So far nothing was waited for: nobody may.
		 */
		@Override
		void subscribed() {
			Attempt attempt = this.call.trail().current();
			if (attempt != null && !isOver()) {
				this.recorder.of(attempt).overhead(this.recorder.clock.monotonicTime() - this.startNanos);
			}
		}

		@Override
		void passes(T item) {
			// Only its end counts.
		}

		@Override
		void over(@Nullable Throwable failure, boolean cancelled) {
			this.recorder.of(this.call.trail().current())
				.ended(this.recorder.clock.monotonicTime() - this.startNanos, TagValues.error(failure, cancelled));
		}

	}

	/**
	 * A call that is answered step by step, while it is measured.
	 */
	private static final class OfStreamedCall extends OfCall<ChatCompletionChunk> {

		private @Nullable Timer perChunk;

		private long latestNanos;

		private OfStreamedCall(CoreSubscriber<? super ChatCompletionChunk> reader, Recorder recorder, ChatCall call) {
			super(reader, false, recorder, call);
		}

		@Override
		void passes(ChatCompletionChunk item) {
			if (!item.hasDelta()) {
				return;
			}
			long now = this.recorder.clock.monotonicTime();
			Timer perChunk = this.perChunk;
			if (perChunk != null) {
				perChunk.record(now - this.latestNanos, TimeUnit.NANOSECONDS);
			}
			else {
				TargetMeters meters = this.recorder.of(this.call.trail().current());
				meters.firstToken(now - this.startNanos);
				this.perChunk = meters.perChunk();
			}
			this.latestNanos = now;
		}

	}

	/**
	 * Measures attempts.
	 */
	private final class Attempts implements ChatHandler {

		private final ChatHandler next;

		private Attempts(ChatHandler next) {
			this.next = next;
		}

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			Recorder recorder = ChatMeters.this.recorder;
			return (recorder == null) ? this.next.complete(call)
					: Mono.fromDirect(new Watched<>(() -> this.next.complete(call),
							(reader) -> new OfWholeAttempt(reader, recorder, call)));
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			Recorder recorder = ChatMeters.this.recorder;
			return (recorder == null) ? this.next.stream(call) : new Watched<>(() -> this.next.stream(call),
					(reader) -> new OfStreamedAttempt(reader, recorder, call));
		}

	}

	/**
	 * An attempt while it is measured.
	 */
	private abstract static class OfAttempt<T> extends Watch<T> {

		private final Recorder recorder;

		private final ChatCall call;

		private final Attempt attempt;

		private Usage told = Usage.MISSING;

		private long quarters;

		OfAttempt(CoreSubscriber<? super T> reader, boolean single, Recorder recorder, ChatCall call) {
			super(reader, single);
			this.recorder = recorder;
			this.call = call;
			this.attempt = Objects.requireNonNull(call.attempt(), "the attempt chain has not started an attempt");
		}

		/**
		 * Take down what a part of the answer tells.
		 * @param usage the usage so far, missing if it doesn't tell
		 * @param quarters the size of the part in quarters of a token, for an estimate
		 */
		final void tells(Usage usage, long quarters) {
			if (!usage.isMissing()) {
				this.told = usage;
			}
			this.quarters += quarters;
		}

		@Override
		void over(@Nullable Throwable failure, boolean cancelled) {
			TargetMeters meters = this.recorder.of(this.attempt);
			meters.attempt(ChatObservations.outcome(this.attempt, failure, cancelled));
			Usage usage = this.attempt.usage().isMissing() ? usage(failure) : this.attempt.usage();
			if (!usage.isMissing()) {
				AttemptSummary result = this.attempt.result();
				Cost known = (result != null && usage == this.attempt.usage()) ? result.cost() : null;
				meters.used(usage, (known != null) ? known : cost(usage));
			}
		}

		/**
		 * What it used although its end doesn't tell: vendors charge for what they have
		 * read and written, whoever hung up.
		 */
		private Usage usage(@Nullable Throwable failure) {
			if (!this.told.isMissing()) {
				return this.told;
			}
			boolean charged = this.quarters > 0 || (failure == null && this.attempt.isConnected());
			return charged ? Usage.estimated(TokenEstimate.promptTokens(this.call.request()), this.quarters / 4)
					: Usage.MISSING;
		}

		private @Nullable Cost cost(Usage usage) {
			ModelInfo info = this.attempt.target().info();
			return (info != null) ? PRICES.cost(info, usage, Instant.now()) : null;
		}

	}

	/**
	 * An attempt that is answered at once, while it is measured.
	 */
	private static final class OfWholeAttempt extends OfAttempt<ChatCompletion> {

		private OfWholeAttempt(CoreSubscriber<? super ChatCompletion> reader, Recorder recorder, ChatCall call) {
			super(reader, true, recorder, call);
		}

		@Override
		void passes(ChatCompletion item) {
			tells(item.usage(), item.usage().isMissing() ? TokenEstimate.quarters(item) : 0);
		}

	}

	/**
	 * An attempt that is answered step by step, while it is measured.
	 */
	private static final class OfStreamedAttempt extends OfAttempt<ChatCompletionChunk> {

		private OfStreamedAttempt(CoreSubscriber<? super ChatCompletionChunk> reader, Recorder recorder,
				ChatCall call) {
			super(reader, false, recorder, call);
		}

		@Override
		void passes(ChatCompletionChunk item) {
			tells(item.usage(), TokenEstimate.quarters(item));
		}

	}

}
