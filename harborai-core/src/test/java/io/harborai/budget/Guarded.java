package io.harborai.budget;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import io.harborai.call.AttemptBudget;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Instrumentation;
import io.harborai.call.Outcome;
import io.harborai.call.Target;
import io.harborai.call.TestTicker;
import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Choice;
import io.harborai.chat.ChunkChoice;
import io.harborai.chat.FinishReason;
import io.harborai.error.ErrorDetails;
import io.harborai.error.HarborAiException;
import io.harborai.fault.Reading;
import io.harborai.model.ModelInfo;
import io.harborai.model.PriceRow;
import io.harborai.resilience.ProviderResilience;
import io.harborai.resilience.ResilienceRegistries;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.usage.Usage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Budgets around the attempts of a provider that the test plays. A token costs 1 CNY, in
 * or out; the prompt has 5, and an answer is expected to have 10.
 */
final class Guarded {

	static final Instant START = Instant.parse("2026-03-05T10:30:00Z");

	static final ModelInfo PRICED = priced("m", "1000000");

	final TestTicker ticker = new TestTicker();

	final List<ChatCall> asked = new ArrayList<>();

	final Deque<Function<ChatCall, Flux<ChatCompletionChunk>>> answers = new ArrayDeque<>();

	final BudgetGuard guard;

	private final Instant startedAt;

	private final ChatHandler chain;

	private Duration shift = Duration.ZERO;

	Guarded(BudgetStore store, BudgetStoreSettings settings, int attempts, Budget... budgets) {
		this.startedAt = START.minusNanos(this.ticker.nanoTime());
		this.guard = new BudgetGuard(Arrays.asList(budgets), store, settings, this.ticker, this::now);
		ResilienceSettings resilience = ResilienceSettings.UNSET
			.withRetry(new RetrySettings(attempts, Duration.ofSeconds(1), null, 0d, null));
		this.chain = new ProviderResilience("p", resilience, ResilienceRegistries.own(), this.ticker)
			.around(new Vendor(), this.guard, Instrumentation.NONE);
	}

	static Guarded by(Budget... budgets) {
		return new Guarded(new MemoryBudgetStore(), BudgetStoreSettings.DEFAULTS, 1, budgets);
	}

	static Budget budget(String name, String limit, Consumer<Budget.Builder> spec) {
		Budget.Builder budget = Budget.builder(name).limit(limit, "CNY").expectedOutputTokens(10);
		spec.accept(budget);
		return budget.build();
	}

	static Budget budget(String limit) {
		return budget("b", limit, (b) -> {
		});
	}

	static ModelInfo priced(String id, String price) {
		return ModelInfo.builder("v", id)
			.prices(List.of(PriceRow.builder(Currency.getInstance("CNY"), new BigDecimal(price), new BigDecimal(price))
				.build()))
			.build();
	}

	Instant now() {
		return this.startedAt.plusNanos(this.ticker.nanoTime()).plus(this.shift);
	}

	/**
	 * Let the time of the day go on without anything else.
	 */
	void later(Duration time) {
		this.shift = this.shift.plus(time);
	}

	static ChatCompletionRequest request(String... tags) {
		return ChatCompletionRequest.of((r) -> r.model("m").user("Hello").options((o) -> {
			for (int i = 0; i < tags.length; i += 2) {
				o.tag(tags[i], tags[i + 1]);
			}
		}));
	}

	private ChatCall call(ChatCompletionRequest request, ModelInfo info) {
		return ChatCall.start(request, null, this.ticker)
			.withWay(new ChatCall.Way(new Target("p", "m", "m", info),
					this.ticker.nanoTime() + Duration.ofMinutes(10).toNanos(),
					new AttemptBudget(0, 0, 100, 100, this.ticker)));
	}

	Reading<ChatCompletion> create(String... tags) {
		return create(request(tags), PRICED);
	}

	Reading<ChatCompletion> create(ChatCompletionRequest request, ModelInfo info) {
		Reading<ChatCompletion> reading = new Reading<>(Long.MAX_VALUE);
		this.chain.complete(call(request, info)).subscribe(reading);
		return reading;
	}

	Reading<ChatCompletionChunk> stream(String... tags) {
		Reading<ChatCompletionChunk> reading = new Reading<>(Long.MAX_VALUE);
		this.chain.stream(call(request(tags), PRICED)).subscribe(reading);
		return reading;
	}

	/**
	 * How the vendor treats its next call; without a word it answers with 3 tokens.
	 */
	Guarded next(Function<ChatCall, Flux<ChatCompletionChunk>> answer) {
		this.answers.add(answer);
		return this;
	}

	static Function<ChatCall, Flux<ChatCompletionChunk>> answers(int tokens) {
		return (call) -> Flux.just(chunk(call, "Hello"), last(call, Usage.of(5, tokens)));
	}

	static Function<ChatCall, Flux<ChatCompletionChunk>> fails(Function<ErrorDetails, HarborAiException> failure) {
		return (call) -> Flux.error(() -> {
			call.attempt().end(Outcome.of(failure.apply(ErrorDetails.problem("x").build())));
			return failure.apply(call.attempt().failure("it went wrong").build());
		});
	}

	static ChatCompletionChunk chunk(ChatCall call, String text) {
		return new ChatCompletionChunk("id", "m", null,
				List.of(new ChunkChoice(0, text, null, List.of(), null, null, Map.of(), Map.of())), Usage.MISSING,
				call.attempt().openMeta(), false, Map.of());
	}

	static ChatCompletionChunk last(ChatCall call, Usage usage) {
		return new ChatCompletionChunk("id", "m", null, List.of(), usage, call.attempt().finalMeta(usage), true,
				Map.of());
	}

	BudgetStatus status() {
		return this.guard.statuses().get(0);
	}

	String spent() {
		return status().spent().toPlainString();
	}

	String reserved() {
		return status().reserved().toPlainString();
	}

	private final class Vendor implements ChatHandler {

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			return stream(call).collectList()
				.map((chunks) -> new ChatCompletion("id", "m", null,
						List.of(new Choice(0, new AssistantMessage("Hello"), FinishReason.STOP, null, Map.of())),
						chunks.get(chunks.size() - 1).usage(), chunks.get(chunks.size() - 1).meta(), Map.of()));
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			return Flux.defer(() -> {
				Guarded.this.asked.add(call);
				call.attempt().sentWith("main", List.of());
				call.attempt().onConnected();
				Function<ChatCall, Flux<ChatCompletionChunk>> answer = Guarded.this.answers.poll();
				return ((answer != null) ? answer : answers(3)).apply(call);
			});
		}

	}

}
