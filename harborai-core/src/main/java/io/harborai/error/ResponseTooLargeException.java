package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * A body, an event or an error body crossed its configured limit.
 */
public final class ResponseTooLargeException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public ResponseTooLargeException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
