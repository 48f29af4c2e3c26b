package io.harborai.chat;

import io.harborai.error.ErrorDetails;
import io.harborai.error.HarborAiException;
import org.jspecify.annotations.Nullable;

/**
 * The model answered, but not with a value of the type that was asked for. The message
 * says where and why, never what: that is {@link #rawText()}.
 */
public final class StructuredOutputException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	private final String path;

	private final transient ChatCompletion completion;

	private final transient String rawText;

	private final transient @Nullable Object lastValue;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param reason why there is no value
	 * @param path where in the answer, as a JSON pointer; "" for all of it
	 * @param completion the answer, as far as it came
	 * @param rawText the text that should have been the value
	 * @param lastValue the last good snapshot of a stream, null if there is none
	 * @param cause the typed reason, if there is one
	 */
	public StructuredOutputException(ErrorDetails details, Reason reason, String path, ChatCompletion completion,
			String rawText, @Nullable Object lastValue, @Nullable Throwable cause) {
		super(details, cause);
		this.reason = reason;
		this.path = path;
		this.completion = completion;
		this.rawText = rawText;
		this.lastValue = lastValue;
	}

	/**
	 * Why there is no value.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Where in the answer it went wrong. Names that only the model knows, such as a map's
	 * keys, show as {@code *}.
	 * @return a JSON pointer, "" for the whole answer
	 */
	public String path() {
		return this.path;
	}

	/**
	 * The text that should have been the value. It is the model's answer: don't log it
	 * lightly.
	 * @return the text, "" if there was none
	 */
	public String rawText() {
		return this.rawText;
	}

	/**
	 * The answer with its usage and meta data, as far as it came.
	 * @return the answer
	 */
	public ChatCompletion completion() {
		return this.completion;
	}

	/**
	 * The last good snapshot of a stream.
	 * @param <T> the type that was asked for
	 * @param type the type that was asked for
	 * @return the snapshot, not complete and not validated; null if there is none
	 */
	public <T> @Nullable T lastValue(Class<T> type) {
		return type.isInstance(this.lastValue) ? type.cast(this.lastValue) : null;
	}

	/**
	 * Why there is no value.
	 */
	public enum Reason {

		/** The answer was cut at the token limit. */
		TRUNCATED,

		/** The vendor or its moderation broke the answer off, or the model refused. */
		STOPPED,

		/** The model wants the caller's tools called instead. */
		TOOL_CALLS,

		/** There is no JSON in the answer. */
		NO_JSON,

		/** The JSON is broken. */
		INVALID_JSON,

		/** The JSON isn't of the type: a field is missing, or has another type. */
		DOES_NOT_FIT,

		/** The value breaks a constraint of Jakarta Validation. */
		INVALID_VALUE,

		/** The stream broke; the cause says why. */
		INTERRUPTED

	}

}
