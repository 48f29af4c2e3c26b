package io.harborai.error;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * None of the provider's keys may be used right now: the vendor has refused or limited
 * every one of them, and nothing was sent. {@link #retryAfter()} says when the first one
 * is tried again; the provider's health names the keys and why each rests.
 */
public final class KeysRestingException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public KeysRestingException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

	/**
	 * When the first key is tried again.
	 * @return the wait, null if a key must be replaced first
	 */
	public @Nullable Duration retryAfter() {
		return details().retryAfter();
	}

}
