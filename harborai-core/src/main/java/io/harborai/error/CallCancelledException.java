package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * The call was cancelled, by its caller's interrupt or from outside, before it ended.
 */
public final class CallCancelledException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public CallCancelledException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
