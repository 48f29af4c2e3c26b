package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * A quota of the vendor's account is used up; unlike a rate limit it doesn't come back
 * within seconds.
 */
public final class QuotaExhaustedException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public QuotaExhaustedException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
