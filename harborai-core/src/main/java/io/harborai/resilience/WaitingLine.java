package io.harborai.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

import io.harborai.call.Attempt;
import io.harborai.call.Call;
import io.harborai.call.Outcome;
import io.harborai.call.Ticker;
import io.harborai.error.CallTimeoutException;
import io.harborai.error.ErrorClass;
import io.harborai.error.HarborAiException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Lets attempts in, or lets them wait for it: first come, first served, in a line that
 * has an end, each for no longer than it may and than its call has time. Who waits parks
 * no thread; it is let in by whoever gives back what it needs. What waits for a circuit
 * breaker alone is overtaken by what doesn't, and refused as soon as the breaker is open.
 */
final class WaitingLine implements Entrance {

	private static final Outcome OUT_OF_TIME = new Outcome("timeout_total", ErrorClass.FINAL, null);

	private final Limits limits;

	private final Ticker ticker;

	private final long maxWaitNanos;

	private final int maxLength;

	private final Refusal tooLong;

	private final Object lock = new Object();

	private final AtomicInteger draining = new AtomicInteger();

	private volatile int length;

	private volatile boolean askAll;

	private volatile @Nullable Supplier<? extends HarborAiException> closing;

	// Guarded by the lock.
	private final Set<Waiter<?>> waiting = new LinkedHashSet<>();

	private Refusal standing;

	private Ticker.@Nullable Scheduled timer;

	private long timerNanos;

	/**
	 * Create an empty line.
	 * @param limits what is waited for
	 * @param maxWait how long each may wait
	 * @param maxLength how many may wait
	 * @param ticker the time
	 */
	WaitingLine(Limits limits, Duration maxWait, int maxLength, Ticker ticker) {
		this.limits = limits;
		this.ticker = ticker;
		this.maxWaitNanos = maxWait.toNanos();
		this.maxLength = maxLength;
		this.tooLong = new Refusal(Refusal.Reason.FULL, maxLength + " calls, as many as may, are waiting already",
				"Raise resilience.bulkhead.max-queue or resilience.bulkhead.max-concurrent-calls, or send fewer at "
						+ "once.",
				Refusal.UNKNOWN);
		this.standing = this.tooLong;
	}

	@Override
	public <C extends Call<C>, T> void enter(C call, Function<C, ? extends Publisher<T>> source,
			CoreSubscriber<? super T> reader) {
		Attempt attempt = Door.attemptOf(call);
		Permit permit = new Permit(attempt, this.limits, this);
		Refusal refusal;
		if (this.length == 0 && this.closing == null) {
			refusal = this.limits.take(permit);
			if (refusal == null) {
				Door.run(permit, call, source, reader);
				return;
			}
		}
		else {
			refusal = this.limits.endsWaiting(permit);
		}
		if (refusal != null && !refusal.reason().isWorthWaiting()) {
			Operators.error(reader, refusal.end(attempt, 0));
			return;
		}
		Waiter<T> waiter = new Waiter<>(permit, () -> source.apply(call), reader);
		reader.onSubscribe(waiter);
		add(waiter);
	}

	private void add(Waiter<?> waiter) {
		Supplier<? extends HarborAiException> closing;
		boolean added = false;
		synchronized (this.lock) {
			closing = this.closing;
			if (closing == null && this.waiting.size() < this.maxLength) {
				added = true;
				// Ended is what was cancelled before it stood here.
				if (!waiter.attempt().isEnded()) {
					this.waiting.add(waiter);
					lengthChanged();
					wakeAt(waiter.dueNanos);
				}
			}
		}
		if (added) {
			// What it needs may have been given back before it stood here.
			drain();
		}
		else {
			waiter.reader.onError(
					(closing != null) ? Door.shut(waiter.attempt(), closing) : this.tooLong.end(waiter.attempt(), 0));
		}
	}

