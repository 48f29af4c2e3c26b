package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * The request is wrong and will stay wrong: a bad parameter, a message the vendor
 * refuses, an unknown field.
 */
public final class InvalidRequestException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public InvalidRequestException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
