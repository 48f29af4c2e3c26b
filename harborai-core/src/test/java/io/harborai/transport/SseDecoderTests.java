package io.harborai.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.harborai.transport.SseFeed.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link SseDecoder}: the cases of the WHATWG's event stream format, each of
 * them whole, a byte at a time, and cut in two at every offset.
 */
class SseDecoderTests {

	private static final int LIMIT = 4096;

	private static final String BOM = "\uFEFF";

	static Stream<Arguments> streams() {
		return Stream.concat(Stream.of(
				// Ends of lines.
				arguments("LF", "data: a\ndata: b\n\ndata: c\n\n", of("a\nb", "c")),
				arguments("CR", "data: a\rdata: b\r\rdata: c\r\r", of("a\nb", "c")),
				arguments("CRLF", "data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", of("a\nb", "c")),
				arguments("mixed ends", "data: a\r\ndata: b\rdata: c\n\rdata: d\n\r\ndata: e\r\n\n",
						of("a\nb\nc", "d", "e")),
				arguments("CR then CRLF is an empty line", "data: a\r\r\ndata: b\r\n\r", of("a", "b")),
				arguments("LF then CR is an empty line", "data: a\n\rdata: b\n\r", of("a", "b")),
				arguments("CRLF doesn't end twice", "data: a\r\ndata: b\r\n\r\n", of("a\nb")),
				arguments("blank lines first", "\n\r\n\r\n\ndata: a\n\n", of("a")),
				arguments("blank lines between", "data: a\n\n\n\n\r\r\r\ndata: b\n\n", of("a", "b")),
				arguments("other breaks are no breaks", "data: a\u000Bb\u000Cc\u0085d\u2028e\n\n",
						of("a\u000Bb\u000Cc\u0085d\u2028e")),
				// The byte order mark.
				arguments("BOM", BOM + "data: a\n\n", of("a")),
				arguments("BOM before a comment", BOM + ":c\ndata: a\n\n", of("a")),
				arguments("BOM before a blank line", BOM + "\ndata: a\n\n", of("a")),
				arguments("two BOMs: the second is part of the name", BOM + BOM + "data: a\ndata: b\n\n", of("b")),
				arguments("BOM in the middle is data", "data: a" + BOM + "\n\n" + BOM + "data: b\n\n", of("a" + BOM)),
				arguments("BOM only", BOM, of()),
				// Fields.
				arguments("no space", "data:a\n\n", of("a")), arguments("one space", "data: a\n\n", of("a")),
				arguments("two spaces", "data:  a\n\n", of(" a")), arguments("a tab stays", "data:\ta\n\n", of("\ta")),
				arguments("a space at the end stays", "data: a \n\n", of("a ")),
				arguments("a space before the colon is part of the name", "data : a\n\n", of()),
				arguments("a space before the name is part of it", " data: a\n\n", of()),
				arguments("more colons are data", "data: a: b:c\n\n", of("a: b:c")),
				arguments("a colon alone is data", "data::\n\n", of(":")),
				arguments("longer names", "datax: a\ndatadata:b\ndata_: c\n\n", of()),
				arguments("shorter names", "d: a\nda: b\ndat: c\nd\nda\ndat\n\n", of()),
				arguments("other case", "Data: a\nDATA: b\n\n", of()),
				arguments("unknown fields", "foo: a\nfoo\ndata: b\nbar:c\n\n", of("b")),
				arguments("id and retry", "id: 7\nretry: 10\ndata: a\nid\nretry: x\n\n", of("a")),
				arguments("id alone is no event", "id: 7\n\ndata: a\n\n", of("a")),
				// Data.
				arguments("lines are joined", "data: YHOO\ndata: +2\ndata: 10\n\n", of("YHOO\n+2\n10")),
				arguments("a field without colon is an empty line of data", "data: a\ndata\ndata: b\n\n", of("a\n\nb")),
				arguments("two empty lines are a line feed", "data\ndata\n\n", of("\n")),
				arguments("an empty first line stays", "data:\ndata: a\n\n", of("\na")),
				arguments("an empty last line stays", "data: a\ndata:\n\n", of("a\n")),
				arguments("empty data is no event", "data\n\ndata:\n\ndata: \n\ndata: a\n\n", of("a")),
				arguments("nothing carries over", "data: a\n\nevent: x\n\ndata: b\n\n", of("a", "b")),
				// Comments.
				arguments("comments", ":\n: keep-alive\n:data: x\ndata: a\n:\ndata: b\n\n:\n\n", of("a\nb")),
				arguments("a comment dispatches nothing", ": c\n\n: c\n\n", of()),
				// Types.
				arguments("error", "event: error\ndata: a\n\ndata: b\n\n", List.of(Event.error("a"), Event.of("b"))),
				arguments("error behind its data", "data: a\nevent:error\n\n", List.of(Event.error("a"))),
				arguments("the last type counts",
						"event: error\nevent: message\ndata: a\n\nevent: x\nevent:error\n" + "data: b\n\n",
						List.of(Event.of("a"), Event.error("b"))),
				arguments("a type without data is forgotten", "event: error\n\ndata: a\n\n", of("a")),
				arguments("an empty type", "event: error\nevent\ndata: a\n\n", of("a")),
				arguments("other types",
						"event: errors\ndata: a\n\nevent:  error\ndata: b\n\nevent: erro\ndata: c\n\n"
								+ "eventx: error\ndata: d\n\nevent error\ndata: e\n\n",
						of("a", "b", "c", "d", "e")),
				// Bytes.
				arguments("NUL", "data: a\u0000b\n\u0000data: c\n\n", of("a\u0000b")),
				arguments("many bytes a character", "data: 修复方法🦀é\n\ndata: 🗓️\n\n", of("修复方法🦀é", "🗓️")),
				arguments("JSON", "data: {\"a\":\"\\n\\u00e9\"}\n\ndata: [DONE]\n\n",
						of("{\"a\":\"\\n\\u00e9\"}", "[DONE]"))),
				Stream.of(
						// Ends of streams.
						arguments("nothing", "", of()), arguments("a comment only", ":", of()),
						arguments("no blank line", "data: a\n\ndata: b\n", of("a", "b")),
						arguments("no line end", "data: a\n\ndata: b", of("a", "b")),
						arguments("CR at the end", "data: a\r\n\r", of("a")),
						arguments("cut off in a second line", "data: a\ndata: b", of("a\nb")),
						arguments("cut off in a name", "data: a\n\ndat", of("a")),
						arguments("cut off error", "event: error\ndata: a", List.of(Event.error("a")))));
	}

