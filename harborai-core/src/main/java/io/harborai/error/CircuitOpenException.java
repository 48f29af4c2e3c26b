package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * The provider's circuit breaker is open: it failed too often lately and isn't asked for
 * a while.
 */
public final class CircuitOpenException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public CircuitOpenException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
