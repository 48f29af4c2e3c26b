package io.harborai.observation;

import io.harborai.call.Target;
import io.harborai.call.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The values that tags may have, so that neither meters nor observations grow with what
 * users send: models that are configured, listed or in the catalog have their names, all
 * others share one.
 */
final class TagValues {

	/** A model that nobody has listed. */
	static final String OTHER = "other";

	/** There is nothing to name. */
	static final String NONE = "none";

	static final String CHAT = "chat";

	static final String EMBEDDINGS = "embeddings";

	static final String CANCELLED = Outcome.CANCELLED.word();

	// By exception type, of which there are only so many.
	private static final ClassValue<String> ERRORS = new ClassValue<>() {

		@Override
		protected String computeValue(Class<?> type) {
			return type.getSimpleName();
		}

	};

	private TagValues() {
	}

	/**
	 * A model's name.
	 * @param target the target
	 * @return the name, or the one that all unknown models share
	 */
	static String model(Target target) {
		return (target.info() != null) ? target.model() : OTHER;
	}

	/**
	 * How a call ended.
	 * @param failure how it failed, null if it didn't
	 * @param cancelled whether the reader wanted no more
	 * @return a word
	 */
	static String error(@Nullable Throwable failure, boolean cancelled) {
		return (failure != null) ? ERRORS.get(failure.getClass()) : cancelled ? CANCELLED : NONE;
	}

}
