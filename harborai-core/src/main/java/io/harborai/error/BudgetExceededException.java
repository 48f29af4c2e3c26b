package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * A configured budget doesn't allow this call.
 */
public final class BudgetExceededException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public BudgetExceededException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
