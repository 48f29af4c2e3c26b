package io.harborai.error;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Too many requests or tokens in a time.
 */
public final class RateLimitedException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public RateLimitedException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

	/**
	 * How long the vendor asks to wait.
	 * @return the wait, null when it doesn't say
	 */
	public @Nullable Duration retryAfter() {
		return details().retryAfter();
	}

}
