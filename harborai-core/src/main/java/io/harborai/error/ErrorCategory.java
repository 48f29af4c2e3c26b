package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * What kind of failure an answer of a vendor, or the way to it, stands for. One to one
 * with the exception types; error tables and tests speak in categories, callers catch the
 * types.
 */
public enum ErrorCategory {

	/** The request is wrong and will stay wrong. */
	INVALID_REQUEST(false, ErrorClass.CALLER),

	/** Prompt and answer don't fit the model's context window. */
	CONTEXT_LENGTH(false, ErrorClass.CONTEXT),

	/** The vendor's moderation refused prompt or answer. */
	CONTENT_FILTER(false, ErrorClass.FILTERED),

	/** The key is missing, wrong, expired or of the wrong kind. */
	AUTHENTICATION(false, ErrorClass.KEY),

	/** The key is right but may not do this. */
	PERMISSION(false, ErrorClass.KEY),

	/** The account has no money left. */
	INSUFFICIENT_BALANCE(false, ErrorClass.KEY),

	/** A quota (not a rate) is used up; waiting a few seconds doesn't help. */
	QUOTA_EXHAUSTED(false, ErrorClass.KEY),

	/** The vendor doesn't know the model, or the account hasn't opened it. */
	MODEL_NOT_FOUND(false, ErrorClass.MODEL),

	/** Too many requests or tokens in a time. */
	RATE_LIMIT(true, ErrorClass.LIMITED),

	/** The vendor has no capacity right now. */
	OVERLOADED(true, ErrorClass.TRANSIENT),

	/** The vendor failed. */
	SERVER_ERROR(true, ErrorClass.TRANSIENT),

	/** The vendor itself reports that it ran out of time. */
	TIMEOUT(true, ErrorClass.TRANSIENT),

	/** The answer isn't what the protocol promises. */
	PARSE(false, ErrorClass.UNREACHABLE);

	private final boolean retryable;

	private final ErrorClass errorClass;

	ErrorCategory(boolean retryable, ErrorClass errorClass) {
		this.retryable = retryable;
		this.errorClass = errorClass;
	}

	/**
	 * Whether the same request may succeed if it is sent again later.
	 * @return whether a retry makes sense
	 */
	public boolean retryable() {
		return this.retryable;
	}

	/**
	 * What it means for what may be tried next.
	 * @return the class
	 */
	public ErrorClass errorClass() {
		return this.errorClass;
	}

	/**
	 * Create the exception type that stands for this category.
	 * @param details what is known about the failure
	 * @param cause the technical cause, if any
	 * @return the exception, not thrown
	 */
	public HarborAiException exception(ErrorDetails details, @Nullable Throwable cause) {
		return Exceptions.of(this, details, cause);
	}

	/**
	 * Knows the exception types, which nobody needs to load before something fails.
	 */
	private static final class Exceptions {

		static HarborAiException of(ErrorCategory category, ErrorDetails details, @Nullable Throwable cause) {
			return switch (category) {
				case INVALID_REQUEST -> new InvalidRequestException(details, cause);
				case CONTEXT_LENGTH -> new ContextLengthExceededException(details, cause);
				case CONTENT_FILTER -> new ContentFilteredException(details, cause);
				case AUTHENTICATION -> new AuthenticationException(details, cause);
				case PERMISSION -> new PermissionDeniedException(details, cause);
				case INSUFFICIENT_BALANCE -> new InsufficientBalanceException(details, cause);
				case QUOTA_EXHAUSTED -> new QuotaExhaustedException(details, cause);
				case MODEL_NOT_FOUND -> new ModelNotFoundException(details, cause);
				case RATE_LIMIT -> new RateLimitedException(details, cause);
				case OVERLOADED, SERVER_ERROR, TIMEOUT -> new ProviderUnavailableException(details, cause);
				case PARSE -> new MalformedResponseException(details, cause);
			};
		}

	}

}
