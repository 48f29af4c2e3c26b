package io.harborai.observation;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.harborai.call.Attempt;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.UsageTally;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells somebody of the end of each attempt, and what the attempt used.
 */
final class WatchedAttempts implements ChatHandler {

	private final ChatHandler next;

	private final Supplier<@Nullable Consumer<AttemptEnd>> listener;

	/**
	 * Watch attempts.
	 * @param next answers them
	 * @param listener who is told, null for nobody right now
	 */
	WatchedAttempts(ChatHandler next, Supplier<@Nullable Consumer<AttemptEnd>> listener) {
		this.next = next;
		this.listener = listener;
	}

	@Override
	public Mono<ChatCompletion> complete(ChatCall call) {
		Consumer<AttemptEnd> listener = this.listener.get();
		return (listener == null) ? this.next.complete(call) : Mono
			.fromDirect(new Watched<>(() -> this.next.complete(call), (reader) -> new OfWhole(reader, call, listener)));
	}

	@Override
	public Flux<ChatCompletionChunk> stream(ChatCall call) {
		Consumer<AttemptEnd> listener = this.listener.get();
		return (listener == null) ? this.next.stream(call)
				: new Watched<>(() -> this.next.stream(call), (reader) -> new OfStream(reader, call, listener));
	}

	/**
	 * An attempt while it is watched.
	 */
	private abstract static class OfAttempt<T> extends Watch<T> {

		final Attempt attempt;

		private final Consumer<AttemptEnd> listener;

		final UsageTally tally = new UsageTally();

		OfAttempt(CoreSubscriber<? super T> reader, boolean single, ChatCall call, Consumer<AttemptEnd> listener) {
			super(reader, single);
			this.listener = listener;
			this.attempt = Objects.requireNonNull(call.attempt(), "the attempt chain has not started an attempt");
		}

		long firstDeltaNanos() {
			return -1;
		}

		@Override
		void over(@Nullable Throwable failure, boolean cancelled) {
			Usage usage = this.tally.usage(this.attempt, failure);
			this.listener.accept(new AttemptEnd(this.attempt, failure, cancelled, usage,
					usage.isMissing() ? null : AttemptEnd.cost(this.attempt, usage), firstDeltaNanos()));
		}

	}

	/**
	 * An attempt that is answered at once, while it is watched.
	 */
	private static final class OfWhole extends OfAttempt<ChatCompletion> {

		private OfWhole(CoreSubscriber<? super ChatCompletion> reader, ChatCall call, Consumer<AttemptEnd> listener) {
			super(reader, true, call, listener);
		}

		@Override
		void passes(ChatCompletion item) {
			this.tally.add(item);
		}

	}

	/**
	 * An attempt that is answered step by step, while it is watched.
	 */
	private static final class OfStream extends OfAttempt<ChatCompletionChunk> {

		private long firstDeltaNanos = -1;

		private OfStream(CoreSubscriber<? super ChatCompletionChunk> reader, ChatCall call,
				Consumer<AttemptEnd> listener) {
			super(reader, false, call, listener);
		}

		@Override
		void passes(ChatCompletionChunk item) {
			if (this.firstDeltaNanos < 0 && item.hasDelta()) {
				this.firstDeltaNanos = this.attempt.elapsedNanos();
			}
			this.tally.add(item);
		}

		@Override
		long firstDeltaNanos() {
			return this.firstDeltaNanos;
		}

	}

}
