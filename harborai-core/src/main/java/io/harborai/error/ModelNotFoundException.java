package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * Nobody serves this model: the name is unknown, retired, or not opened for the account.
 */
public final class ModelNotFoundException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public ModelNotFoundException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
