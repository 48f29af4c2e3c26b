package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * The key is missing, wrong, expired or of the wrong kind.
 */
public final class AuthenticationException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public AuthenticationException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
