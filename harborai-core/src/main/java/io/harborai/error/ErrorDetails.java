package io.harborai.error;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Everything a {@link HarborAiException} knows, apart from its type. Immutable.
 * <p>
 * Whoever builds one must have removed keys, prompts and answers from the texts: they end
 * up in logs.
 *
 * @param provider the configured provider's name, null when no provider was chosen yet
 * @param model the model's id as it was sent, null when none was chosen yet
 * @param statusCode the HTTP status, null when there was no answer
 * @param vendorCode the vendor's own error code, null when it sent none
 * @param requestId the vendor's id of the request, for its support; null when it sent
 * none
 * @param retryable whether the same request may succeed later
 * @param retryAfter how long the vendor asks to wait, null when it doesn't say
 * @param attempts the trail so far, oldest first
 * @param problem what happened, one sentence without a full stop
 * @param remedy what to do about it, one sentence; null when there is nothing to advise
 */
public record ErrorDetails(@Nullable String provider, @Nullable String model, @Nullable Integer statusCode,
		@Nullable String vendorCode, @Nullable String requestId, boolean retryable, @Nullable Duration retryAfter,
		List<AttemptSummary> attempts, String problem, @Nullable String remedy) {

	public ErrorDetails {
		attempts = List.copyOf(attempts);
	}

	/**
	 * Start with what happened.
	 * @param problem one sentence without a full stop
	 * @return a builder
	 */
	public static Builder problem(String problem) {
		return new Builder(problem);
	}

	/**
	 * The text that people see: who, what, the vendor's codes, and what to do.
	 * @return the exception message
	 */
	String message() {
		StringBuilder text = new StringBuilder();
		if (this.provider != null) {
			text.append(this.provider);
			if (this.model != null) {
				text.append('/').append(this.model);
			}
			text.append(": ");
		}
		text.append(this.problem);
		if (this.statusCode != null || this.vendorCode != null) {
			text.append(" (");
			if (this.statusCode != null) {
				text.append("HTTP ").append(this.statusCode);
			}
			if (this.vendorCode != null) {
				text.append((this.statusCode != null) ? ", code " : "code ").append(this.vendorCode);
			}
			text.append(')');
		}
		text.append('.');
		if (this.remedy != null) {
			text.append(' ').append(this.remedy);
		}
		if (this.requestId != null) {
			text.append(" [request id ").append(this.requestId).append(']');
		}
		return text.toString();
	}

	/**
	 * Builds {@link ErrorDetails}. Not thread-safe.
	 */
	public static final class Builder {

		private final String problem;

		private @Nullable String provider;

		private @Nullable String model;

		private @Nullable Integer statusCode;

		private @Nullable String vendorCode;

		private @Nullable String requestId;

		private boolean retryable;

		private @Nullable Duration retryAfter;

		private List<AttemptSummary> attempts = List.of();

		private @Nullable String remedy;

		private Builder(String problem) {
			this.problem = problem;
		}

		/**
		 * Set where the request went.
		 * @param provider the configured provider's name
		 * @param model the model's id
		 * @return this builder
		 */
		public Builder target(@Nullable String provider, @Nullable String model) {
			this.provider = provider;
			this.model = model;
			return this;
		}

		/**
		 * Set the HTTP status.
		 * @param statusCode the status
		 * @return this builder
		 */
		public Builder statusCode(@Nullable Integer statusCode) {
			this.statusCode = statusCode;
			return this;
		}

		/**
		 * Set the vendor's own code.
		 * @param vendorCode the code
		 * @return this builder
		 */
		public Builder vendorCode(@Nullable String vendorCode) {
			this.vendorCode = vendorCode;
			return this;
		}

		/**
		 * Set the vendor's id of the request.
		 * @param requestId the id
		 * @return this builder
		 */
		public Builder requestId(@Nullable String requestId) {
			this.requestId = requestId;
			return this;
		}

		/**
		 * Set whether the same request may succeed later.
		 * @param retryable whether it may
		 * @return this builder
		 */
		public Builder retryable(boolean retryable) {
			this.retryable = retryable;
			return this;
		}

		/**
		 * Set how long the vendor asks to wait.
		 * @param retryAfter the wait
		 * @return this builder
		 */
		public Builder retryAfter(@Nullable Duration retryAfter) {
			this.retryAfter = retryAfter;
			return this;
		}

		/**
		 * Set the attempts made so far.
		 * @param attempts the trail, oldest first
		 * @return this builder
		 */
		public Builder attempts(List<AttemptSummary> attempts) {
			this.attempts = attempts;
			return this;
		}

		/**
		 * Set what the reader should do.
		 * @param remedy one sentence
		 * @return this builder
		 */
		public Builder remedy(@Nullable String remedy) {
			this.remedy = remedy;
			return this;
		}

		/**
		 * Build the details.
		 * @return the details
		 */
		public ErrorDetails build() {
			return new ErrorDetails(this.provider, this.model, this.statusCode, this.vendorCode, this.requestId,
					this.retryable, this.retryAfter, this.attempts, this.problem, this.remedy);
		}

	}

}
