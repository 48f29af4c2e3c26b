package io.harborai.observation;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.harborai.call.Attempt;
import io.harborai.call.Call;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.EmbeddingCall;
import io.harborai.call.EmbeddingHandler;
import io.harborai.call.Instrumentation;
import io.harborai.call.Outcome;
import io.harborai.call.TokenEstimate;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionAccumulator;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.Choice;
import io.harborai.chat.FinishReason;
import io.harborai.embedding.EmbeddingResponse;
import io.harborai.error.AttemptSummary;
import io.harborai.usage.Usage;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Observes each call, and each of its attempts as a child, by Micrometer's observations:
 * the source of traces. The parent is the observation in the reader's Reactor context, or
 * else the current one of the thread that subscribes. Thread-safe.
 */
public final class ChatObservations implements Instrumentation {

	// Micrometer's own key, whose class needs another library to be loaded.
	private static final String KEY = "micrometer.observation";

	private static final ChatObservationConvention CALL = new DefaultChatObservationConvention();

	private static final AttemptObservationConvention ATTEMPT = new DefaultAttemptObservationConvention();

	private static final DefaultEmbeddingObservationConvention EMBEDDINGS = new DefaultEmbeddingObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable ChatObservationConvention call;

	private final @Nullable AttemptObservationConvention attempt;

	private final ContentCapture content;

	/**
	 * Observe by the default conventions, without any content.
	 * @param registry where observations go
	 */
	public ChatObservations(ObservationRegistry registry) {
		this(registry, null, null, ContentCapture.NONE);
	}

	/**
	 * Observe.
	 * @param registry where observations go
	 * @param call names and key values of calls, null for the registry's convention if it
	 * has one, or else the default
	 * @param attempt names and key values of attempts, null as above
	 * @param content what of prompts and answers is recorded
	 */
	public ChatObservations(ObservationRegistry registry, @Nullable ChatObservationConvention call,
			@Nullable AttemptObservationConvention attempt, ContentCapture content) {
		this.registry = registry;
		this.call = call;
		this.attempt = attempt;
		this.content = content;
	}

	@Override
	public ChatHandler aroundCalls(ChatHandler next) {
		return (this.registry == ObservationRegistry.NOOP) ? next : new Calls(next);
	}

	@Override
	public ChatHandler aroundAttempts(ChatHandler next) {
		return (this.registry == ObservationRegistry.NOOP) ? next : new Attempts(next);
	}

	@Override
	public EmbeddingHandler aroundEmbeddings(EmbeddingHandler next) {
		return (this.registry == ObservationRegistry.NOOP) ? next : (call) -> this.registry.isNoop() ? next.embed(call)
				: Mono.fromDirect(new Watched<>(() -> next.embed(call), (reader) -> watch(reader, call)));
	}

	@Override
	public EmbeddingHandler aroundEmbeddingAttempts(EmbeddingHandler next) {
		return (this.registry == ObservationRegistry.NOOP) ? next : (call) -> this.registry.isNoop() ? next.embed(call)
				: Mono.fromDirect(new Watched<>(() -> next.embed(call), (reader) -> watchAttempt(reader, call, true)));
	}

	private CoreSubscriber<? super EmbeddingResponse> watch(CoreSubscriber<? super EmbeddingResponse> reader,
			EmbeddingCall call) {
		EmbeddingObservationContext context = new EmbeddingObservationContext(call.request());
		Observation observation = Observation.createNotStarted(null, EMBEDDINGS, () -> context, this.registry);
		return observation.isNoop() ? reader : new OfEmbeddings(reader, observation, context, call);
	}

	private <T> CoreSubscriber<? super T> watchAttempt(CoreSubscriber<? super T> reader, Call<?> call, boolean single) {
		Attempt attempt = Objects.requireNonNull(call.attempt(), "the attempt chain has not started an attempt");
		AttemptObservationContext context = new AttemptObservationContext(attempt);
		Observation observation = Observation.createNotStarted(this.attempt, ATTEMPT, () -> context, this.registry);
		return observation.isNoop() ? reader : new OfAttempt<T>(reader, single, observation, context);
	}

