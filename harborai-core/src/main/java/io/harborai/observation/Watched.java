package io.harborai.observation;

import java.util.function.Function;
import java.util.function.Supplier;

import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * Puts a watch between a source and each of its readers.
 *
 * @param <T> what is delivered
 */
final class Watched<T> extends Flux<T> {

	private final Supplier<? extends Publisher<T>> source;

	private final Function<CoreSubscriber<? super T>, CoreSubscriber<? super T>> watch;

	/**
	 * Watch a source.
	 * @param source makes the source, when its reader is watched already
	 * @param watch makes the watch of a reader, or returns the reader if there is nothing
	 * to see
	 */
	Watched(Supplier<? extends Publisher<T>> source,
			Function<CoreSubscriber<? super T>, CoreSubscriber<? super T>> watch) {
		this.source = source;
		this.watch = watch;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> reader) {
		CoreSubscriber<? super T> watching;
		try {
			watching = this.watch.apply(reader);
		}
		catch (RuntimeException ex) {
			Watch.broken(ex);
			watching = reader;
		}
		Publisher<T> source;
		try {
			source = this.source.get();
		}
		catch (RuntimeException ex) {
			Operators.error(watching, ex);
			return;
		}
		source.subscribe(watching);
		if (watching instanceof Watch<?> started) {
			started.subscribed();
		}
	}

}
