package io.harborai.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.harborai.error.HarborAiException;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.ThreadExecutorMap;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A reader that asks for as much as it is told and writes down everything that it is
 * given, what comes after the end included. Thread-safe.
 *
 * @param <T> what it reads
 */
public class Reading<T> implements CoreSubscriber<T> {

	/** How long tests wait for what must come. */
	public static final Duration PATIENCE = Duration.ofSeconds(15);

	private final List<T> items = new ArrayList<>();

	private final List<Throwable> errors = new ArrayList<>();

	private final long firstDemand;

	private Subscription subscription;

	private EventExecutor executor;

	private int completions;

	private int late;

	private boolean cancelled;

	/**
	 * Create a reader.
	 * @param firstDemand what to ask for at once, 0 for nothing
	 */
	public Reading(long firstDemand) {
		this.firstDemand = firstDemand;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		synchronized (this) {
			this.subscription = subscription;
		}
		if (this.firstDemand > 0) {
			subscription.request(this.firstDemand);
		}
	}

	@Override
	public void onNext(T item) {
		change(() -> {
			countLate();
			this.executor = ThreadExecutorMap.currentExecutor();
			this.items.add(item);
		});
	}

	@Override
	public void onError(Throwable thrown) {
		change(() -> {
			countLate();
			this.errors.add(thrown);
		});
	}

	@Override
	public void onComplete() {
		change(() -> {
			countLate();
			this.completions++;
		});
	}

	private void countLate() {
		if (this.completions + this.errors.size() > 0) {
			this.late++;
		}
	}

	private synchronized void change(Runnable change) {
		change.run();
		notifyAll();
	}

	public synchronized Subscription subscription() {
		return this.subscription;
	}

	public void request(long n) {
		subscription().request(n);
	}

	public void cancel() {
		synchronized (this) {
			this.cancelled = true;
		}
		subscription().cancel();
	}

	/**
	 * Whether it has left before the end, or tried to.
	 */
	public synchronized boolean isCancelled() {
		return this.cancelled;
	}

	/**
	 * Wait for the end, and check that it was the only one and the last signal.
	 */
	public synchronized Reading<T> ended() {
		await(() -> terminals() > 0);
		assertThat(terminals()).as("terminal signals").isEqualTo(1);
		assertThat(this.late).as("signals after the end").isZero();
		return this;
	}

	/**
	 * Wait for the good end.
	 * @return what was read
	 */
	public synchronized List<T> completed() {
		ended();
		assertThat(this.errors).isEmpty();
		return List.copyOf(this.items);
	}

	/**
	 * Wait for the bad end.
	 * @param <E> the type that is expected
	 * @param type exactly this type
	 * @return the error
	 */
	public synchronized <E extends HarborAiException> E failed(Class<E> type) {
		ended();
		assertThat(this.errors).as("after %s items", this.items.size()).hasSize(1);
		assertThat(this.errors.get(0)).isExactlyInstanceOf(type);
		return type.cast(this.errors.get(0));
	}

	/**
	 * Wait for items, and until the event loop that brought them has done with them.
	 */
	public Reading<T> awaitItems(int count) {
		EventExecutor loop;
		synchronized (this) {
			await(() -> this.items.size() >= count || terminals() > 0);
			assertThat(this.items).as("errors %s", this.errors).hasSizeGreaterThanOrEqualTo(count);
			loop = this.executor;
		}
		if (loop != null) {
			loop.submit(() -> {
			}).syncUninterruptibly();
		}
		return this;
	}

	public synchronized List<T> items() {
		return List.copyOf(this.items);
	}

	public synchronized List<Throwable> errors() {
		return List.copyOf(this.errors);
	}

	public synchronized int terminals() {
		return this.completions + this.errors.size();
	}

	public synchronized int late() {
		return this.late;
	}

	private void await(BooleanSupplier condition) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			long left = end - System.nanoTime();
			assertThat(left).as("nothing came; items %s, terminals %s", this.items.size(), terminals()).isPositive();
			try {
				wait(left / 1_000_000 + 1);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

}
