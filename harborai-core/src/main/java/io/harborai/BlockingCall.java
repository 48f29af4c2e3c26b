package io.harborai;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.harborai.error.CallCancelledException;
import io.harborai.error.ErrorDetails;
import io.harborai.error.HarborAiException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

/**
 * Waits for one value: the one place where a thread blocks. An interrupt cancels the call
 * and stays set.
 *
 * @param <T> the value's type
 */
final class BlockingCall<T> implements CoreSubscriber<T> {

	@SuppressWarnings("rawtypes")
	private static final AtomicReferenceFieldUpdater<BlockingCall, Subscription> SUBSCRIPTION = AtomicReferenceFieldUpdater
		.newUpdater(BlockingCall.class, Subscription.class, "subscription");

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile @Nullable Subscription subscription;

	private volatile @Nullable T value;

	private volatile @Nullable Throwable failure;

	private BlockingCall() {
	}

	/**
	 * Wait.
	 * @param <T> the value's type
	 * @param source where the value comes from
	 * @return the value
	 * @throws HarborAiException if none comes; its stack trace is that of the caller
	 * @throws IllegalStateException on a thread that must not block
	 */
	static <T> T await(Mono<T> source) {
		checkMayBlock("create()", "Use createAsync() or stream() in reactive code");
		BlockingCall<T> call = new BlockingCall<>();
		source.subscribe(call);
		return call.result();
	}

	/**
	 * Check that this thread may wait.
	 * @param method who wants to wait
	 * @param remedy what to do instead
	 * @throws IllegalStateException on a thread that must not block
	 */
	static void checkMayBlock(String method, String remedy) {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException(
					method + " waits, which thread '" + Thread.currentThread().getName() + "' must not do. " + remedy);
		}
	}

	private T result() {
		try {
			this.ended.await();
		}
		catch (InterruptedException ex) {
			Operators.terminate(SUBSCRIPTION, this);
			Thread.currentThread().interrupt();
			throw new CallCancelledException(
					ErrorDetails.problem("the waiting thread was interrupted; the call is cancelled")
						.remedy("The interrupt flag is still set; end the thread's work.")
						.build(),
					null);
		}
		Throwable failure = this.failure;
		if (failure instanceof HarborAiException known) {
			// Where it was thrown is an event loop; where it was called from is what the
			// reader needs.
			known.setStackTrace(new Throwable().getStackTrace());
			throw known;
		}
		if (failure instanceof RuntimeException unchecked) {
			throw unchecked;
		}
		if (failure instanceof Error error) {
			throw error;
		}
		T value = this.value;
		if (value == null) {
			throw new IllegalStateException("The call ended without an answer", failure);
		}
		return value;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		// A source may come with its subscription after the interrupt.
		if (Operators.setOnce(SUBSCRIPTION, this, subscription)) {
			subscription.request(Long.MAX_VALUE);
		}
	}

	@Override
	public void onNext(T value) {
		this.value = value;
	}

	@Override
	public void onError(Throwable failure) {
		this.failure = failure;
		this.ended.countDown();
	}

	@Override
	public void onComplete() {
		this.ended.countDown();
	}

}
