package io.harborai.routing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.harborai.call.Attempt;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Outcome;
import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.Choice;
import io.harborai.chat.ChunkChoice;
import io.harborai.chat.FinishReason;
import io.harborai.error.ErrorDetails;
import io.harborai.error.HarborAiException;
import io.harborai.model.ModelInfo;
import io.harborai.provider.Provider;
import io.harborai.provider.ProviderContext;
import io.harborai.provider.ProviderFactory;
import io.harborai.provider.ProviderSettings;
import io.harborai.usage.Usage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A vendor without a network, whose providers answer, fail or wait as the test says.
 */
final class FakeVendor implements ProviderFactory {

	private final Map<String, Deque<Function<ChatCall, Mono<ChatCompletion>>>> next = new HashMap<>();

	private final Map<String, Function<ChatCall, Mono<ChatCompletion>>> always = new HashMap<>();

	// Providers that fail before anything is sent.
	final Set<String> refusing = ConcurrentHashMap.newKeySet();

	final List<ChatCall> calls = Collections.synchronizedList(new ArrayList<>());

	final List<String> cancelled = Collections.synchronizedList(new ArrayList<>());

	@Override
	public String vendor() {
		return "fake";
	}

	/**
	 * How a provider treats its next call; without a word it answers.
	 */
	FakeVendor next(String provider, Function<ChatCall, Mono<ChatCompletion>> answer) {
		this.next.computeIfAbsent(provider, (name) -> new ArrayDeque<>()).add(answer);
		return this;
	}

	FakeVendor always(String provider, Function<ChatCall, Mono<ChatCompletion>> answer) {
		this.always.put(provider, answer);
		return this;
	}

	/**
	 * The providers that were asked.
	 */
	List<String> asked() {
		return this.calls.stream().map((call) -> call.way().target().provider()).toList();
	}

	static Function<ChatCall, Mono<ChatCompletion>> fails(Function<ErrorDetails, HarborAiException> failure) {
		return (call) -> Mono.error(() -> failure(call, failure));
	}

	static HarborAiException failure(ChatCall call, Function<ErrorDetails, HarborAiException> failure) {
		Attempt attempt = call.attempt();
		attempt.end(Outcome.of(failure.apply(ErrorDetails.problem("x").build())));
		return failure.apply(attempt.failure("it went wrong").build());
	}

	static Function<ChatCall, Mono<ChatCompletion>> waits(Sinks.One<ChatCompletion> sink) {
		return (call) -> sink.asMono();
	}

	static ChatCompletion answer(ChatCall call) {
		Usage usage = Usage.of(10, 20);
		return new ChatCompletion("id", "m", null, List.of(new Choice(0,
				new AssistantMessage("Hello", null, List.of(), false, Map.of()), FinishReason.STOP, null, Map.of())),
				usage, call.attempt().finalMeta(usage), Map.of());
	}

	private Mono<ChatCompletion> take(ChatCall call) {
		String provider = call.way().target().provider();
		this.calls.add(call);
		if (!this.refusing.contains(provider)) {
			call.attempt().sentWith("main", List.of());
			call.attempt().onConnected();
		}
		Deque<Function<ChatCall, Mono<ChatCompletion>>> waiting = this.next.get(provider);
		Function<ChatCall, Mono<ChatCompletion>> answer = (waiting != null) ? waiting.poll() : null;
		if (answer == null) {
			answer = this.always.getOrDefault(provider, (any) -> Mono.fromSupplier(() -> answer(any)));
		}
		return answer.apply(call).doOnCancel(() -> this.cancelled.add(provider));
	}

	@Override
	public Provider create(ProviderSettings settings, ProviderContext context) {
		return new Fake(settings.name());
	}

	private final class Fake implements Provider, ChatHandler {

		private final String name;

		private Fake(String name) {
			this.name = name;
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		public Mono<List<ModelInfo>> listModels() {
			return Mono.just(List.of());
		}

		@Override
		public ChatHandler chat() {
			return this;
		}

		@Override
		public int inFlight() {
			return 0;
		}

		@Override
		public Mono<Void> close(Duration grace) {
			return Mono.empty();
		}

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			return Mono.defer(() -> take(call));
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			return Mono.defer(() -> take(call))
				.flatMapMany(
						(answer) -> Flux.just(
								new ChatCompletionChunk("id", "m", null,
										List.of(new ChunkChoice(0, "Hello", null, List.of(), null, null, Map.of(),
												Map.of())),
										Usage.MISSING, call.attempt().openMeta(), false, Map.of()),
								new ChatCompletionChunk("id", "m", null, List.of(), answer.usage(), answer.meta(), true,
										Map.of())));
		}

	}

}
