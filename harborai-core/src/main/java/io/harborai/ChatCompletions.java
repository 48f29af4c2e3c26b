package io.harborai;

import java.util.function.Consumer;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.TypeRef;
import io.harborai.structured.ParsedCompletion;
import io.harborai.structured.Partial;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ask models: blocking, reactive, or streamed. Thread-safe. Every failure is a
 * {@link io.harborai.error.HarborAiException}.
 */
public interface ChatCompletions {

	/**
	 * Ask and wait for the answer. An interrupt cancels the call.
	 * @param request what to ask
	 * @return the answer
	 * @throws io.harborai.error.HarborAiException if there is none
	 * @throws IllegalStateException on a thread that must not block, such as an event
	 * loop's
	 */
	ChatCompletion create(ChatCompletionRequest request);

	/**
	 * Ask when subscribed to. Each subscription is a call of its own; cancelling it ends
	 * the call.
	 * @param request what to ask
	 * @return the answer, or one typed error
	 */
	Mono<ChatCompletion> createAsync(ChatCompletionRequest request);

	/**
	 * Ask when subscribed to and hand the answer on as it comes. Each subscription is a
	 * call of its own; cancelling it ends the call. A slow reader slows the vendor down.
	 * @param request what to ask
	 * @return the chunks, the last one with usage, cost and times; ended by completion or
	 * one typed error
	 */
	Flux<ChatCompletionChunk> stream(ChatCompletionRequest request);

	/**
	 * Ask and wait for the answer.
	 * @param spec fills the request
	 * @return the answer
	 */
	default ChatCompletion create(Consumer<ChatCompletionRequest.Builder> spec) {
		return create(ChatCompletionRequest.of(spec));
	}

	/**
	 * Ask when subscribed to.
	 * @param spec fills the request
	 * @return the answer, or one typed error
	 */
	default Mono<ChatCompletion> createAsync(Consumer<ChatCompletionRequest.Builder> spec) {
		return createAsync(ChatCompletionRequest.of(spec));
	}

	/**
	 * Ask when subscribed to and hand the answer on as it comes.
	 * @param spec fills the request
	 * @return the chunks, ended by completion or one typed error
	 */
	default Flux<ChatCompletionChunk> stream(Consumer<ChatCompletionRequest.Builder> spec) {
		return stream(ChatCompletionRequest.of(spec));
	}

	/**
	 * Ask for a Java value and wait for it. The value is checked against its schema, and
	 * by Jakarta Validation where that is on the class path; an answer that can't be used
	 * is sent back to the model with the reason as often as the options say, once unless
	 * set, within the call's deadline and as far as the budget for attempts pays for it.
	 * @param <T> the value's type
	 * @param request what to ask
	 * @param type a record, bean, enum, sealed interface, or another type that a JSON
	 * schema can describe
	 * @return the value and the answer
	 * @throws io.harborai.chat.StructuredOutputException if the model doesn't give one
	 * @throws io.harborai.error.HarborAiException if there is no answer
	 * @throws IllegalArgumentException if there is no schema for the type, or the request
	 * has a {@code responseFormat}
	 */
	default <T> ParsedCompletion<T> create(ChatCompletionRequest request, Class<T> type) {
		return create(request, TypeRef.of(type));
	}

	/**
	 * Ask for a Java value of a generic type and wait for it.
	 * @param <T> the value's type
	 * @param request what to ask
	 * @param type the type
	 * @return the value and the answer
	 * @see #create(ChatCompletionRequest, Class)
	 */
	<T> ParsedCompletion<T> create(ChatCompletionRequest request, TypeRef<T> type);

	/**
	 * Ask for a Java value and wait for it.
	 * @param <T> the value's type
	 * @param spec fills the request
	 * @param type the type
	 * @return the value and the answer
	 * @see #create(ChatCompletionRequest, Class)
	 */
	default <T> ParsedCompletion<T> create(Consumer<ChatCompletionRequest.Builder> spec, Class<T> type) {
		return create(ChatCompletionRequest.of(spec), type);
	}

	/**
	 * Ask for a Java value of a generic type and wait for it.
	 * @param <T> the value's type
	 * @param spec fills the request
	 * @param type the type
	 * @return the value and the answer
	 * @see #create(ChatCompletionRequest, Class)
	 */
	default <T> ParsedCompletion<T> create(Consumer<ChatCompletionRequest.Builder> spec, TypeRef<T> type) {
		return create(ChatCompletionRequest.of(spec), type);
	}

