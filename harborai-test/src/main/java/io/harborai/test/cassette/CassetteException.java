package io.harborai.test.cassette;

import org.jspecify.annotations.Nullable;

/**
 * A cassette can't be recorded or replayed, or a request is not on it. The message may
 * show parts of the test's own prompt, but never a key.
 */
public final class CassetteException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param message what is wrong and what to do
	 */
	public CassetteException(String message) {
		this(message, null);
	}

	/**
	 * Create the exception.
	 * @param message what is wrong and what to do
	 * @param cause what came of it, or led to it; may be null
	 */
	public CassetteException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
