package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * The provider already works on as many calls as its bulkhead allows.
 */
public final class BulkheadFullException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public BulkheadFullException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
