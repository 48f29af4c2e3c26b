package io.harborai.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import io.harborai.json.JsonBranch.Fields;
import io.harborai.json.JsonBranch.Items;
import org.jspecify.annotations.Nullable;

/**
 * Checks values against a schema, as far as {@link Schemas} writes any: types, fields,
 * enums, alternatives, references and limits. Fields that the schema doesn't name are let
 * through; they are ignored later. Thread-safe.
 */
public final class SchemaCheck {

	private final Map<String, Object> root;

	private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

	/**
	 * Create a check.
	 * @param schema the schema
	 */
	public SchemaCheck(Map<String, Object> schema) {
		this.root = schema;
	}

	/**
	 * Check a value.
	 * @param value a finished {@link JsonBranch} or a leaf
	 * @return what is wrong first, null if nothing is
	 */
	public @Nullable Misfit check(@Nullable Object value) {
		return check(this.root, value, "");
	}

	private @Nullable Misfit check(Map<?, ?> schema, @Nullable Object value, String path) {
		if (schema.get("$ref") instanceof String reference) {
			Misfit misfit = check(resolve(reference), value, path);
			if (misfit != null) {
				return misfit;
			}
		}
		if (schema.get("allOf") instanceof List<?> parts) {
			for (Object part : parts) {
				Misfit misfit = check((Map<?, ?>) part, value, path);
				if (misfit != null) {
					return misfit;
				}
			}
		}
		if (schema.get("anyOf") instanceof List<?> alternatives) {
			Misfit misfit = anyOf(alternatives, value, path);
			if (misfit != null) {
				return misfit;
			}
		}
		if (schema.containsKey("type") && !isOfType(schema.get("type"), value)) {
			return new Misfit(path, "is " + kind(value) + ", but must be " + names(schema.get("type")));
		}
		if (schema.containsKey("const") && !same(schema.get("const"), value)) {
			return new Misfit(path, "must be " + schema.get("const"));
		}
		if (schema.get("enum") instanceof List<?> values && values.stream().noneMatch((one) -> same(one, value))) {
			return new Misfit(path, "must be one of " + values);
		}
		return limits(schema, value, path);
	}

	private Map<?, ?> resolve(String reference) {
		Object target = this.root;
		for (String step : reference.substring(1).split("/")) {
			if (!step.isEmpty() && target instanceof Map<?, ?> map) {
				target = map.get(step.replace("~1", "/").replace("~0", "~"));
			}
		}
		if (target instanceof Map<?, ?> schema) {
			return schema;
		}
		throw new IllegalArgumentException("The schema has no '" + reference + "'");
	}

	/**
	 * Of several misfits the one that lies deepest tells most: the value was meant to be
	 * that alternative.
	 */
	private @Nullable Misfit anyOf(List<?> alternatives, @Nullable Object value, String path) {
		Misfit deepest = null;
		for (Object alternative : alternatives) {
			Misfit misfit = check((Map<?, ?>) alternative, value, path);
			if (misfit == null) {
				return null;
			}
			boolean nothing = "null".equals(((Map<?, ?>) alternative).get("type"));
			if (deepest == null || (!nothing && misfit.path().length() >= deepest.path().length())) {
				deepest = misfit;
			}
		}
		boolean told = deepest != null && (alternatives.size() <= 2 || deepest.path().length() > path.length());
		return told ? deepest : new Misfit(path, "fits none of the alternatives");
	}

	private static boolean isOfType(@Nullable Object type, @Nullable Object value) {
		if (type instanceof List<?> types) {
			return types.stream().anyMatch((one) -> isOfType(one, value));
		}
		return switch (String.valueOf(type)) {
			case "object" -> value instanceof Fields;
			case "array" -> value instanceof Items;
			case "string" -> value instanceof String;
			case "boolean" -> value instanceof Boolean;
			case "null" -> value == null;
			case "number" -> value instanceof Number;
			case "integer" -> value instanceof Integer || value instanceof Long || value instanceof BigInteger
					|| (value instanceof BigDecimal decimal && isWhole(decimal));
			default -> true;
		};
	}

	private static boolean isWhole(BigDecimal decimal) {
		// Stripping the zeros of 1e999999999 would be a lot of work.
		return decimal.scale() <= 0 ? decimal.scale() > -1000 : decimal.precision() - decimal.scale() > -1
				&& decimal.scale() < 2000 && decimal.stripTrailingZeros().scale() <= 0;
	}

	private static String kind(@Nullable Object value) {
		return (value == null) ? "null" : (value instanceof Fields) ? "an object" : (value instanceof Items)
				? "an array"
				: (value instanceof String) ? "a string" : (value instanceof Boolean) ? "a boolean" : "a number";
	}

	private static String names(@Nullable Object type) {
		return (type instanceof List<?> types) ? String.join(" or ", types.stream().map(String::valueOf).toList())
				: String.valueOf(type);
	}

