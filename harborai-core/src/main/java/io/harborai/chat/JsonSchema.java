package io.harborai.chat;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.harborai.json.Json;
import io.harborai.json.Schemas;
import io.harborai.json.StrictSchema;
import org.jspecify.annotations.Nullable;

/**
 * A JSON schema with a name: of a Java type, or hand-written. Of a type it knows records,
 * beans, enums, sealed interfaces, lists, maps, optionals and dates; it honours Jackson's
 * annotations, Jakarta Validation's where that is on the class path, any {@code Nullable}
 * annotation, and {@link Description}. Immutable and thread-safe; making one of a type
 * takes milliseconds, so keep it.
 */
public final class JsonSchema {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	private final String name;

	private final Map<String, Object> schema;

	private final @Nullable Map<String, Object> strict;

	private final String json;

	private JsonSchema(String name, Map<String, Object> schema) {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("A schema's name has 1 to 64 letters, digits, '_' or '-'; '" + name
					+ "' doesn't. Rename it: vendors take no other names");
		}
		this.name = name;
		this.schema = schema;
		this.strict = StrictSchema.of(schema);
		this.json = Json.text(schema);
	}

	/**
	 * The schema of a class.
	 * @param type the class
	 * @return its schema
	 * @throws IllegalArgumentException if there is no schema for the class
	 */
	public static JsonSchema of(Class<?> type) {
		return of((Type) type);
	}

	/**
	 * The schema of a generic type.
	 * @param type the type
	 * @return its schema
	 * @throws IllegalArgumentException if there is no schema for the type
	 */
	public static JsonSchema of(TypeRef<?> type) {
		return of(type.type());
	}

	/**
	 * A hand-written schema.
	 * @param name its name: letters, digits, {@code _} and {@code -}, at most 64
	 * @param schema the schema as plain JSON data
	 * @return the schema
	 */
	public static JsonSchema of(String name, Map<String, Object> schema) {
		return new JsonSchema(name, Schemas.copy(schema));
	}

	private static JsonSchema of(Type type) {
		return new JsonSchema(name(type), Schemas.of(type, JsonSchema::description));
	}

	private static @Nullable String description(AnnotatedElement element) {
		Description description = element.getAnnotation(Description.class);
		return (description != null) ? description.value() : null;
	}

	private static String name(Type type) {
		StringBuilder name = new StringBuilder();
		addName(type, name);
		String plain = name.toString().replaceAll("[^A-Za-z0-9_-]", "_");
		return plain.substring(0, Math.min(plain.length(), 64));
	}

	private static void addName(Type type, StringBuilder name) {
		if (type instanceof ParameterizedType generic) {
			addName(generic.getRawType(), name);
			for (Type argument : generic.getActualTypeArguments()) {
				name.append('_');
				addName(argument, name);
			}
		}
		else {
			name.append((type instanceof Class<?> plain) ? plain.getSimpleName() : type.getTypeName());
		}
	}

	/**
	 * The schema's name, which models read.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The schema.
	 * @return plain JSON data that can't be changed
	 */
	public Map<String, Object> toMap() {
		return this.schema;
	}

	/**
	 * The schema as vendors want it that hold a model to it strictly: every field
	 * required, none may be added, limits only described.
	 * @return the strict schema; null if it can't be said strictly, because it has a map
	 * or a value of any shape
	 */
	public @Nullable Map<String, Object> strict() {
		return this.strict;
	}

	/**
	 * The schema as text.
	 * @return JSON
	 */
	public String toJson() {
		return this.json;
	}

	/**
	 * Whether it describes an object with fields of given names, as vendors want it at
	 * the top.
	 * @return whether it does
	 */
	public boolean isObject() {
		return "object".equals(this.schema.get("type")) && this.schema.get("properties") instanceof Map;
	}

	/**
	 * An object that holds what this schema describes in its only field.
	 * @param field the field's name
	 * @return the object's schema
	 */
	public JsonSchema inside(String field) {
		Map<String, Object> inner = new LinkedHashMap<>(this.schema);
		Map<String, Object> definitions = new LinkedHashMap<>();
		if (inner.remove("$defs") instanceof Map<?, ?> own) {
			own.forEach((name, definition) -> definitions.put(String.valueOf(name), definition));
		}
		Map<String, Object> outer = new LinkedHashMap<>();
		outer.put("type", "object");
		if (this.json.contains("\"$ref\":\"#\"")) {
			String root = this.name + "_root";
			definitions.put(root, inner);
			definitions.replaceAll((name, definition) -> moved(definition, "#/$defs/" + root));
			outer.put("properties", Map.of(field, Map.of("$ref", "#/$defs/" + root)));
		}
		else {
			outer.put("properties", Map.of(field, inner));
		}
		outer.put("required", List.of(field));
		outer.put("additionalProperties", false);
		if (!definitions.isEmpty()) {
			outer.put("$defs", definitions);
		}
		return of(this.name, outer);
	}

	/**
	 * References to the top lead to where the top has moved.
	 */
	private static Object moved(Object part, String root) {
		if (part instanceof Map<?, ?> map) {
			Map<String, Object> copy = new LinkedHashMap<>();
			map.forEach((name, value) -> copy.put(String.valueOf(name),
					(name.equals("$ref") && value.equals("#")) ? root : moved(value, root)));
			return copy;
		}
		return (part instanceof List<?> list) ? list.stream().map((one) -> moved(one, root)).toList() : part;
	}

	@Override
	public String toString() {
		return "JsonSchema[" + this.name + "]";
	}

}
