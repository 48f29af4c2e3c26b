package io.harborai.tool;

/**
 * The model's arguments aren't what a tool takes. Says where, never what.
 */
final class ArgumentsException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param problem what is wrong, to follow "the arguments can't be used:"
	 */
	ArgumentsException(String problem) {
		super(problem, null, false, false);
	}

	/**
	 * The problem, which there always is.
	 */
	String problem() {
		return String.valueOf(getMessage());
	}

}
