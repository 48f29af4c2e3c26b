package io.harborai.wire;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.harborai.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;

/**
 * Walks through JSON and takes values leniently: a vendor's string where a number belongs
 * is a number. Not thread-safe.
 */
final class JsonCursor implements AutoCloseable {

	private static final JsonFactory WHOLE = Json.factory()
		.rebuild()
		.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
		.build();

	private static final JsonFactory EVENTS = WHOLE.rebuild().recyclerPool(new SmallBuffers()).build();

	private final JsonParser parser;

	private final @Nullable ByteArrayFeeder feeder;

	private long fedBefore;

	private long fed;

	private JsonCursor(JsonParser parser, @Nullable ByteArrayFeeder feeder) {
		this.parser = parser;
		this.feeder = feeder;
	}

	/**
	 * Walk through one text, once.
	 * @param bytes holds the text
	 * @param offset where it starts
	 * @param length how long it is
	 * @return a cursor before the first token
	 */
	static JsonCursor over(byte[] bytes, int offset, int length) {
		return new JsonCursor(WHOLE.createParser(ObjectReadContext.empty(), bytes, offset, length), null);
	}

	/**
	 * Walk through many texts, one after the other. One parser for a whole stream costs
	 * nothing per event.
	 * @return a cursor to be {@linkplain #feed fed}
	 */
	static JsonCursor fed() {
		JsonParser parser = EVENTS.createNonBlockingByteArrayParser(ObjectReadContext.empty());
		return new JsonCursor(parser, (ByteArrayFeeder) parser.nonBlockingInputFeeder());
	}

	/**
	 * Go on with the next text. The one before must have been {@linkplain #finish()
	 * finished}.
	 * @param bytes holds the text
	 * @param offset where it starts
	 * @param length how long it is
	 */
	void feed(byte[] bytes, int offset, int length) {
		this.fedBefore += this.fed;
		this.fed = length;
		if (this.feeder != null) {
			this.feeder.feedInput(bytes, offset, offset + length);
		}
	}

	/**
	 * Make sure that nothing is left of the text.
	 */
	void finish() {
		JsonToken token = this.parser.nextToken();
		if (token != null && token != JsonToken.NOT_AVAILABLE) {
			throw new UnreadableAnswerException("there is something after the JSON object");
		}
	}

	/**
	 * How many bytes of earlier texts lie before this one.
	 * @return the count
	 */
	long fedBefore() {
		return this.fedBefore;
	}

	JsonToken next() {
		JsonToken token = this.parser.nextToken();
		if (token == null || token == JsonToken.NOT_AVAILABLE) {
			throw new UnreadableAnswerException("it ends in the middle");
		}
		return token;
	}

	/**
	 * Step to the next value of the current object.
	 * @return the value's name, null at the object's end
	 */
	@Nullable String nextName() {
		if (next() == JsonToken.END_OBJECT) {
			return null;
		}
		String name = this.parser.currentName();
		next();
		return name;
	}

	/**
	 * Step to the next value of the current array.
	 * @return whether there is one
	 */
	boolean nextElement() {
		return next() != JsonToken.END_ARRAY;
	}

	boolean isNull() {
		return this.parser.currentToken() == JsonToken.VALUE_NULL;
	}

	boolean isObject() {
		return this.parser.currentToken() == JsonToken.START_OBJECT;
	}

	boolean isArray() {
		return this.parser.currentToken() == JsonToken.START_ARRAY;
	}

	boolean isText() {
		return this.parser.currentToken() == JsonToken.VALUE_STRING;
	}

	boolean isEmptyText() {
		return isText() && this.parser.getStringLength() == 0;
	}

	boolean isTrue() {
		return this.parser.currentToken() == JsonToken.VALUE_TRUE;
	}

	/**
	 * The current value as text.
	 * @return the text of a string, number or boolean; null for null, arrays and objects,
	 * which are skipped
	 */
	@Nullable String text() {
		if (isObject() || isArray()) {
			this.parser.skipChildren();
			return null;
		}
		return isNull() ? null : this.parser.getString();
	}

