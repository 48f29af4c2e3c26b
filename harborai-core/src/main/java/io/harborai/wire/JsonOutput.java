package io.harborai.wire;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

import io.harborai.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes JSON as UTF-8, straight to a stream. Half a surrogate pair becomes U+FFFD,
 * because vendors refuse a body that isn't UTF-8. Not thread-safe.
 */
final class JsonOutput implements AutoCloseable {

	private static final JsonFactory FACTORY = Json.factory()
		.rebuild()
		.disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
		.build();

	private final JsonGenerator generator;

	JsonOutput(OutputStream out) {
		this.generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
	}

	void startObject() {
		this.generator.writeStartObject();
	}

	void startObject(String name) {
		this.generator.writeName(name);
		this.generator.writeStartObject();
	}

	void endObject() {
		this.generator.writeEndObject();
	}

	void startArray(String name) {
		this.generator.writeName(name);
		this.generator.writeStartArray();
	}

	void endArray() {
		this.generator.writeEndArray();
	}

	void text(String name, String value) {
		this.generator.writeName(name);
		this.generator.writeString(Utf8.whole(value));
	}

	void text(String value) {
		this.generator.writeString(Utf8.whole(value));
	}

	void nothing(String name) {
		this.generator.writeName(name);
		this.generator.writeNull();
	}

	void bool(String name, boolean value) {
		this.generator.writeName(name);
		this.generator.writeBoolean(value);
	}

	/**
	 * Write a field with any value.
	 * @param name the field's name
	 * @param value plain JSON data, or an object that the mapper can turn into such
	 */
	void value(String name, @Nullable Object value) {
		this.generator.writeName(Utf8.whole(name));
		value(value);
	}

	void value(@Nullable Object value) {
		if (value == null) {
			this.generator.writeNull();
		}
		else if (value instanceof CharSequence text) {
			text(text.toString());
		}
		else if (value instanceof Boolean bool) {
			this.generator.writeBoolean(bool);
		}
		else if (value instanceof Number number) {
			number(number);
		}
		else if (value instanceof Map<?, ?> map) {
			this.generator.writeStartObject();
			map.forEach((name, entry) -> value(String.valueOf(name), entry));
			this.generator.writeEndObject();
		}
		else if (value instanceof Iterable<?> list) {
			this.generator.writeStartArray();
			list.forEach(this::value);
			this.generator.writeEndArray();
		}
		else {
			object(value);
		}
	}

	private void object(Object value) {
		Object plain = Json.mapper().convertValue(value, Object.class);
		if (!(plain instanceof Map<?, ?> || plain instanceof List<?> || plain instanceof String
				|| plain instanceof Number || plain instanceof Boolean)) {
			throw new IllegalArgumentException(
					"A " + value.getClass().getSimpleName() + " can't be written as JSON; use plain JSON data");
		}
		value(plain);
	}

	private void number(Number number) {
		if (number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte) {
			this.generator.writeNumber(number.longValue());
		}
		else if (number instanceof BigInteger integer) {
			this.generator.writeNumber(integer);
		}
		else if (number instanceof BigDecimal decimal) {
			this.generator.writeNumber(decimal);
		}
		else if (number instanceof Float single) {
			this.generator.writeNumber(single);
		}
		else {
			this.generator.writeNumber(number.doubleValue());
		}
	}

	@Override
	public void close() {
		this.generator.close();
	}

}
