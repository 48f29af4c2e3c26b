package io.harborai.resilience;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Reads an answer and remembers what came.
 */
final class Reader extends BaseSubscriber<Object> {

	private final List<Object> items = new CopyOnWriteArrayList<>();

	private final long demand;

	private volatile Throwable failure;

	private volatile int endings;

	Reader() {
		this(Long.MAX_VALUE);
	}

	Reader(long demand) {
		this.demand = demand;
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		if (this.demand > 0) {
			request(this.demand);
		}
	}

	@Override
	protected void hookOnNext(Object item) {
		this.items.add(item);
	}

	@Override
	protected void hookOnError(Throwable failure) {
		this.failure = failure;
		this.endings++;
	}

	@Override
	protected void hookOnComplete() {
		this.endings++;
	}

	List<Object> items() {
		return this.items;
	}

	Throwable failure() {
		return this.failure;
	}

	boolean isOver() {
		return this.endings > 0;
	}

	int endings() {
		return this.endings;
	}

}
