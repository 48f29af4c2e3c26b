package io.harborai.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.harborai.call.SystemTicker;
import io.harborai.call.TestTicker;
import io.harborai.call.Ticker;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Hedge}.
 */
class HedgeTests {

	private static final long DELAY = Duration.ofMillis(100).toNanos();

	private final TestTicker ticker = new TestTicker();

	private final Source one = new Source();

	private final Source other = new Source();

	private Listener listen(long demand) {
		Listener listener = new Listener(demand);
		new Hedge<>(this.one, () -> this.other, DELAY, this.ticker).subscribe(listener);
		return listener;
	}

	private void late() {
		this.ticker.advance(Duration.ofNanos(DELAY));
	}

	@Test
	void inTimeThereIsNoSecond() {
		Listener listener = listen(Long.MAX_VALUE);
		this.one.reader.onNext("1");
		assertThat(this.ticker.pending()).isZero();
		late();
		this.one.reader.onNext("2");
		this.one.reader.onComplete();
		assertThat(listener.heard).containsExactly("1", "2", "complete");
		assertThat(this.other.reader).isNull();
	}

	@Test
	void lateFirstCanStillWin() {
		Listener listener = listen(Long.MAX_VALUE);
		late();
		assertThat(this.other.reader).isNotNull();
		this.one.reader.onNext("1");
		assertThat(this.other.cancelled).hasValue(1);
		this.other.reader.onNext("late");
		this.other.reader.onComplete();
		this.one.reader.onComplete();
		assertThat(listener.heard).containsExactly("1", "complete");
		assertThat(this.one.cancelled).hasValue(0);
	}

	@Test
	void secondWins() {
		Listener listener = listen(Long.MAX_VALUE);
		late();
		this.other.reader.onNext("2");
		assertThat(this.one.cancelled).hasValue(1);
		this.one.reader.onError(new IllegalStateException("late"));
		this.other.reader.onError(new IllegalStateException("cut"));
		assertThat(listener.heard).containsExactly("2", "error cut");
	}

	@Test
	void failureCountsWhenNobodyElseRuns() {
		Listener listener = listen(Long.MAX_VALUE);
		late();
		this.one.reader.onError(new IllegalStateException("one"));
		assertThat(listener.heard).isEmpty();
		this.other.reader.onNext("2");
		this.other.reader.onComplete();
		assertThat(listener.heard).containsExactly("2", "complete");
	}

	@Test
	void lastFailureOfBothIsTold() {
		Listener listener = listen(Long.MAX_VALUE);
		late();
		this.other.reader.onError(new IllegalStateException("other"));
		assertThat(listener.heard).isEmpty();
		this.one.reader.onError(new IllegalStateException("one"));
		assertThat(listener.heard).containsExactly("error one");
	}

	@Test
	void failureInTimeIsTheFailure() {
		Listener listener = listen(Long.MAX_VALUE);
		this.one.reader.onError(new IllegalStateException("one"));
		assertThat(this.ticker.pending()).isZero();
		assertThat(listener.heard).containsExactly("error one");
	}

	@Test
	void emptySuccessIsASuccess() {
		Listener listener = listen(Long.MAX_VALUE);
		late();
		this.other.reader.onComplete();
		assertThat(listener.heard).containsExactly("complete");
		assertThat(this.one.cancelled).hasValue(1);
	}

	@Test
	void secondThatCannotBeHadChangesNothing() {
		for (Supplier<Publisher<String>> none : List.<Supplier<Publisher<String>>>of(() -> null, () -> {
			throw new IllegalStateException("no second");
		})) {
			Source source = new Source();
			Listener listener = new Listener(Long.MAX_VALUE);
			new Hedge<>(source, none, DELAY, this.ticker).subscribe(listener);
			late();
			source.reader.onNext("1");
			source.reader.onComplete();
			assertThat(listener.heard).containsExactly("1", "complete");
		}
	}