	private static boolean same(@Nullable Object wanted, @Nullable Object value) {
		if (wanted instanceof Number one && value instanceof Number other) {
			return decimal(one).compareTo(decimal(other)) == 0;
		}
		return (wanted == null) ? value == null : wanted.equals(value);
	}

	private static BigDecimal decimal(Number number) {
		return (number instanceof BigDecimal decimal) ? decimal : new BigDecimal(number.toString());
	}

	private @Nullable Misfit limits(Map<?, ?> schema, @Nullable Object value, String path) {
		if (value instanceof Fields object) {
			return fields(schema, object, path);
		}
		if (value instanceof Items array) {
			return items(schema, array, path);
		}
		if (value instanceof String text) {
			return text(schema, text, path);
		}
		return (value instanceof Number number) ? number(schema, decimal(number), path) : null;
	}

	private @Nullable Misfit fields(Map<?, ?> schema, Fields object, String path) {
		if (schema.get("required") instanceof List<?> required) {
			for (Object name : required) {
				if (!object.map().containsKey(String.valueOf(name))) {
					return new Misfit(path + "/" + pointer(String.valueOf(name)), "is missing");
				}
			}
		}
		Misfit misfit = count(schema, "minProperties", "maxProperties", object.map().size(), path, "fields");
		Map<?, ?> properties = (schema.get("properties") instanceof Map<?, ?> map) ? map : Map.of();
		for (Map.Entry<String, @Nullable Object> field : object.map().entrySet()) {
			if (misfit != null) {
				return misfit;
			}
			Object property = properties.get(field.getKey());
			if (property instanceof Map<?, ?> known) {
				misfit = check(known, field.getValue(), path + "/" + pointer(field.getKey()));
			}
			else if (schema.get("additionalProperties") instanceof Map<?, ?> others) {
				// The name is the model's, and part of the answer.
				misfit = check(others, field.getValue(), path + "/*");
			}
		}
		return misfit;
	}

	private static String pointer(String name) {
		return name.replace("~", "~0").replace("/", "~1");
	}

	private @Nullable Misfit items(Map<?, ?> schema, Items array, String path) {
		Misfit misfit = count(schema, "minItems", "maxItems", array.size(), path, "items");
		Set<Object> seen = new HashSet<>();
		for (int i = 0; i < array.size() && misfit == null; i++) {
			if (schema.get("items") instanceof Map<?, ?> item) {
				misfit = check(item, array.get(i), path + "/" + i);
			}
			if (misfit == null && Boolean.TRUE.equals(schema.get("uniqueItems"))
					&& !seen.add(String.valueOf(JsonBranch.visible(array.get(i))))) {
				misfit = new Misfit(path + "/" + i, "comes twice");
			}
		}
		return misfit;
	}

	private static @Nullable Misfit count(Map<?, ?> schema, String least, String most, int count, String path,
			String what) {
		if (schema.get(least) instanceof Number min && count < min.longValue()) {
			return new Misfit(path, "has " + count + " " + what + ", but must have at least " + min);
		}
		if (schema.get(most) instanceof Number max && count > max.longValue()) {
			return new Misfit(path, "has " + count + " " + what + ", but must have at most " + max);
		}
		return null;
	}

	private @Nullable Misfit text(Map<?, ?> schema, String text, String path) {
		Misfit misfit = count(schema, "minLength", "maxLength", text.codePointCount(0, text.length()), path,
				"characters");
		if (misfit == null && schema.get("pattern") instanceof String pattern
				&& !this.patterns.computeIfAbsent(pattern, Pattern::compile).matcher(text).find()) {
			misfit = new Misfit(path, "doesn't match the pattern " + pattern);
		}
		return misfit;
	}

	private static @Nullable Misfit number(Map<?, ?> schema, BigDecimal number, String path) {
		if (schema.get("minimum") instanceof Number min && number.compareTo(decimal(min)) < 0) {
			return new Misfit(path, "must be at least " + min);
		}
		if (schema.get("exclusiveMinimum") instanceof Number min && number.compareTo(decimal(min)) <= 0) {
			return new Misfit(path, "must be more than " + min);
		}
		if (schema.get("maximum") instanceof Number max && number.compareTo(decimal(max)) > 0) {
			return new Misfit(path, "must be at most " + max);
		}
		if (schema.get("exclusiveMaximum") instanceof Number max && number.compareTo(decimal(max)) >= 0) {
			return new Misfit(path, "must be less than " + max);
		}
		return null;
	}

	/**
	 * What doesn't fit. Holds nothing of the value.
	 *
	 * @param path where, as a JSON pointer; a name that the schema doesn't know is
	 * {@code *}
	 * @param reason what is wrong, to follow the place in a sentence
	 */
	public record Misfit(String path, String reason) {
	}

}
