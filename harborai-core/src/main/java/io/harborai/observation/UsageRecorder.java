package io.harborai.observation;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.harborai.call.Attempt;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Instrumentation;
import io.harborai.call.UsageTally;
import io.harborai.call.Outcome;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ResponseMeta;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.ErrorClass;
import io.harborai.error.HarborAiException;
import io.harborai.usage.Cost;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Tells of each call and of each of its attempts, once, when it has ended: whole answers
 * and streams, well, badly or cancelled. An attempt that comes too late, as hedges do,
 * may be told of after its call. Thread-safe.
 */
public final class UsageRecorder implements Instrumentation {

	private final List<String> tags;

	private final Consumer<? super UsageRecord> records;

	// Ids are this and a number: cheap to make, and no other recorder's.
	private final long instance = new SecureRandom().nextLong();

	private final AtomicLong calls = new AtomicLong();

	/**
	 * Tell of calls.
	 * @param tags the names of the requests' tags that are kept
	 * @param records is told, on the thread on which it happens, mostly an event loop's:
	 * neither blocks nor throws
	 */
	public UsageRecorder(Collection<String> tags, Consumer<? super UsageRecord> records) {
		this.tags = List.copyOf(tags);
		this.records = records;
	}

	@Override
	public ChatHandler aroundCalls(ChatHandler next) {
		return new Calls(next);
	}

	@Override
	public ChatHandler aroundAttempts(ChatHandler next) {
		return new Attempts(next);
	}

	private Sum newSum() {
		return new Sum(new UUID(this.instance, this.calls.incrementAndGet()));
	}

	private Map<String, String> kept(Map<String, String> all) {
		if (all.isEmpty() || this.tags.isEmpty()) {
			return Map.of();
		}
		Map<String, String> kept = new LinkedHashMap<>();
		for (String name : this.tags) {
			String value = all.get(name);
			if (value != null) {
				kept.put(name, value);
			}
		}
		return kept;
	}

	private static @Nullable ErrorClass errorClass(@Nullable Throwable failure) {
		if (failure == null) {
			return null;
		}
		Throwable cause = failure.getCause();
		return ErrorClass.of((failure instanceof StreamInterruptedException && cause != null) ? cause : failure);
	}

	private static @Nullable Integer statusCode(@Nullable Throwable failure) {
		return (failure instanceof HarborAiException known) ? known.statusCode() : null;
	}

	/**
	 * What the attempts of a call come to so far. Thread-safe.
	 */
	private static final class Sum {

		private final UUID callId;

		// Guarded by this.
		private int attempts;

		private Usage usage = Usage.MISSING;

		private @Nullable Cost cost;

		private boolean unknown;

		private Sum(UUID callId) {
			this.callId = callId;
		}

		private synchronized int next() {
			return ++this.attempts;
		}

		private synchronized void add(Usage usage, @Nullable Cost cost) {
			if (usage.isMissing()) {
				return;
			}
			this.usage = this.usage.isMissing() ? usage : plus(this.usage, usage);
			Cost before = this.cost;
			if (cost == null || (before != null && !before.currency().equals(cost.currency()))) {
				this.unknown = true;
			}
			else {
				this.cost = (before != null) ? before.plus(cost) : cost;
			}
		}

		private static Usage plus(Usage one, Usage other) {
			boolean estimated = one.source() == Usage.Source.ESTIMATED || other.source() == Usage.Source.ESTIMATED;
			return new Usage(one.promptTokens() + other.promptTokens(),
					one.completionTokens() + other.completionTokens(), one.totalTokens() + other.totalTokens(),
					one.cachedTokens() + other.cachedTokens(), one.reasoningTokens() + other.reasoningTokens(),
					estimated ? Usage.Source.ESTIMATED : Usage.Source.PROVIDER, Map.of());
		}

		private synchronized Usage usage() {
			return this.usage;
		}

		private synchronized @Nullable Cost cost() {
			return this.unknown ? null : this.cost;
		}

	}

	/**
	 * Looks at calls.
	 */
	private final class Calls implements ChatHandler {

		private final ChatHandler next;

