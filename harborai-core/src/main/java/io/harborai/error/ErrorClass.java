package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * What a failure means for what may be tried next. Classes decide, not status codes
 * alone: many vendors use one status for several things.
 */
public enum ErrorClass {

	/** The key can't be used for a while: wrong, not allowed, out of money or quota. */
	KEY,

	/** Too much in a time: wait as long as the vendor says, or go elsewhere. */
	LIMITED,

	/** May be over in a moment: wait a little and try again, then go elsewhere. */
	TRANSIENT,

	/**
	 * Will fail here again and again, but may work elsewhere: certificate, name, proxy.
	 */
	UNREACHABLE,

	/** Refused on this side, before anything was sent: full, resting, open, too dear. */
	REFUSED,

	/** The provider doesn't serve the model. */
	MODEL,

	/** Only a model with a larger window can help. */
	CONTEXT,

	/** The vendor's moderation refused; another vendor may not, if that is wanted. */
	FILTERED,

	/** The caller's own fault: it would be refused everywhere. */
	CALLER,

	/** Nothing may be tried any more: out of time, cancelled, closing. */
	FINAL;

	/**
	 * The class of a failure.
	 * @param failure the failure
	 * @return its class
	 */
	public static ErrorClass of(HarborAiException failure) {
		if (failure instanceof AuthenticationException || failure instanceof PermissionDeniedException
				|| failure instanceof InsufficientBalanceException || failure instanceof QuotaExhaustedException) {
			return KEY;
		}
		if (failure instanceof RateLimitedException) {
			return LIMITED;
		}
		if (failure instanceof BulkheadFullException || failure instanceof CircuitOpenException
				|| failure instanceof KeysRestingException || failure instanceof BudgetExceededException) {
			return REFUSED;
		}
		if (failure instanceof ConnectionFailedException connection) {
			return of(connection.reason());
		}
		if (failure instanceof CallTimeoutException timeout) {
			return (timeout.clock() == CallTimeoutException.Clock.TOTAL) ? FINAL : TRANSIENT;
		}
		if (failure instanceof ModelNotFoundException) {
			return MODEL;
		}
		if (failure instanceof ContextLengthExceededException) {
			return CONTEXT;
		}
		if (failure instanceof ContentFilteredException) {
			return FILTERED;
		}
		if (failure.retryable()) {
			return TRANSIENT;
		}
		if (failure instanceof InvalidRequestException || failure instanceof ToolCallException) {
			return CALLER;
		}
		if (failure instanceof MalformedResponseException || failure instanceof ResponseTooLargeException
				|| failure instanceof ProviderUnavailableException) {
			return UNREACHABLE;
		}
		return FINAL;
	}

	/**
	 * The class of a connection's failure.
	 * @param reason what broke
	 * @return its class
	 */
	public static ErrorClass of(ConnectionFailedException.Reason reason) {
		return switch (reason) {
			case REFUSED, RESET -> TRANSIENT;
			case UNKNOWN_HOST, TLS, PROXY -> UNREACHABLE;
			case POOL_EXHAUSTED -> REFUSED;
		};
	}

	/**
	 * Whether it says that the provider isn't well, which its circuit breaker must know.
	 * @return whether it counts as the provider's failure
	 */
	public boolean isProviderFailure() {
		return this == TRANSIENT || this == UNREACHABLE;
	}

	/**
	 * The class of anything thrown.
	 * @param failure the failure
	 * @return its class; what isn't typed is final
	 */
	public static ErrorClass of(@Nullable Throwable failure) {
		return (failure instanceof HarborAiException known) ? of(known) : FINAL;
	}

}
