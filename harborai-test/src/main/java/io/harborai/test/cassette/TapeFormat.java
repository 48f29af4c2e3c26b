package io.harborai.test.cassette;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A cassette as a JSON file that people can read and compare: a line for each piece of a
 * body. Text is kept as text, other bytes as base64.
 */
final class TapeFormat {

	private static final int VERSION = 1;

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {
	};

	private TapeFormat() {
	}

	static String compact(@Nullable Object value) {
		return JSON.writeValueAsString(value);
	}

	/**
	 * Read a body.
	 * @param body the bytes
	 * @return JSON values, a string if it isn't JSON, null if it is empty
	 */
	static @Nullable Object body(byte[] body) {
		if (body.length == 0) {
			return null;
		}
		try {
			return JSON.readValue(body, Object.class);
		}
		catch (JacksonException ex) {
			// not JSON: compared and shown as text
			return new String(body, StandardCharsets.UTF_8);
		}
	}

	static String write(Tape tape) {
		StringBuilder out = new StringBuilder("{\n  \"version\": ").append(VERSION).append(",\n  \"exchanges\": [");
		String separator = "\n";
		for (Tape.Exchange exchange : tape.exchanges()) {
			out.append(separator).append("    {\n      \"request\": {\n");
			request(out, exchange.request());
			out.append("      },\n      \"response\": {\n");
			answer(out, exchange.answer());
			out.append("      }\n    }");
			separator = ",\n";
		}
		return out.append("\n  ]\n}\n").toString();
	}

	private static void request(StringBuilder out, Tape.Request request) {
		field(out, "provider", request.provider()).append(",\n");
		field(out, "method", request.method()).append(",\n");
		field(out, "path", request.path());
		if (request.contentType() != null) {
			field(out.append(",\n"), "content-type", request.contentType());
		}
		if (request.body() != null) {
			field(out.append(",\n"), "body", request.body());
		}
		out.append('\n');
	}

	private static void answer(StringBuilder out, Tape.Answer answer) {
		field(out, "status", answer.status()).append(",\n");
		field(out, "latency", answer.latencyMillis()).append(",\n");
		field(out, "headers", answer.headers()).append(",\n        \"chunks\": [");
		String separator = "\n";
		for (Map<String, Object> chunk : chunks(answer.chunks())) {
			out.append(separator).append("          ").append(compact(chunk));
			separator = ",\n";
		}
		out.append(answer.chunks().isEmpty() ? "],\n" : "\n        ],\n");
		field(out, "ending", answer.ending().name().toLowerCase(Locale.ROOT)).append('\n');
	}

	private static StringBuilder field(StringBuilder out, String name, Object value) {
		return out.append("        \"").append(name).append("\": ").append(compact(value));
	}

	private static List<Map<String, Object>> chunks(List<Tape.Chunk> chunks) {
		List<Map<String, Object>> written = new ArrayList<>();
		for (Tape.Chunk chunk : chunks) {
			String text = text(chunk.bytes());
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("delay", chunk.delayMillis());
			fields.put((text != null) ? "text" : "base64",
					(text != null) ? text : Base64.getEncoder().encodeToString(chunk.bytes()));
			written.add(fields);
		}
		return written;
	}

	/** A piece may end inside a character; that one is kept as bytes. */
	private static @Nullable String text(byte[] bytes) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	/**
	 * Read a file.
	 * @param file its bytes
	 * @return what is on the tape
	 * @throws IOException if it isn't JSON
	 * @throws IllegalArgumentException if it isn't a cassette
	 */
	static Tape read(byte[] file) throws IOException {
		try {
			Fields root = new Fields("", JSON.readValue(file, OBJECT));
			if (root.number("version") != VERSION) {
				throw new IllegalArgumentException("its version is not " + VERSION);
			}
			List<Tape.Exchange> exchanges = new ArrayList<>();
			for (Fields exchange : root.list("exchanges")) {
				exchanges
					.add(new Tape.Exchange(request(exchange.object("request")), answer(exchange.object("response"))));
			}
			return new Tape(exchanges);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("it is no JSON object: " + ex.getOriginalMessage(), ex);
		}
	}

	private static Tape.Request request(Fields fields) {
		return new Tape.Request(fields.text("provider"), fields.text("method"), fields.text("path"),
				fields.has("content-type") ? fields.text("content-type") : null, fields.value("body"));
	}

	private static Tape.Answer answer(Fields fields) {
		Map<String, String> headers = new LinkedHashMap<>();
		fields.object("headers")
			.values()
			.forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
		List<Tape.Chunk> chunks = new ArrayList<>();
		for (Fields chunk : fields.list("chunks")) {
			byte[] bytes = chunk.has("text") ? chunk.text("text").getBytes(StandardCharsets.UTF_8)
					: Base64.getDecoder().decode(chunk.text("base64"));
			chunks.add(new Tape.Chunk(chunk.number("delay"), bytes));
		}
		return new Tape.Answer((int) fields.number("status"), fields.number("latency"), headers, chunks,
				Tape.Ending.valueOf(fields.text("ending").toUpperCase(Locale.ROOT)));
	}

	/**
	 * The fields of an object in the file.
	 *
	 * @param path where it is
	 * @param values the fields
	 */
	private record Fields(String path, Map<?, ?> values) {

		boolean has(String name) {
			return this.values.get(name) != null;
		}

		@Nullable Object value(String name) {
			return this.values.get(name);
		}

		String text(String name) {
			return typed(name, String.class);
		}

		long number(String name) {
			return typed(name, Number.class).longValue();
		}

		Fields object(String name) {
			return new Fields(this.path + '/' + name, typed(name, Map.class));
		}

		List<Fields> list(String name) {
			List<Fields> objects = new ArrayList<>();
			for (Object element : typed(name, List.class)) {
				String place = this.path + '/' + name + '/' + objects.size();
				if (!(element instanceof Map<?, ?> map)) {
					throw new IllegalArgumentException(place + " is no object");
				}
				objects.add(new Fields(place, map));
			}
			return objects;
		}

		private <T> T typed(String name, Class<T> type) {
			Object value = this.values.get(name);
			if (!type.isInstance(value)) {
				throw new IllegalArgumentException(this.path + '/' + name + ((value == null) ? " is missing"
						: " is no " + type.getSimpleName().toLowerCase(Locale.ROOT)));
			}
			return type.cast(value);
		}

	}

}
