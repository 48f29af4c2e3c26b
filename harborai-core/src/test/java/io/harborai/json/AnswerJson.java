package io.harborai.json;

import java.lang.reflect.Type;

/**
 * Writes Java values as a model would.
 */
public final class AnswerJson {

	private AnswerJson() {
	}

	/**
	 * Write a value as its declared type, so that subtypes are told apart.
	 */
	public static String write(Object value, Type type) {
		return AnswerMappers.WHOLE.writerFor(AnswerMappers.WHOLE.constructType(type)).writeValueAsString(value);
	}

	/**
	 * Read a value the way Jackson does, without anything of ours in between.
	 */
	public static Object read(String json, Type type) {
		return AnswerMappers.WHOLE.readValue(json, AnswerMappers.WHOLE.constructType(type));
	}

	/**
	 * Read plain maps, lists and leaves that can be changed.
	 */
	public static Object plain(String json) {
		return AnswerMappers.WHOLE.readValue(json, Object.class);
	}

	/**
	 * Write plain maps, lists and leaves.
	 */
	public static String plainText(Object value) {
		return AnswerMappers.WHOLE.writeValueAsString(value);
	}

}
