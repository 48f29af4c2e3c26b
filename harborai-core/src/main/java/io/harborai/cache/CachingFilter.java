package io.harborai.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.harborai.call.ChatCall;
import io.harborai.call.ChatFilter;
import io.harborai.call.ChatHandler;
import io.harborai.call.Ticker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionAccumulator;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Choice;
import io.harborai.chat.FinishReason;
import io.harborai.chat.ResponseMeta;
import io.harborai.usage.Cost;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives the answer to a question that was asked before, word for word, without asking the
 * vendor. A call takes part if it asks for that, or if its temperature is 0 and it
 * doesn't object. Only whole answers are kept. Thread-safe.
 * <p>
 * Equal calls that are under way together share one: the first asks, the others get its
 * answer, or its failure. It goes on as long as anybody waits for it. Streams look for a
 * kept answer and leave theirs, but each asks for itself, since their readers take their
 * time.
 */
public final class CachingFilter implements ChatFilter {

	private static final Logger logger = LoggerFactory.getLogger(CachingFilter.class);

	private final CompletionStore store;

	private final Ticker ticker;

	private final CacheStatistics statistics;

	private final Map<Flight, Mono<ChatCompletion>> flights = new ConcurrentHashMap<>();

	/**
	 * Create the filter.
	 * @param store where answers are kept
	 * @param ticker the time
	 */
	public CachingFilter(CompletionStore store, Ticker ticker) {
		this.store = store;
		this.ticker = ticker;
		this.statistics = new CacheStatistics(store);
	}

	/**
	 * What it did so far.
	 * @return the counts, which go on counting
	 */
	public CacheStatistics statistics() {
		return this.statistics;
	}

	@Override
	public ChatHandler apply(ChatHandler next) {
		return new ChatHandler() {

			@Override
			public Mono<ChatCompletion> complete(ChatCall call) {
				return takesPart(call.request()) ? completed(call, next) : next.complete(call);
			}

			@Override
			public Flux<ChatCompletionChunk> stream(ChatCall call) {
				return takesPart(call.request()) ? streamed(call, next) : next.stream(call);
			}

		};
	}

	private static boolean takesPart(ChatCompletionRequest request) {
		Boolean wanted = request.options().cache();
		Double temperature = request.temperature();
		return (wanted != null) ? wanted : temperature != null && temperature == 0;
	}

	private Mono<ChatCompletion> completed(ChatCall call, ChatHandler next) {
		return Mono.defer(() -> {
			String key = Fingerprint.of(call);
			return (key == null) ? next.complete(call)
					: found(key, call).switchIfEmpty(Mono.defer(() -> joined(new Flight(key, call), call, next)));
		});
	}

	private Mono<ChatCompletion> found(String key, ChatCall call) {
		return kept(key).map((completion) -> {
			this.statistics.hit();
			return completion.withMeta(meta(completion.meta(), call));
		});
	}

	private Mono<ChatCompletion> kept(String key) {
		return this.store.find(key).onErrorResume((ex) -> {
			// Nobody's call fails because the store does.
			logger.warn("The cache can't be read: {}", ex.toString());
			return Mono.empty();
		});
	}

	private Mono<ChatCompletion> joined(Flight flight, ChatCall call, ChatHandler next) {
		boolean[] first = new boolean[1];
		Mono<ChatCompletion> shared = this.flights.computeIfAbsent(flight, (mine) -> {
			first[0] = true;
			return next.complete(call)
				.flatMap((completion) -> leave(flight.key(), completion))
				.doFinally((signal) -> this.flights.remove(mine))
				.flux()
				.replay(1)
				.refCount()
				.singleOrEmpty();
		});
		if (first[0]) {
			this.statistics.miss();
			return shared;
		}
		this.statistics.join();
		return shared.map((completion) -> completion.withMeta(meta(completion.meta(), call)));
	}

	private Mono<ChatCompletion> leave(String key, ChatCompletion completion) {
		if (!isWhole(completion)) {
			return Mono.just(completion);
		}
		return this.store.keep(key, completion).onErrorResume((ex) -> {
			logger.warn("The cache can't be written: {}", ex.toString());
			return Mono.empty();
		}).thenReturn(completion);
	}

	private static boolean isWhole(ChatCompletion completion) {
		for (Choice choice : completion.choices()) {
			FinishReason finish = choice.finishReason();
			if (finish == null || !(finish.is(FinishReason.STOP) || finish.is(FinishReason.TOOL_CALLS))) {
				return false;
			}
		}
		return !completion.choices().isEmpty();
	}

	private Flux<ChatCompletionChunk> streamed(ChatCall call, ChatHandler next) {
		return Flux.defer(() -> {
			String key = Fingerprint.of(call);
			if (key == null) {
				return next.stream(call);
			}
			return found(key, call).flatMapMany(CachingFilter::replayed).switchIfEmpty(Flux.defer(() -> {
				this.statistics.miss();
				return recorded(key, next.stream(call));
			}));
		});
	}

	private static Flux<ChatCompletionChunk> replayed(ChatCompletion completion) {
		ResponseMeta meta = completion.meta();
		ChatCompletionChunk whole = ChatCompletionChunk.of(completion);
		ChatCompletionChunk last = new ChatCompletionChunk(completion.id(), completion.model(), completion.created(),
				List.of(), completion.usage(), meta, true, Map.of());
		return Flux.just(whole, last);
	}

	private Flux<ChatCompletionChunk> recorded(String key, Flux<ChatCompletionChunk> answer) {
		return Flux.defer(() -> {
			ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();
			return answer.concatMap((chunk) -> {
				accumulator.add(chunk);
				return chunk.last() ? leave(key, accumulator.toCompletion()).thenReturn(chunk) : Mono.just(chunk);
			}, 1);
		});
	}

	private ResponseMeta meta(ResponseMeta meta, ChatCall call) {
		Cost cost = meta.cost();
		return new ResponseMeta(meta.provider(), meta.model(), meta.requestedModel(), meta.requestId(), null,
				Duration.ofNanos(this.ticker.nanoTime() - call.startNanos()),
				(cost != null) ? Cost.zero(cost.currency()) : null, List.of(), meta.omitted(), true, meta.structured());
	}

	/**
	 * Calls that may share one: the same question, to be carried out in the same way.
	 */
	private record Flight(String key, @Nullable Duration totalTimeout, @Nullable Integer maxAttempts) {

		Flight(String key, ChatCall call) {
			this(key, call.request().options().totalTimeout(), call.request().options().maxAttempts());
		}

	}

}
