package io.harborai.error;

import org.jspecify.annotations.Nullable;

/**
 * A tool call of the model can't be used: its arguments aren't the JSON that the tool
 * takes, or the tool failed.
 */
public final class ToolCallException extends HarborAiException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param details what is known
	 * @param cause the technical cause, if any
	 */
	public ToolCallException(ErrorDetails details, @Nullable Throwable cause) {
		super(details, cause);
	}

}
