package io.harborai.test;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.harborai.simulator.Dialect;
import io.harborai.simulator.RecordedRequest;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a request as the vendor received it. Failures show the test's own
 * messages, but no header's value.
 */
public final class RecordedRequestAssert extends AbstractAssert<RecordedRequestAssert, RecordedRequest> {

	RecordedRequestAssert(RecordedRequest actual) {
		super(actual, RecordedRequestAssert.class);
	}

	/**
	 * Verify whose API was called.
	 * @param expected the dialect
	 * @return this
	 */
	public RecordedRequestAssert hasDialect(Dialect expected) {
		isNotNull();
		return same("dialect", expected, this.actual.dialect());
	}

	/**
	 * Verify the model that was asked for, as it was sent.
	 * @param expected the model's id
	 * @return this
	 */
	public RecordedRequestAssert hasModel(String expected) {
		return hasField("model", expected);
	}

	/**
	 * Verify a field of the body.
	 * @param name the field's name at the top of the JSON object
	 * @param expected its value: a string, number, boolean, list or map
	 * @return this
	 */
	public RecordedRequestAssert hasField(String name, Object expected) {
		return same("field '" + name + "'", expected, body().get(name));
	}

	/**
	 * Verify that a field of the body was not sent.
	 * @param name the field's name at the top of the JSON object
	 * @return this
	 */
	public RecordedRequestAssert hasNoField(String name) {
		return same("field '" + name + "'", null, body().get(name));
	}

	/**
	 * Verify that a header was sent.
	 * @param name its name, in any case
	 * @return this
	 */
	public RecordedRequestAssert hasHeader(String name) {
		isNotNull();
		if (this.actual.header(name) == null) {
			throw failure("Expected the header '%s', but only these were sent: %s", name,
					this.actual.headers().keySet());
		}
		return this;
	}

	/**
	 * Verify a header's value.
	 * @param name its name, in any case
	 * @param expected its value
	 * @return this
	 */
	public RecordedRequestAssert hasHeader(String name, String expected) {
		hasHeader(name);
		if (!expected.equals(this.actual.header(name))) {
			throw failure("The header '%s' was sent with another value than expected (values of headers are not shown)",
					name);
		}
		return this;
	}

	/**
	 * Verify that one of the user's messages has this text.
	 * @param expected the text
	 * @return this
	 */
	public RecordedRequestAssert hasUserMessage(String expected) {
		return hasMessage("user", expected);
	}

	/**
	 * Verify that a system message has this text.
	 * @param expected the text
	 * @return this
	 */
	public RecordedRequestAssert hasSystemMessage(String expected) {
		return hasMessage("system", expected);
	}

	/**
	 * Verify that the model was offered a tool.
	 * @param name the tool's name
	 * @return this
	 */
	public RecordedRequestAssert hasTool(String name) {
		List<String> names = list("tools").stream()
			.map((tool) -> (tool.get("function") instanceof Map<?, ?> function) ? String.valueOf(function.get("name"))
					: "")
			.toList();
		if (!names.contains(name)) {
			throw failure("Expected the tool '%s', but the request has the tools %s", name, names);
		}
		return this;
	}

	/**
	 * Verify that the answer was asked for as a stream.
	 * @return this
	 */
	public RecordedRequestAssert isStreamed() {
		return streamed(true);
	}

	/**
	 * Verify that the answer was asked for in one piece.
	 * @return this
	 */
	public RecordedRequestAssert isNotStreamed() {
		return streamed(false);
	}

	private RecordedRequestAssert streamed(boolean expected) {
		if (Boolean.TRUE.equals(body().get("stream")) != expected) {
			throw failure("Expected the answer to be asked for %s, but it was asked for %s",
					expected ? "as a stream" : "in one piece", expected ? "in one piece" : "as a stream");
		}
		return this;
	}

	private RecordedRequestAssert hasMessage(String role, String expected) {
		List<String> texts = list("messages").stream()
			.filter((message) -> role.equals(message.get("role")))
			.map((message) -> text(message.get("content")))
			.toList();
		if (!texts.contains(expected)) {
			throw failure("Expected a %s message\n  %s\nbut the request has %s", role, expected,
					texts.isEmpty() ? "none" : "\n  " + String.join("\n  ", texts));
		}
		return this;
	}

	/** Some vendors take lists of parts, of which only the texts are compared. */
	private static String text(@Nullable Object content) {
		if (content instanceof List<?> parts) {
			StringBuilder text = new StringBuilder();
			for (Object part : parts) {
				if (part instanceof Map<?, ?> fields && fields.get("text") instanceof String piece) {
					text.append(piece);
				}
			}
			return text.toString();
		}
		return (content != null) ? content.toString() : "";
	}

	private List<Map<?, ?>> list(String field) {
		if (body().get(field) instanceof List<?> elements) {
			return elements.stream()
				.<Map<?, ?>>map((element) -> (element instanceof Map<?, ?> map) ? map : Map.of())
				.toList();
		}
		return List.of();
	}

	private Map<String, Object> body() {
		isNotNull();
		return this.actual.bodyAsMap();
	}

	private RecordedRequestAssert same(String what, @Nullable Object expected, @Nullable Object found) {
		if (!Objects.equals(expected, found)) {
			throw failure("Expected the %s to be %s, but it is %s", what, shown(expected), shown(found));
		}
		return this;
	}

	private static String shown(@Nullable Object value) {
		return (value == null) ? "absent" : (value instanceof String text) ? '"' + text + '"' : value.toString();
	}

}
