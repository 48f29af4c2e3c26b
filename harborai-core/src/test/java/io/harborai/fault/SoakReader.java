package io.harborai.fault;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.chat.ResponseMeta;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * Reads one call of a soak, in its own manner, and tells the tally how it ended.
 *
 * @param <T> what it reads
 */
final class SoakReader<T> implements CoreSubscriber<T> {

	/**
	 * How a reader reads.
	 */
	enum Manner {

		ALL, ONE_BY_ONE, ONE_BY_ONE_AND_LATE, CANCEL_AT_ONCE, CANCEL_LATER, CANCEL_AT_FIRST_ITEM

	}

	private final SoakTally tally;

	private final Manner manner;

	private final String text;

	private final long cancelMicros;

	private final ScheduledExecutorService later;

	private final AtomicInteger ends = new AtomicInteger();

	private final AtomicBoolean left = new AtomicBoolean();

	private final StringBuffer content = new StringBuffer();

	private volatile Subscription subscription;

	private volatile ResponseMeta meta;

	SoakReader(SoakTally tally, Manner manner, String text, long cancelMicros, ScheduledExecutorService later) {
		this.tally = tally;
		this.manner = manner;
		this.text = text;
		this.cancelMicros = cancelMicros;
		this.later = later;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		switch (this.manner) {
			case ONE_BY_ONE, ONE_BY_ONE_AND_LATE -> subscription.request(1);
			case CANCEL_AT_ONCE -> cancel();
			case CANCEL_LATER -> {
				subscription.request(Long.MAX_VALUE);
				this.later.schedule(this::cancel, this.cancelMicros, TimeUnit.MICROSECONDS);
			}
			default -> subscription.request(Long.MAX_VALUE);
		}
	}

	@Override
	public void onNext(T item) {
		if (this.ends.get() > 0) {
			this.tally.wrong("an item after the end");
		}
		if (item instanceof ChatCompletionChunk chunk) {
			this.content.append(chunk.content());
			this.meta = chunk.meta();
		}
		else if (item instanceof ChatCompletion completion) {
			this.content.append(completion.content());
			this.meta = completion.meta();
		}
		switch (this.manner) {
			case CANCEL_AT_FIRST_ITEM -> cancel();
			case ONE_BY_ONE -> this.subscription.request(1);
			case ONE_BY_ONE_AND_LATE ->
				this.later.schedule(() -> this.subscription.request(1), this.cancelMicros / 16, TimeUnit.MICROSECONDS);
			default -> {
			}
		}
	}

	@Override
	public void onComplete() {
		if (ended()) {
			if (!this.content.toString().equals(this.text)) {
				this.tally.wrong("another answer: " + this.content);
			}
			this.tally.succeeded(this.meta.attempts());
			this.tally.end();
		}
	}

	@Override
	public void onError(Throwable failure) {
		if (ended()) {
			if (!this.text.startsWith(this.content.toString())) {
				this.tally.wrong("another beginning of an answer: " + this.content);
			}
			if (failure instanceof StreamInterruptedException cut
					&& !cut.partial().content().startsWith(this.content.toString())) {
				this.tally.wrong("another partial answer: " + cut.partial().content());
			}
			this.tally.failed(failure, this.meta != null);
			this.tally.end();
		}
	}

	private boolean ended() {
		if (this.ends.incrementAndGet() > 1) {
			this.tally.wrong("more than one end");
		}
		return this.left.compareAndSet(false, true);
	}

	private void cancel() {
		if (this.left.compareAndSet(false, true)) {
			this.subscription.cancel();
			this.tally.cancelled();
			this.tally.end();
		}
	}

}