	private void lengthChanged() {
		this.length = this.waiting.size();
		if (this.length == 0 && this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
	}

	/**
	 * Have one task on the ticker, at the first time at which anything may happen.
	 */
	private void wakeAt(long nanos) {
		if (this.timer != null) {
			if (nanos - this.timerNanos >= 0) {
				return;
			}
			this.timer.cancel();
		}
		this.timerNanos = nanos;
		try {
			this.timer = this.ticker.schedule(() -> wake(nanos), nanos - this.ticker.nanoTime());
		}
		catch (IllegalStateException ex) {
			// The client has closed; who still waits is told so.
			this.timer = null;
		}
	}

	private void wake(long due) {
		List<Waiter<?>> late = new ArrayList<>();
		synchronized (this.lock) {
			if (this.timer != null && this.timerNanos == due) {
				this.timer = null;
			}
			long now = this.ticker.nanoTime();
			long next = now + this.maxWaitNanos;
			for (Iterator<Waiter<?>> all = this.waiting.iterator(); all.hasNext();) {
				Waiter<?> waiter = all.next();
				if (waiter.dueNanos - now <= 0) {
					all.remove();
					late.add(waiter);
					if (waiter.refusal == null) {
						waiter.refusal = this.standing;
					}
				}
				else if (waiter.dueNanos - next < 0) {
					next = waiter.dueNanos;
				}
			}
			lengthChanged();
			if (this.length > 0) {
				wakeAt(next);
			}
		}
		late.forEach(Waiter::late);
		drain();
	}

	@Override
	public void released() {
		if (this.length > 0) {
			drain();
		}
	}

	@Override
	public void breakerChanged() {
		if (this.length > 0) {
			this.askAll = true;
			drain();
		}
	}

	/**
	 * Let in whoever can be. One thread does it, however deep it is in the calls that it
	 * lets in, and again if there was reason to meanwhile.
	 */
	private void drain() {
		if (this.draining.getAndIncrement() != 0) {
			return;
		}
		int reasons = 1;
		do {
			ask().forEach(Runnable::run);
			reasons = this.draining.addAndGet(-reasons);
		}
		while (reasons != 0);
	}

	/**
	 * Ask for whoever waits, from the first on until there is nothing left for the next.
	 * @return what to do about those who need not wait any more
	 */
	private List<Runnable> ask() {
		List<Runnable> over = new ArrayList<>();
		synchronized (this.lock) {
			boolean all = this.askAll;
			this.askAll = false;
			Refusal everybodys = null;
			for (Iterator<Waiter<?>> line = this.waiting.iterator(); line.hasNext() && (everybodys == null || all);) {
				Waiter<?> waiter = line.next();
				boolean next = everybodys == null;
				Refusal refusal = next ? this.limits.take(waiter.permit) : this.limits.endsWaiting(waiter.permit);
				if (refusal == null) {
					if (next) {
						line.remove();
						waiter.permit.waited(waiter.waitedNanos());
						over.add(waiter::run);
					}
				}
				else if (!refusal.reason().isWorthWaiting()) {
					line.remove();
					over.add(() -> waiter.refused(refusal));
				}
				else if (next) {
					waiter.refusal = refusal;
					everybodys = refusal.reason().isEverybodys() ? refusal : null;
				}
			}
			lengthChanged();
			if (everybodys != null) {
				this.standing = everybodys;
				if (everybodys.afterNanos() >= 0) {
					wakeAt(this.ticker.nanoTime() + everybodys.afterNanos());
				}
			}
		}
		return over;
	}

	private void remove(Waiter<?> waiter) {
		boolean removed;
		synchronized (this.lock) {
			removed = this.waiting.remove(waiter);
			lengthChanged();
		}
		if (removed) {
			// Who stood behind it may need less.
			released();
		}
	}

	@Override
	public void close(Supplier<? extends HarborAiException> failure) {
		List<Waiter<?>> all;
		synchronized (this.lock) {
			this.closing = failure;
			all = new ArrayList<>(this.waiting);
			this.waiting.clear();
			lengthChanged();
		}
		all.forEach((waiter) -> waiter.reader.onError(Door.shut(waiter.attempt(), failure)));
	}

	@Override
	public int queued() {
		return this.length;
	}

	/**
	 * One who waits. Whoever takes it out of the line decides what becomes of it.
	 */
	private final class Waiter<T> extends Operators.DeferredSubscription implements CoreSubscriber<T> {

		private final Permit permit;

		private final Supplier<? extends Publisher<T>> source;

		private final CoreSubscriber<? super T> reader;

		private final long sinceNanos;

		private final long dueNanos;

		// Guarded by the lock.
		private @Nullable Refusal refusal;

		private Waiter(Permit permit, Supplier<? extends Publisher<T>> source, CoreSubscriber<? super T> reader) {
			this.permit = permit;
			this.source = source;
			this.reader = reader;
			this.sinceNanos = WaitingLine.this.ticker.nanoTime();
			long left = permit.attempt().deadlineNanos() - this.sinceNanos;
			this.dueNanos = this.sinceNanos + Math.min(left, WaitingLine.this.maxWaitNanos);
		}

		private Attempt attempt() {
			return this.permit.attempt();
		}

		private long waitedNanos() {
			return WaitingLine.this.ticker.nanoTime() - this.sinceNanos;
		}

		private void run() {
			if (!this.permit.hold()) {
				return;
			}
			Publisher<T> answer;
			try {
				answer = this.source.get();
			}
			catch (RuntimeException ex) {
				attempt().end(Outcome.of(ex));
				this.reader.onError(ex);
				return;
			}
			answer.subscribe(this);
		}

		private void refused(Refusal refusal) {
			this.reader.onError(refusal.end(attempt(), waitedNanos()));
		}

		private void late() {
			Attempt attempt = attempt();
			if (attempt.deadlineNanos() - WaitingLine.this.ticker.nanoTime() > 0) {
				refused(Objects.requireNonNull(this.refusal));
				return;
			}
			attempt.end(OUT_OF_TIME);
			this.reader.onError(new CallTimeoutException(CallTimeoutException.Clock.TOTAL,
					attempt.failure("the call's time was over before it was admitted")
						.remedy("Raise timeouts.total or the request's total timeout, or "
								+ "resilience.bulkhead.max-concurrent-calls.")
						.build(),
					null));
		}

		@Override
		public void cancel() {
			super.cancel();
			attempt().end(Outcome.CANCELLED);
			remove(this);
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			set(subscription);
		}

		@Override
		public void onNext(T item) {
			this.reader.onNext(item);
		}

		@Override
		public void onError(Throwable failure) {
			this.reader.onError(failure);
		}

		@Override
		public void onComplete() {
			this.reader.onComplete();
		}

		@Override
		public Context currentContext() {
			return this.reader.currentContext();
		}

	}

}
