package io.harborai.structured;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.harborai.chat.Description;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of types that people ask for.
 */
final class Shapes {

	private Shapes() {
	}

	@Description("A city")
	record City(@Description("Its name in English") String name, int population, @Nullable String mayor) {
	}

	enum Color {

		RED, @JsonProperty("deep-green")
		GREEN, BLUE

	}

	record Address(String street, @Nullable String unit, int number) {
	}

	record Person(String name, int age, double height, boolean active, Address address, List<String> tags,
			Map<String, Integer> scores, Optional<String> nick, Color color, List<Address> homes) {
	}

	record Times(LocalDate day, Instant at, LocalDateTime local, Duration length, UUID id) {
	}

	record Numbers(long large, BigDecimal exact, Integer boxed, float single, short small, List<Double> many) {
	}

	sealed interface Figure permits Circle, Square, Group {

	}

	record Circle(double radius) implements Figure {
	}

	record Square(int side, Color color) implements Figure {
	}

	record Group(String label, List<Figure> figures) implements Figure {
	}

	record Drawing(String title, Figure main, List<Figure> others) {
	}

	record Tree(String name, List<Tree> children) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Dog.class, name = "dog"),
			@JsonSubTypes.Type(value = Cat.class, name = "cat") })
	interface Animal {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	interface Unknown {

	}

	record Dog(String name, boolean barks) implements Animal {
	}

	record Cat(String name, int lives) implements Animal {
	}

	record Zoo(List<Animal> animals, Map<String, Animal> stars) {
	}

	record Iban(@JsonValue String value) {
	}

	@JsonPropertyOrder({ "second", "first" })
	record Named(@JsonProperty("first_name") String first, @JsonProperty("second") int second,
			@JsonIgnore @Nullable String ignored, Iban iban) {
	}

	record Loose(@JsonProperty(isRequired = com.fasterxml.jackson.annotation.OptBoolean.FALSE) @Nullable Integer count,
			Object anything) {
	}

	record Booking(@NotBlank @Size(max = 20) String guest, @Min(1) @Max(9) int nights, @Email String mail) {
	}

	/**
	 * Refuses to be made of a part.
	 */
	record Picky(String name, Address address) {

		Picky {
			Objects.requireNonNull(name, "name");
			Objects.requireNonNull(address, "address");
		}

	}

	/**
	 * A plain bean.
	 */
	static class Bean {

		private String title = "";

		private int count;

		private List<Address> items = List.of();

		public String getTitle() {
			return this.title;
		}

		public void setTitle(String title) {
			this.title = title;
		}

		public int getCount() {
			return this.count;
		}

		public void setCount(int count) {
			this.count = count;
		}

		public List<Address> getItems() {
			return this.items;
		}

		public void setItems(List<Address> items) {
			this.items = items;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Bean bean && bean.title.equals(this.title) && bean.count == this.count
					&& bean.items.equals(this.items);
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.title, this.count, this.items);
		}

	}

}
