package io.harborai.chat;

import io.harborai.error.ErrorDetails;
import io.harborai.error.HarborAiException;
import org.jspecify.annotations.Nullable;

/**
 * A stream broke after a part of the answer had been handed on, or ended without saying
 * that it was complete. What had come isn't lost: {@link #partial()} holds it. The
 * {@linkplain #getCause() cause} is the typed reason.
 */
public final class StreamInterruptedException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	private final transient ChatCompletion partial;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param partial what had come
	 * @param cause the typed reason, null when the input just ended
	 */
	public StreamInterruptedException(ErrorDetails details, ChatCompletion partial, @Nullable Throwable cause) {
		super(details, cause);
		this.partial = partial;
	}

	/**
	 * What had come before the break. Tool calls in it may be incomplete and must not be
	 * run.
	 * @return the partial answer, with empty content if nothing had come
	 */
	public ChatCompletion partial() {
		return this.partial;
	}

}
