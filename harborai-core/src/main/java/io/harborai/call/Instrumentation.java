package io.harborai.call;

import java.util.List;

/**
 * Looks at calls and their attempts, to measure or trace them. Applied when the chains
 * are composed; where nobody looks, there is nothing in them. What it hands on is what
 * came. Thread-safe.
 */
public interface Instrumentation {

	/** Nobody looks. */
	Instrumentation NONE = new Instrumentation() {
	};

	/**
	 * Stand around whole calls, outside of all filters.
	 * @param next answers a call
	 * @return a handler that asks {@code next}, or {@code next} itself
	 */
	default ChatHandler aroundCalls(ChatHandler next) {
		return next;
	}

	/**
	 * Stand around each attempt, its admission included. The calls that come there know
	 * their {@linkplain ChatCall#attempt() attempt}.
	 * @param next answers one attempt
	 * @return a handler that asks {@code next}, or {@code next} itself
	 */
	default ChatHandler aroundAttempts(ChatHandler next) {
		return next;
	}

	/**
	 * Stand around whole calls for embeddings.
	 * @param next answers a call
	 * @return a handler that asks {@code next}, or {@code next} itself
	 */
	default EmbeddingHandler aroundEmbeddings(EmbeddingHandler next) {
		return next;
	}

	/**
	 * Stand around each attempt of a call for embeddings, its admission included. A call
	 * whose inputs are more than the vendor takes at once makes several.
	 * @param next answers one attempt
	 * @return a handler that asks {@code next}, or {@code next} itself
	 */
	default EmbeddingHandler aroundEmbeddingAttempts(EmbeddingHandler next) {
		return next;
	}

	/**
	 * Several as one.
	 * @param all the first of them stands outermost
	 * @return one that is all of them
	 */
	static Instrumentation of(List<Instrumentation> all) {
		List<Instrumentation> parts = List.copyOf(all);
		return parts.isEmpty() ? NONE : new Instrumentation() {

			@Override
			public ChatHandler aroundCalls(ChatHandler next) {
				ChatHandler handler = next;
				for (int i = parts.size() - 1; i >= 0; i--) {
					handler = parts.get(i).aroundCalls(handler);
				}
				return handler;
			}

			@Override
			public ChatHandler aroundAttempts(ChatHandler next) {
				ChatHandler handler = next;
				for (int i = parts.size() - 1; i >= 0; i--) {
					handler = parts.get(i).aroundAttempts(handler);
				}
				return handler;
			}

			@Override
			public EmbeddingHandler aroundEmbeddings(EmbeddingHandler next) {
				EmbeddingHandler handler = next;
				for (int i = parts.size() - 1; i >= 0; i--) {
					handler = parts.get(i).aroundEmbeddings(handler);
				}
				return handler;
			}

			@Override
			public EmbeddingHandler aroundEmbeddingAttempts(EmbeddingHandler next) {
				EmbeddingHandler handler = next;
				for (int i = parts.size() - 1; i >= 0; i--) {
					handler = parts.get(i).aroundEmbeddingAttempts(handler);
				}
				return handler;
			}

		};
	}

}
