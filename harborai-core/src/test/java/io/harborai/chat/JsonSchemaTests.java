package io.harborai.chat;

import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Schemas of Java types.
 */
class JsonSchemaTests {

	@Description("A flight")
	record Flight(@Description("Such as LX 38") String number, @JsonPropertyDescription("In minutes") int length,
			@Nullable String gate, Optional<String> note, OptionalInt delay, @JsonProperty("seat_class") Seat seat,
			@JsonIgnore @Nullable String secret) {
	}

	enum Seat {

		ECONOMY, @JsonProperty("first")
		FIRST

	}

	record Node(String name, List<Node> children) {
	}

	record Limited(@Min(1) @Max(9) int count, @Size(max = 3) List<String> tags,
			@Pattern(regexp = "[A-Z]{3}") String code) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	sealed interface Shape permits Circle, Line {

	}

	record Circle(double radius) implements Shape {
	}

	record Line(double length) implements Shape {
	}

	sealed interface Event permits Began, Ended {

	}

	record Began(String who) implements Event {
	}

	record Ended(int code) implements Event {
	}

	record Scores(Map<String, Integer> byName) {
	}

	record Box<T>(T value) {
	}

	private static Map<?, ?> map(Object value) {
		return (Map<?, ?>) value;
	}

	@Test
	void fieldsAreDescribedNamedAndRequiredAsTheTypeSays() {
		Map<String, Object> schema = JsonSchema.of(Flight.class).toMap();
		assertThat(schema).containsEntry("type", "object")
			.containsEntry("description", "A flight")
			.containsEntry("additionalProperties", false);
		Map<?, ?> properties = map(schema.get("properties"));
		assertThat(List.copyOf(properties.keySet()))
			.isEqualTo(List.of("number", "length", "gate", "note", "delay", "seat_class"));
		assertThat(map(properties.get("number")).get("description")).isEqualTo("Such as LX 38");
		assertThat(map(properties.get("length")).get("description")).isEqualTo("In minutes");
		assertThat(map(properties.get("seat_class")).get("enum")).isEqualTo(List.of("ECONOMY", "first"));
		assertThat(map(properties.get("gate")).get("type")).isEqualTo(List.of("string", "null"));
		assertThat((List<?>) schema.get("required")).map(Object::toString)
			.containsExactlyInAnyOrder("number", "length", "seat_class");
	}

	@Test
	void typesThatContainThemselvesAreReferences() {
		JsonSchema schema = JsonSchema.of(Node.class);
		assertThat(schema.toJson()).contains("\"$ref\":\"#\"");
		JsonSchema inside = schema.inside("value");
		assertThat(inside.toJson()).doesNotContain("\"$ref\":\"#\"").contains("#/$defs/");
		assertThat(inside.isObject()).isTrue();
	}

	@Test
	void limitsOfJakartaValidationAreKept() {
		assertThat(JsonSchema.of(Limited.class).toJson()).contains("\"minimum\":1", "\"maximum\":9", "\"maxItems\":3",
				"[A-Z]{3}");
	}

	@Test
	void subtypesAreToldApart() {
		assertThat(JsonSchema.of(Event.class).toJson()).contains("\"type\"", "Began", "Ended");
		assertThat(JsonSchema.of(Shape.class).toJson()).contains("\"@type\"", "JsonSchemaTests$Circle");
	}

	@Test
	void strictSchemasRequireEverythingAndKnowNoLimits() {
		Map<String, Object> strict = JsonSchema.of(Flight.class).strict();
		assertThat(strict).isNotNull();
		assertThat((List<?>) strict.get("required")).hasSize(6);
		assertThat(map(map(strict.get("properties")).get("note")).toString()).contains("null");
		Map<String, Object> limited = JsonSchema.of(Limited.class).strict();
		assertThat(map(map(limited.get("properties")).get("count")).keySet().toString())
			.isEqualTo("[type, description]");
		assertThat(JsonSchema.of(Scores.class).strict()).isNull();
	}

	@Test
	void namesAreWhatVendorsTake() {
		assertThat(JsonSchema.of(Flight.class).name()).isEqualTo("Flight");
		assertThat(JsonSchema.of(new TypeRef<Map<String, List<Flight>>>() {
		}).name()).isEqualTo("Map_String_List_Flight");
		assertThat(JsonSchema.of(new TypeRef<Box<Flight>>() {
		}).toJson()).contains("seat_class");
		assertThatIllegalArgumentException().isThrownBy(() -> JsonSchema.of("no name", Map.of()))
			.withMessageContaining("no name");
	}

	@Test
	void valuesThatAreTextAreText() {
		assertThat(JsonSchema.of(Currency.class).toMap()).containsEntry("type", "string");
	}

	@Test
	void handWrittenSchemasAreCopied() {
		Map<String, Object> mine = new LinkedHashMap<>(Map.of("type", "object", "properties", Map.of()));
		JsonSchema schema = JsonSchema.of("mine", mine);
		mine.clear();
		assertThat(schema.isObject()).isTrue();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> schema.toMap().put("type", "array"));
		assertThat(schema).hasToString("JsonSchema[mine]");
	}

	@Test
	void typeVariablesAreRefused() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(JsonSchemaTests::<String>listOf)
			.withMessageContaining("List<T>");
	}

	private static <T> TypeRef<List<T>> listOf() {
		return new TypeRef<>() {
		};
	}

}
