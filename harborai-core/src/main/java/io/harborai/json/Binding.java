package io.harborai.json;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Turns JSON values into values of one Java type, whole or while they grow. Thread-safe.
 *
 * @param <T> the type
 */
public final class Binding<T> {

	private final ObjectReader whole;

	private final ObjectReader partial;

	/**
	 * Create a binding.
	 * @param type the type, generic or not
	 */
	public Binding(Type type) {
		this.whole = AnswerMappers.WHOLE.readerFor(AnswerMappers.WHOLE.constructType(type));
		this.partial = AnswerMappers.PARTIAL.readerFor(AnswerMappers.PARTIAL.constructType(type));
	}

	/**
	 * Turn a complete value into the type.
	 * @param value a finished {@link JsonBranch} or a leaf
	 * @return the value
	 * @throws UnboundException if it isn't of the type, or the type's own code refuses it
	 */
	public T whole(@Nullable Object value) {
		T bound;
		try {
			bound = read(this.whole, Tokens.whole(value));
		}
		catch (DatabindException ex) {
			throw new UnboundException(path(ex), "can't be turned into its Java type");
		}
		catch (JacksonException ex) {
			throw new UnboundException("", "can't be turned into its Java type");
		}
		if (bound == null) {
			throw new UnboundException("", "is null");
		}
		return bound;
	}

	/**
	 * Turn what can be seen of a value that grows into the type. Finished parts are bound
	 * once; missing ones are null, zero or empty.
	 * @param value a branch
	 * @return the value, null if the type can't be made of what there is
	 */
	public @Nullable T partial(@Nullable Object value) {
		T bound = tryRead(Tokens.visible(value, true));
		return (bound != null) ? bound : tryRead(Tokens.visible(value, false));
	}

	private @Nullable T tryRead(TokenBuffer tokens) {
		try {
			return read(this.partial, tokens);
		}
		catch (JacksonException ex) {
			// A type may refuse to be made of a part; then there is nothing to show yet.
			return null;
		}
	}

	private static <T> @Nullable T read(ObjectReader reader, TokenBuffer tokens) {
		try (JsonParser parser = tokens.asParser(ObjectReadContext.empty())) {
			return reader.readValue(parser);
		}
	}

	private static String path(DatabindException ex) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference step : ex.getPath()) {
			if (step.getIndex() >= 0) {
				path.append('/').append(step.getIndex());
			}
			else if (isMap(step.from())) {
				// The name is the model's, and part of the answer.
				path.append("/*");
			}
			else {
				path.append('/').append(step.getPropertyName());
			}
		}
		return path.toString();
	}

	private static boolean isMap(@Nullable Object from) {
		return from instanceof Map || (from instanceof Class<?> type && Map.class.isAssignableFrom(type))
				|| from instanceof Collection;
	}

	/**
	 * A value isn't of the type. Says where, never what.
	 */
	public static final class UnboundException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final String path;

		private final String reason;

		UnboundException(String path, String reason) {
			super(path + " " + reason, null, false, false);
			this.path = path;
			this.reason = reason;
		}

		/**
		 * Where.
		 * @return a JSON pointer
		 */
		public String path() {
			return this.path;
		}

		/**
		 * What is wrong, to follow the place in a sentence.
		 * @return the reason
		 */
		public String reason() {
			return this.reason;
		}

	}

}
