package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * One of a call's four clocks ran out.
 */
public final class CallTimeoutException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	private final Clock clock;

	/**
	 * Create the exception.
	 * @param clock the clock that ran out
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public CallTimeoutException(Clock clock, ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
		this.clock = clock;
	}

	/**
	 * Which clock ran out.
	 * @return the clock
	 */
	public Clock clock() {
		return this.clock;
	}

	/**
	 * The four clocks of a call.
	 */
	public enum Clock {

		/** From the start of an attempt to an established connection, TLS included. */
		CONNECT,

		/** From the request to the first text, reasoning or tool fragment. */
		FIRST_TOKEN,

		/** Between two events that carry something, while the reader waits for one. */
		PROGRESS,

		/** The whole call, with all its attempts. */
		TOTAL

	}

}