	private static Observation started(Observation observation, Context reader) {
		Observation parent = reader.getOrDefault(KEY, null);
		if (parent != null) {
			observation.parentObservation(parent);
		}
		return observation.start();
	}

	/**
	 * Observes calls.
	 */
	private final class Calls implements ChatHandler {

		private final ChatHandler next;

		private Calls(ChatHandler next) {
			this.next = next;
		}

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			return ChatObservations.this.registry.isNoop() ? this.next.complete(call)
					: Mono.fromDirect(new Watched<>(() -> this.next.complete(call), (reader) -> {
						ChatObservationContext context = new ChatObservationContext(call.request(), false);
						Observation observation = create(context);
						return observation.isNoop() ? reader : new OfWhole(reader, observation, context, call);
					}));
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			return ChatObservations.this.registry.isNoop() ? this.next.stream(call)
					: new Watched<>(() -> this.next.stream(call), (reader) -> {
						ChatObservationContext context = new ChatObservationContext(call.request(), true);
						Observation observation = create(context);
						return observation.isNoop() ? reader : new OfStream(reader, observation, context, call);
					});
		}

		private Observation create(ChatObservationContext context) {
			return Observation.createNotStarted(ChatObservations.this.call, CALL, () -> context,
					ChatObservations.this.registry);
		}

	}

	/**
	 * A call while it is observed.
	 */
	private abstract class OfCall<T> extends Watch<T> {

		final ChatObservationContext context;

		final ChatCall call;

		private final Observation observation;

		private final Context inner;

		OfCall(CoreSubscriber<? super T> reader, boolean single, Observation observation,
				ChatObservationContext context, ChatCall call) {
			super(reader, single);
			this.context = context;
			this.call = call;
			this.observation = observation;
			Context outer = reader.currentContext();
			this.inner = outer.put(KEY, observation);
			if (ChatObservations.this.content.prompts()) {
				context.input(ChatObservations.this.content.input(call.request().messages()));
			}
			started(observation, outer);
		}

		/**
		 * It is over: say what is known of the answer.
		 */
		abstract void complete();

		@Override
		void over(@Nullable Throwable failure, boolean cancelled) {
			try {
				this.context.ended(this.call.trail(), TagValues.error(failure, cancelled));
				complete();
				if (failure != null) {
					this.observation.error(failure);
				}
			}
			finally {
				this.observation.stop();
			}
		}

		@Override
		public Context currentContext() {
			return this.inner;
		}

	}

	/**
	 * A call that is answered at once.
	 */
	private final class OfWhole extends OfCall<ChatCompletion> {

		private @Nullable ChatCompletion answer;

		private OfWhole(CoreSubscriber<? super ChatCompletion> reader, Observation observation,
				ChatObservationContext context, ChatCall call) {
			super(reader, true, observation, context, call);
		}

		@Override
		void passes(ChatCompletion item) {
			this.answer = item;
		}

		@Override
		void complete() {
			ChatCompletion answer = this.answer;
			if (answer != null) {
				this.context.answered(answer.id(), answer.model(), answer.meta());
				this.context.used(answer.usage());
				this.context.finished(reasons(answer.choices()));
				if (ChatObservations.this.content.answers()) {
					this.context.output(ChatObservations.this.content.output(answer));
				}
			}
		}

		private static List<FinishReason> reasons(List<Choice> choices) {
			FinishReason only = (choices.size() == 1) ? choices.get(0).finishReason() : null;
			return (only != null) ? List.of(only)
					: choices.stream().map(Choice::finishReason).filter(Objects::nonNull).toList();
		}

	}

	/**
	 * A call that is answered step by step.
	 */
	private final class OfStream extends OfCall<ChatCompletionChunk> {

		private final long startNanos = System.nanoTime();

		private final @Nullable ChatCompletionAccumulator answer = ChatObservations.this.content.answers()
				? new ChatCompletionAccumulator() : null;

		private @Nullable ChatCompletionChunk latest;

		private @Nullable FinishReason reason;

		private Usage usage = Usage.MISSING;

		private long quarters;

		private OfStream(CoreSubscriber<? super ChatCompletionChunk> reader, Observation observation,
				ChatObservationContext context, ChatCall call) {
			super(reader, false, observation, context, call);
		}

		@Override
		void passes(ChatCompletionChunk item) {
			if (this.latest == null) {
				this.context.firstChunk(Duration.ofNanos(System.nanoTime() - this.startNanos));
			}
			this.latest = item;
			FinishReason reason = item.finishReason();
			if (reason != null) {
				this.reason = reason;
			}
			if (!item.usage().isMissing()) {
				this.usage = item.usage();
			}
			this.quarters += TokenEstimate.quarters(item);
			if (this.answer != null) {
				this.answer.add(item);
			}
		}

		@Override
		void complete() {
			ChatCompletionChunk latest = this.latest;
			if (latest == null) {
				return;
			}
			this.context.answered(latest.id(), latest.model(), latest.meta());
			this.context.used(this.usage.isMissing()
					? Usage.estimated(TokenEstimate.promptTokens(this.call.request()), this.quarters / 4) : this.usage);
			if (this.reason != null) {
				this.context.finished(List.of(this.reason));
			}
			if (this.answer != null) {
				this.context.output(ChatObservations.this.content.output(this.answer.toCompletion()));
			}
		}

	}

	/**
	 * A call for embeddings.
	 */
	private static final class OfEmbeddings extends Watch<EmbeddingResponse> {

		private final EmbeddingObservationContext context;

		private final EmbeddingCall call;

		private final Observation observation;

		private final Context inner;

		private OfEmbeddings(CoreSubscriber<? super EmbeddingResponse> reader, Observation observation,
				EmbeddingObservationContext context, EmbeddingCall call) {
			super(reader, true);
			this.context = context;
			this.call = call;
			this.observation = observation;
			Context outer = reader.currentContext();
			this.inner = outer.put(KEY, observation);
			started(observation, outer);
		}

		@Override
		void passes(EmbeddingResponse item) {
			this.context.answered(item);
		}

		@Override
		void over(@Nullable Throwable failure, boolean cancelled) {
			this.context.ended(this.call.trail(), TagValues.error(failure, cancelled));
			if (failure != null) {
				this.observation.error(failure);
			}
			this.observation.stop();
		}

		@Override
		public Context currentContext() {
			return this.inner;
		}

	}

	/**
	 * Observes attempts.
	 */
	private final class Attempts implements ChatHandler {

		private final ChatHandler next;

		private Attempts(ChatHandler next) {
			this.next = next;
		}

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			return ChatObservations.this.registry.isNoop() ? this.next.complete(call) : Mono.fromDirect(
					new Watched<>(() -> this.next.complete(call), (reader) -> watchAttempt(reader, call, true)));
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			return ChatObservations.this.registry.isNoop() ? this.next.stream(call)
					: new Watched<>(() -> this.next.stream(call), (reader) -> watchAttempt(reader, call, false));
		}

	}

	/**
	 * An attempt while it is observed.
	 */
	private static final class OfAttempt<T> extends Watch<T> {

		private final AttemptObservationContext context;

		private final Observation observation;

		private final Context inner;

		private OfAttempt(CoreSubscriber<? super T> reader, boolean single, Observation observation,
				AttemptObservationContext context) {
			super(reader, single);
			this.context = context;
			this.observation = observation;
			Context outer = reader.currentContext();
			this.inner = outer.put(KEY, observation);
			started(observation, outer);
		}

		@Override
		void passes(T item) {
			// Only its end counts.
		}

		@Override
		void over(@Nullable Throwable failure, boolean cancelled) {
			this.context.ended(outcome(this.context.attempt(), failure, cancelled));
			if (failure != null) {
				this.observation.error(failure);
			}
			this.observation.stop();
		}

		@Override
		public Context currentContext() {
			return this.inner;
		}

	}

	/**
	 * How an attempt ended. A provider of the user's own need not know of attempts.
	 */
	static String outcome(Attempt attempt, @Nullable Throwable failure, boolean cancelled) {
		AttemptSummary result = attempt.result();
		return (result != null) ? result.outcome() : (failure != null) ? Outcome.of(failure).word()
				: cancelled ? Outcome.CANCELLED.word() : Outcome.OK.word();
	}

}