	/**
	 * The current value as text, without a new string if it is the same as before.
	 * @param before the text that is likely
	 * @return the text, {@code before} if the value is not a text
	 */
	String text(String before) {
		if (isText()) {
			int length = this.parser.getStringLength();
			if (length == before.length()
					&& matches(before, this.parser.getStringCharacters(), this.parser.getStringOffset())) {
				return before;
			}
		}
		String text = text();
		return (text != null) ? text : before;
	}

	private static boolean matches(String text, char[] chars, int offset) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) != chars[offset + i]) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The current value as a count.
	 * @return the number, also if it was written as a string or with a fraction; never
	 * negative; -1 if the value is nothing of the kind
	 */
	long count() {
		JsonToken token = this.parser.currentToken();
		switch (token) {
			case VALUE_NUMBER_INT:
				return switch (this.parser.getNumberType()) {
					case INT, LONG -> Math.max(0, this.parser.getLongValue());
					default -> (((BigInteger) this.parser.getNumberValue()).signum() < 0) ? 0 : Long.MAX_VALUE;
				};
			case VALUE_NUMBER_FLOAT:
				return Math.max(0, (long) this.parser.getDoubleValue());
			case VALUE_STRING:
				return parseCount(this.parser.getString());
			default:
				skip();
				return -1;
		}
	}

	private static long parseCount(String text) {
		try {
			return Math.max(0, (long) Double.parseDouble(text.trim()));
		}
		catch (NumberFormatException ex) {
			// Not a number: the vendor says nothing that can be counted.
			return -1;
		}
	}

	/**
	 * The current value as a number.
	 * @return the number, not a number if the value is something else
	 */
	float number() {
		JsonToken token = this.parser.currentToken();
		if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
			// A double first: what is too large for a float becomes infinite.
			return (float) this.parser.getDoubleValue();
		}
		skip();
		return Float.NaN;
	}

	void skip() {
		this.parser.skipChildren();
	}

	/**
	 * The current value as plain Java: maps and lists that can't be changed, strings,
	 * numbers, booleans.
	 * @return the value, null for null
	 */
	@Nullable Object plain() {
		return switch (this.parser.currentToken()) {
			case START_OBJECT -> plainObject();
			case START_ARRAY -> plainArray();
			case VALUE_STRING -> this.parser.getString();
			case VALUE_TRUE -> Boolean.TRUE;
			case VALUE_FALSE -> Boolean.FALSE;
			case VALUE_NUMBER_INT -> this.parser.getNumberValue();
			case VALUE_NUMBER_FLOAT -> plainFloat();
			default -> null;
		};
	}

	private Number plainFloat() {
		double number = this.parser.getDoubleValue();
		// What is too large for a double would come back as another number.
		return (Double.isInfinite(number) && !this.parser.isNaN()) ? this.parser.getDecimalValue() : number;
	}

	private Map<String, @Nullable Object> plainObject() {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		String name;
		while ((name = nextName()) != null) {
			map.put(name, plain());
		}
		return Collections.unmodifiableMap(map);
	}

	private List<@Nullable Object> plainArray() {
		List<@Nullable Object> list = new ArrayList<>();
		while (nextElement()) {
			list.add(plain());
		}
		return Collections.unmodifiableList(list);
	}

	@Override
	public void close() {
		this.parser.close();
	}

	/**
	 * A stream's parser keeps its buffers as long as the stream lives, and there may be
	 * ten thousand streams: so they start small, and nothing is gained by a pool.
	 */
	private static final class SmallBuffers extends RecyclerPool.NonRecyclingPoolBase<BufferRecycler> {

		private static final long serialVersionUID = 1L;

		private static final int INITIAL_CHARS = 256;

		@Override
		public BufferRecycler acquirePooled() {
			return new BufferRecycler() {

				@Override
				protected int charBufferLength(int index) {
					return INITIAL_CHARS;
				}

			};
		}

	}

}
