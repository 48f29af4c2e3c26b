package io.harborai.structured;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Message;
import io.harborai.chat.StructuredOptions;
import io.harborai.chat.StructuredOutputException;
import io.harborai.chat.TypeRef;
import io.harborai.chat.UserMessage;
import io.harborai.json.Schemas;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Answers with Java values, by a call chain of its own: the plain one with a step that
 * reads, checks and repairs. Plain calls don't come this way. Thread-safe.
 */
public final class StructuredChat {

	// Where the step finds who reads the call's answer: the context of its subscription.
	private static final String READER = StructuredChat.class.getName() + ".reader";

	private final ChatHandler next;

	private final ChatHandler chain;

	private final Predicate<ChatCall> budget;

	private final Map<TypeRef<?>, AnswerType<?>> types = new ConcurrentHashMap<>();

	private @Nullable Constraints constraints;

	private boolean constraintsSought;

	/**
	 * Compose the chain.
	 * @param next the rest of the chain
	 * @param around puts around the step what stands around calls
	 * @param budget pays for asking again; false if there is nothing left
	 */
	public StructuredChat(ChatHandler next, UnaryOperator<ChatHandler> around, Predicate<ChatCall> budget) {
		this.next = next;
		this.chain = around.apply(new Step());
		this.budget = budget;
	}

	/**
	 * Answer with a value.
	 * @param <T> the value's type
	 * @param call the call
	 * @param type the value's type
	 * @return the value, or one typed error; an {@link IllegalArgumentException} if there
	 * is no schema for the type
	 */
	public <T> Mono<ParsedCompletion<T>> complete(ChatCall call, TypeRef<T> type) {
		return answerType(type).flatMap((answer) -> {
			WholeAnswer<T> reader = new WholeAnswer<>(answer, options(call).trailingCommas());
			return this.chain.complete(asking(call, answer))
				.map(reader::parsed)
				.contextWrite((context) -> context.put(READER, reader));
		});
	}

	/**
	 * Answer with a value while it arrives.
	 * @param <T> the value's type
	 * @param call the call
	 * @param type the value's type
	 * @return what changes, and at the end the complete value or one typed error; an
	 * {@link IllegalArgumentException} if there is no schema for the type
	 */
	public <T> Flux<Partial<T>> stream(ChatCall call, TypeRef<T> type) {
		return answerType(type).flatMapMany(
				(answer) -> shown(asking(call, answer), new Snapshots<>(answer, options(call).trailingCommas())));
	}

	/**
	 * Answer with the items of a list as they are finished.
	 * @param <T> the items' type
	 * @param call the call
	 * @param item the items' type
	 * @return the items, ended by completion or one typed error; an
	 * {@link IllegalArgumentException} if there is no schema for the type
	 */
	public <T> Flux<T> streamItems(ChatCall call, TypeRef<T> item) {
		return answerType(item).flatMapMany((answer) -> answerType(new ListOf(item.type()).ref()).flatMapMany(
				(list) -> shown(asking(call, list), new FinishedItems<>(list, answer, options(call).trailingCommas()))
					// What was finished before a failure is handed on before it.
					.concatMapDelayError(Flux::fromIterable, 1)));
	}

	private <R> Flux<R> shown(ChatCall call, ShownAnswer<R> reader) {
		return this.chain.stream(call).<R>handle(reader::show).contextWrite((context) -> context.put(READER, reader));
	}

	private static StructuredOptions options(ChatCall call) {
		StructuredOptions options = call.request().options().structured();
		return (options != null) ? options : StructuredOptions.DEFAULTS;
	}

	private static ChatCall asking(ChatCall call, AnswerType<?> type) {
		return call.withRequest(call.request().toBuilder().answerSchema(type.schema()).build());
	}

	@SuppressWarnings("unchecked")
	private <T> Mono<AnswerType<T>> answerType(TypeRef<T> type) {
		AnswerType<?> known = this.types.get(type);
		if (known != null) {
			return Mono.just((AnswerType<T>) known);
		}
		Mono<AnswerType<T>> made = Mono.fromCallable(() -> (AnswerType<T>) made(type));
		// Looks into many classes, and for Jakarta Validation's configuration.
		return Schedulers.isInNonBlockingThread() ? made.subscribeOn(Schedulers.boundedElastic()) : made;
	}

	private AnswerType<?> made(TypeRef<?> type) {
		return this.types.computeIfAbsent(type, (missing) -> new AnswerType<>(missing, constraints()));
	}

	private synchronized @Nullable Constraints constraints() {
		if (!this.constraintsSought) {
			this.constraintsSought = true;
			this.constraints = Schemas.isPresent("jakarta.validation.Validation") ? Constraints.find() : null;
		}
		return this.constraints;
	}

	/**
	 * The step in the chain.
	 */
	private final class Step implements ChatHandler {

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			return Mono.deferContextual((context) -> {
				WholeAnswer<?> reader = context.get(READER);
				return ask(call, reader, options(call).repairs());
			});
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			return Flux.deferContextual((context) -> {
				ShownAnswer<?> reader = context.get(READER);
				return StructuredChat.this.next.stream(call)
					.<ChatCompletionChunk>handle(reader::read)
					.onErrorMap(reader::broken);
			});
		}

		private Mono<ChatCompletion> ask(ChatCall call, WholeAnswer<?> reader, int repairs) {
			return StructuredChat.this.next.complete(call).flatMap((completion) -> {
				Failure failure = reader.read(completion);
				if (failure == null) {
					return Mono.just(completion);
				}
				StructuredOutputException wrong = reader.exception(failure, completion);
				if (repairs == 0 || !failure.isRepairable() || !StructuredChat.this.budget.test(call)) {
					return Mono.error(wrong);
				}
				return ask(repairing(call, completion, failure), reader, repairs - 1)
					.onErrorMap((again) -> (again instanceof StructuredOutputException) ? again : with(wrong, again));
			});
		}

		/**
		 * Asking again has failed; what was wrong with the answer is still what the
		 * caller must know.
		 */
		private static StructuredOutputException with(StructuredOutputException wrong, Throwable again) {
			wrong.addSuppressed(again);
			return wrong;
		}

		/**
		 * The same call, in which the model sees its answer and what is wrong with it.
		 */
		private static ChatCall repairing(ChatCall call, ChatCompletion completion, Failure failure) {
			ChatCompletionRequest request = call.request();
			List<Message> messages = new ArrayList<>(request.messages());
			String text = AnswerText.of(completion);
			if (!text.isBlank()) {
				messages.add(new AssistantMessage(text));
			}
			messages.add(new UserMessage(failure.advice()));
			return call.withRequest(request.withMessages(messages));
		}

	}

	/**
	 * The type of lists of something.
	 *
	 * @param item the items' type
	 */
	private record ListOf(Type item) implements ParameterizedType {

		TypeRef<?> ref() {
			return TypeRef.of(this);
		}

		@Override
		public Type[] getActualTypeArguments() {
			return new Type[] { this.item };
		}

		@Override
		public Type getRawType() {
			return List.class;
		}

		@Override
		public @Nullable Type getOwnerType() {
			return null;
		}

		@Override
		public String getTypeName() {
			return "List<" + this.item.getTypeName() + ">";
		}

	}

}
