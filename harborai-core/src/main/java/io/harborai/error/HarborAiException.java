package io.harborai.error;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that HarborAI throws on purpose. Catch a subtype to act on a
 * kind of failure, or this one to catch them all. The message says what happened and what
 * to do; it never holds a key, a header, a prompt or an answer. Immutable and
 * thread-safe.
 */
public abstract class HarborAiException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient ErrorDetails details;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	protected HarborAiException(ErrorDetails details, @Nullable Throwable cause) {
		super(details.message(), cause);
		this.details = details;
	}

	/**
	 * The configured provider's name.
	 * @return the name, null when no provider was chosen yet
	 */
	public @Nullable String provider() {
		return this.details.provider();
	}

	/**
	 * The model's id as it was sent.
	 * @return the id, null when none was chosen yet
	 */
	public @Nullable String model() {
		return this.details.model();
	}

	/**
	 * The HTTP status of the vendor's answer.
	 * @return the status, null when there was no answer
	 */
	public @Nullable Integer statusCode() {
		return this.details.statusCode();
	}

	/**
	 * The vendor's own error code.
	 * @return the code, null when it sent none
	 */
	public @Nullable String vendorCode() {
		return this.details.vendorCode();
	}

	/**
	 * The vendor's id of the request, which its support asks for.
	 * @return the id, null when it sent none
	 */
	public @Nullable String requestId() {
		return this.details.requestId();
	}

	/**
	 * Whether the same request may succeed if it is sent again later.
	 * @return whether a retry makes sense
	 */
	public boolean retryable() {
		return this.details.retryable();
	}

	/**
	 * The attempts that were made, the failed one last.
	 * @return the trail, oldest first; empty when nothing was sent
	 */
	public List<AttemptSummary> attempts() {
		return this.details.attempts();
	}

	/**
	 * Everything known about the failure in one value.
	 * @return the details
	 */
	public ErrorDetails details() {
		return this.details;
	}

}
