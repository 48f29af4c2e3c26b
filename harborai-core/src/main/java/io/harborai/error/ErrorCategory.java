package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * What kind of failure an answer of a vendor, or the way to it, stands for. One to one
 * with the exception types; error tables and tests speak in categories, callers catch the
 * types.
 */
public enum ErrorCategory {

	/** The request is wrong and will stay wrong. */
	INVALID_REQUEST(false, ErrorClass.CALLER) {
		@Override
		public HarborAiException exception(ErrorDetails details, @Nullable Throwable cause) {
			return new InvalidRequestException(details, cause);
		}
	},

	/** Prompt and answer don't fit the model's context window. */
	CONTEXT_LENGTH(false, ErrorClass.CONTEXT) {
		@Override
		public HarborAiException exception(ErrorDetails details, @Nullable Throwable cause) {
			return new ContextLengthExceededException(details, cause);
		}
	},

	/** The vendor's moderation refused prompt or answer. */
	CONTENT_FILTER(false, ErrorClass.FILTERED) {
		@Override
		public HarborAiException exception(ErrorDetails details, @Nullable Throwable cause) {
			return new ContentFilteredException(details, cause);
		}
	},

	/** The key is missing, wrong, expired or of the wrong kind. */
	AUTHENTICATION(false, ErrorClass.KEY) {
		@Override
		public HarborAiException exception(ErrorDetails details, @Nullable Throwable cause) {
			return new AuthenticationException(details, cause);
		}
	},

	/** The key is right but may not do this. */
	PERMISSION(false, ErrorClass.KEY) {
		@Override
		public HarborAiException exception(ErrorDetails details, @Nullable Throwable cause) {
			return new PermissionDeniedException(details, cause);
		}
	},

	/** The account has no money left. */
	INSUFFICIENT_BALANCE(false, ErrorClass.KEY) {
		@Override
		public HarborAiException exception(ErrorDetails details, @Nullable Throwable cause) {
			return new InsufficientBalanceException(details, cause);
		}
	},

	/** A quota (not a rate) is used up; waiting a few seconds doesn't help. */
	QUOTA_EXHAUSTED(false, ErrorClass.KEY) {
		@Override
		public HarborAiException exception(ErrorDetails details, @Nullable Throwable cause) {
			return new QuotaExhaustedException(details, cause);
		}
	},

	/** The vendor doesn't know the model, or the account hasn't opened it. */
	MODEL_NOT_FOUND(false, ErrorClass.MODEL) {
		@Override
		public HarborAiException exception(ErrorDetails details, @Nullable Throwable cause) {
			return new ModelNotFoundException(details, cause);
		}
	},

	/** Too many requests or tokens in a time. */
	RATE_LIMIT(true, ErrorClass.LIMITED) {
		@Override
		public HarborAiException exception(ErrorDetails details, @Nullable Throwable cause) {
			return new RateLimitedException(details, cause);
		}
	},

	/** The vendor has no capacity right now. */
	OVERLOADED(true, ErrorClass.TRANSIENT) {
		@Override
		public HarborAiException exception(ErrorDetails details, @Nullable Throwable cause) {
			return new ProviderUnavailableException(details, cause);
		}
	},

	/** The vendor failed. */
	SERVER_ERROR(true, ErrorClass.TRANSIENT) {
		@Override
		public HarborAiException exception(ErrorDetails details, @Nullable Throwable cause) {
			return new ProviderUnavailableException(details, cause);
		}
	},

	/** The vendor itself reports that it ran out of time. */
	TIMEOUT(true, ErrorClass.TRANSIENT) {
		@Override
		public HarborAiException exception(ErrorDetails details, @Nullable Throwable cause) {
			return new ProviderUnavailableException(details, cause);
		}
	},

	/** The answer isn't what the protocol promises. */
	PARSE(false, ErrorClass.UNREACHABLE) {
		@Override
		public HarborAiException exception(ErrorDetails details, @Nullable Throwable cause) {
			return new MalformedResponseException(details, cause);
		}
	};

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
	public abstract HarborAiException exception(ErrorDetails details, @Nullable Throwable cause);

}
