package io.harborai.observation;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Sees what passes to a reader and how it ends, once, before the reader does. Whatever
 * goes wrong in looking, the reader gets what came.
 *
 * @param <T> what passes
 */
abstract class Watch<T> implements CoreSubscriber<T>, Subscription {

	private static final Logger logger = LoggerFactory.getLogger(Watch.class);

	@SuppressWarnings("rawtypes")
	private static final AtomicIntegerFieldUpdater<Watch> ENDED = AtomicIntegerFieldUpdater.newUpdater(Watch.class,
			"ended");

	private final CoreSubscriber<? super T> reader;

	private final boolean single;

	private Subscription source = Operators.emptySubscription();

	private volatile int ended;

	/**
	 * Create one for a subscription.
	 * @param reader gets what passes
	 * @param single whether the first item is the whole
	 */
	Watch(CoreSubscriber<? super T> reader, boolean single) {
		this.reader = reader;
		this.single = single;
	}

	/**
	 * Something passes.
	 * @param item the item
	 */
	abstract void passes(T item);

	/**
	 * It is over. Called once, from any thread.
	 * @param failure how it failed, null if it didn't
	 * @param cancelled whether the reader wanted no more
	 */
	abstract void over(@Nullable Throwable failure, boolean cancelled);

	/**
	 * The source has been subscribed to: what could be done at once has been done.
	 */
	void subscribed() {
	}

	final boolean isOver() {
		return this.ended != 0;
	}

	private void end(@Nullable Throwable failure, boolean cancelled) {
		if (this.ended == 0 && ENDED.compareAndSet(this, 0, 1)) {
			try {
				over(failure, cancelled);
			}
			catch (RuntimeException ex) {
				broken(ex);
			}
		}
	}

	/**
	 * Looking went wrong, in a handler or convention of the application most likely.
	 * @param ex how
	 */
	static void broken(RuntimeException ex) {
		logger.warn("A call couldn't be observed to its end", ex);
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.source = subscription;
		this.reader.onSubscribe(this);
	}

	@Override
	public void onNext(T item) {
		try {
			passes(item);
		}
		catch (RuntimeException ex) {
			broken(ex);
		}
		if (this.single) {
			end(null, false);
		}
		this.reader.onNext(item);
	}

	@Override
	public void onError(Throwable failure) {
		end(failure, false);
		this.reader.onError(failure);
	}

	@Override
	public void onComplete() {
		end(null, false);
		this.reader.onComplete();
	}

	@Override
	public void request(long n) {
		this.source.request(n);
	}

	@Override
	public void cancel() {
		// The source first: its attempts end before the call does.
		this.source.cancel();
		end(null, true);
	}

	@Override
	public Context currentContext() {
		return this.reader.currentContext();
	}

}
