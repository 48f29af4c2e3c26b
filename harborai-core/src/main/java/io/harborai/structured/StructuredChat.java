package io.harborai.structured;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Message;
import io.harborai.chat.StructuredOutputException;
import io.harborai.chat.TypeRef;
import io.harborai.chat.UserMessage;
import io.harborai.json.Schemas;
import io.harborai.structured.AnswerType.Reading;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The step of the call chain that answers with Java values. Plain calls don't come this
 * way. Thread-safe.
 */
public final class StructuredChat {

	private final ChatHandler next;

	private final Predicate<ChatCall> budget;

	private final @Nullable Constraints constraints;

	private final Map<TypeRef<?>, AnswerType<?>> types = new ConcurrentHashMap<>();

	/**
	 * Create the step.
	 * @param next the rest of the chain
	 * @param budget pays for asking again; false if there is nothing left
	 */
	public StructuredChat(ChatHandler next, Predicate<ChatCall> budget) {
		this.next = next;
		this.budget = budget;
		this.constraints = Schemas.isPresent("jakarta.validation.Validation") ? Constraints.find() : null;
	}

	/**
	 * Answer with a value.
	 * @param <T> the value's type
	 * @param call the call
	 * @param type the value's type
	 * @return the value, or one typed error
	 * @throws IllegalArgumentException if there is no schema for the type
	 */
	public <T> Mono<ParsedCompletion<T>> complete(ChatCall call, TypeRef<T> type) {
		AnswerType<T> answer = answerType(type);
		return ask(asking(call, answer), answer, call.request().options().structured().repairs());
	}

	private <T> Mono<ParsedCompletion<T>> ask(ChatCall call, AnswerType<T> type, int repairs) {
		return this.next.complete(call).flatMap((completion) -> {
			Reading<T> reading = read(call, type, completion);
			T value = reading.value();
			if (value != null) {
				return Mono.just(new ParsedCompletion<>(value, completion));
			}
			Failure failure = reading.failure();
			if (failure == null) {
				throw new IllegalStateException("a reading has either a value or a failure");
			}
			StructuredOutputException wrong = failure.exception(type.type(), completion, AnswerText.of(completion),
					null, null);
			if (repairs == 0 || !failure.isRepairable() || !this.budget.test(call)) {
				return Mono.error(wrong);
			}
			return ask(repairing(call, completion, failure), type, repairs - 1)
				.onErrorMap((again) -> (again instanceof StructuredOutputException) ? again : with(wrong, again));
		});
	}

	/**
	 * Asking again has failed; what was wrong with the answer is still what the caller
	 * must know.
	 */
	private static StructuredOutputException with(StructuredOutputException wrong, Throwable again) {
		wrong.addSuppressed(again);
		return wrong;
	}

	private static <T> Reading<T> read(ChatCall call, AnswerType<T> type, ChatCompletion completion) {
		List<Reading<T>> good = new ArrayList<>(1);
		AnswerFinder finder = new AnswerFinder(type, trailingCommas(call), (root) -> {
			Reading<T> reading = type.whole(root);
			if (reading.failure() == null) {
				good.add(reading);
			}
			return reading.failure();
		});
		finder.read(AnswerText.of(completion));
		Failure failure = finder.end();
		return (failure == null) ? good.get(0)
				: Reading.failed(AnswerText.explained(failure, finder.isInside(), completion));
	}

	private static boolean trailingCommas(ChatCall call) {
		return call.request().options().structured().trailingCommas();
	}

	private static ChatCall asking(ChatCall call, AnswerType<?> type) {
		return call.withRequest(call.request().toBuilder().answerSchema(type.schema()).build());
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

	/**
	 * Answer with a value while it arrives.
	 * @param <T> the value's type
	 * @param call the call
	 * @param type the value's type
	 * @return what changes, and at the end the complete value or one typed error
	 * @throws IllegalArgumentException if there is no schema for the type
	 */
	public <T> Flux<Partial<T>> stream(ChatCall call, TypeRef<T> type) {
		AnswerType<T> answer = answerType(type);
		return Flux.defer(() -> {
			Snapshots<T> snapshots = new Snapshots<>(answer, trailingCommas(call));
			return this.next.stream(asking(call, answer)).handle(snapshots::read).onErrorMap(snapshots::broken);
		});
	}

	/**
	 * Answer with the items of a list as they are finished.
	 * @param <T> the items' type
	 * @param call the call
	 * @param item the items' type
	 * @return the items, ended by completion or one typed error
	 * @throws IllegalArgumentException if there is no schema for the type
	 */
	public <T> Flux<T> streamItems(ChatCall call, TypeRef<T> item) {
		AnswerType<T> items = answerType(item);
		AnswerType<?> list = this.types.computeIfAbsent(new ListOf(item.type()).ref(), this::newType);
		return Flux.defer(() -> {
			FinishedItems<T> finished = new FinishedItems<>(list, items, trailingCommas(call));
			return this.next.stream(asking(call, list))
				.<List<T>>handle(finished::read)
				.onErrorMap(finished::broken)
				// What was finished before a failure is handed on before it.
				.concatMapDelayError(Flux::fromIterable, 1);
		});
	}

	@SuppressWarnings("unchecked")
	private <T> AnswerType<T> answerType(TypeRef<T> type) {
		return (AnswerType<T>) this.types.computeIfAbsent(type, this::newType);
	}

	private AnswerType<?> newType(TypeRef<?> type) {
		return new AnswerType<>(type, this.constraints);
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