	/**
	 * Ask for a Java value when subscribed to.
	 * @param <T> the value's type
	 * @param request what to ask
	 * @param type the type
	 * @return the value and the answer, or one error
	 * @see #create(ChatCompletionRequest, Class)
	 */
	default <T> Mono<ParsedCompletion<T>> createAsync(ChatCompletionRequest request, Class<T> type) {
		return createAsync(request, TypeRef.of(type));
	}

	/**
	 * Ask for a Java value of a generic type when subscribed to.
	 * @param <T> the value's type
	 * @param request what to ask
	 * @param type the type
	 * @return the value and the answer, or one error
	 * @see #create(ChatCompletionRequest, Class)
	 */
	<T> Mono<ParsedCompletion<T>> createAsync(ChatCompletionRequest request, TypeRef<T> type);

	/**
	 * Ask for a Java value when subscribed to.
	 * @param <T> the value's type
	 * @param spec fills the request
	 * @param type the type
	 * @return the value and the answer, or one error
	 * @see #create(ChatCompletionRequest, Class)
	 */
	default <T> Mono<ParsedCompletion<T>> createAsync(Consumer<ChatCompletionRequest.Builder> spec, Class<T> type) {
		return createAsync(ChatCompletionRequest.of(spec), type);
	}

	/**
	 * Ask for a Java value of a generic type when subscribed to.
	 * @param <T> the value's type
	 * @param spec fills the request
	 * @param type the type
	 * @return the value and the answer, or one error
	 * @see #create(ChatCompletionRequest, Class)
	 */
	default <T> Mono<ParsedCompletion<T>> createAsync(Consumer<ChatCompletionRequest.Builder> spec, TypeRef<T> type) {
		return createAsync(ChatCompletionRequest.of(spec), type);
	}

	/**
	 * Ask for a Java value when subscribed to, and show it while it arrives: fields
	 * appear, strings grow, lists get their items as they are finished. Whatever has
	 * changed is a new value; the last one is complete and checked. What has been shown
	 * is never repaired: an answer that can't be used ends in a
	 * {@link io.harborai.chat.StructuredOutputException} that holds the last good value.
	 * A type that refuses to be made of a part shows as soon as it can be made.
	 * @param <T> the value's type
	 * @param request what to ask
	 * @param type the type
	 * @return the growing value, ended by completion or one error
	 * @see #create(ChatCompletionRequest, Class)
	 */
	default <T> Flux<Partial<T>> stream(ChatCompletionRequest request, Class<T> type) {
		return stream(request, TypeRef.of(type));
	}

	/**
	 * Ask for a Java value of a generic type when subscribed to, and show it while it
	 * arrives.
	 * @param <T> the value's type
	 * @param request what to ask
	 * @param type the type
	 * @return the growing value, ended by completion or one error
	 * @see #stream(ChatCompletionRequest, Class)
	 */
	<T> Flux<Partial<T>> stream(ChatCompletionRequest request, TypeRef<T> type);

	/**
	 * Ask for a Java value when subscribed to, and show it while it arrives.
	 * @param <T> the value's type
	 * @param spec fills the request
	 * @param type the type
	 * @return the growing value, ended by completion or one error
	 * @see #stream(ChatCompletionRequest, Class)
	 */
	default <T> Flux<Partial<T>> stream(Consumer<ChatCompletionRequest.Builder> spec, Class<T> type) {
		return stream(ChatCompletionRequest.of(spec), type);
	}

	/**
	 * Ask for a Java value of a generic type when subscribed to, and show it while it
	 * arrives.
	 * @param <T> the value's type
	 * @param spec fills the request
	 * @param type the type
	 * @return the growing value, ended by completion or one error
	 * @see #stream(ChatCompletionRequest, Class)
	 */
	default <T> Flux<Partial<T>> stream(Consumer<ChatCompletionRequest.Builder> spec, TypeRef<T> type) {
		return stream(ChatCompletionRequest.of(spec), type);
	}

	/**
	 * Ask for a list when subscribed to, and hand on each item as it is finished,
	 * complete and checked.
	 * @param <T> the items' type
	 * @param request what to ask
	 * @param item the items' type
	 * @return the items, ended by completion or one error
	 * @see #stream(ChatCompletionRequest, Class)
	 */
	<T> Flux<T> streamItems(ChatCompletionRequest request, Class<T> item);

	/**
	 * Ask for a list when subscribed to, and hand on each item as it is finished,
	 * complete and checked.
	 * @param <T> the items' type
	 * @param spec fills the request
	 * @param item the items' type
	 * @return the items, ended by completion or one error
	 * @see #stream(ChatCompletionRequest, Class)
	 */
	default <T> Flux<T> streamItems(Consumer<ChatCompletionRequest.Builder> spec, Class<T> item) {
		return streamItems(ChatCompletionRequest.of(spec), item);
	}

}
