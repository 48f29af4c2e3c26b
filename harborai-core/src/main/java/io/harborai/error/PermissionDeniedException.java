package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * The key is right but may not do this.
 */
public final class PermissionDeniedException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public PermissionDeniedException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
