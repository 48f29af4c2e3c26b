package io.harborai.simulator;

/**
 * A body whose units are its bytes.
 *
 * @param bytes the bytes
 */
record BytesBody(byte[] bytes) implements Body {

	@Override
	public int units() {
		return this.bytes.length;
	}

	@Override
	public int lastBreak() {
		return Math.max(0, this.bytes.length - 1);
	}

	@Override
	public int length() {
		return this.bytes.length;
	}

	@Override
	public void start(BodyWriter out) {
		// a body of bytes has nothing before its first byte
	}

	@Override
	public void units(int from, int to, BodyWriter out) {
		out.frame(this.bytes, from, to - from);
	}

	@Override
	public void end(boolean done, BodyWriter out) {
		// nor anything after its last
	}

	@Override
	public boolean events() {
		return false;
	}

}
