package io.harborai.simulator;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Writes a response's status line and headers: the vendor's own, with a test's in their
 * place where names agree.
 */
final class Head {

	private final Clock clock;

	private volatile Day date = new Day(Long.MIN_VALUE, "");

	Head(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Write a head.
	 * @param status the status
	 * @param vendor the vendor's headers, name and value in turns; an empty value leaves
	 * one out
	 * @param test the test's headers
	 * @param length the body's length, or -1 for HTTP chunks
	 * @return the head up to and with the empty line
	 */
	String write(int status, String[] vendor, Map<String, String> test, int length) {
		StringBuilder out = new StringBuilder(384);
		HttpResponseStatus line = HttpResponseStatus.valueOf(status);
		out.append("HTTP/1.1 ").append(status).append(' ').append(line.reasonPhrase()).append("\r\n");
		for (int i = 0; i < vendor.length; i += 2) {
			if (!vendor[i + 1].isEmpty() && !test.containsKey(vendor[i])) {
				header(out, vendor[i], vendor[i + 1]);
			}
		}
		if (!test.containsKey("date")) {
			header(out, "date", date());
		}
		test.forEach((name, value) -> header(out, name, value));
		if (length < 0) {
			header(out, "transfer-encoding", "chunked");
		}
		else if (status >= 200 && status != 204 && status != 304 && !test.containsKey("content-length")) {
			out.append("content-length: ").append(length).append("\r\n");
		}
		return out.append("\r\n").toString();
	}

	private String date() {
		Instant now = this.clock.instant();
		Day day = this.date;
		if (day.second() != now.getEpochSecond()) {
			day = new Day(now.getEpochSecond(),
					DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
			this.date = day;
		}
		return day.text();
	}

	private static void header(StringBuilder out, String name, String value) {
		out.append(name).append(": ").append(value).append("\r\n");
	}

	private record Day(long second, String text) {
	}

}
