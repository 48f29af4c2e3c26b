package io.harborai.json;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * JSON schemas of Java types, as Jackson reads them and Jakarta Validation limits them.
 */
public final class Schemas {

	private Schemas() {
	}

	/**
	 * Make a schema.
	 * @param type the type, generic or not
	 * @param description says what a type or member is for, null if nothing is said
	 * @return the schema as plain JSON data that can't be changed
	 * @throws IllegalArgumentException if there is no schema for the type
	 */
	public static Map<String, Object> of(Type type, Function<AnnotatedElement, @Nullable String> description) {
		try {
			return Frozen.copy(new SchemaWriter(description).write(type));
		}
		catch (IllegalArgumentException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("There is no JSON schema for " + type.getTypeName() + ": "
					+ ex.getMessage() + ". Use records, beans, enums, lists and maps", ex);
		}
	}

	/**
	 * Write plain JSON data as text.
	 * @param schema the data
	 * @return the text
	 */
	public static String text(Map<String, Object> schema) {
		return Json.mapper().writeValueAsString(schema);
	}

	/**
	 * Whether an optional library is there.
	 * @param name the name of one of its classes
	 * @return whether the class can be found
	 */
	public static boolean isPresent(String name) {
		try {
			Class.forName(name, false, Schemas.class.getClassLoader());
			return true;
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

}