	@Test
	void firstThatFailsWhileTheSecondIsBeingRefusedIsTold() {
		Listener listener = new Listener(Long.MAX_VALUE);
		new Hedge<>(this.one, () -> {
			this.one.reader.onError(new IllegalStateException("one"));
			return null;
		}, DELAY, this.ticker).subscribe(listener);
		late();
		assertThat(listener.heard).containsExactly("error one");
	}

	@Test
	void demandIsThatOfTheReader() {
		Listener listener = listen(2);
		late();
		assertThat(this.one.requested).isEqualTo(2);
		assertThat(this.other.requested).isEqualTo(2);
		listener.subscription.request(3);
		assertThat(this.other.requested).isEqualTo(5);
		this.other.reader.onNext("2");
		listener.subscription.request(4);
		assertThat(this.other.requested).isEqualTo(9);
		assertThat(this.one.requested).isEqualTo(5);
	}

	@Test
	void whoAsksForNothingDoesNotWait() {
		Listener listener = listen(0);
		late();
		assertThat(this.other.reader).isNull();
		listener.subscription.request(1);
		this.one.reader.onNext("1");
		assertThat(listener.heard).containsExactly("1");
	}

	@Test
	void cancelReachesAllThatRuns() {
		listen(1).subscription.cancel();
		assertThat(this.one.cancelled).hasValue(1);
		assertThat(this.ticker.pending()).isZero();
		Listener both = listen(1);
		late();
		both.subscription.cancel();
		assertThat(this.one.cancelled).hasValue(2);
		assertThat(this.other.cancelled).hasValue(1);
		this.one.reader.onNext("1");
		this.other.reader.onError(new IllegalStateException("late"));
		assertThat(both.heard).isEmpty();
	}

	@Test
	void secondThatComesUpAfterTheEndIsCancelled() {
		Listener listener = listen(1);
		this.other.silent = true;
		late();
		this.one.reader.onNext("1");
		this.other.silent = false;
		this.other.subscribe(this.other.reader);
		assertThat(this.other.cancelled).hasValue(1);
		assertThat(listener.heard).containsExactly("1");
	}

	@Test
	void closedTickerMeansNoSecond() {
		Listener listener = new Listener(1);
		SystemTicker closed = new SystemTicker();
		closed.close();
		new Hedge<>(Flux.just("1"), () -> this.other, DELAY, closed).subscribe(listener);
		assertThat(listener.heard).containsExactly("1", "complete");
	}

