package io.harborai.resilience;

import java.util.function.Function;
import java.util.function.Supplier;

import io.harborai.call.Call;
import io.harborai.error.HarborAiException;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;

/**
 * Where attempts come in.
 */
interface Entrance {

	/**
	 * Admit an attempt and let it run, or refuse it.
	 * @param <C> the kind of call
	 * @param <T> what it answers
	 * @param call the call, which knows its attempt
	 * @param source answers it
	 * @param reader reads the answer, or the refusal
	 */
	<C extends Call<C>, T> void enter(C call, Function<C, ? extends Publisher<T>> source,
			CoreSubscriber<? super T> reader);

	/**
	 * Something was given back.
	 */
	void released();

	/**
	 * A circuit breaker has changed its state.
	 */
	void breakerChanged();

	/**
	 * Let nobody in any more.
	 * @param failure what they get
	 */
	void close(Supplier<? extends HarborAiException> failure);

	/**
	 * How many wait.
	 * @return the number
	 */
	int queued();

}
