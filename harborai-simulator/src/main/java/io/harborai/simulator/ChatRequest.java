package io.harborai.simulator;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A view of a chat request's JSON that never fails, whatever its fields hold.
 */
final class ChatRequest {

	private final Map<String, Object> body;

	private final List<Map<?, ?>> messages;

	ChatRequest(Map<String, Object> body) {
		this.body = body;
		this.messages = objects(body.get("messages"));
	}

	@Nullable Object get(String field) {
		return this.body.get(field);
	}

	boolean has(String field) {
		return this.body.get(field) != null;
	}

	String text(String field) {
		return (this.body.get(field) instanceof String text) ? text : "";
	}

	Map<?, ?> object(String field) {
		return (this.body.get(field) instanceof Map<?, ?> map) ? map : Map.of();
	}

	double number(String field, double otherwise) {
		return (this.body.get(field) instanceof Number number) ? number.doubleValue() : otherwise;
	}

	boolean flag(String field) {
		return Boolean.TRUE.equals(this.body.get(field));
	}

	String model() {
		return text("model");
	}

	boolean stream() {
		return flag("stream");
	}

	boolean includeUsage() {
		return Boolean.TRUE.equals(object("stream_options").get("include_usage"));
	}

	String responseFormat() {
		return (object("response_format").get("type") instanceof String type) ? type : "text";
	}

	/**
	 * Return the smallest limit on the answer's length.
	 * @return the number of tokens, or {@link Integer#MAX_VALUE}
	 */
	int maxTokens() {
		return (int) Math.min(number("max_tokens", Integer.MAX_VALUE),
				number("max_completion_tokens", Integer.MAX_VALUE));
	}

	List<Map<?, ?>> messages() {
		return this.messages;
	}

	Map<?, ?> lastMessage() {
		return this.messages.isEmpty() ? Map.of() : this.messages.get(this.messages.size() - 1);
	}

	String lastRole() {
		return role(lastMessage());
	}

	/**
	 * Return what the user said last.
	 * @return the text of the last message of role {@code user}; empty if there is none
	 */
	String question() {
		for (int i = this.messages.size() - 1; i >= 0; i--) {
			if ("user".equals(role(this.messages.get(i)))) {
				return contentText(this.messages.get(i));
			}
		}
		return "";
	}

	/**
	 * Return the functions that the model may call.
	 * @return the {@code function} objects of the tools
	 */
	List<Map<?, ?>> functions() {
		return objects(get("tools")).stream()
			.map((tool) -> (tool.get("function") instanceof Map<?, ?> function) ? function : Map.of())
			.<Map<?, ?>>map((function) -> function)
			.filter((function) -> function.get("name") instanceof String)
			.toList();
	}

	/**
	 * Return what the caller demands of tool calls.
	 * @return {@code none}, {@code auto}, {@code required} or the name of a function
	 */
	String toolChoice() {
		Object choice = get("tool_choice");
		if (choice instanceof String word) {
			return word;
		}
		if (choice instanceof Map<?, ?> map && map.get("function") instanceof Map<?, ?> function
				&& function.get("name") instanceof String name) {
			return name;
		}
		return "auto";
	}

	boolean demandsTool() {
		return !toolChoice().equals("auto") && !toolChoice().equals("none");
	}

	boolean mentions(String word) {
		return this.messages.stream()
			.anyMatch((message) -> contentText(message).toLowerCase(Locale.ROOT).contains(word));
	}

	static String role(Map<?, ?> message) {
		return (message.get("role") instanceof String role) ? role : "";
	}

	/**
	 * Return the text of a message.
	 * @param message the message
	 * @return the content, or its text parts one after the other
	 */
	static String contentText(Map<?, ?> message) {
		Object content = message.get("content");
		if (content instanceof String text) {
			return text;
		}
		StringBuilder text = new StringBuilder();
		for (Map<?, ?> part : objects(content)) {
			if (part.get("text") instanceof String piece) {
				text.append(piece);
			}
		}
		return text.toString();
	}

	static List<Map<?, ?>> objects(@Nullable Object list) {
		if (!(list instanceof List<?> elements)) {
			return List.of();
		}
		return elements.stream()
			.<Map<?, ?>>map((element) -> (element instanceof Map<?, ?> map) ? map : Map.of())
			.toList();
	}

}
