package io.harborai.transport;

import java.util.Arrays;

/**
 * Collects a body, up to a limit. Not thread-safe.
 */
final class BodyBuffer {

	private final String what;

	private final int limit;

	private byte[] bytes = {};

	private int length;

	BodyBuffer(String what, int limit) {
		this.what = what;
		this.limit = limit;
	}

	/**
	 * Add a piece.
	 * @throws TooLargeException if it doesn't fit
	 */
	void add(byte[] piece, int offset, int count) {
		if ((long) this.length + count > this.limit) {
			throw new TooLargeException(this.what, this.limit);
		}
		append(piece, offset, count);
	}

	/**
	 * Add what fits.
	 * @return whether all of it did
	 */
	boolean addWhatFits(byte[] piece, int offset, int count) {
		int fits = Math.min(count, this.limit - this.length);
		append(piece, offset, fits);
		return fits == count;
	}

	private void append(byte[] piece, int offset, int count) {
		if (this.length + count > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.length + count, this.length * 2));
		}
		System.arraycopy(piece, offset, this.bytes, this.length, count);
		this.length += count;
	}

	byte[] bytes() {
		return this.bytes;
	}

	int length() {
		return this.length;
	}

	/**
	 * Where the first byte stands that isn't white space (or a BOM); the length if there
	 * is none.
	 */
	int start() {
		int start = 0;
		if (this.length >= 3 && this.bytes[0] == (byte) 0xEF && this.bytes[1] == (byte) 0xBB
				&& this.bytes[2] == (byte) 0xBF) {
			start = 3;
		}
		while (start < this.length && this.bytes[start] <= ' ' && this.bytes[start] >= 0) {
			start++;
		}
		return start;
	}

	/**
	 * Whether the body, whatever its header says, is a web page.
	 */
	boolean isHtml() {
		int start = start();
		return start < this.length && this.bytes[start] == '<';
	}

}
