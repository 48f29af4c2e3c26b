package io.harborai.json;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The client's own JSON mapper. It is nobody else's: an application's Jackson settings
 * must not change what goes over the wire.
 */
public final class Json {

	/**
	 * Nesting deeper than this is an attack or a bug, never an answer; well below what
	 * would overflow a stack.
	 */
	static final int MAX_DEPTH = 500;

	private static final JsonFactory FACTORY = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(MAX_DEPTH)
			// The transport's own caps on bodies and events bound a string; a base64
			// image may be large.
			.maxStringLength(Integer.MAX_VALUE)
			.build())
		.disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
		.build();

	private Json() {
	}

	/**
	 * Makes parsers and generators. Whoever needs no more than these doesn't load the
	 * mapper, which takes several hundred classes and the tables of all locales.
	 * @return the one factory, immutable
	 */
	public static JsonFactory factory() {
		return FACTORY;
	}

	/**
	 * The mapper.
	 * @return the one mapper, immutable
	 */
	public static JsonMapper mapper() {
		return Mapper.MAPPER;
	}

	/**
	 * Read a value.
	 * @param <T> the type
	 * @param json the text
	 * @param type the type
	 * @return the value
	 * @throws UnreadableException if the text isn't JSON of that shape
	 */
	public static <T> T read(String json, Class<T> type) {
		try {
			T value = mapper().readValue(json, type);
			if (value == null) {
				throw new UnreadableException("it is null");
			}
			return value;
		}
		catch (JacksonException ex) {
			throw unreadable(ex);
		}
	}

	/**
	 * Read an object of unknown shape.
	 * @param json the text as UTF-8
	 * @return its fields
	 * @throws UnreadableException if the text isn't a JSON object
	 */
	@SuppressWarnings("unchecked")
	public static Map<String, Object> readMap(byte[] json) {
		try {
			Map<String, Object> value = mapper().readValue(json, Map.class);
			if (value == null) {
				throw new UnreadableException("it is null");
			}
			return value;
		}
		catch (JacksonException ex) {
			throw unreadable(ex);
		}
	}

	/**
	 * Write a value.
	 * @param value maps, lists, texts, numbers, records of these
	 * @return the text
	 */
	public static String text(Object value) {
		return mapper().writeValueAsString(value);
	}

	/**
	 * Write plain values.
	 * @param value maps, lists, texts, numbers
	 * @return the text as UTF-8
	 */
	public static byte[] write(Object value) {
		return mapper().writeValueAsBytes(value);
	}

	/**
	 * Say where a text isn't readable, without showing any of it: it may be a prompt or
	 * an answer.
	 * @param ex what Jackson said
	 * @return an exception that names the place only
	 */
	public static UnreadableException unreadable(JacksonException ex) {
		TokenStreamLocation location = ex.getLocation();
		long offset = (location == null) ? -1
				: (location.getByteOffset() >= 0) ? location.getByteOffset() : location.getCharOffset();
		String place = (offset >= 0) ? " at offset " + offset : "";
		if (ex instanceof DatabindException databind && !databind.getPath().isEmpty()) {
			return new UnreadableException(
					"the value of " + databind.getPathReference().replaceAll("\"", "'").replaceAll("[\\w.$]+\\[", "[")
							+ " doesn't fit" + place);
		}
		return new UnreadableException("it isn't valid JSON" + place);
	}

	/**
	 * Holds the mapper until it is needed.
	 */
	private static final class Mapper {

		private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.build();

	}

	/**
	 * A text isn't JSON, or not of the shape that was asked for. Says where, never what.
	 */
	public static final class UnreadableException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		/**
		 * Create the exception.
		 * @param message what is wrong, without the text itself
		 */
		public UnreadableException(@Nullable String message) {
			super(message, null, false, false);
		}

	}

}
