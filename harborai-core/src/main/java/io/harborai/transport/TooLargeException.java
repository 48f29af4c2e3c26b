package io.harborai.transport;

/**
 * Internal: something crossed its limit. Becomes a typed exception once it is known whose
 * it was.
 */
final class TooLargeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String what;

	private final int limit;

	TooLargeException(String what, int limit) {
		super(what, null, false, false);
		this.what = what;
		this.limit = limit;
	}

	String what() {
		return this.what;
	}

	int limit() {
		return this.limit;
	}

}
