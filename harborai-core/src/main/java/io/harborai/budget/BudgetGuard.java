package io.harborai.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.harborai.budget.BudgetStore.Balance;
import io.harborai.budget.GuardedAttempt.Form;
import io.harborai.budget.GuardedAttempt.Line;
import io.harborai.call.Attempt;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatFilter;
import io.harborai.call.ChatHandler;
import io.harborai.call.Outcome;
import io.harborai.call.Ticker;
import io.harborai.call.TokenEstimate;
import io.harborai.call.UsageTally;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.model.ModelInfo;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * Stands around each attempt and lets it pass as far as all budgets that it draws on have
 * room for it: reserves by an estimate before, settles by what it used after. So a
 * failover takes its reservation along, and a hedge has its own. Thread-safe.
 */
public final class BudgetGuard implements ChatFilter {

	private static final Form<ChatCompletion> WHOLE = new Form<>(true, UsageTally::add);

	private static final Form<ChatCompletionChunk> STREAMED = new Form<>(false, UsageTally::add);

	// After its call's end an attempt may take this much longer to be settled.
	private static final Duration LATE = Duration.ofMinutes(1);

	private static final long READ_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

	private final List<LiveBudget> budgets;

	private final StoreAccess store;

	private final boolean failClosed;

	private final Ticker ticker;

	private final InstantSource time;

	private volatile long readNanos;

	/**
	 * Create a guard.
	 * @param budgets the budgets, at least one
	 * @param store where it is counted what they have spent
	 * @param settings how the store is used
	 * @param ticker the time that passes
	 * @param time the time of the day
	 */
	public BudgetGuard(List<Budget> budgets, BudgetStore store, BudgetStoreSettings settings, Ticker ticker,
			InstantSource time) {
		Instant now = time.instant();
		this.budgets = budgets.stream().map((budget) -> new LiveBudget(budget, now)).toList();
		this.store = new StoreAccess(store, settings.timeout(), ticker);
		this.failClosed = settings.failClosed();
		this.ticker = ticker;
		this.time = time;
		this.readNanos = ticker.nanoTime() - READ_AGAIN_NANOS;
	}

	@Override
	public ChatHandler apply(ChatHandler next) {
		return new Step(next);
	}

	/**
	 * How the budgets stand, as far as this client has seen. Waits for nobody: a store
	 * that takes its time is asked in the background, for who looks next.
	 * @return one for each budget
	 */
	public List<BudgetStatus> statuses() {
		Instant now = this.time.instant();
		look(now);
		return this.budgets.stream().map((budget) -> budget.status(now)).toList();
	}

	private void look(Instant now) {
		long nanos = this.ticker.nanoTime();
		if (this.store.isRemote() && nanos - this.readNanos < READ_AGAIN_NANOS) {
			return;
		}
		this.readNanos = nanos;
		List<Share> shares = new ArrayList<>();
		this.budgets.forEach((budget) -> shares.addAll(budget.fullest(now)));
		this.store.read(shares.stream().map(Share::account).toList(), (balances) -> seen(shares, balances));
	}

	private static void seen(List<Share> shares, List<Balance> balances) {
		for (int i = 0; i < shares.size(); i++) {
			shares.get(i).seen(balances.get(i));
		}
	}

	/**
	 * Wait until all attempts are settled that have run, and what was spent while the
	 * store was away.
	 * @param grace how long that may take; no longer than the store may take for two
	 * answers, anyway
	 * @return completes when it is done or the time is over; what is left is logged
	 */
	public Mono<Void> close(Duration grace) {
		return this.store.close(grace);
	}

	StoreAccess store() {
		return this.store;
	}

	Instant now() {
		return this.time.instant();
	}

	boolean isFailClosed() {
		return this.failClosed;
	}

	private <T> void enter(ChatCall call, Function<ChatCall, ? extends Publisher<T>> source, Form<T> form,
			CoreSubscriber<? super T> reader) {
		Attempt attempt = Objects.requireNonNull(call.attempt(), "the attempt chain has not started an attempt");
		ChatCompletionRequest request = call.request();
		ModelInfo info = attempt.target().info();
		Instant now = this.time.instant();
		long promptTokens = -1;
		List<Line> lines = new ArrayList<>(this.budgets.size());
		for (int i = 0; i < this.budgets.size(); i++) {
			LiveBudget live = this.budgets.get(i);
			Budget budget = live.budget();
			String tagValue = budget.tagValue(request.options().tags());
			if (!budget.covers(attempt.target()) || (budget.tag() != null && tagValue == null)) {
				continue;
			}
			promptTokens = (promptTokens < 0) ? TokenEstimate.promptTokens(request) : promptTokens;
			long amount = live.estimate(info, request, promptTokens, now);
			if (amount > 0) {
				lines.add(new Line(live, live.share(tagValue, now), amount));
			}
			else if (amount < 0) {
				live.countUnpriced(now);
				if (budget.refuseUnpriced()) {
					Operators.error(reader, Refusals.unpriced(attempt, budget));
					return;
				}
			}
		}
		if (lines.isEmpty()) {
			pass(call, attempt, source, reader);
			return;
		}
		Instant expires = now.plusNanos(attempt.deadlineNanos() - this.ticker.nanoTime()).plus(LATE);
		new GuardedAttempt<>(this, call, attempt, lines, expires, source, form, reader).start();
	}

	private static <T> void pass(ChatCall call, Attempt attempt, Function<ChatCall, ? extends Publisher<T>> source,
			CoreSubscriber<? super T> reader) {
		Publisher<T> answer;
		try {
			answer = source.apply(call);
		}
		catch (RuntimeException ex) {
			attempt.end(Outcome.of(ex));
			Operators.error(reader, ex);
			return;
		}
		answer.subscribe(reader);
	}

	/**
	 * The step of a provider's attempt chain.
	 */
	private final class Step implements ChatHandler {

		private final Function<ChatCall, Publisher<ChatCompletion>> completion;

		private final Function<ChatCall, Publisher<ChatCompletionChunk>> chunks;

		private Step(ChatHandler next) {
			this.completion = next::complete;
			this.chunks = next::stream;
		}

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			return new Mono<>() {

				@Override
				public void subscribe(CoreSubscriber<? super ChatCompletion> reader) {
					enter(call, Step.this.completion, WHOLE, reader);
				}

			};
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			return new Flux<>() {

				@Override
				public void subscribe(CoreSubscriber<? super ChatCompletionChunk> reader) {
					enter(call, Step.this.chunks, STREAMED, reader);
				}

			};
		}

	}

}
