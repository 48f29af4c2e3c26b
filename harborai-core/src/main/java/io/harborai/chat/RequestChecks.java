package io.harborai.chat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What can be checked about a request without knowing who will answer it. Vendors' own
 * ranges are their dialects' to check.
 */
final class RequestChecks {

	private RequestChecks() {
	}

	static void check(List<Message> messages, @Nullable String model) {
		if (messages.isEmpty()) {
			throw new IllegalArgumentException("A request needs at least one message; add one with user(\"...\")");
		}
		if (model != null && model.isBlank()) {
			throw new IllegalArgumentException(
					"A model's name must not be blank; leave it out to use the default model");
		}
		for (int i = 0; i < messages.size(); i++) {
			if (messages.get(i) instanceof AssistantMessage assistant && assistant.prefix()
					&& i != messages.size() - 1) {
				throw new IllegalArgumentException("Only the last message can be a prefix for the model to continue; "
						+ "message " + i + " of " + messages.size() + " isn't the last");
			}
		}
	}

	static void range(String name, @Nullable Number value, double from, double to) {
		if (value != null && !(value.doubleValue() >= from && value.doubleValue() <= to)) {
			throw new IllegalArgumentException(
					"'" + name + "' must be from " + plain(from) + " to " + plain(to) + ", not " + value);
		}
	}

	static void atLeast(String name, @Nullable Integer value, int from) {
		if (value != null && value < from) {
			throw new IllegalArgumentException("'" + name + "' must be at least " + from + ", not " + value);
		}
	}

	static void tools(List<Tool> tools, @Nullable ToolChoice choice) {
		Set<String> names = new HashSet<>();
		for (Tool tool : tools) {
			if (!names.add(tool.name())) {
				throw new IllegalArgumentException("Two tools are named '" + tool.name() + "'; rename one");
			}
		}
		if (choice != null && choice.functionName() != null && !names.contains(choice.functionName())) {
			throw new IllegalArgumentException("The tool choice names '" + choice.functionName()
					+ "', which isn't among the request's tools; add it with tool(...)");
		}
	}

	static void answer(@Nullable JsonSchema schema, @Nullable ResponseFormat format) {
		if (schema == null) {
			return;
		}
		if (format != null) {
			throw new IllegalArgumentException(
					"The answer's schema decides about its format: leave 'responseFormat' out. "
							+ "How it is asked for is options((o) -> o.structured(...))");
		}
		if (!schema.isObject()) {
			throw new IllegalArgumentException("The schema of an answer describes an object with fields; "
					+ "put yours into one with inside(\"value\")");
		}
	}

	static void extraBody(Map<String, Object> extraBody) {
		if (extraBody.containsKey("stream")) {
			throw new IllegalArgumentException("'stream' can't be set in 'extraBody': the answer would come in a form "
					+ "that nobody waits for. Call stream(...) for a streamed answer, create(...) for a whole one");
		}
	}

	private static String plain(double value) {
		return (value == Math.rint(value)) ? Long.toString((long) value) : Double.toString(value);
	}

}
