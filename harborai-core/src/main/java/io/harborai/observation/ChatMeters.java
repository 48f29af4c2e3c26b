package io.harborai.observation;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.harborai.call.Attempt;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.EmbeddingHandler;
import io.harborai.call.Instrumentation;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
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
		return new WatchedAttempts(next, () -> this.recorder);
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
	private static final class Recorder implements Consumer<AttemptEnd> {

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

		/**
		 * An attempt has ended.
		 */
		@Override
		public void accept(AttemptEnd end) {
			TargetMeters meters = of(end.attempt());
			meters.attempt(ChatObservations.outcome(end.attempt(), end.failure(), end.cancelled()));
			if (!end.usage().isMissing()) {
				meters.used(end.usage(), end.cost());
			}
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

}
