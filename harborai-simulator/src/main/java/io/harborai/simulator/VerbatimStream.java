package io.harborai.simulator;

import java.util.Arrays;

/**
 * A test's own event stream, whose units are its events: the bytes up to and with each
 * blank line.
 */
final class VerbatimStream implements Body {

	private final byte[] bytes;

	private final int[] ends;

	VerbatimStream(byte[] bytes) {
		this.bytes = bytes;
		this.ends = ends(bytes);
	}

	@Override
	public int units() {
		return this.ends.length;
	}

	@Override
	public int lastBreak() {
		return this.ends.length;
	}

	@Override
	public int length() {
		return -1;
	}

	@Override
	public void start(BodyWriter out) {
		// all bytes belong to events
	}

	@Override
	public void units(int from, int to, BodyWriter out) {
		int start = (from == 0) ? 0 : this.ends[from - 1];
		out.frame(this.bytes, start, this.ends[to - 1] - start);
	}

	@Override
	public void end(boolean done, BodyWriter out) {
		// the test's bytes hold their own end
	}

	@Override
	public boolean events() {
		return true;
	}

	private static int[] ends(byte[] bytes) {
		int[] ends = new int[bytes.length + 1];
		int count = 0;
		boolean emptyLine = false;
		for (int i = 0; i < bytes.length; i++) {
			boolean lineEnd = bytes[i] == '\n' || (bytes[i] == '\r' && !(i + 1 < bytes.length && bytes[i + 1] == '\n'));
			if (lineEnd && emptyLine) {
				ends[count++] = i + 1;
			}
			emptyLine = lineEnd || (bytes[i] == '\r' && emptyLine);
		}
		if (bytes.length > 0 && (count == 0 || ends[count - 1] < bytes.length)) {
			ends[count++] = bytes.length;
		}
		return Arrays.copyOf(ends, count);
	}

}
