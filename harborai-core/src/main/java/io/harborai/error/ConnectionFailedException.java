package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * The vendor could not be reached, or the connection broke before an answer was complete.
 */
public final class ConnectionFailedException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Create the exception.
	 * @param reason what broke
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public ConnectionFailedException(Reason reason, ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
		this.reason = reason;
	}

	/**
	 * What broke.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * What can break between here and a vendor.
	 */
	public enum Reason {

		/** Nobody listens at the address. */
		REFUSED,

		/** The host's name can't be resolved. */
		UNKNOWN_HOST,

		/** The TLS handshake failed: certificate, name or protocol. */
		TLS,

		/** The proxy refused or failed. */
		PROXY,

		/** The connection was closed or reset. */
		RESET,

		/** No connection of the provider's own pool came free in time. */
		POOL_EXHAUSTED

	}

}
