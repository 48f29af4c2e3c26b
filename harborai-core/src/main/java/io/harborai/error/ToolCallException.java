package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * A tool call of the model can't be used: there is no such tool, its arguments aren't
 * what the tool takes, or the tool failed. The message holds neither arguments nor
 * results.
 */
public final class ToolCallException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	private final @Nullable String tool;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param reason what is wrong
	 * @param tool the tool's name as the model wrote it, null if it isn't about one tool
	 * @param cause what the tool threw, if anything
	 */
	public ToolCallException(ErrorDetails details, Reason reason, @Nullable String tool, @Nullable Throwable cause) {
		super(details, cause);
		this.reason = reason;
		this.tool = tool;
	}

	/**
	 * What is wrong.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * The tool that was called.
	 * @return its name as the model wrote it, which may be nobody's; null if it isn't
	 * about one tool
	 */
	public @Nullable String tool() {
		return this.tool;
	}

	/**
	 * What is wrong with a tool call.
	 */
	public enum Reason {

		/** There is no tool of that name. */
		UNKNOWN_TOOL,

		/** The arguments aren't JSON, or not what the tool takes. */
		INVALID_ARGUMENTS,

		/** The tool threw something; the cause is what. */
		FAILED,

		/** The tool took longer than it may. */
		TIMEOUT,

		/** The answer was cut before the calls were complete: none of them was run. */
		CUT,

		/** The model still wanted tools when it had had as many rounds as it may. */
		TOO_MANY_ROUNDS

	}

}
