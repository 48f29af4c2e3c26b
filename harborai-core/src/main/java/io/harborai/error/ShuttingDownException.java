package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * The client is closing, or closed, and takes no calls any more.
 */
public final class ShuttingDownException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public ShuttingDownException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
