package io.harborai.budget;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.harborai.budget.BudgetStore.Balance;
import io.harborai.budget.BudgetStore.Charge;
import io.harborai.budget.BudgetStore.Decision;
import io.harborai.budget.BudgetStore.Settlement;
import io.harborai.call.Attempt;
import io.harborai.call.ChatCall;
import io.harborai.call.Outcome;
import io.harborai.call.UsageTally;
import io.harborai.error.HarborAiException;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One attempt and what is reserved for it: asks for the reservation, lets the attempt run
 * when it is granted, and settles it exactly once, however the attempt ends and before
 * its reader knows.
 *
 * @param <T> what it answers
 */
final class GuardedAttempt<T> extends Operators.DeferredSubscription implements CoreSubscriber<T> {

	@SuppressWarnings("rawtypes")
	private static final AtomicIntegerFieldUpdater<GuardedAttempt> STATE = AtomicIntegerFieldUpdater
		.newUpdater(GuardedAttempt.class, "state");

	private static final int ASKING = 0;

	private static final int RUNNING = 1;

	private static final int OVER = 2;

	private final BudgetGuard guard;

	private final ChatCall call;

	private final Attempt attempt;

	private final List<Line> lines;

	private final Instant expires;

	private final Function<ChatCall, ? extends Publisher<T>> source;

	private final Form<T> form;

	private final CoreSubscriber<? super T> reader;

	private final UsageTally tally = new UsageTally();

	private volatile int state = ASKING;

	private volatile boolean reserved;

	GuardedAttempt(BudgetGuard guard, ChatCall call, Attempt attempt, List<Line> lines, Instant expires,
			Function<ChatCall, ? extends Publisher<T>> source, Form<T> form, CoreSubscriber<? super T> reader) {
		this.guard = guard;
		this.call = call;
		this.attempt = attempt;
		this.lines = lines;
		this.expires = expires;
		this.source = source;
		this.form = form;
		this.reader = reader;
	}

	void start() {
		this.reader.onSubscribe(this);
		if (this.state != ASKING) {
			return;
		}
		List<Charge> charges = new ArrayList<>(this.lines.size());
		for (Line line : this.lines) {
			charges.add(new Charge(line.share().account(), line.amount(), line.budget().limit(), this.expires));
		}
		this.guard.store().reserve(charges, this::decided, this::undecided);
	}

	private void decided(Decision decision) {
		seen(decision.balances());
		if (decision.isGranted()) {
			this.reserved = true;
			if (!run()) {
				// Its reader has left while it was being decided.
				giveBack();
			}
			return;
		}
		Line refusing = this.lines.get(decision.refusedBy());
		refusing.share().refuse(this.guard.now());
		refuse(() -> Refusals.exceeded(this.attempt, refusing, decision.balances().get(decision.refusedBy())));
	}

	private void undecided() {
		if (this.guard.isFailClosed()) {
			refuse(() -> Refusals.undecided(this.attempt, this.lines.get(0)));
		}
		else {
			run();
		}
	}

	private void refuse(Supplier<HarborAiException> refusal) {
		if (STATE.compareAndSet(this, ASKING, OVER)) {
			this.reader.onError(refusal.get());
		}
	}

	private boolean run() {
		if (!STATE.compareAndSet(this, ASKING, RUNNING)) {
			return false;
		}
		this.guard.store().begin();
		Publisher<T> answer;
		try {
			answer = this.source.apply(this.call);
		}
		catch (RuntimeException ex) {
			this.attempt.end(Outcome.of(ex));
			onError(ex);
			return true;
		}
		answer.subscribe(this);
		return true;
	}

	private void seen(List<Balance> balances) {
		for (int i = 0; i < balances.size(); i++) {
			this.lines.get(i).share().seen(balances.get(i));
		}
	}

	private void giveBack() {
		List<Settlement> settlements = new ArrayList<>(this.lines.size());
		for (Line line : this.lines) {
			settlements.add(new Settlement(line.share().account(), line.amount(), this.expires, 0));
		}
		this.guard.store().begin();
		this.guard.store().settle(settlements, this::seen);
	}

	private void settle(@Nullable Throwable failure) {
		if (this.state != RUNNING || !STATE.compareAndSet(this, RUNNING, OVER)) {
			return;
		}
		Usage usage = this.tally.usage(this.attempt, failure);
		List<Settlement> settlements = new ArrayList<>(this.lines.size());
		for (Line line : this.lines) {
			settlements.add(new Settlement(line.share().account(), this.reserved ? line.amount() : 0, this.expires,
					spent(line, usage)));
		}
		this.guard.store().settle(settlements, this::seen);
	}

	private long spent(Line line, Usage usage) {
		if (usage.isMissing()) {
			return 0;
		}
		long cost = line.budget().cost(this.attempt.target().info(), usage, this.attempt.pricedAt());
		// A price list may know short answers and not long ones.
		return (cost >= 0) ? cost : line.amount();
	}

	@Override
	public void cancel() {
		// The source first: what it knows of the attempt's end counts.
		super.cancel();
		if (!STATE.compareAndSet(this, ASKING, OVER)) {
			settle(null);
		}
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		set(subscription);
	}

	@Override
	public void onNext(T item) {
		this.form.tells().accept(this.tally, item);
		if (this.form.single()) {
			settle(null);
		}
		this.reader.onNext(item);
	}

	@Override
	public void onError(Throwable failure) {
		settle(failure);
		this.reader.onError(failure);
	}

	@Override
	public void onComplete() {
		settle(null);
		this.reader.onComplete();
	}

	@Override
	public Context currentContext() {
		return this.reader.currentContext();
	}

	/**
	 * What is reserved from one budget.
	 *
	 * @param budget the budget
	 * @param share its account
	 * @param amount how much, in billionths
	 */
	record Line(LiveBudget budget, Share share, long amount) {
	}

	/**
	 * The form in which an attempt is answered.
	 *
	 * @param <T> what is delivered
	 * @param single whether the first item is the whole
	 * @param tells takes down what an item tells of the usage
	 */
	record Form<T>(boolean single, BiConsumer<UsageTally, T> tells) {
	}

}
