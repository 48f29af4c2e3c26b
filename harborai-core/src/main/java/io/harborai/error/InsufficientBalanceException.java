package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * The vendor's account has no money left.
 */
public final class InsufficientBalanceException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public InsufficientBalanceException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
