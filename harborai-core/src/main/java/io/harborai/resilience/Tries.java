package io.harborai.resilience;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * What is tried, one after the other, until something is delivered. Made anew for each
 * subscription, and used by one thread at a time.
 *
 * @param <T> what is delivered
 */
public interface Tries<T> {

	/**
	 * The first source.
	 * @return the source
	 */
	Publisher<T> first();

	/**
	 * The current source failed before it had delivered anything.
	 * @param failure how
	 * @return what to try next, null if the failure is final
	 */
	@Nullable Next<T> next(Throwable failure);

	/**
	 * The current source delivered its first item: nothing else will be tried.
	 */
	default void delivered() {
	}

	/**
	 * The current source came to its end, in peace or after it had delivered something.
	 * @param failure how it failed, null if it didn't
	 */
	default void ended(@Nullable Throwable failure) {
	}

	/**
	 * Nothing more will be tried: the reader wants no more, or waiting for what comes
	 * next was ended. May come from any thread, and more than once.
	 */
	default void cancelled() {
	}

	/**
	 * What is tried next.
	 *
	 * @param <T> what is delivered
	 * @param delayNanos in how many nanoseconds
	 * @param source makes it, when its time has come
	 */
	record Next<T>(long delayNanos, Supplier<? extends Publisher<T>> source) {
	}

}
