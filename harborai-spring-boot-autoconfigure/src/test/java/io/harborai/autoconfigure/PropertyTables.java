package io.harborai.autoconfigure;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes the reference of our properties from their metadata: a table for each place
 * where properties can stand.
 */
final class PropertyTables {

	private static final String DEFAULTS = "harborai.defaults.";

	private static final String PROVIDER = "harborai.providers.*.";

	private static final String ROUTE = "harborai.routes.*.";

	private static final String BUDGET = "harborai.budgets.*.";

	private static final Set<String> GROUPS = Set.of("harborai.providers", "harborai.routes", "harborai.budgets");

	private static final List<Place> PLACES = List.of(new Place("The client", "Names in full.", ""),
			new Place("A provider", "Below `harborai.providers.<name>`.", PROVIDER),
			new Place("What every provider inherits",
					"Below `harborai.defaults` for all providers, below `harborai.providers.<name>` for one.",
					DEFAULTS),
			new Place("A route", "Below `harborai.routes.<name>`.", ROUTE),
			new Place("A route's models", "Below `harborai.routes.<name>.models[<n>]`, or the name alone.",
					ROUTE + "models[*]."),
			new Place("A budget", "Below `harborai.budgets.<name>`.", BUDGET),
			new Place("A provider's models", "Below `harborai.providers.<name>.models[<n>]`.", PROVIDER + "models[*]."),
			new Place("A model's prices", "Below `harborai.providers.<name>.models[<n>].prices[<n>]`.",
					PROVIDER + "models[*].prices[*]."),
			new Place("A price's hours",
					"Below `harborai.providers.<name>.models[<n>].prices[<n>].windows[<n>]`. The row applies in them only, "
							+ "and wins then over rows without hours; without any it always applies.",
					PROVIDER + "models[*].prices[*].windows[*]."));

	private static final Pattern COLLECTION = Pattern.compile("java\\.util\\.(?:List|Set)<(.+)>");

	private final Map<String, JsonNode> properties;

	private final Map<String, JsonNode> hints;

	PropertyTables(ConfigurationMetadata metadata) {
		this.properties = new TreeMap<>(metadata.properties());
		this.hints = metadata.hints();
	}

	/**
	 * Write all tables.
	 * @return Markdown, in which every property stands once
	 */
	String write() {
		return PLACES.stream().map(this::write).collect(Collectors.joining("\n"));
	}

	private String write(Place place) {
		StringBuilder table = new StringBuilder("## ").append(place.title()).append("\n\n");
		table.append(place.where()).append("\n\n| property | type | default | what it is |\n|---|---|---|---|\n");
		this.properties.forEach((name, property) -> {
			if (place.equals(placeOf(name))) {
				table.append(row(name, name.substring(place.prefix().length()), property));
			}
		});
		return table.toString();
	}

	private @Nullable Place placeOf(String name) {
		boolean toldAtDefaults = name.startsWith(PROVIDER)
				&& this.properties.containsKey(DEFAULTS + name.substring(PROVIDER.length()));
		if (toldAtDefaults || GROUPS.contains(name)) {
			return null;
		}
		return PLACES.stream()
			.filter((place) -> name.startsWith(place.prefix()))
			.max(Comparator.comparing((place) -> place.prefix().length()))
			.orElseThrow();
	}

	private String row(String name, String shown, JsonNode property) {
		String type = property.path("type").asString();
		String byDefault = property.has("defaultValue") ? "`" + property.path("defaultValue").asString() + "`" : "";
		String description = property.path("description").asString().replaceAll("\\s+", " ");
		return "| `" + shown + "` | " + kind(type) + " | " + byDefault + " | " + description + values(name, type)
				+ " |\n";
	}

	private static String kind(String type) {
		Matcher collection = COLLECTION.matcher(type);
		if (collection.matches()) {
			return "list of " + kind(collection.group(1)) + "s";
		}
		return switch (type) {
			case "java.lang.String" -> "text";
			case "java.lang.Boolean" -> "`true`, `false`";
			case "java.lang.Integer", "java.lang.Long" -> "whole number";
			case "java.math.BigDecimal", "java.lang.Double" -> "decimal number";
			case "java.time.Duration" -> "duration";
			case "java.time.Instant" -> "instant";
			case "java.time.LocalTime" -> "time of day";
			case "java.time.ZoneId" -> "time zone";
			case "java.util.Currency" -> "currency";
			case "java.util.Map<java.lang.String,java.lang.String>" -> "texts by name";
			case "java.util.Map<java.lang.String,java.lang.Object>" -> "texts or groups by name";
			case "org.springframework.util.unit.DataSize" -> "data size";
			default -> "word";
		};
	}

	private String values(String name, String type) {
		JsonNode hint = this.hints.get(name);
		if (hint == null) {
			Matcher collection = COLLECTION.matcher(type);
			return constants(collection.matches() ? collection.group(1) : type);
		}
		boolean others = hint.has("providers");
		return hint.path("values")
			.valueStream()
			.map((value) -> "`" + value.path("value").asString() + "`"
					+ ((others || !value.has("description")) ? ""
							: " (" + phrase(value.path("description").asString()) + ")"))
			.collect(Collectors.joining(", ", others ? " For instance " : " One of ", "."));
	}

	private static String phrase(String sentence) {
		String text = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
		return text.startsWith("HTTP") ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
	}

	private static String constants(String type) {
		Object[] constants;
		try {
			constants = Class.forName(type).getEnumConstants();
		}
		catch (ClassNotFoundException ex) {
			// A type with parameters.
			return "";
		}
		return (constants == null) ? "" : Arrays.stream(constants)
			.map((constant) -> "`" + ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
			.collect(Collectors.joining(", ", " One of ", "."));
	}

	/**
	 * Where properties can stand.
	 *
	 * @param title what they are about
	 * @param where the place in words
	 * @param prefix the place in the metadata
	 */
	private record Place(String title, String where, String prefix) {
	}

}
