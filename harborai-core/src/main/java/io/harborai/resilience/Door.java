package io.harborai.resilience;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import io.harborai.call.Attempt;
import io.harborai.call.Call;
import io.harborai.call.Outcome;
import io.harborai.error.ErrorClass;
import io.harborai.error.HarborAiException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/**
 * Lets attempts in or refuses them, at once.
 */
final class Door implements Entrance {

	private static final Outcome SHUT = new Outcome("shutting_down", ErrorClass.FINAL, null);

	private final Limits limits;

	private volatile @Nullable Supplier<? extends HarborAiException> closing;

	Door(Limits limits) {
		this.limits = limits;
	}

	@Override
	public <C extends Call<C>, T> void enter(C call, Function<C, ? extends Publisher<T>> source,
			CoreSubscriber<? super T> reader) {
		Attempt attempt = attemptOf(call);
		Supplier<? extends HarborAiException> closing = this.closing;
		if (closing != null) {
			Operators.error(reader, shut(attempt, closing));
			return;
		}
		Permit permit = new Permit(attempt, this.limits, this);
		Refusal refusal = this.limits.take(permit);
		if (refusal == null) {
			run(permit, call, source, reader);
		}
		else {
			Operators.error(reader, refusal.end(attempt, 0));
		}
	}

	static Attempt attemptOf(Call<?> call) {
		return Objects.requireNonNull(call.attempt(), "the attempt chain has not started an attempt");
	}

	/**
	 * Run an attempt that has everything.
	 */
	static <C extends Call<C>, T> void run(Permit permit, C call, Function<C, ? extends Publisher<T>> source,
			CoreSubscriber<? super T> reader) {
		permit.hold();
		Publisher<T> answer;
		try {
			answer = source.apply(call);
		}
		catch (RuntimeException ex) {
			permit.attempt().end(Outcome.of(ex));
			Operators.error(reader, ex);
			return;
		}
		answer.subscribe(reader);
	}

	/**
	 * End an attempt that came too late.
	 */
	static HarborAiException shut(Attempt attempt, Supplier<? extends HarborAiException> failure) {
		attempt.end(SHUT);
		return failure.get();
	}

	@Override
	public void released() {
		// Nobody waits for it.
	}

	@Override
	public void breakerChanged() {
		// Nobody waits for it.
	}

	@Override
	public void close(Supplier<? extends HarborAiException> failure) {
		this.closing = failure;
	}

	@Override
	public int queued() {
		return 0;
	}

}
