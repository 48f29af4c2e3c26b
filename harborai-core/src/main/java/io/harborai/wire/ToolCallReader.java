package io.harborai.wire;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.harborai.chat.ToolCallDelta;
import io.harborai.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code tool_calls}, whole ones and fragments alike. Everything may be missing.
 */
final class ToolCallReader {

	private @Nullable Integer index;

	private @Nullable String id;

	private @Nullable String name;

	private String arguments = "";

	private @Nullable Map<String, Object> additional;

	private ToolCallReader() {
	}

	/**
	 * Read the calls of a whole message, where each entry is a call of its own, whatever
	 * its index and id say.
	 * @param json stands on the value
	 * @return the calls, with their places as indices and no id twice
	 */
	static List<ToolCallDelta> whole(JsonCursor json) {
		List<ToolCallDelta> calls = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		for (ToolCallDelta call : fragments(json)) {
			boolean unique = call.id() != null && ids.add(call.id());
			calls.add(new ToolCallDelta(calls.size(), unique ? call.id() : null, call.name(), call.arguments(),
					call.additional()));
		}
		return calls;
	}

	/**
	 * Read the fragments of a delta.
	 * @param json stands on the value
	 * @return the fragments that have something in them
	 */
	static List<ToolCallDelta> fragments(JsonCursor json) {
		if (!json.isArray()) {
			json.skip();
			return List.of();
		}
		List<ToolCallDelta> calls = List.of();
		while (json.nextElement()) {
			ToolCallDelta call = new ToolCallReader().call(json);
			if (call != null) {
				calls = plus(calls, call);
			}
		}
		return calls;
	}

	private static List<ToolCallDelta> plus(List<ToolCallDelta> calls, ToolCallDelta call) {
		// One fragment is the rule.
		if (calls.isEmpty()) {
			return List.of(call);
		}
		List<ToolCallDelta> longer = new ArrayList<>(calls);
		longer.add(call);
		return List.copyOf(longer);
	}

	private @Nullable ToolCallDelta call(JsonCursor json) {
		if (!json.isObject()) {
			json.skip();
			return null;
		}
		String field;
		while ((field = json.nextName()) != null) {
			switch (field) {
				case "index" -> {
					long index = json.count();
					this.index = (index >= 0 && index <= Integer.MAX_VALUE) ? (int) index : null;
				}
				case "id" -> this.id = notBlank(json.text());
				case "type" -> json.skip();
				case "function" -> function(json);
				default -> keep(field, json);
			}
		}
		if (this.id == null && this.name == null && this.arguments.isEmpty() && this.additional == null) {
			return null;
		}
		return new ToolCallDelta(this.index, this.id, this.name, this.arguments,
				(this.additional != null) ? this.additional : Map.of());
	}

	private void function(JsonCursor json) {
		if (!json.isObject()) {
			json.skip();
			return;
		}
		String field;
		while ((field = json.nextName()) != null) {
			switch (field) {
				case "name" -> this.name = notBlank(json.text());
				case "arguments" -> this.arguments = arguments(json);
				default -> json.skip();
			}
		}
	}

	private static String arguments(JsonCursor json) {
		if (json.isObject() || json.isArray()) {
			// Some gateways send the arguments as JSON instead of as a string that holds
			// JSON.
			return Json.mapper().writeValueAsString(json.plain());
		}
		String text = json.text();
		return (text != null) ? text : "";
	}

	private void keep(String field, JsonCursor json) {
		Object value = json.plain();
		if (value != null) {
			if (this.additional == null) {
				this.additional = new LinkedHashMap<>();
			}
			this.additional.put(field, value);
		}
	}

	private static @Nullable String notBlank(@Nullable String text) {
		return (text == null || text.isBlank()) ? null : text;
	}

}
