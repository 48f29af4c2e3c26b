package io.harborai.benchmarks.vendor;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The bytes of all answers, rendered once.
 */
final class Answers {

	/** The text of a whole answer. */
	static final String TEXT = "Every cape of this coast is a place where the shore turns and a ship that keeps her "
			+ "course does not, so each needed a light of its own. In winter the keepers wound the clockwork of the "
			+ "lamp every few hours, trimmed its wicks, scraped ice off the panes, and wrote down what passed by.";

	private static final String[] WORDS = { "Every", " cape", " of", " this", " coast", " needed", " a", " light",
			" of", " its", " own", ",", " and", " keepers", " wound", " the" };

	private static final String HEAD_REST = "Date: Mon, 23 Nov 2026 00:00:00 GMT\r\nServer: bench\r\n"
			+ "X-Request-Id: req_0123456789abcdef\r\n";

	private static final String EVENT_HEAD = "{\"id\":\"chatcmpl-0123456789abcdef\",\"object\":\"chat.completion.chunk\","
			+ "\"created\":1793404800,\"model\":\"bench-model\",\"system_fingerprint\":\"fp_0123456789\",\"choices\":";

	private final ByteBuf whole = direct(whole(TEXT));

	private final ByteBuf notFound = direct("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");

	private final ByteBuf streamHead = direct("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + HEAD_REST
			+ "Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n"
			+ event("[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,"
					+ "\"finish_reason\":null}]}"));

	private final ByteBuf[] events = events();

	private final ByteBuf streamTail = direct(
			event("[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}")
					+ event("[],\"usage\":{\"prompt_tokens\":42,\"completion_tokens\":64,\"total_tokens\":106}}")
					+ framed("data: [DONE]\n\n") + "0\r\n\r\n");

	private static String whole(String text) {
		String body = "{\"id\":\"chatcmpl-0123456789abcdef\",\"object\":\"chat.completion\",\"created\":1793404800,"
				+ "\"model\":\"bench-model\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
				+ text + "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":42,"
				+ "\"completion_tokens\":64,\"total_tokens\":106,\"prompt_tokens_details\":{\"cached_tokens\":0},"
				+ "\"completion_tokens_details\":{\"reasoning_tokens\":0}},\"system_fingerprint\":\"fp_0123456789\"}";
		return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + HEAD_REST + "Content-Length: " + body.length()
				+ "\r\n\r\n" + body;
	}

	private static ByteBuf[] events() {
		ByteBuf[] events = new ByteBuf[WORDS.length];
		for (int i = 0; i < WORDS.length; i++) {
			events[i] = direct(event("[{\"index\":0,\"delta\":{\"content\":\"" + WORDS[i]
					+ "\"},\"logprobs\":null,\"finish_reason\":null}]}"));
		}
		return events;
	}

	private static String event(String rest) {
		return framed("data: " + EVENT_HEAD + rest + "\n\n");
	}

	private static String framed(String chunk) {
		return Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n";
	}

	private static ByteBuf direct(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
	}

	ByteBuf whole() {
		return this.whole.duplicate();
	}

	ByteBuf notFound() {
		return this.notFound.duplicate();
	}

	ByteBuf streamHead() {
		return this.streamHead.duplicate();
	}

	ByteBuf event(int number) {
		return this.events[number % this.events.length].duplicate();
	}

	ByteBuf streamTail() {
		return this.streamTail.duplicate();
	}

}
