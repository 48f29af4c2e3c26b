package io.harborai.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.harborai.call.Attempt;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Instrumentation;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Counts what each provider does, for those who look now and then: a page, a health
 * check. Needs no library for meters, and keeps no more than a few kilobytes for each
 * provider. Thread-safe.
 */
public final class CallStatistics implements Instrumentation {

	private final LongSupplier nanoTime;

	private final long startNanos;

	private final Map<String, ProviderCounts> providers = new ConcurrentHashMap<>();

	private final Consumer<AttemptEnd> attempts = this::ended;

	/**
	 * Start to count.
	 */
	public CallStatistics() {
		this(System::nanoTime);
	}

	/**
	 * Start to count by another time than the real one, in tests.
	 * @param nanoTime the time: nanoseconds from an arbitrary start
	 */
	public CallStatistics(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.startNanos = nanoTime.getAsLong();
	}

	@Override
	public ChatHandler aroundCalls(ChatHandler next) {
		return new Calls(next);
	}

	@Override
	public ChatHandler aroundAttempts(ChatHandler next) {
		return new WatchedAttempts(next, () -> this.attempts);
	}

	/**
	 * What a provider has done.
	 * @param provider its name
	 * @return the numbers as they are now, all zero if it has done nothing
	 */
	public ProviderStatistics of(String provider) {
		long nanos = nanos();
		ProviderCounts.Sum sum = new ProviderCounts.Sum();
		ProviderCounts counts = this.providers.get(provider);
		if (counts != null) {
			counts.addTo(sum, nanos);
		}
		return sum.result(nanos);
	}

	/**
	 * What all providers have done together.
	 * @return the numbers as they are now
	 */
	public ProviderStatistics all() {
		long nanos = nanos();
		ProviderCounts.Sum sum = new ProviderCounts.Sum();
		this.providers.values().forEach((counts) -> counts.addTo(sum, nanos));
		return sum.result(nanos);
	}

	private long nanos() {
		return this.nanoTime.getAsLong() - this.startNanos;
	}

	private void ended(AttemptEnd end) {
		countsOf(end.attempt()).ended(end, nanos());
	}

	private ProviderCounts countsOf(Attempt attempt) {
		String provider = attempt.provider();
		ProviderCounts counts = this.providers.get(provider);
		return (counts != null) ? counts : this.providers.computeIfAbsent(provider, (name) -> new ProviderCounts());
	}

	/**
	 * Measures how long it takes until a call's first attempt is handed to the network.
	 */
	private final class Calls implements ChatHandler {

		private final ChatHandler next;

		private Calls(ChatHandler next) {
			this.next = next;
		}

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			return Mono.fromDirect(
					new Watched<>(() -> this.next.complete(call), (reader) -> new OfCall<>(reader, true, call)));
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			return new Watched<>(() -> this.next.stream(call), (reader) -> new OfCall<>(reader, false, call));
		}

	}

	/**
	 * A call until it has been handed on.
	 */
	private final class OfCall<T> extends Watch<T> {

		private final ChatCall call;

		private final long startNanos = CallStatistics.this.nanoTime.getAsLong();

		private OfCall(CoreSubscriber<? super T> reader, boolean single, ChatCall call) {
			super(reader, single);
			this.call = call;
		}

		/**
		 * So far nothing was waited for: nobody may.
		 */
		@Override
		void subscribed() {
			Attempt attempt = this.call.trail().current();
			if (attempt != null && !isOver()) {
				long now = CallStatistics.this.nanoTime.getAsLong();
				countsOf(attempt).recent.at(now - CallStatistics.this.startNanos).overheads
					.record(now - this.startNanos);
			}
		}

		@Override
		void passes(T item) {
			// How it was handed on is all that counts.
		}

		@Override
		void over(@Nullable Throwable failure, boolean cancelled) {
			// Attempts tell of their ends.
		}

	}

}