	/**
	 * Success of one, success or failure of the other, the delay and perhaps a cancel,
	 * all at the same moment.
	 */
	@Test
	void racesEndExactlyOnce() throws Exception {
		int rounds = 100_000;
		ExecutorService threads = Executors.newFixedThreadPool(3);
		try {
			CyclicBarrier barrier = new CyclicBarrier(3);
			Round[] current = new Round[1];
			List<Future<?>> racing = new ArrayList<>();
			for (int actor = 0; actor < 3; actor++) {
				int me = actor;
				racing.add(threads.submit(() -> {
					for (int i = 0; i < rounds; i++) {
						if (me == 0) {
							current[0] = new Round(i);
						}
						barrier.await(60, TimeUnit.SECONDS);
						current[0].act(me);
						barrier.await(60, TimeUnit.SECONDS);
						if (me == 0) {
							current[0].check();
						}
					}
					return null;
				}));
			}
			for (Future<?> each : racing) {
				each.get(110, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	/**
	 * One race between three threads.
	 */
	private static final class Round {

		private final int number;

		private final ManualTicker ticker = new ManualTicker();

		private final Source one = new Source();

		private final Source other = new Source();

		private final Listener listener = new Listener(1);

		Round(int number) {
			this.number = number;
			new Hedge<>(this.one, () -> this.other, DELAY, this.ticker).subscribe(this.listener);
			if (number % 3 != 0) {
				this.ticker.task.run();
			}
		}

		void act(int actor) {
			switch (actor) {
				case 0 -> {
					if (!isOneSilent()) {
						end(this.one, this.number % 2 == 0, "1");
					}
				}
				case 1 -> {
					if (this.number % 3 == 0) {
						this.ticker.task.run();
					}
					if (this.other.reader != null) {
						end(this.other, this.number % 5 != 0, "2");
					}
				}
				default -> {
					if (this.number % 7 == 0) {
						this.listener.subscription.cancel();
					}
					else {
						this.listener.subscription.request(1);
					}
				}
			}
		}

		private static void end(Source source, boolean well, String item) {
			if (well) {
				source.reader.onNext(item);
				source.reader.onComplete();
			}
			else {
				source.reader.onError(new IllegalStateException(item));
			}
		}

		// It never says a word: without a second there is no end.
		private boolean isOneSilent() {
			return this.number % 11 == 0 && this.number % 3 != 0 && this.number % 5 != 0;
		}

		void check() {
			List<String> heard = this.listener.heard;
			boolean cancelled = this.number % 7 == 0;
			boolean second = this.other.reader != null;
			boolean oneWell = this.number % 2 == 0 && !isOneSilent();
			boolean otherWell = second && this.number % 5 != 0;
			if (!cancelled) {
				String end = heard.get(heard.size() - 1);
				if (oneWell || otherWell) {
					assertThat(heard).as("round " + this.number).hasSize(2).last().isEqualTo("complete");
					assertThat(heard.get(0)).isIn("1", "2");
				}
				else {
					assertThat(heard).as("round " + this.number).hasSize(1);
					assertThat(end).startsWith("error");
				}
			}
			if (isOneSilent()) {
				assertThat(this.one.cancelled).as("round " + this.number).hasValue(1);
			}
			assertThat(heard.stream().filter((what) -> what.equals("complete") || what.startsWith("error")))
				.hasSizeLessThanOrEqualTo(1);
			assertThat(this.ticker.cancelled.get() + this.ticker.ran.get()).isPositive();
		}

	}

	/**
	 * A source that does what the test says.
	 */
	private static final class Source implements Publisher<String>, Subscription {

		private final AtomicInteger cancelled = new AtomicInteger();

		private volatile CoreSubscriber<? super String> reader;

		private volatile boolean silent;

		private long requested;

		@Override
		public void subscribe(org.reactivestreams.Subscriber<? super String> subscriber) {
			this.reader = reactor.core.publisher.Operators.toCoreSubscriber(subscriber);
			if (!this.silent) {
				subscriber.onSubscribe(this);
			}
		}

		@Override
		public synchronized void request(long n) {
			this.requested = reactor.core.publisher.Operators.addCap(this.requested, n);
		}

		@Override
		public void cancel() {
			this.cancelled.incrementAndGet();
		}

	}

	/**
	 * Writes down what it hears.
	 */
	private static final class Listener implements CoreSubscriber<String> {

		private final List<String> heard = java.util.Collections.synchronizedList(new ArrayList<>());

		private final long demand;

		private volatile Subscription subscription;

		Listener(long demand) {
			this.demand = demand;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			if (this.demand > 0) {
				subscription.request(this.demand);
			}
		}

		@Override
		public void onNext(String item) {
			this.heard.add(item);
		}

		@Override
		public void onError(Throwable failure) {
			this.heard.add("error " + failure.getMessage());
		}

		@Override
		public void onComplete() {
			this.heard.add("complete");
		}

	}

	/**
	 * Runs its one task when the test says so.
	 */
	private static final class ManualTicker implements Ticker {

		private final AtomicInteger cancelled = new AtomicInteger();

		private final AtomicInteger ran = new AtomicInteger();

		private volatile Runnable task;

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public Scheduled schedule(Runnable task, long delayNanos) {
			this.task = () -> {
				this.ran.incrementAndGet();
				task.run();
			};
			return this.cancelled::incrementAndGet;
		}

	}

}
