package io.harborai.wire;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Message;
import io.harborai.chat.ResponseFormat;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolChoice;

/**
 * The one time that a request is written. Not thread-safe.
 */
final class RequestBody {

	private static final String STREAM = "stream";

	private static final String STREAM_OPTIONS = "stream_options";

	/** Two names of one limit; vendors refuse a request with both. */
	private static final Set<String> MAX_TOKENS = Set.of("max_tokens", "max_completion_tokens");

	private final RequestFormat format;

	private final MessageWriter messages;

	private final ChatCompletionRequest request;

	private final Map<String, Object> extra;

	private final JsonOutput json;

	RequestBody(RequestFormat format, MessageWriter messages, ChatCompletionRequest request, Map<String, Object> extra,
			JsonOutput json) {
		this.format = format;
		this.messages = messages;
		this.request = request;
		this.extra = extra;
		this.json = json;
	}

	void write(String model, boolean stream) {
		if (isOurs("model")) {
			this.json.text("model", model);
		}
		if (isOurs("messages")) {
			messages();
		}
		for (int i = 0; i < RequestField.ALL.size(); i++) {
			field(RequestField.ALL.get(i));
		}
		if (stream) {
			if (isOurs(STREAM)) {
				this.json.bool(STREAM, true);
			}
			if (this.format.streamUsage() && isOurs(STREAM_OPTIONS)) {
				this.json.startObject(STREAM_OPTIONS);
				this.json.bool("include_usage", true);
				this.json.endObject();
			}
		}
		this.extra.forEach((name, value) -> {
			boolean limit = MAX_TOKENS.contains(name) && hasLimit(this.request.extraBody());
			if (!limit && !this.request.extraBody().containsKey(name)) {
				this.json.value(name, value);
			}
		});
		this.request.extraBody().forEach(this.json::value);
	}

	private boolean isOurs(String name) {
		return !this.extra.containsKey(name) && !this.request.extraBody().containsKey(name);
	}

	private static boolean hasLimit(Map<String, Object> fields) {
		return MAX_TOKENS.stream().anyMatch(fields::containsKey);
	}

	private void messages() {
		this.json.startArray("messages");
		List<Message> all = this.request.messages();
		for (int i = 0; i < all.size(); i++) {
			this.messages.write(all.get(i), this.json);
		}
		this.json.endArray();
	}

	private void field(RequestField field) {
		Object value = field.valueIn(this.request);
		if (value == null || this.format.unsupported().contains(field)) {
			return;
		}
		switch (field) {
			case MAX_TOKENS -> {
				if (!hasLimit(this.extra) && !hasLimit(this.request.extraBody())) {
					this.json.value(this.format.maxTokensField(), value);
				}
			}
			case END_USER -> {
				if (isOurs(this.format.endUserField())) {
					this.json.value(this.format.endUserField(), value);
				}
			}
			default -> {
				if (isOurs(field.wireName())) {
					plainField(field, value);
				}
			}
		}
	}

	private void plainField(RequestField field, Object value) {
		if (value instanceof ResponseFormat responseFormat) {
			responseFormat(responseFormat);
		}
		else if (value instanceof ToolChoice toolChoice) {
			toolChoice(toolChoice);
		}
		else if (field == RequestField.TOOLS) {
			this.json.startArray("tools");
			this.request.tools().forEach(this::tool);
			this.json.endArray();
		}
		else {
			this.json.value(field.wireName(), value);
		}
	}

	private void responseFormat(ResponseFormat responseFormat) {
		this.json.startObject("response_format");
		switch (responseFormat.type()) {
			case TEXT -> this.json.text("type", "text");
			case JSON_OBJECT -> this.json.text("type", "json_object");
			case JSON_SCHEMA -> {
				this.json.text("type", "json_schema");
				this.json.startObject("json_schema");
				this.json.value("name", responseFormat.name());
				this.json.value("schema", responseFormat.schema());
				if (responseFormat.strict() != null) {
					this.json.bool("strict", responseFormat.strict());
				}
				this.json.endObject();
			}
		}
		this.json.endObject();
	}

	private void tool(Tool tool) {
		this.json.startObject();
		this.json.text("type", "function");
		this.json.startObject("function");
		this.json.text("name", tool.name());
		if (tool.description() != null) {
			this.json.text("description", tool.description());
		}
		this.json.value("parameters", tool.parameters());
		if (tool.strict() != null) {
			this.json.bool("strict", tool.strict());
		}
		this.json.endObject();
		this.json.endObject();
	}

	private void toolChoice(ToolChoice toolChoice) {
		switch (toolChoice.mode()) {
			case AUTO -> this.json.text("tool_choice", "auto");
			case NONE -> this.json.text("tool_choice", "none");
			case REQUIRED -> this.json.text("tool_choice", "required");
			case FUNCTION -> {
				this.json.startObject("tool_choice");
				this.json.text("type", "function");
				this.json.startObject("function");
				this.json.value("name", toolChoice.functionName());
				this.json.endObject();
				this.json.endObject();
			}
		}
	}

}
