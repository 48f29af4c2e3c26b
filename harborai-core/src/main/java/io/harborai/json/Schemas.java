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

	private static final String GENERATOR = "com.github.victools.jsonschema.generator.SchemaGenerator";

	private static final String MODULE = "com.github.victools.jsonschema.module.jackson.JacksonSchemaModule";

	private Schemas() {
	}

	/**
	 * Make a schema.
	 * @param type the type, generic or not
	 * @param description says what a type or member is for, null if nothing is said
	 * @return the schema as plain JSON data that can't be changed
	 * @throws IllegalArgumentException if there is no schema for the type
	 * @throws IllegalStateException if the library that makes schemas has been left out
	 */
	public static Map<String, Object> of(Type type, Function<AnnotatedElement, @Nullable String> description) {
		if (!isPresent(GENERATOR) || !isPresent(MODULE)) {
			throw new IllegalStateException(
					"Schemas of Java types are made by com.github.victools:jsonschema-generator "
							+ "and com.github.victools:jsonschema-module-jackson, which aren't both on the class path: "
							+ "add them, or write the schema with JsonSchema.of(name, schema)");
		}
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
	 * Copy plain JSON data.
	 * @param schema the data
	 * @return a copy that keeps its order and can't be changed
	 */
	public static Map<String, Object> copy(Map<String, Object> schema) {
		return Frozen.copy(schema);
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
