package io.harborai.call;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * Asks a store that may be elsewhere, and doesn't wait for one that is away: after a
 * failure only one question in a while finds out whether it is back, all others fail at
 * once. What the store knows at once is answered at once. Thread-safe.
 */
public final class RemoteStore {

	private static final Logger logger = LoggerFactory.getLogger(RemoteStore.class);

	private static final long REST_NANOS = Duration.ofSeconds(2).toNanos();

	private final String name;

	private final long timeoutNanos;

	private final Ticker ticker;

	private final AtomicLong restsUntilNanos = new AtomicLong();

	private volatile boolean away;

	private volatile boolean remote;

	/**
	 * Create one.
	 * @param name what it is called in the log, such as {@code store of budgets}
	 * @param timeout how long an answer may take
	 * @param ticker the time
	 */
	public RemoteStore(String name, Duration timeout, Ticker ticker) {
		this.name = name;
		this.timeoutNanos = timeout.toNanos();
		this.ticker = ticker;
	}

	/**
	 * Whether answers take their time.
	 * @return whether one did so far
	 */
	public boolean isRemote() {
		return this.remote;
	}

	/**
	 * Ask. Either of the two is called once, on any thread; on this one if the answer is
	 * known at once, or nobody is asked.
	 * @param <T> the answer's type
	 * @param question what is asked
	 * @param answered gets the answer
	 * @param failed is told if there is none
	 */
	public <T> void ask(Supplier<Mono<T>> question, Consumer<T> answered, Runnable failed) {
		ask(question, answered, failed, failed);
	}

	/**
	 * Ask. One of the three is called once, on any thread; on this one if the answer is
	 * known at once, or nobody is asked.
	 * @param <T> the answer's type
	 * @param question what is asked
	 * @param answered gets the answer
	 * @param failed is told if there is none, whether the store has seen the question or
	 * not
	 * @param unasked is told if the store rests and certainly hasn't seen the question
	 */
	public <T> void ask(Supplier<Mono<T>> question, Consumer<T> answered, Runnable failed, Runnable unasked) {
		if (isResting()) {
			unasked.run();
			return;
		}
		@Nullable T answer;
		try {
			Mono<T> asked = question.get();
			if (!(asked instanceof Callable<?>)) {
				this.remote = true;
				new Question<>(answered, failed).ask(asked);
				return;
			}
			answer = atOnce(asked);
		}
		catch (Exception ex) {
			failed(ex);
			failed.run();
			return;
		}
		if (answer == null) {
			failed(new IllegalStateException("it said nothing"));
			failed.run();
			return;
		}
		succeeded();
		answered.accept(answer);
	}

	@SuppressWarnings("unchecked")
	private static <T> @Nullable T atOnce(Mono<T> known) throws Exception {
		return ((Callable<T>) known).call();
	}

	/**
	 * Let the next question find out whether it is back, however short it has rested.
	 */
	public void endRest() {
		this.restsUntilNanos.set(this.ticker.nanoTime());
	}

	private boolean isResting() {
		if (!this.away) {
			return false;
		}
		long until = this.restsUntilNanos.get();
		long now = this.ticker.nanoTime();
		// One of those who come when the rest is over asks; the others don't wait for it.
		return until - now > 0 || !this.restsUntilNanos.compareAndSet(until, now + REST_NANOS);
	}

	private void succeeded() {
		if (this.away) {
			this.away = false;
			logger.info("The {} answers again", this.name);
		}
	}

	private void failed(Throwable failure) {
		this.restsUntilNanos.set(this.ticker.nanoTime() + REST_NANOS);
		if (!this.away) {
			this.away = true;
			logger.warn("The {} doesn't answer: {}", this.name, failure.toString());
		}
		else {
			logger.debug("The {} still doesn't answer: {}", this.name, failure.toString());
		}
	}

	/**
	 * A question whose answer takes its time, but not too much of it.
	 */
	private final class Question<T> implements CoreSubscriber<T> {

		private final Consumer<T> answered;

		private final Runnable failed;

		private final AtomicBoolean over = new AtomicBoolean();

		private volatile @Nullable Subscription source;

		private volatile Ticker.@Nullable Scheduled timer;

		private Question(Consumer<T> answered, Runnable failed) {
			this.answered = answered;
			this.failed = failed;
		}

		private void ask(Mono<T> asked) {
			try {
				this.timer = RemoteStore.this.ticker.schedule(this::late, RemoteStore.this.timeoutNanos);
			}
			catch (IllegalStateException closed) {
				logger.debug("The client has closed: the {} is asked without a time limit", RemoteStore.this.name);
			}
			asked.subscribe(this);
			if (this.over.get()) {
				stopTimer();
			}
		}

		private void stopTimer() {
			Ticker.Scheduled timer = this.timer;
			if (timer != null) {
				timer.cancel();
			}
		}

		private void late() {
			if (this.over.compareAndSet(false, true)) {
				Subscription source = this.source;
				if (source != null) {
					source.cancel();
				}
				RemoteStore.this.failed(new IllegalStateException("no answer in time"));
				this.failed.run();
			}
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.source = subscription;
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(T answer) {
			if (this.over.compareAndSet(false, true)) {
				stopTimer();
				succeeded();
				this.answered.accept(answer);
			}
			else {
				Operators.onDiscard(answer, currentContext());
			}
		}

		@Override
		public void onError(Throwable failure) {
			if (this.over.compareAndSet(false, true)) {
				stopTimer();
				RemoteStore.this.failed(failure);
				this.failed.run();
			}
		}

		@Override
		public void onComplete() {
			onError(new IllegalStateException("it said nothing"));
		}

	}

}
