package io.harborai.resilience;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.harborai.call.Ticker;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Tries one source after the other until one of them delivers something; from then on it
 * is that source, to its end. Retries, failovers and changes of key are all this. Each
 * subscription starts anew. Thread-safe.
 */
public final class Succession {

	private final Ticker ticker;

	private final Set<Walk<?>> waiting = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Supplier<? extends Throwable> closing;

	/**
	 * Create one.
	 * @param ticker the time
	 */
	public Succession(Ticker ticker) {
		this.ticker = ticker;
	}

	/**
	 * Try one source after the other.
	 * @param <T> what is delivered
	 * @param tries what is tried, made for each subscription
	 * @return what the first source that delivers anything delivers, or the last failure
	 */
	public <T> Flux<T> of(Supplier<? extends Tries<T>> tries) {
		return new Flux<>() {

			@Override
			public void subscribe(CoreSubscriber<? super T> reader) {
				new Walk<>(tries.get(), reader).start();
			}

		};
	}

	/**
	 * Wait no more: who waits for its next try fails now, and so does whoever would have
	 * to.
	 * @param failure makes the failure
	 */
	public void close(Supplier<? extends Throwable> failure) {
		this.closing = failure;
		this.waiting.forEach(Walk::stopWaiting);
	}

	/**
	 * How many wait for their next try.
	 * @return the number
	 */
	public int waiting() {
		return this.waiting.size();
	}

	/**
	 * The way of one subscription.
	 */
	private final class Walk<T> implements CoreSubscriber<T>, Subscription {

		private final Tries<T> tries;

		private final CoreSubscriber<? super T> reader;

		// Guarded by this.
		private @Nullable Subscription source;

		private long requested;

		private boolean cancelled;

		private Ticker.@Nullable Scheduled wait;

		private Tries.@Nullable Next<T> next;

		// Of the thread that signals.
		private boolean delivered;

		private boolean done;

		private Walk(Tries<T> tries, CoreSubscriber<? super T> reader) {
			this.tries = tries;
			this.reader = reader;
		}

		private void start() {
			this.reader.onSubscribe(this);
			go(this.tries::first);
		}

		private void go(Supplier<? extends Publisher<T>> source) {
			if (isCancelled()) {
				// What was prepared since is let go of.
				this.tries.cancelled();
				return;
			}
			Publisher<T> publisher;
			try {
				publisher = source.get();
			}
			catch (RuntimeException ex) {
				onError(ex);
				return;
			}
			publisher.subscribe(this);
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			long wanted;
			synchronized (this) {
				if (!this.cancelled) {
					this.source = subscription;
				}
				wanted = this.cancelled ? -1 : this.requested;
			}
			if (wanted < 0) {
				subscription.cancel();
				this.tries.cancelled();
			}
			else if (wanted > 0) {
				subscription.request(wanted);
			}
		}

		@Override
		public void request(long n) {
			Subscription current;
			synchronized (this) {
				// What is wanted is wanted of whichever source delivers: none that has
				// failed had delivered anything. A bad number is the source's to refuse.
				this.requested = Operators.addCap(this.requested, Math.max(n, 0));
				current = this.source;
			}
			if (current != null) {
				current.request(n);
			}
		}

		@Override
		public void onNext(T item) {
			if (this.done) {
				Operators.onNextDropped(item, currentContext());
				return;
			}
			if (!this.delivered) {
				this.delivered = true;
				this.tries.delivered();
			}
			this.reader.onNext(item);
		}

		@Override
		public void onComplete() {
			if (!this.done) {
				this.done = true;
				this.tries.ended(null);
				this.reader.onComplete();
			}
		}

		@Override
		public void onError(Throwable failure) {
			if (this.done) {
				Operators.onErrorDropped(failure, currentContext());
				return;
			}
			Tries.Next<T> next = null;
			if (this.delivered) {
				this.tries.ended(failure);
			}
			else {
				synchronized (this) {
					this.source = null;
				}
				next = this.tries.next(failure);
			}
			if (next == null) {
				fail(failure);
			}
			else if (next.delayNanos() <= 0) {
				go(next.source());
			}
			else {
				await(next, failure);
			}
		}

		private void fail(Throwable failure) {
			this.done = true;
			this.reader.onError(failure);
		}

		private synchronized boolean isCancelled() {
			return this.cancelled;
		}

		private void await(Tries.Next<T> next, Throwable failure) {
			// First, so that a cancel finds it there.
			Succession.this.waiting.add(this);
			boolean wanted;
			synchronized (this) {
				wanted = !this.cancelled;
				this.next = wanted ? next : null;
			}
			if (!wanted) {
				Succession.this.waiting.remove(this);
				this.tries.cancelled();
				return;
			}
			Ticker.Scheduled wait;
			try {
				wait = Succession.this.ticker.schedule(this::waited, next.delayNanos());
			}
			catch (IllegalStateException closed) {
				// The client has closed: what would be waited for never comes.
				if (takeNext() != null) {
					giveUp(failure);
				}
				return;
			}
			boolean late;
			synchronized (this) {
				// Over already, or even waiting again.
				late = this.next != next;
				if (!late) {
					this.wait = wait;
				}
			}
			if (late) {
				wait.cancel();
			}
			if (Succession.this.closing != null) {
				stopWaiting();
			}
		}

		private Tries.@Nullable Next<T> takeNext() {
			Succession.this.waiting.remove(this);
			synchronized (this) {
				Tries.Next<T> next = this.next;
				this.next = null;
				this.wait = null;
				return next;
			}
		}

		private void waited() {
			Tries.Next<T> next = takeNext();
			if (next != null) {
				go(next.source());
			}
		}

		private void stopWaiting() {
			Ticker.Scheduled wait;
			synchronized (this) {
				wait = this.wait;
			}
			Supplier<? extends Throwable> failure = Succession.this.closing;
			if (takeNext() != null && failure != null) {
				if (wait != null) {
					wait.cancel();
				}
				giveUp(failure.get());
			}
		}

		private void giveUp(Throwable failure) {
			this.tries.cancelled();
			fail(failure);
		}

		@Override
		public void cancel() {
			Subscription current;
			Ticker.Scheduled wait;
			synchronized (this) {
				if (this.cancelled) {
					return;
				}
				this.cancelled = true;
				current = this.source;
				wait = this.wait;
			}
			takeNext();
			if (wait != null) {
				wait.cancel();
			}
			if (current != null) {
				current.cancel();
			}
			this.tries.cancelled();
		}

		@Override
		public Context currentContext() {
			return this.reader.currentContext();
		}

	}

}
