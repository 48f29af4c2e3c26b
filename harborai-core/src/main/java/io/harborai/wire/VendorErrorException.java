package io.harborai.wire;

/**
 * A reader met an error where an answer was expected: inside an HTTP 200, or as an event
 * of a stream. Internal: the transport turns it into a typed exception. Without a stack
 * trace.
 */
public final class VendorErrorException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient ErrorBody body;

	/**
	 * Create the exception.
	 * @param body the vendor's error
	 */
	public VendorErrorException(ErrorBody body) {
		super("the vendor reports an error", null, false, false);
		this.body = body;
	}

	/**
	 * The vendor's error.
	 * @return the error
	 */
	public ErrorBody body() {
		return this.body;
	}

}
