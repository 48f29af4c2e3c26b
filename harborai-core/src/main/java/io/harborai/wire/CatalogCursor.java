package io.harborai.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.function.Consumer;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Walks the JSON of a catalog. Each method begins at the first token of a value and ends
 * at its last.
 */
final class CatalogCursor {

	private final JsonParser parser;

	CatalogCursor(JsonParser parser) {
		this.parser = parser;
	}

	void next() {
		this.parser.nextToken();
	}

	/**
	 * Hand every field of an object to a consumer, which consumes its value.
	 */
	void object(Consumer<String> field) {
		require(JsonToken.START_OBJECT, "an object");
		while (this.parser.nextToken() != JsonToken.END_OBJECT) {
			String name = this.parser.currentName();
			this.parser.nextToken();
			field.accept(name);
		}
	}

	/**
	 * Call for every element of an array, each of which is to be consumed.
	 */
	void array(Runnable element) {
		require(JsonToken.START_ARRAY, "an array");
		while (this.parser.nextToken() != JsonToken.END_ARRAY) {
			element.run();
		}
	}

	List<String> strings() {
		List<String> strings = new ArrayList<>();
		array(() -> strings.add(string()));
		return strings;
	}

	List<String> stringOrStrings() {
		return (this.parser.currentToken() == JsonToken.START_ARRAY) ? strings() : List.of(string());
	}

	String string() {
		require(JsonToken.VALUE_STRING, "a string");
		return this.parser.getString();
	}

	int tokens() {
		require(JsonToken.VALUE_NUMBER_INT, "a whole number");
		return this.parser.getIntValue();
	}

	BigDecimal price() {
		if (!this.parser.currentToken().isNumeric()) {
			throw new IllegalArgumentException("a number is needed here");
		}
		return this.parser.getDecimalValue();
	}

	Currency currency() {
		String code = string();
		try {
			return Currency.getInstance(code);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'" + code + "' is no currency", ex);
		}
	}

	/**
	 * A date, which is the start of that day in UTC, or an instant.
	 */
	Instant moment() {
		String text = string();
		return (text.indexOf('T') >= 0) ? Instant.parse(text)
				: LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
	}

	void skip() {
		this.parser.skipChildren();
	}

	private void require(JsonToken token, String what) {
		if (this.parser.currentToken() != token) {
			throw new IllegalArgumentException(what + " is needed here");
		}
	}

}
