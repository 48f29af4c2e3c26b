package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * Prompt and answer don't fit the model's context window.
 */
public final class ContextLengthExceededException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public ContextLengthExceededException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
