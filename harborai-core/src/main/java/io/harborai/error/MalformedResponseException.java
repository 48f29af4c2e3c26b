package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * The answer isn't what the protocol promises: broken JSON, a web page, an empty body.
 */
public final class MalformedResponseException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public MalformedResponseException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
