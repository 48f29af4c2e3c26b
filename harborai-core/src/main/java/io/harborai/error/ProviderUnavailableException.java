package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * The vendor failed or has no capacity right now.
 */
public final class ProviderUnavailableException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public ProviderUnavailableException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
