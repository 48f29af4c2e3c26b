package io.harborai.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

import io.harborai.budget.BudgetStore.Account;
import io.harborai.budget.BudgetStore.Balance;
import io.harborai.budget.BudgetWindow.Span;
import io.harborai.call.TokenEstimate;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.model.ModelInfo;
import io.harborai.usage.Cost;
import io.harborai.usage.PriceBook;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A budget at work: its accounts in the current window and what is known of them.
 * Thread-safe.
 */
final class LiveBudget {

	/**
	 * How many values of a tag have accounts of their own. Further ones share one, so
	 * that nothing grows with what callers send.
	 */
	static final int MAX_TAG_VALUES = 10_000;

	/** The account that tag values share beyond that. */
	static final String OTHERS = "(others)";

	/** For how long a refusal says something about the next call. */
	private static final Duration REFUSING = Duration.ofMinutes(1);

	private static final Comparator<Ranked> LEAST_FIRST = Comparator.comparingLong(Ranked::amount)
		.thenComparing(Ranked::value, Comparator.reverseOrder());

	private final Budget budget;

	private final long limit;

	private final PriceBook prices;

	private volatile Period period;

	LiveBudget(Budget budget, Instant now) {
		this.budget = budget;
		this.limit = Money.billionths(budget.limit());
		this.prices = new PriceBook(budget.currency());
		this.period = new Period(budget, now);
	}

	Budget budget() {
		return this.budget;
	}

	long limit() {
		return this.limit;
	}

	private Period period(Instant now) {
		Period current = this.period;
		if (current.span.contains(now)) {
			return current;
		}
		synchronized (this) {
			current = this.period;
			// A clock that is set back a little doesn't bring an old window back.
			if (!now.isBefore(current.span.end())) {
				current = new Period(this.budget, now);
				this.period = current;
			}
			return current;
		}
	}

	/**
	 * The account that a call draws on.
	 * @param tagValue the value of the budget's tag, null if it isn't split
	 * @param now now
	 * @return the account
	 */
	Share share(@Nullable String tagValue, Instant now) {
		Period period = period(now);
		return (tagValue != null) ? period.of(tagValue) : period.whole;
	}

	void countUnpriced(Instant now) {
		period(now).unpriced.increment();
	}

	/**
	 * What an attempt will cost by the best guess.
	 * @param info what is known of the model, null if nothing is
	 * @param request what is asked
	 * @param promptTokens the tokens of the prompt
	 * @param now now
	 * @return billionths, -1 if there is no price in the budget's currency
	 */
	long estimate(@Nullable ModelInfo info, ChatCompletionRequest request, long promptTokens, Instant now) {
		if (info == null) {
			return -1;
		}
		long answer = (request.maxTokens() != null) ? TokenEstimate.answerTokens(request, info.maxOutput())
				: expectedTokens(request, info.maxOutput());
		return cost(info, Usage.estimated(promptTokens, answer), now);
	}

	private long expectedTokens(ChatCompletionRequest request, @Nullable Integer maxOutput) {
		Integer n = request.n();
		long each = this.budget.expectedOutputTokens();
		return ((maxOutput != null) ? Math.min(each, maxOutput) : each) * ((n != null) ? n : 1);
	}

	/**
	 * What an attempt has cost.
	 * @param info what is known of the model, null if nothing is
	 * @param usage what it used
	 * @param at when it is priced
	 * @return billionths, -1 if there is no price in the budget's currency
	 */
	long cost(@Nullable ModelInfo info, Usage usage, Instant at) {
		Cost cost = (info != null && !info.prices().isEmpty()) ? this.prices.cost(info, usage, at) : null;
		return (cost != null && cost.currency().equals(this.budget.currency())) ? Money.billionths(cost.amount()) : -1;
	}

	/**
	 * The accounts that are worth reading: of a tag's many values those that have taken
	 * most.
	 * @param now now
	 * @return the accounts of the current window
	 */
	List<Share> fullest(Instant now) {
		Period period = period(now);
		return (this.budget.tag() == null) ? List.of(period.whole)
				: most(period.byTag.values(), Balance::taken).stream().map(Ranked::share).toList();
	}

	/**
	 * Those that have most of something, largest first. They are few, so the many others
	 * are neither kept nor put in order.
	 */
	private static List<Ranked> most(Collection<Share> shares, ToLongFunction<Balance> what) {
		PriorityQueue<Ranked> most = new PriorityQueue<>(BudgetStatus.MAX_TAGS, LEAST_FIRST);
		for (Share share : shares) {
			Balance seen = share.seen();
			Ranked ranked = new Ranked(share, seen, what.applyAsLong(seen));
			if (most.size() < BudgetStatus.MAX_TAGS) {
				most.add(ranked);
			}
			else if (LEAST_FIRST.compare(ranked, most.element()) > 0) {
				most.remove();
				most.add(ranked);
			}
		}
		List<Ranked> ordered = new ArrayList<>(most);
		ordered.sort(LEAST_FIRST.reversed());
		return ordered;
	}

	BudgetStatus status(Instant now) {
		Period period = period(now);
		Share fullest = period.whole;
		Instant lately = now.minus(REFUSING);
		long refused = fullest.refused();
		boolean refusing = fullest.refusedSince(lately);
		List<BudgetStatus.TagValue> tags = List.of();
		if (this.budget.tag() != null) {
			for (Share share : period.byTag.values()) {
				fullest = (share.seen().taken() > fullest.seen().taken()) ? share : fullest;
				refused += share.refused();
				refusing |= share.refusedSince(lately);
			}
			tags = most(period.byTag.values(), Balance::spent).stream().map(Ranked::tagValue).toList();
		}
		Balance seen = fullest.seen();
		return new BudgetStatus(this.budget.name(), this.budget.scope(), this.budget.provider(), this.budget.window(),
				this.budget.timeZone(), period.span.start(), period.span.end(), this.budget.currency(),
				this.budget.limit(), Money.amount(seen.spent()), Money.amount(seen.reserved()), this.budget.warnAt(),
				refused, refusing, period.unpriced.sum(), tags);
	}

	/**
	 * What an account had at one moment: what goes on mustn't disturb the order.
	 */
	private record Ranked(Share share, Balance seen, long amount) {

		private String value() {
			String value = this.share.account().tag();
			return (value != null) ? value : OTHERS;
		}

		private BudgetStatus.TagValue tagValue() {
			return new BudgetStatus.TagValue(value(), Money.amount(this.seen.spent()),
					Money.amount(this.seen.reserved()), this.share.refused());
		}

	}

	/**
	 * What is known of one window.
	 */
	private static final class Period {

		private final String budget;

		private final Span span;

		private final Share whole;

		private final Map<String, Share> byTag = new ConcurrentHashMap<>();

		private final LongAdder unpriced = new LongAdder();

		private Period(Budget budget, Instant now) {
			this.budget = budget.name();
			this.span = budget.window().at(now, budget.timeZone());
			this.whole = share(null);
		}

		private Share share(@Nullable String tagValue) {
			return new Share(new Account(this.budget, tagValue, this.span.start(), this.span.end()));
		}

		private Share of(String tagValue) {
			Share known = this.byTag.get(tagValue);
			if (known != null) {
				return known;
			}
			// Those who arrive together may exceed the bound by as many as they are.
			return this.byTag.computeIfAbsent((this.byTag.size() < MAX_TAG_VALUES) ? tagValue : OTHERS, this::share);
		}

	}

}
