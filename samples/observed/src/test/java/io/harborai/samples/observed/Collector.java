package io.harborai.samples.observed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Collects traces that come over OTLP: an HTTP server that reads the few fields of
 * Protocol Buffers that matter here.
 */
final class Collector implements AutoCloseable {

	// Field numbers of opentelemetry/proto/trace/v1/trace.proto.
	private static final int RESOURCE_SPANS = 1;

	private static final int SCOPE_SPANS = 2;

	private static final int SPANS = 2;

	private final List<Span> spans = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	Collector() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/v1/traces", this::take);
		this.server.start();
	}

	String endpoint() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/v1/traces";
	}

	List<Span> spans() {
		return this.spans;
	}

	private void take(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			fields(ByteBuffer.wrap(body), RESOURCE_SPANS, (resource) -> fields(resource, SCOPE_SPANS,
					(scope) -> fields(scope, SPANS, (span) -> this.spans.add(Span.read(span)))));
			exchange.sendResponseHeaders(200, -1);
		}
	}

	private static void fields(ByteBuffer message, int number, Consumer<ByteBuffer> reader) {
		fields(message, (field, value) -> {
			if (field == number) {
				reader.accept(value);
			}
		});
	}

	/**
	 * Read the fields of a message that are messages, texts, bytes or times, and skip
	 * other numbers.
	 */
	private static void fields(ByteBuffer message, BiConsumer<Integer, ByteBuffer> reader) {
		while (message.hasRemaining()) {
			long tag = number(message);
			switch ((int) (tag & 7)) {
				case 0 -> number(message);
				case 1 -> accept(message, tag, Long.BYTES, reader);
				case 2 -> accept(message, tag, (int) number(message), reader);
				case 5 -> message.position(message.position() + Integer.BYTES);
				default -> throw new IllegalArgumentException("Not a field: " + tag);
			}
		}
	}

	private static void accept(ByteBuffer message, long tag, int length, BiConsumer<Integer, ByteBuffer> reader) {
		reader.accept((int) (tag >>> 3), message.slice(message.position(), length).order(ByteOrder.LITTLE_ENDIAN));
		message.position(message.position() + length);
	}

	private static long number(ByteBuffer message) {
		long number = 0;
		for (int shift = 0;; shift += 7) {
			byte part = message.get();
			number |= (long) (part & 0x7f) << shift;
			if (part >= 0) {
				return number;
			}
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/**
	 * A span, as far as it matters here.
	 */
	record Span(String trace, String id, String parent, String name, long startNanos) {

		private static Span read(ByteBuffer message) {
			String[] values = { "", "", "", "", "", "" };
			long[] start = { 0 };
			fields(message, (field, value) -> {
				switch (field) {
					case 1, 2, 4 -> values[field] = HexFormat.of().formatHex(bytes(value));
					case 5 -> values[field] = new String(bytes(value), StandardCharsets.UTF_8);
					case 7 -> start[0] = value.getLong();
					default -> {
						// Attributes, events and links.
					}
				}
			});
			return new Span(values[1], values[2], values[4], values[5], start[0]);
		}

		private static byte[] bytes(ByteBuffer value) {
			byte[] bytes = new byte[value.remaining()];
			value.get(bytes);
			return bytes;
		}

	}

}
