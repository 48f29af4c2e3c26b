package io.harborai.observation;

import java.util.Objects;

import io.harborai.call.Attempt;
import io.harborai.call.EmbeddingCall;
import io.harborai.call.EmbeddingHandler;
import io.harborai.call.UsageTally;
import io.harborai.embedding.EmbeddingResponse;
import io.harborai.usage.Usage;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * Measures calls for embeddings and their attempts by the meters of chat that fit them.
 * Measures nothing until it has a registry. Thread-safe.
 */
final class EmbeddingMeters {

	private volatile @Nullable Recorder recorder;

	/**
	 * Measure from now on.
	 * @param registry where
	 */
	void measureIn(MeterRegistry registry) {
		this.recorder = new Recorder(
				new PerTarget<>((provider, model) -> new TargetMeters(registry, provider, model, TagValues.EMBEDDINGS)),
				registry.config().clock());
	}

	EmbeddingHandler aroundCalls(EmbeddingHandler next) {
		return (call) -> {
			Recorder recorder = this.recorder;
			return (recorder == null) ? next.embed(call) : Mono
				.fromDirect(new Watched<>(() -> next.embed(call), (reader) -> new OfCall(reader, recorder, call)));
		};
	}

	EmbeddingHandler aroundAttempts(EmbeddingHandler next) {
		return (call) -> {
			Recorder recorder = this.recorder;
			return (recorder == null) ? next.embed(call) : Mono
				.fromDirect(new Watched<>(() -> next.embed(call), (reader) -> new OfAttempt(reader, recorder, call)));
		};
	}

	private record Recorder(PerTarget<TargetMeters> targets, Clock clock) {

		private TargetMeters of(@Nullable Attempt attempt) {
			return this.targets.of((attempt != null) ? attempt.target() : null);
		}

	}

	/**
	 * A call while it is measured.
	 */
	private static final class OfCall extends Watch<EmbeddingResponse> {

		private final Recorder recorder;

		private final EmbeddingCall call;

		private final long startNanos;

		private OfCall(CoreSubscriber<? super EmbeddingResponse> reader, Recorder recorder, EmbeddingCall call) {
			super(reader, true);
			this.recorder = recorder;
			this.call = call;
			this.startNanos = recorder.clock().monotonicTime();
		}

		@Override
		void passes(EmbeddingResponse item) {
			// Only its end counts.
		}

		@Override
		void over(@Nullable Throwable failure, boolean cancelled) {
			this.recorder.of(this.call.trail().current())
				.ended(this.recorder.clock().monotonicTime() - this.startNanos, TagValues.error(failure, cancelled));
		}

	}

	/**
	 * An attempt while it is measured.
	 */
	private static final class OfAttempt extends Watch<EmbeddingResponse> {

		private final Recorder recorder;

		private final Attempt attempt;

		private OfAttempt(CoreSubscriber<? super EmbeddingResponse> reader, Recorder recorder, EmbeddingCall call) {
			super(reader, true);
			this.recorder = recorder;
			this.attempt = Objects.requireNonNull(call.attempt(), "the attempt chain has not started an attempt");
		}

		@Override
		void passes(EmbeddingResponse item) {
			// Only its end counts.
		}

		@Override
		void over(@Nullable Throwable failure, boolean cancelled) {
			TargetMeters meters = this.recorder.of(this.attempt);
			meters.attempt(ChatObservations.outcome(this.attempt, failure, cancelled));
			Usage usage = new UsageTally().usage(this.attempt, failure);
			if (!usage.isMissing()) {
				meters.used(usage, AttemptEnd.cost(this.attempt, usage));
			}
		}

	}

}
