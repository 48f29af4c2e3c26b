package io.harborai.benchmarks.harness;

/**
 * A client under measurement. Thread-safe.
 */
public interface ChatClient extends AutoCloseable {

	/**
	 * How it is used.
	 * @return the style of its calls
	 */
	Style callStyle();

	/**
	 * How its streams are used.
	 * @return the style of its streams
	 */
	default Style streamStyle() {
		return callStyle();
	}

	/**
	 * Ask for a whole answer. A blocking client returns when it is there; what it throws
	 * counts as a failure.
	 * @param outcome told once how it ended
	 * @throws Exception if the call fails
	 */
	void call(Outcome outcome) throws Exception;

	/**
	 * Ask for a stream. A blocking client returns when it has ended.
	 * @param outcome told of every chunk, and once how it ended
	 * @throws Exception if the stream fails
	 */
	void stream(Outcome outcome) throws Exception;

	/**
	 * List the models at hand, if the client can.
	 * @return something that a measurement can consume
	 */
	default Object models() {
		throw new UnsupportedOperationException("This client lists no models");
	}

	/**
	 * Let go of what calls have built, if the client can.
	 * @return whether it did
	 */
	default boolean unload() {
		return false;
	}

	@Override
	default void close() {
	}

	/**
	 * How a client is used.
	 */
	enum Style {

		/** A thread waits for every call. */
		BLOCKING,

		/** Calls return at once. */
		ASYNC

	}

}
