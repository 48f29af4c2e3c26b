package io.harborai.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.harborai.transport.SseFeed.Event;

/**
 * The WHATWG's event stream algorithm, line by line as the standard words it, on the
 * whole stream at once. It differs from the standard where {@link SseDecoder} says it
 * does: an event with empty data isn't handed on, one that the end of the stream cuts off
 * is, and of an event's type only {@code error} matters.
 */
final class SseReference {

	private final List<Event> events = new ArrayList<>();

	private String data = "";

	private String type = "";

	private SseReference() {
	}

	static List<Event> events(byte[] stream) {
		String text = new String(stream, StandardCharsets.ISO_8859_1);
		if (text.startsWith("\u00EF\u00BB\u00BF")) {
			text = text.substring(3);
		}
		SseReference reference = new SseReference();
		for (String line : text.split("\r\n|\r|\n", -1)) {
			reference.line(line);
		}
		reference.dispatch();
		return reference.events;
	}

	private void line(String line) {
		int colon = line.indexOf(':');
		if (line.isEmpty()) {
			dispatch();
		}
		else if (colon > 0) {
			String value = line.substring(colon + 1);
			field(line.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
		}
		else if (colon < 0) {
			field(line, "");
		}
	}

	private void field(String name, String value) {
		if (name.equals("event")) {
			this.type = value;
		}
		else if (name.equals("data")) {
			this.data += value + "\n";
		}
	}

	private void dispatch() {
		if (this.data.length() > 1) {
			this.events.add(new Event(this.data.substring(0, this.data.length() - 1), this.type.equals("error")));
		}
		this.data = "";
		this.type = "";
	}

}
