package io.harborai.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * Invents values that fit a simple JSON schema: types, enums, constants, bounds,
 * references, alternatives.
 */
final class SampleValues {

	private static final int DEEPEST = 12;

	private static final List<String> WORDS = List.of("harbor", "lantern", "willow", "copper", "meadow", "signal");

	private final Map<?, ?> root;

	private final SplittableRandom random;

	SampleValues(Map<?, ?> root, SplittableRandom random) {
		this.root = root;
		this.random = random;
	}

	Object value() {
		return value(this.root, "value", 0);
	}

	/**
	 * Return the value as JSON; an object even if the schema doesn't say so.
	 * @return the JSON text
	 */
	String object() {
		Object value = value();
		return JsonText.of((value instanceof Map) ? value : Map.of());
	}

	private Object value(Map<?, ?> schema, String name, int depth) {
		if (schema.get("$ref") instanceof String reference) {
			return (depth > DEEPEST) ? Map.of() : value(resolve(reference), name, depth + 1);
		}
		Object fixed = (schema.get("enum") instanceof List<?> options) ? pick(options) : schema.get("const");
		if (fixed != null) {
			return fixed;
		}
		for (String alternatives : List.of("anyOf", "oneOf", "allOf")) {
			List<Map<?, ?>> choices = ChatRequest.objects(schema.get(alternatives));
			if (!choices.isEmpty()) {
				return value(choices.get(0), name, depth + 1);
			}
		}
		return switch (type(schema)) {
			case "object" -> properties(schema, depth);
			case "array" -> elements(schema, name, depth);
			case "integer" -> (long) Math.ceil(number(schema));
			case "number" -> number(schema);
			case "boolean" -> this.random.nextBoolean();
			default -> text(schema, name);
		};
	}

	private Map<String, Object> properties(Map<?, ?> schema, int depth) {
		Map<String, Object> object = new LinkedHashMap<>();
		if (depth <= DEEPEST && schema.get("properties") instanceof Map<?, ?> properties) {
			properties.forEach((name, property) -> object.put(String.valueOf(name),
					value((property instanceof Map<?, ?> map) ? map : Map.of(), String.valueOf(name), depth + 1)));
		}
		return object;
	}

	private List<Object> elements(Map<?, ?> schema, String name, int depth) {
		List<Object> elements = new ArrayList<>();
		if (depth <= DEEPEST && schema.get("items") instanceof Map<?, ?> items) {
			long least = (long) bound(schema, "minItems", 2);
			long count = Math.min(least, (long) bound(schema, "maxItems", least));
			for (long i = 0; i < count; i++) {
				elements.add(value(items, name, depth + 1));
			}
		}
		return elements;
	}

	private double number(Map<?, ?> schema) {
		double least = bound(schema, "minimum", bound(schema, "exclusiveMinimum", 0) + 1);
		double most = bound(schema, "maximum", bound(schema, "exclusiveMaximum", least + 100) - 1);
		return least + Math.floor(this.random.nextDouble() * Math.max(0, most - least));
	}

	private String text(Map<?, ?> schema, String name) {
		String text = switch (String.valueOf(schema.get("format"))) {
			case "date" -> "2026-01-15";
			case "date-time" -> "2026-01-15T08:30:00Z";
			case "time" -> "08:30:00Z";
			case "email" -> "someone@example.com";
			case "uri" -> "https://example.com/";
			case "uuid" -> "3f2b8c1e-5a4d-4e6f-8b7a-9c0d1e2f3a4b";
			default -> name.replace('_', ' ') + ' ' + WORDS.get(this.random.nextInt(WORDS.size()));
		};
		int least = (int) bound(schema, "minLength", 0);
		int most = (int) bound(schema, "maxLength", Integer.MAX_VALUE);
		String padded = text + "x".repeat(Math.max(0, least - text.length()));
		return padded.substring(0, Math.min(padded.length(), most));
	}

	private Map<?, ?> resolve(String reference) {
		Object found = this.root;
		for (String step : reference.replaceFirst("^#/?", "").split("/")) {
			found = (found instanceof Map<?, ?> map && !step.isEmpty()) ? map.get(step) : found;
		}
		return (found instanceof Map<?, ?> map) ? map : Map.of();
	}

	private @Nullable Object pick(List<?> options) {
		return options.isEmpty() ? null : options.get(this.random.nextInt(options.size()));
	}

	private static String type(Map<?, ?> schema) {
		if (schema.get("type") instanceof List<?> types) {
			return types.stream().map(String::valueOf).filter((each) -> !each.equals("null")).findFirst().orElse("");
		}
		if (schema.get("type") instanceof String name) {
			return name;
		}
		return schema.containsKey("properties") ? "object" : "string";
	}

	private static double bound(Map<?, ?> schema, String name, double otherwise) {
		return (schema.get(name) instanceof Number number) ? number.doubleValue() : otherwise;
	}

}
