package io.harborai.benchmarks.vendor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a connection's bytes into requests, as far as a benchmark needs it. Not
 * thread-safe.
 */
final class Requests {

	private byte[] bytes = new byte[4096];

	private int length;

	private int headEnd;

	private byte[] lastPath = {};

	private @Nullable Script lastScript;

	void add(ByteBuf buffer) {
		int count = buffer.readableBytes();
		if (this.length + count > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.length + count, this.bytes.length * 2));
		}
		buffer.readBytes(this.bytes, this.length, count);
		this.length += count;
	}

	/**
	 * Take the next whole request.
	 * @return the request, null if it hasn't come whole yet
	 */
	@Nullable Request next() {
		this.headEnd = indexOf("\r\n\r\n", 0, this.length);
		if (this.headEnd < 0) {
			return null;
		}
		int bodyStart = this.headEnd + 4;
		int end = bodyEnd(bodyStart);
		if (end < 0 || end > this.length) {
			return null;
		}
		Script script = script();
		Request request = new Request(script, isStream(bodyStart, end));
		System.arraycopy(this.bytes, end, this.bytes, 0, this.length - end);
		this.length -= end;
		return request;
	}

	private int bodyEnd(int bodyStart) {
		int position = indexOf("\r\n", 0, this.headEnd) + 2;
		while (position < this.headEnd) {
			if (startsWithIgnoringCase("content-length:", position)) {
				int count = 0;
				for (int i = position + 15; this.bytes[i] != '\r'; i++) {
					if (this.bytes[i] != ' ') {
						count = count * 10 + this.bytes[i] - '0';
					}
				}
				return bodyStart + count;
			}
			if (startsWithIgnoringCase("transfer-encoding:", position)) {
				int last = indexOf("0\r\n\r\n", bodyStart, this.length);
				while (last > bodyStart && this.bytes[last - 1] != '\n') {
					last = indexOf("0\r\n\r\n", last + 1, this.length);
				}
				return (last < 0) ? -1 : last + 5;
			}
			int next = indexOf("\r\n", position, this.headEnd);
			position = (next < 0) ? this.headEnd : next + 2;
		}
		return bodyStart;
	}

	private @Nullable Script script() {
		int start = 0;
		while (this.bytes[start] != ' ') {
			start++;
		}
		start++;
		int end = start;
		while (this.bytes[end] != ' ') {
			end++;
		}
		if (Arrays.equals(this.bytes, start, end, this.lastPath, 0, this.lastPath.length)) {
			return this.lastScript;
		}
		this.lastPath = Arrays.copyOfRange(this.bytes, start, end);
		try {
			this.lastScript = Script.of(new String(this.lastPath, StandardCharsets.US_ASCII));
		}
		catch (IllegalArgumentException ex) {
			this.lastScript = null;
		}
		return this.lastScript;
	}

	/**
	 * Whether the body has {@code "stream": true}, however it is spaced.
	 */
	private boolean isStream(int from, int to) {
		int position = from;
		while ((position = indexOf("\"stream\"", position, to)) >= 0) {
			position += 8;
			while (position < to && (this.bytes[position] == ' ' || this.bytes[position] == ':')) {
				position++;
			}
			if (position < to && this.bytes[position] == 't') {
				return true;
			}
		}
		return false;
	}

	private boolean startsWithIgnoringCase(String text, int offset) {
		for (int i = 0; i < text.length(); i++) {
			int b = this.bytes[offset + i];
			if (b >= 'A' && b <= 'Z') {
				b += 'a' - 'A';
			}
			if (b != text.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	private int indexOf(String text, int from, int to) {
		byte first = (byte) text.charAt(0);
		outer: for (int i = from; i <= to - text.length(); i++) {
			if (this.bytes[i] == first) {
				for (int j = 1; j < text.length(); j++) {
					if (this.bytes[i + j] != text.charAt(j)) {
						continue outer;
					}
				}
				return i;
			}
		}
		return -1;
	}

	/**
	 * A request.
	 *
	 * @param script how to answer, null if nobody knows
	 * @param stream whether the answer is to be streamed
	 */
	record Request(@Nullable Script script, boolean stream) {
	}

}