	private static List<Event> of(String... data) {
		return Stream.of(data).map(Event::of).toList();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("streams")
	void givesTheSameEventsHoweverTheBytesCome(String name, String stream, List<Event> expected) {
		byte[] bytes = SseFeed.bytes(stream);
		assertThat(SseFeed.events(bytes, LIMIT)).as("whole").isEqualTo(expected);
		assertThat(SseFeed.events(bytes, LIMIT, SseFeed.everyByte(bytes))).as("byte by byte").isEqualTo(expected);
		for (int first = 0; first <= bytes.length; first++) {
			assertThat(SseFeed.events(bytes, LIMIT, first)).as("cut at %d", first).isEqualTo(expected);
			for (int second = first; second <= bytes.length; second++) {
				assertThat(SseFeed.events(bytes, LIMIT, first, second)).as("cut at %d and %d", first, second)
					.isEqualTo(expected);
			}
		}
		assertThat(SseReference.events(bytes)).as("reference").isEqualTo(expected);
	}

	@Test
	void keepsInvalidUtf8ForTheReaderOfTheEvent() {
		byte[] stream = "data: a\u00C3\n\ndata: \u00FF\u00FE\u00ED\u00A0\u0080\n\n"
			.getBytes(StandardCharsets.ISO_8859_1);
		List<Event> expected = List.of(new Event("a\u00C3", false), new Event("\u00FF\u00FE\u00ED\u00A0\u0080", false));
		for (int cut = 0; cut <= stream.length; cut++) {
			assertThat(SseFeed.events(stream, LIMIT, cut)).isEqualTo(expected);
		}
	}

	@Test
	void takesAHalfByteOrderMarkForPartOfTheFirstLine() {
		for (int length = 1; length <= 2; length++) {
			ByteArrayOutputStream stream = new ByteArrayOutputStream();
			stream.write(SseFeed.bytes(BOM), 0, length);
			stream.writeBytes(SseFeed.bytes("data: a\ndata: b\n\n"));
			byte[] bytes = stream.toByteArray();
			for (int cut = 0; cut <= bytes.length; cut++) {
				assertThat(SseFeed.events(bytes, LIMIT, cut)).isEqualTo(of("b"));
			}
			assertThat(SseFeed.events(bytes, LIMIT, SseFeed.everyByte(bytes))).isEqualTo(of("b"));
		}
	}

	@Test
	void agreesWithTheStandardOnRandomStreams() {
		String[] parts = { "data", "data:", "data: ", "event:", "event: ", "error", "id:", "retry", ":", " ", "\n",
				"\n", "\n\n", "\r", "\r\n", "\r\n\r\n", "x", "{}", "é", "🦀", BOM, "\u0000", "d", "datax", "\nd",
				"ata" };
		for (int seed = 0; seed < 30_000; seed++) {
			Random random = new Random(seed);
			ByteArrayOutputStream stream = new ByteArrayOutputStream();
			for (int left = random.nextInt(24); left > 0; left--) {
				if (random.nextInt(20) == 0) {
					stream.write(random.nextInt(256));
				}
				else {
					stream.writeBytes(SseFeed.bytes(parts[random.nextInt(parts.length)]));
				}
			}
			byte[] bytes = stream.toByteArray();
			int[] cuts = random.ints(random.nextInt(8), 0, bytes.length + 1).sorted().toArray();
			assertThat(SseFeed.events(bytes, LIMIT, cuts)).as("seed %d", seed).isEqualTo(SseReference.events(bytes));
		}
	}

	@Test
	void leavesTheRestAloneWhenTold() {
		byte[] bytes = SseFeed.bytes("data: a\n\ndata: b\n\ndata: c\n\n");
		List<String> seen = new ArrayList<>();
		new SseDecoder(LIMIT).feed(bytes, 0, bytes.length, (data, offset, length, error) -> {
			seen.add(new String(data, offset, length, StandardCharsets.UTF_8));
			return seen.size() < 2;
		});
		assertThat(seen).containsExactly("a", "b");
	}

}
