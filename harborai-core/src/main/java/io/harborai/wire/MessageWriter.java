package io.harborai.wire;

import java.util.Map;
import java.util.Set;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ContentPart;
import io.harborai.chat.Message;
import io.harborai.chat.SystemMessage;
import io.harborai.chat.ToolCall;
import io.harborai.chat.ToolMessage;
import io.harborai.chat.UserMessage;
import io.harborai.wire.RequestFormat.EmptyContent;
import io.harborai.wire.RequestFormat.ReasoningReplay;

/**
 * Writes the messages of a request the way a vendor wants them. Immutable.
 */
final class MessageWriter {

	/** Ours; what a message keeps under these names is not written a second time. */
	private static final Set<String> OURS = Set.of("role", "content", "name", "tool_calls", "tool_call_id");

	private final RequestFormat format;

	MessageWriter(RequestFormat format) {
		this.format = format;
	}

	void write(Message message, JsonOutput json) {
		json.startObject();
		if (message instanceof SystemMessage system) {
			json.text("role", "system");
			json.text("content", system.content());
		}
		else if (message instanceof UserMessage user) {
			user(user, json);
		}
		else if (message instanceof ToolMessage tool) {
			json.text("role", "tool");
			json.text("tool_call_id", tool.toolCallId());
			json.text("content", tool.content());
		}
		else if (message instanceof AssistantMessage assistant) {
			assistant(assistant, json);
		}
		boolean reasoningWritten = message instanceof AssistantMessage assistant && sendsReasoning(assistant);
		for (Map.Entry<String, Object> field : message.additional().entrySet()) {
			boolean written = OURS.contains(field.getKey()) || field.getKey().equals(this.format.prefixField())
					|| (reasoningWritten && field.getKey().equals(this.format.reasoningField()));
			if (!written) {
				json.value(field.getKey(), field.getValue());
			}
		}
		json.endObject();
	}

	private void user(UserMessage user, JsonOutput json) {
		json.text("role", "user");
		if (user.textOnly() && (this.format.flattenText() || user.parts().size() == 1)) {
			json.text("content", user.text());
		}
		else {
			json.startArray("content");
			for (ContentPart part : user.parts()) {
				part(part, json);
			}
			json.endArray();
		}
		if (user.name() != null) {
			json.text("name", user.name());
		}
	}

	static void part(ContentPart part, JsonOutput json) {
		json.startObject();
		if (part instanceof ContentPart.Text text) {
			json.text("type", "text");
			json.text("text", text.text());
		}
		else if (part instanceof ContentPart.Image image) {
			json.text("type", "image_url");
			json.startObject("image_url");
			json.text("url", image.url());
			if (image.detail() != null) {
				json.text("detail", image.detail());
			}
			json.endObject();
		}
		else if (part instanceof ContentPart.Audio audio) {
			json.text("type", "input_audio");
			json.startObject("input_audio");
			json.text("data", audio.base64());
			json.text("format", audio.format());
			json.endObject();
		}
		else if (part instanceof ContentPart.Video video) {
			json.text("type", "video_url");
			json.startObject("video_url");
			json.text("url", video.url());
			if (video.fps() != null) {
				json.value("fps", video.fps());
			}
			json.endObject();
		}
		json.endObject();
	}

	private void assistant(AssistantMessage assistant, JsonOutput json) {
		json.text("role", "assistant");
		if (assistant.content().isEmpty() && !assistant.toolCalls().isEmpty()
				&& this.format.emptyContent() == EmptyContent.NULL) {
			json.nothing("content");
		}
		else {
			json.text("content", assistant.content());
		}
		if (sendsReasoning(assistant)) {
			json.text(this.format.reasoningField(), (assistant.reasoning() != null) ? assistant.reasoning() : "");
		}
		if (!assistant.toolCalls().isEmpty()) {
			json.startArray("tool_calls");
			for (ToolCall call : assistant.toolCalls()) {
				toolCall(call, json);
			}
			json.endArray();
		}
		if (assistant.prefix() && this.format.prefixField() != null) {
			json.bool(this.format.prefixField(), true);
		}
	}

	private boolean sendsReasoning(AssistantMessage assistant) {
		if (this.format.reasoningReplay() == ReasoningReplay.NONE) {
			return false;
		}
		// With tool calls the field must be there even if it is empty: DeepSeek answers
		// 400 otherwise.
		return !assistant.toolCalls().isEmpty() || (assistant.reasoning() != null
				&& (assistant.prefix() || this.format.reasoningReplay() == ReasoningReplay.ALWAYS));
	}

	private static void toolCall(ToolCall call, JsonOutput json) {
		json.startObject();
		json.text("id", call.id());
		json.text("type", "function");
		json.startObject("function");
		json.text("name", call.name());
		json.text("arguments", call.arguments());
		json.endObject();
		for (Map.Entry<String, Object> field : call.additional().entrySet()) {
			if (!field.getKey().equals("id") && !field.getKey().equals("type") && !field.getKey().equals("function")) {
				json.value(field.getKey(), field.getValue());
			}
		}
		json.endObject();
	}

}
