package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * The vendor's moderation refused the prompt or the answer.
 */
public final class ContentFilteredException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public ContentFilteredException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
