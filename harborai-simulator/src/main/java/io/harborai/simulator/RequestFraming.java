package io.harborai.simulator;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds where an HTTP request ends, by its {@code Content-Length} or its last chunk.
 */
final class RequestFraming {

	private static final String EMPTY_LINE = "\r\n\r\n";

	private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:[ \\t]*(\\d+)");

	private static final Pattern CHUNKED = Pattern.compile("(?im)^transfer-encoding:.*chunked");

	private RequestFraming() {
	}

	/**
	 * Return where the first request ends.
	 * @param bytes what was received
	 * @return the number of bytes that belong to it, or -1 if it isn't whole yet
	 */
	static int end(byte[] bytes) {
		// one character a byte, so that positions agree
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		int headEnd = text.indexOf(EMPTY_LINE);
		if (headEnd < 0) {
			return -1;
		}
		String head = text.substring(0, headEnd);
		int body = headEnd + EMPTY_LINE.length();
		if (CHUNKED.matcher(head).find()) {
			return chunksEnd(text, body);
		}
		Matcher length = LENGTH.matcher(head);
		int end = body + (length.find() ? Integer.parseInt(length.group(1)) : 0);
		return (end <= bytes.length) ? end : -1;
	}

	private static int chunksEnd(String text, int start) {
		int at = start;
		while (true) {
			int lineEnd = text.indexOf("\r\n", at);
			if (lineEnd < 0) {
				return -1;
			}
			int size = Integer.parseInt(text.substring(at, lineEnd).split(";", 2)[0].strip(), 16);
			int next = lineEnd + 2 + size + 2;
			if (next > text.length()) {
				return -1;
			}
			if (size == 0) {
				return next;
			}
			at = next;
		}
	}

}
