package io.harborai.routing;

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
 * Starts a second source beside one that is late. The first that delivers something wins
 * and is heard to its end; the other one is cancelled. A failure counts only when nobody
 * else runs. Each subscription starts anew.
 *
 * @param <T> what is delivered
 */
final class Hedge<T> extends Flux<T> {

	private final Publisher<T> first;

	private final Supplier<? extends @Nullable Publisher<T>> second;

	private final long delayNanos;

	private final Ticker ticker;

	/**
	 * Create one.
	 * @param first the source that is started at once
	 * @param second makes the source that is started when the first one is late; null if
	 * there shall be none
	 * @param delayNanos when it is late
	 * @param ticker the time
	 */
	Hedge(Publisher<T> first, Supplier<? extends @Nullable Publisher<T>> second, long delayNanos, Ticker ticker) {
		this.first = first;
		this.second = second;
		this.delayNanos = delayNanos;
		this.ticker = ticker;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> reader) {
		new Race(reader).start();
	}

	/**
	 * The race of one subscription. What it decides is guarded by its lock; nothing is
	 * called under it.
	 */
	private final class Race implements Subscription {

		private final CoreSubscriber<? super T> reader;

		private final Side one = new Side();

		private final Side other = new Side();

		private volatile @Nullable Side winner;

		private volatile boolean cancelled;

		private int running = 1;

		private long requested;

		private @Nullable Throwable failure;

		private Ticker.@Nullable Scheduled timer;

		private Race(CoreSubscriber<? super T> reader) {
			this.reader = reader;
		}

		private void start() {
			this.reader.onSubscribe(this);
			if (this.cancelled) {
				return;
			}
			startTimer();
			Hedge.this.first.subscribe(this.one);
		}

		private void startTimer() {
			Ticker.Scheduled timer;
			try {
				timer = Hedge.this.ticker.schedule(this::late, Hedge.this.delayNanos);
			}
			catch (IllegalStateException closed) {
				// The client has closed: there is no second attempt any more.
				return;
			}
			synchronized (this) {
				this.timer = timer;
			}
			if (this.cancelled) {
				timer.cancel();
			}
		}

		private void stopTimer() {
			Ticker.Scheduled timer;
			synchronized (this) {
				timer = this.timer;
			}
			if (timer != null) {
				timer.cancel();
			}
		}

		private void late() {
			synchronized (this) {
				// Who asks for nothing doesn't wait.
				if (this.winner != null || this.cancelled || this.requested == 0) {
					return;
				}
				this.running++;
			}
			Publisher<T> source;
			try {
				source = Hedge.this.second.get();
			}
			catch (RuntimeException ex) {
				ended(this.other, ex);
				return;
			}
			if (source != null) {
				source.subscribe(this.other);
			}
			else {
				ended(this.other, null);
			}
		}

		/**
		 * Decide the race, unless it is decided.
		 * @return whether the side has won
		 */
		private boolean won(Side side) {
			Subscription loser;
			synchronized (this) {
				if (this.winner != null || this.cancelled) {
					return this.winner == side;
				}
				this.winner = side;
				loser = ((side == this.one) ? this.other : this.one).source;
			}
			stopTimer();
			if (loser != null) {
				loser.cancel();
			}
			return true;
		}

		/**
		 * A side has come to its end without a success.
		 * @param failure how, null if it wasn't even started
		 */
		private void ended(Side side, @Nullable Throwable failure) {
			Throwable last;
			synchronized (this) {
				if (this.winner != null || this.cancelled) {
					return;
				}
				side.source = null;
				this.running--;
				this.failure = (failure != null) ? failure : this.failure;
				last = this.failure;
				if (this.running > 0 || last == null) {
					return;
				}
				this.winner = side;
			}
			stopTimer();
			this.reader.onError(last);
		}

		@Override
		public void request(long n) {
			Subscription one;
			Subscription other;
			synchronized (this) {
				// What is wanted is wanted of both: a loser's items reach nobody.
				this.requested = Operators.addCap(this.requested, Math.max(n, 0));
				one = running(this.one);
				other = running(this.other);
			}
			if (one != null) {
				one.request(n);
			}
			if (other != null) {
				other.request(n);
			}
		}

		@Override
		public void cancel() {
			Subscription one;
			Subscription other;
			synchronized (this) {
				if (this.cancelled) {
					return;
				}
				this.cancelled = true;
				one = running(this.one);
				other = running(this.other);
			}
			stopTimer();
			if (one != null) {
				one.cancel();
			}
			if (other != null) {
				other.cancel();
			}
		}

		private @Nullable Subscription running(Side side) {
			Side winner = this.winner;
			return (winner == null || winner == side) ? side.source : null;
		}

		/**
		 * One of the two.
		 */
		private final class Side implements CoreSubscriber<T> {

			private @Nullable Subscription source;

			@Override
			public void onSubscribe(Subscription subscription) {
				long wanted = 0;
				boolean lost;
				synchronized (Race.this) {
					lost = Race.this.cancelled || Race.this.winner != null;
					if (!lost) {
						this.source = subscription;
						wanted = Race.this.requested;
					}
				}
				if (lost) {
					subscription.cancel();
				}
				else if (wanted > 0) {
					subscription.request(wanted);
				}
			}

			@Override
			public void onNext(T item) {
				if (Race.this.winner == this || won(this)) {
					Race.this.reader.onNext(item);
				}
				else {
					Operators.onDiscard(item, currentContext());
				}
			}

			@Override
			public void onError(Throwable failure) {
				if (Race.this.winner == this) {
					Race.this.reader.onError(failure);
				}
				else {
					ended(this, failure);
				}
			}

			@Override
			public void onComplete() {
				if (Race.this.winner == this || won(this)) {
					Race.this.reader.onComplete();
				}
			}

			@Override
			public Context currentContext() {
				return Race.this.reader.currentContext();
			}

		}

	}

}
