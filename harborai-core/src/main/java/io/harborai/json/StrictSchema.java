package io.harborai.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Rewrites a schema for vendors that hold a model to it strictly. They all take the same
 * few keywords (developers.openai.com/api/docs/guides/structured-outputs): every field is
 * required, none may be added, and limits aren't known. What they don't take is put into
 * the description, for the model to read.
 */
public final class StrictSchema {

	private static final List<String> LIMITS = List.of("minLength", "maxLength", "pattern", "minimum", "maximum",
			"exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "format",
			"contentEncoding", "default");

	private static final Set<String> KEPT = Set.of("type", "enum", "description");

	private StrictSchema() {
	}

	/**
	 * Rewrite a schema.
	 * @param schema any schema
	 * @return the strict one, null if it can't be said strictly: it has a map, or a value
	 * of any shape
	 */
	public static @Nullable Map<String, Object> of(Map<String, Object> schema) {
		try {
			return strict(schema);
		}
		catch (UnsupportedOperationException ex) {
			// Told by the one who found it; the caller only needs to know that.
			return null;
		}
	}

	private static Map<String, Object> strict(Map<?, ?> schema) {
		if (schema.get("$ref") instanceof String reference) {
			// Nothing may stand beside a reference.
			return Map.of("$ref", reference);
		}
		if (schema.get("allOf") instanceof List<?> parts) {
			return allOf(parts);
		}
		Map<String, Object> strict = new LinkedHashMap<>();
		if (schema.containsKey("const")) {
			strict.put("enum", List.of(schema.get("const")));
		}
		schema.forEach((name, value) -> {
			if (KEPT.contains(name)) {
				strict.put(String.valueOf(name), value);
			}
		});
		describeLimits(schema, strict);
		if (schema.get("anyOf") instanceof List<?> alternatives) {
			strict.put("anyOf", alternatives.stream().map((one) -> strict((Map<?, ?>) one)).toList());
		}
		else if (isType(schema, "object")) {
			object(schema, strict);
		}
		else if (isType(schema, "array")) {
			strict.put("items", strict(part(schema, "items")));
		}
		else if (!strict.containsKey("type") && !strict.containsKey("enum")) {
			throw new UnsupportedOperationException("a value of any shape");
		}
		if (schema.get("$defs") instanceof Map<?, ?> definitions) {
			Map<String, Object> all = new LinkedHashMap<>();
			definitions.forEach((name, value) -> all.put(String.valueOf(name), strict((Map<?, ?>) value)));
			strict.put("$defs", all);
		}
		return strict;
	}

	private static Map<String, Object> allOf(List<?> parts) {
		for (Object part : parts) {
			if (part instanceof Map<?, ?> map && map.get("$ref") instanceof String reference) {
				return Map.of("$ref", reference);
			}
		}
		throw new UnsupportedOperationException("all of several schemas");
	}

	private static void describeLimits(Map<?, ?> schema, Map<String, Object> strict) {
		List<String> limits = new ArrayList<>();
		for (String name : LIMITS) {
			if (schema.containsKey(name)) {
				limits.add(name + ": " + schema.get(name));
			}
		}
		if (!limits.isEmpty()) {
			String before = strict.containsKey("description") ? strict.get("description") + " " : "";
			strict.put("description", before + "(" + String.join(", ", limits) + ")");
		}
	}

	private static void object(Map<?, ?> schema, Map<String, Object> strict) {
		if (schema.get("additionalProperties") instanceof Map<?, ?> || !schema.containsKey("properties")) {
			throw new UnsupportedOperationException("an object with names of the model's own");
		}
		Collection<?> required = (schema.get("required") instanceof Collection<?> names) ? names : List.of();
		Map<String, Object> properties = new LinkedHashMap<>();
		part(schema, "properties").forEach((name, value) -> {
			Map<String, Object> property = strict((Map<?, ?>) value);
			properties.put(String.valueOf(name), required.contains(name) ? property : nullable(property));
		});
		strict.put("properties", properties);
		strict.put("required", List.copyOf(properties.keySet()));
		strict.put("additionalProperties", false);
	}

	private static Map<String, Object> nullable(Map<String, Object> schema) {
		boolean already = isType(schema, "null") || (schema.get("anyOf") instanceof List<?> alternatives
				&& alternatives.stream().anyMatch((one) -> one instanceof Map<?, ?> map && isType(map, "null")));
		return already ? schema : Map.of("anyOf", List.of(schema, Map.of("type", "null")));
	}

	private static boolean isType(Map<?, ?> schema, String type) {
		Object types = schema.get("type");
		return type.equals(types) || (types instanceof Collection<?> several && several.contains(type));
	}

	private static Map<?, ?> part(Map<?, ?> schema, String name) {
		if (schema.get(name) instanceof Map<?, ?> part) {
			return part;
		}
		throw new UnsupportedOperationException("a value of any shape");
	}

}