		private Calls(ChatHandler next) {
			this.next = next;
		}

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			return Mono
				.fromDirect(new Watched<>(() -> this.next.complete(call), (reader) -> new OfWholeCall(reader, call)));
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			return new Watched<>(() -> this.next.stream(call), (reader) -> new OfStreamedCall(reader, call));
		}

	}

	/**
	 * A call that is looked at. Its attempts find it by the context of their
	 * subscription.
	 */
	private abstract class OfCall<T> extends Watch<T> {

		private final ChatCall call;

		private final boolean streamed;

		private final Instant startedAt = Instant.now();

		private final long startNanos = System.nanoTime();

		private final Sum sum = newSum();

		private final Context inner;

		private @Nullable ResponseMeta meta;

		private @Nullable Duration firstToken;

		OfCall(CoreSubscriber<? super T> reader, boolean single, ChatCall call) {
			super(reader, single);
			this.call = call;
			this.streamed = !single;
			this.inner = reader.currentContext().put(UsageRecorder.this, this.sum);
		}

		final void sees(ResponseMeta meta, boolean delta) {
			this.meta = meta;
			if (delta && this.firstToken == null) {
				this.firstToken = elapsed();
			}
		}

		private Duration elapsed() {
			return Duration.ofNanos(System.nanoTime() - this.startNanos);
		}

		@Override
		void over(@Nullable Throwable failure, boolean cancelled) {
			Attempt attempt = this.call.trail().current();
			// An answer that was kept, or shared with an equal call, has no attempts.
			ResponseMeta meta = this.meta;
			String requested = this.call.request().model();
			if (requested == null) {
				requested = (attempt != null) ? attempt.target().requestedModel()
						: (meta != null) ? meta.requestedModel() : null;
			}
			String word = (failure != null) ? Outcome.of(failure).word()
					: (cancelled ? Outcome.CANCELLED.word() : Outcome.OK.word());
			UsageRecorder.this.records.accept(new UsageRecord(this.sum.callId, 0, this.startedAt,
					(attempt != null) ? attempt.provider() : (meta != null) ? meta.provider() : null,
					(attempt != null) ? attempt.model() : (meta != null) ? meta.model() : null, requested,
					this.streamed, word, errorClass(failure), statusCode(failure),
					(attempt != null) ? attempt.requestId() : null, this.sum.usage(), this.sum.cost(), elapsed(),
					this.firstToken, kept(this.call.request().options().tags())));
		}

		@Override
		public Context currentContext() {
			return this.inner;
		}

	}

	/**
	 * A call that is answered at once.
	 */
	private final class OfWholeCall extends OfCall<ChatCompletion> {

		private OfWholeCall(CoreSubscriber<? super ChatCompletion> reader, ChatCall call) {
			super(reader, true, call);
		}

		@Override
		void passes(ChatCompletion item) {
			sees(item.meta(), false);
		}

	}

	/**
	 * A call that is answered step by step.
	 */
	private final class OfStreamedCall extends OfCall<ChatCompletionChunk> {

		private OfStreamedCall(CoreSubscriber<? super ChatCompletionChunk> reader, ChatCall call) {
			super(reader, false, call);
		}

		@Override
		void passes(ChatCompletionChunk item) {
			sees(item.meta(), item.hasDelta());
		}

	}

	/**
	 * Looks at attempts.
	 */
	private final class Attempts implements ChatHandler {

		private final ChatHandler next;

		private Attempts(ChatHandler next) {
			this.next = next;
		}

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			return Mono.fromDirect(
					new Watched<>(() -> this.next.complete(call), (reader) -> new OfWholeAttempt(reader, call)));
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			return new Watched<>(() -> this.next.stream(call), (reader) -> new OfStreamedAttempt(reader, call));
		}

	}

	/**
	 * An attempt that is looked at.
	 */
	private abstract class OfAttempt<T> extends Watch<T> {

		final UsageTally tally = new UsageTally();

		private final ChatCall call;

		private final Attempt attempt;

		private final boolean streamed;

		private final Instant startedAt = Instant.now();

		private final long startNanos = System.nanoTime();

		private final Sum sum;

		private final int number;

		private @Nullable Duration firstToken;

		OfAttempt(CoreSubscriber<? super T> reader, boolean single, ChatCall call) {
			super(reader, single);
			this.call = call;
			this.attempt = Objects.requireNonNull(call.attempt(), "the attempt chain has not started an attempt");
			this.streamed = !single;
			// A filter of the application's own may have lost the context.
			Sum known = reader.currentContext().getOrDefault(UsageRecorder.this, null);
			this.sum = (known != null) ? known : newSum();
			this.number = this.sum.next();
		}

		final void delta() {
			if (this.firstToken == null) {
				this.firstToken = elapsed();
			}
		}

		private Duration elapsed() {
			return Duration.ofNanos(System.nanoTime() - this.startNanos);
		}

		@Override
		void over(@Nullable Throwable failure, boolean cancelled) {
			Usage usage = this.tally.usage(this.attempt, failure);
			Cost cost = usage.isMissing() ? null : AttemptEnd.cost(this.attempt, usage);
			this.sum.add(usage, cost);
			UsageRecorder.this.records.accept(new UsageRecord(this.sum.callId, this.number, this.startedAt,
					this.attempt.provider(), this.attempt.model(), this.attempt.target().requestedModel(),
					this.streamed, ChatObservations.outcome(this.attempt, failure, cancelled), errorClass(failure),
					statusCode(failure), this.attempt.requestId(), usage, cost, elapsed(), this.firstToken,
					kept(this.call.request().options().tags())));
		}

	}

	/**
	 * An attempt that is answered at once.
	 */
	private final class OfWholeAttempt extends OfAttempt<ChatCompletion> {

		private OfWholeAttempt(CoreSubscriber<? super ChatCompletion> reader, ChatCall call) {
			super(reader, true, call);
		}

		@Override
		void passes(ChatCompletion item) {
			this.tally.add(item);
		}

	}

	/**
	 * An attempt that is answered step by step.
	 */
	private final class OfStreamedAttempt extends OfAttempt<ChatCompletionChunk> {

		private OfStreamedAttempt(CoreSubscriber<? super ChatCompletionChunk> reader, ChatCall call) {
			super(reader, false, call);
		}

		@Override
		void passes(ChatCompletionChunk item) {
			this.tally.add(item);
			if (item.hasDelta()) {
				delta();
			}
		}

	}

}
