package io.harborai.transport;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of an event stream into events as the WHATWG rules say: a leading BOM is
 * skipped; LF, CR and CRLF end a line; {@code data} lines of one event are joined by LF;
 * comments and unknown fields are passed over; an event without data isn't one. Bytes may
 * come in pieces of any size.
 * <p>
 * An event whose one data line came in one piece is handed on where it lies. Not
 * thread-safe.
 */
final class SseDecoder {

	private static final byte[] BOM = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };

	// What a line has besides its data: the longest name that matters, colon, space, BOM.
	private static final int FIELD_OVERHEAD = 16;

	private final int maxEvent;

	// The start of a line whose end hasn't come yet.
	private byte[] line = {};

	private int lineLength;

	// The event's data so far, unless it still lies in the piece at hand.
	private byte[] data = {};

	private int dataLength;

	private boolean hasData;

	private byte @Nullable [] slice;

	private int sliceOffset;

	private int sliceLength;

	private boolean errorEvent;

	private int bomMatched;

	private boolean skipLineFeed;

	SseDecoder(int maxEvent) {
		this.maxEvent = maxEvent;
	}

	/**
	 * Take the next piece.
	 * @param bytes holds the piece
	 * @param offset where it starts
	 * @param length how long it is
	 * @param events takes the events; once it returns false the rest of the piece is left
	 * alone
	 * @throws TooLargeException if an event is larger than allowed
	 */
	void feed(byte[] bytes, int offset, int length, EventConsumer events) {
		int position = offset;
		int end = offset + length;
		while (this.bomMatched >= 0 && position < end) {
			position = skipBom(bytes, position);
		}
		int lineStart = position;
		while (position < end) {
			byte b = bytes[position];
			if (b != '\n' && b != '\r') {
				position++;
				this.skipLineFeed = false;
				continue;
			}
			if (b == '\n' && this.skipLineFeed) {
				this.skipLineFeed = false;
				position++;
				lineStart = position;
				continue;
			}
			this.skipLineFeed = (b == '\r');
			boolean goOn = endLine(bytes, lineStart, position - lineStart, events);
			position++;
			lineStart = position;
			if (!goOn) {
				return;
			}
		}
		keep(bytes, lineStart, end - lineStart);
	}

	/**
	 * The input has ended: hand on a last event that lacks its end.
	 * @param events takes the event
	 */
	void end(EventConsumer events) {
		if (this.bomMatched > 0) {
			appendToLine(BOM, 0, this.bomMatched);
		}
		if (this.lineLength > 0) {
			endLine(this.line, 0, 0, events);
		}
		dispatch(events);
	}

	private int skipBom(byte[] bytes, int position) {
		if (bytes[position] == BOM[this.bomMatched]) {
			this.bomMatched++;
			if (this.bomMatched == BOM.length) {
				this.bomMatched = -1;
			}
			return position + 1;
		}
		appendToLine(BOM, 0, this.bomMatched);
		this.bomMatched = -1;
		return position;
	}

	private boolean endLine(byte[] bytes, int offset, int length, EventConsumer events) {
		if (this.lineLength > 0) {
			appendToLine(bytes, offset, length);
			int whole = this.lineLength;
			this.lineLength = 0;
			readLine(this.line, 0, whole, false);
			return true;
		}
		if (length == 0) {
			return dispatch(events);
		}
		// A line is too long or not, however many pieces it came in.
		checkLine(length);
		readLine(bytes, offset, length, true);
		return true;
	}

	private void readLine(byte[] bytes, int offset, int length, boolean stays) {
		if (bytes[offset] == 'd' && startsWith(bytes, offset, length, 'a', 't', 'a')) {
			int value = valueOffset(bytes, offset, length, 4);
			if (value >= 0) {
				addData(bytes, value, offset + length - value, stays);
			}
		}
		else if (bytes[offset] == 'e' && length >= 5 && bytes[offset + 1] == 'v'
				&& startsWith(bytes, offset + 1, length - 1, 'e', 'n', 't')) {
			int value = valueOffset(bytes, offset, length, 5);
			if (value >= 0) {
				this.errorEvent = offset + length - value == 5 && bytes[value] == 'e' && bytes[value + 1] == 'r'
						&& bytes[value + 2] == 'r' && bytes[value + 3] == 'o' && bytes[value + 4] == 'r';
			}
		}
	}

	private static boolean startsWith(byte[] bytes, int offset, int length, char second, char third, char fourth) {
		return length >= 4 && bytes[offset + 1] == second && bytes[offset + 2] == third && bytes[offset + 3] == fourth;
	}

	/**
	 * Where the value of a field starts: behind the colon and one space. A field without
	 * a colon has an empty value.
	 */
	private static int valueOffset(byte[] bytes, int offset, int length, int nameLength) {
		if (length == nameLength) {
			return offset + length;
		}
		if (bytes[offset + nameLength] != ':') {
			return -1;
		}
		int value = offset + nameLength + 1;
		return (value < offset + length && bytes[value] == ' ') ? value + 1 : value;
	}

	private void addData(byte[] bytes, int offset, int length, boolean stays) {
		int before = ((this.slice != null) ? this.sliceLength : this.dataLength) + (this.hasData ? 1 : 0);
		if ((long) before + length > this.maxEvent) {
			throw new TooLargeException("an event", this.maxEvent);
		}
		if (!this.hasData && stays) {
			this.slice = bytes;
			this.sliceOffset = offset;
			this.sliceLength = length;
			this.hasData = true;
			return;
		}
		copySlice();
		if (this.hasData) {
			appendToData(NEW_LINE, 0, 1);
		}
		appendToData(bytes, offset, length);
		this.hasData = true;
	}

	private static final byte[] NEW_LINE = { '\n' };

	private boolean dispatch(EventConsumer events) {
		boolean error = this.errorEvent;
		this.errorEvent = false;
		if (!this.hasData) {
			return true;
		}
		this.hasData = false;
		byte[] slice = this.slice;
		if (slice != null) {
			this.slice = null;
			return this.sliceLength == 0 || events.event(slice, this.sliceOffset, this.sliceLength, error);
		}
		int length = this.dataLength;
		this.dataLength = 0;
		return length == 0 || events.event(this.data, 0, length, error);
	}

	/**
	 * The piece at hand ends: keep what the next one will complete.
	 */
	private void keep(byte[] bytes, int offset, int length) {
		copySlice();
		if (length > 0) {
			appendToLine(bytes, offset, length);
		}
	}

	private void copySlice() {
		byte[] slice = this.slice;
		if (slice != null) {
			this.slice = null;
			appendToData(slice, this.sliceOffset, this.sliceLength);
		}
	}

	private void appendToLine(byte[] bytes, int offset, int length) {
		checkLine((long) this.lineLength + length);
		this.line = grown(this.line, this.lineLength, length);
		System.arraycopy(bytes, offset, this.line, this.lineLength, length);
		this.lineLength += length;
	}

	private void checkLine(long length) {
		if (length > (long) this.maxEvent + FIELD_OVERHEAD) {
			throw new TooLargeException("an event", this.maxEvent);
		}
	}

	private void appendToData(byte[] bytes, int offset, int length) {
		this.data = grown(this.data, this.dataLength, length);
		System.arraycopy(bytes, offset, this.data, this.dataLength, length);
		this.dataLength += length;
	}

	private static byte[] grown(byte[] bytes, int used, int more) {
		int needed = used + more;
		return (needed <= bytes.length) ? bytes : Arrays.copyOf(bytes, Math.max(needed, Math.max(256, used * 2)));
	}

	/**
	 * Takes events.
	 */
	@FunctionalInterface
	interface EventConsumer {

		/**
		 * Take an event.
		 * @param bytes holds its data; only until this returns
		 * @param offset where the data starts
		 * @param length how long it is, never 0
		 * @param error whether the event is named {@code error}
		 * @return whether to go on
		 */
		boolean event(byte[] bytes, int offset, int length, boolean error);

	}

}
