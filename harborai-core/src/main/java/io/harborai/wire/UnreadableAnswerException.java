package io.harborai.wire;

/**
 * An answer isn't what the protocol promises. The message says where, never what.
 * Internal: the transport turns it into a typed exception. Without a stack trace.
 */
public final class UnreadableAnswerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param message what is wrong and where, without any of the answer's text
	 */
	public UnreadableAnswerException(String message) {
		super(message, null, false, false);
	}

}
