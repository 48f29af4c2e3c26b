package io.harborai.routing;

import java.util.concurrent.atomic.AtomicBoolean;
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
 * A call's time at one candidate: passes on what comes, and notes how it goes.
 *
 * @param <T> what is delivered
 */
final class Leg<T> implements CoreSubscriber<T>, Subscription {

	private final Moves<?, T> moves;

	private final Candidate candidate;

	private final Ticker ticker;

	private final CoreSubscriber<? super T> reader;

	private final long startNanos;

	private final AtomicBoolean ended = new AtomicBoolean();

	private Subscription source = Operators.emptySubscription();

	private volatile long askedNanos;

	private volatile boolean asked;

	private volatile boolean delivered;

	private Leg(Moves<?, T> moves, Candidate candidate, Ticker ticker, CoreSubscriber<? super T> reader) {
		this.moves = moves;
		this.candidate = candidate;
		this.ticker = ticker;
		this.reader = reader;
		this.startNanos = ticker.nanoTime();
	}

	static <T> Flux<T> of(Moves<?, T> moves, Candidate candidate, Ticker ticker, Supplier<Publisher<T>> source) {
		return new Flux<>() {

			@Override
			public void subscribe(CoreSubscriber<? super T> reader) {
				new Leg<>(moves, candidate, ticker, reader).start(source);
			}

		};
	}

	private void start(Supplier<Publisher<T>> source) {
		TargetState state = this.candidate.state();
		if (state != null) {
			state.started();
		}
		Publisher<T> publisher;
		try {
			publisher = source.get();
		}
		catch (RuntimeException ex) {
			publisher = Flux.error(ex);
		}
		publisher.subscribe(this);
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.source = subscription;
		this.reader.onSubscribe(this);
	}

	@Override
	public void onNext(T item) {
		if (!this.delivered) {
			this.delivered = true;
			this.moves.hasDelivered();
			note();
		}
		this.reader.onNext(item);
	}

	@Override
	public void onError(Throwable failure) {
		if (end()) {
			this.moves.failed(this.candidate, failure, this.startNanos);
		}
		this.reader.onError(failure);
	}

	@Override
	public void onComplete() {
		Candidate.Place place = this.candidate.place();
		if (end() && place != null) {
			place.ejection().succeeded(this.startNanos);
		}
		this.reader.onComplete();
	}

	@Override
	public void request(long n) {
		if (!this.asked) {
			// Before that it isn't late: nobody waits.
			this.askedNanos = this.ticker.nanoTime();
			this.asked = true;
		}
		this.source.request(n);
	}

	@Override
	public void cancel() {
		if (end() && !this.delivered && this.moves.isDelivered()) {
			// It has lost a race: it would have taken even longer.
			note();
		}
		this.source.cancel();
	}

	private void note() {
		TargetState state = this.candidate.state();
		if (state != null && this.asked) {
			long now = this.ticker.nanoTime();
			state.speed(this.moves.isStreamed()).note(now - this.askedNanos, now);
		}
	}

	private boolean end() {
		if (!this.ended.compareAndSet(false, true)) {
			return false;
		}
		@Nullable TargetState state = this.candidate.state();
		if (state != null) {
			state.ended();
		}
		return true;
	}

	@Override
	public Context currentContext() {
		return this.reader.currentContext();
	}

}
