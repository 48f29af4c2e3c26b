package io.harborai.simulator;

import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Frames a body's pieces as HTTP chunks, or as they are, and writes them to a connection.
 * Used on one event loop only.
 */
final class BodyWriter {

	private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] CHUNK_AND_PART = "400\r\ndata: {\"id\":".getBytes(StandardCharsets.US_ASCII);

	private static final int CRLF = '\r' << 8 | '\n';

	private static final int ENOUGH = 16 * 1024;

	private final Channel channel;

	private final boolean chunked;

	private final @Nullable IntUnaryOperator pieces;

	private final StringBuilder text = new StringBuilder(512);

	private @Nullable ByteBuf out;

	BodyWriter(Channel channel, boolean chunked, @Nullable IntUnaryOperator pieces) {
		this.channel = channel;
		this.chunked = chunked;
		this.pieces = pieces;
	}

	/**
	 * Return the builder for the next frame.
	 * @return the builder, empty
	 */
	StringBuilder text() {
		this.text.setLength(0);
		return this.text;
	}

	void raw(CharSequence ascii) {
		out(ascii.length()).writeCharSequence(ascii, StandardCharsets.US_ASCII);
	}

	void frame(CharSequence text) {
		if (this.pieces != null) {
			frame(text.toString().getBytes(StandardCharsets.UTF_8));
			return;
		}
		int length = ByteBufUtil.utf8Bytes(text);
		ByteBuf buffer = out(length + 12);
		size(buffer, length);
		ByteBufUtil.writeUtf8(buffer, text);
		if (this.chunked) {
			buffer.writeShort(CRLF);
		}
	}

	void frame(byte[] bytes) {
		frame(bytes, 0, bytes.length);
	}

	void frame(byte[] bytes, int offset, int length) {
		int from = offset;
		int left = length;
		while (left > 0) {
			int size = (this.pieces != null) ? this.pieces.applyAsInt(left) : left;
			ByteBuf buffer = out(size + 12);
			size(buffer, size);
			buffer.writeBytes(bytes, from, size);
			if (this.chunked) {
				buffer.writeShort(CRLF);
			}
			if (this.pieces != null) {
				flush();
			}
			from += size;
			left -= size;
		}
	}

	void lastChunk() {
		if (this.chunked) {
			out(LAST_CHUNK.length).writeBytes(LAST_CHUNK);
		}
	}

	/**
	 * Begin a chunk that never ends.
	 */
	void partOfChunk() {
		if (this.chunked) {
			out(CHUNK_AND_PART.length).writeBytes(CHUNK_AND_PART);
		}
	}

	/**
	 * Return whether so much is waiting that it should be flushed.
	 * @return {@code true} if it is much
	 */
	boolean full() {
		return this.out != null && this.out.readableBytes() >= ENOUGH;
	}

	void flush() {
		if (this.out != null) {
			ByteBuf filled = this.out;
			this.out = null;
			this.channel.writeAndFlush(filled);
		}
	}

	/**
	 * Give back what was not flushed.
	 */
	void release() {
		if (this.out != null) {
			this.out.release();
			this.out = null;
		}
	}

	private ByteBuf out(int more) {
		if (this.out == null) {
			this.out = this.channel.alloc().buffer(Math.max(more, 512));
		}
		return this.out;
	}

	private void size(ByteBuf buffer, int length) {
		if (this.chunked) {
			ByteBufUtil.writeAscii(buffer, Integer.toHexString(length));
			buffer.writeShort(CRLF);
		}
	}

}
