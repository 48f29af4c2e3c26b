package io.harborai.transport;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import io.harborai.transport.SseFeed.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for the limits of {@link SseDecoder}: nothing that a vendor sends makes it hold
 * more than the limit, and what is too large is so however it comes.
 */
class SseLimitTests {

	private static final int LIMIT = 40;

	static Stream<Arguments> tooLarge() {
		String x = "x";
		return Stream.of(arguments("a line", "data: " + x.repeat(LIMIT + 1) + "\n\n"),
				arguments("a line that doesn't end", "data: " + x.repeat(LIMIT + 1)),
				arguments("a line without space", "data:" + x.repeat(LIMIT + 1) + "\n\n"),
				arguments("lines together", "data: " + x.repeat(LIMIT / 2) + "\ndata: " + x.repeat(LIMIT / 2) + "\n\n"),
				arguments("many empty lines", "data\n".repeat(LIMIT + 2) + "\n"),
				arguments("lines together that don't end",
						"data: " + x.repeat(LIMIT / 2) + "\r\ndata: " + x.repeat(LIMIT / 2)),
				arguments("a second event", "data: a\n\ndata: " + x.repeat(LIMIT + 1) + "\n\n"),
				arguments("a comment", ":" + x.repeat(2 * LIMIT) + "\ndata: a\n\n"),
				arguments("a comment that doesn't end", ":" + x.repeat(2 * LIMIT)),
				arguments("an unknown field", "foo: " + x.repeat(2 * LIMIT) + "\ndata: a\n\n"),
				arguments("a name", x.repeat(2 * LIMIT) + "\ndata: a\n\n"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("tooLarge")
	void refusesWhatIsTooLargeHoweverItComes(String name, String stream) {
		byte[] bytes = SseFeed.bytes(stream);
		for (int cut = 0; cut <= bytes.length; cut++) {
			int at = cut;
			assertThatExceptionOfType(TooLargeException.class).as("cut at %d", at)
				.isThrownBy(() -> SseFeed.events(bytes, LIMIT, at))
				.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(LIMIT));
		}
		assertThatExceptionOfType(TooLargeException.class).as("byte by byte")
			.isThrownBy(() -> SseFeed.events(bytes, LIMIT, SseFeed.everyByte(bytes)));
	}

	@Test
	void takesWhatIsJustNotTooLarge() {
		String half = "x".repeat(LIMIT / 2);
		String stream = ":" + "c".repeat(LIMIT) + "\ndata: " + "x".repeat(LIMIT) + "\n\ndata: " + half + "\ndata:"
				+ half.substring(1) + "\n\nfoo: " + "f".repeat(LIMIT) + "\ndata: " + "y".repeat(LIMIT);
		List<Event> expected = List.of(Event.of("x".repeat(LIMIT)), Event.of(half + "\n" + half.substring(1)),
				Event.of("y".repeat(LIMIT)));
		byte[] bytes = SseFeed.bytes(stream);
		for (int cut = 0; cut <= bytes.length; cut++) {
			assertThat(SseFeed.events(bytes, LIMIT, cut)).as("cut at %d", cut).isEqualTo(expected);
		}
		assertThat(SseFeed.events(bytes, LIMIT, SseFeed.everyByte(bytes))).isEqualTo(expected);
	}

	@Test
	void aLineWithoutEndStopsAtTheLimit() {
		int limit = 256 * 1024;
		SseDecoder decoder = new SseDecoder(limit);
		byte[] piece = "x".repeat(1024).getBytes();
		SseDecoder.EventConsumer none = (bytes, offset, length, error) -> true;
		decoder.feed(SseFeed.bytes("data: "), 0, 6, none);
		long before = allocated();
		int fed = 0;
		boolean refused = false;
		while (!refused && fed < 4 * limit) {
			try {
				decoder.feed(piece, 0, piece.length, none);
				fed += piece.length;
			}
			catch (TooLargeException ex) {
				refused = true;
			}
		}
		assertThat(refused).isTrue();
		assertThat(fed).isLessThanOrEqualTo(limit + piece.length);
		// A buffer that doubles has allocated at most four times its content.
		assertThat(allocated() - before).isLessThan(5L * limit);
	}

	@Test
	void aFloodOfCommentsAndEventsTakesNoMemory() {
		SseDecoder decoder = new SseDecoder(LIMIT);
		byte[] flood = ": keep-alive\n\n:\r\nevent: x\nid: 7\n\ndata: a\n\ndata\n\n".repeat(100).getBytes();
		int[] events = new int[1];
		SseDecoder.EventConsumer counting = (bytes, offset, length, error) -> {
			events[0]++;
			return true;
		};
		for (int i = 0; i < 10; i++) {
			decoder.feed(flood, 0, flood.length, counting);
		}
		long before = allocated();
		for (int i = 0; i < 2_000; i++) {
			int cut = i % flood.length;
			decoder.feed(flood, 0, cut, counting);
			decoder.feed(flood, cut, flood.length - cut, counting);
		}
		assertThat(allocated() - before).isLessThan(64 * 1024);
		assertThat(events[0]).isEqualTo(2_010 * 100);
	}

	private static long allocated() {
		return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
			.getThreadAllocatedBytes(Thread.currentThread().getId());
	}

}
