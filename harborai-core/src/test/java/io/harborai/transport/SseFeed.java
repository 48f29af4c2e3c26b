package io.harborai.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Feeds a stream to an {@link SseDecoder} in pieces, the way a connection does: every
 * piece lies in the same array, somewhere in its middle, and is overwritten by the next.
 */
final class SseFeed {

	private static final int MARGIN = 7;

	private SseFeed() {
	}

	/**
	 * Feed a whole stream.
	 * @param stream the bytes
	 * @param maxEvent the decoder's limit
	 * @param cuts where a new piece begins, ascending
	 * @return the events
	 */
	static List<Event> events(byte[] stream, int maxEvent, int... cuts) {
		SseDecoder decoder = new SseDecoder(maxEvent);
		List<Event> events = new ArrayList<>();
		SseDecoder.EventConsumer consumer = (bytes, offset, length, error) -> events
			.add(new Event(new String(bytes, offset, length, StandardCharsets.ISO_8859_1), error));
		byte[] scratch = new byte[stream.length + 2 * MARGIN];
		int from = 0;
		for (int i = 0; i <= cuts.length; i++) {
			int to = (i < cuts.length) ? cuts[i] : stream.length;
			Arrays.fill(scratch, (byte) '\n');
			System.arraycopy(stream, from, scratch, MARGIN, to - from);
			decoder.feed(scratch, MARGIN, to - from, consumer);
			Arrays.fill(scratch, (byte) '#');
			from = to;
		}
		decoder.end(consumer);
		return events;
	}

	/**
	 * The cuts that make pieces of one byte.
	 * @param stream the bytes
	 * @return every offset but the first
	 */
	static int[] everyByte(byte[] stream) {
		int[] cuts = new int[Math.max(stream.length - 1, 0)];
		Arrays.setAll(cuts, (i) -> i + 1);
		return cuts;
	}

	/**
	 * Text as bytes.
	 * @param text the text
	 * @return the text as UTF-8
	 */
	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * An event that a decoder handed on.
	 *
	 * @param data its bytes, one character each
	 * @param error whether it is an error
	 */
	record Event(String data, boolean error) {

		static Event of(String text) {
			return new Event(new String(bytes(text), StandardCharsets.ISO_8859_1), false);
		}

		static Event error(String text) {
			return new Event(new String(bytes(text), StandardCharsets.ISO_8859_1), true);
		}

	}

}
