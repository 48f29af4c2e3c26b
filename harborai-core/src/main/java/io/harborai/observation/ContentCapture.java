package io.harborai.observation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.Choice;
import io.harborai.chat.ContentPart;
import io.harborai.chat.Message;
import io.harborai.chat.SystemMessage;
import io.harborai.chat.ToolCall;
import io.harborai.chat.ToolMessage;
import io.harborai.chat.UserMessage;
import io.harborai.json.Json;

/**
 * What of prompts and answers is recorded on observations: by default nothing.
 *
 * @param prompts whether prompts are
 * @param answers whether answers are
 * @param maxLength how many characters of each text are, after its redaction
 * @param redactor takes out what must not be recorded
 */
public record ContentCapture(boolean prompts, boolean answers, int maxLength, ContentRedactor redactor) {

	/** How many characters of each text are recorded, unless set. */
	public static final int DEFAULT_MAX_LENGTH = 4096;

	/** Nothing is recorded. */
	public static final ContentCapture NONE = new ContentCapture(false, false, DEFAULT_MAX_LENGTH, (text) -> text);

	public ContentCapture {
		if (maxLength < 1) {
			throw new IllegalArgumentException("At least 1 character is recorded, not " + maxLength);
		}
	}

	/**
	 * A prompt in the form that OpenTelemetry gives to {@code gen_ai.input.messages}.
	 * @param messages the messages
	 * @return JSON
	 */
	String input(List<Message> messages) {
		return json(messages.stream().map(this::message).toList());
	}

	/**
	 * Answers in the form that OpenTelemetry gives to {@code gen_ai.output.messages}.
	 * @param completion the whole answer, or what came of it
	 * @return JSON
	 */
	String output(ChatCompletion completion) {
		List<Object> messages = new ArrayList<>();
		for (Choice choice : completion.choices()) {
			Map<String, Object> message = message(choice.message());
			if (choice.finishReason() != null) {
				message.put("finish_reason", choice.finishReason().value());
			}
			messages.add(message);
		}
		return json(messages);
	}

	private Map<String, Object> message(Message message) {
		List<Object> parts = new ArrayList<>();
		String role = "user";
		if (message instanceof SystemMessage system) {
			role = "system";
			parts.add(text("text", "content", system.content()));
		}
		else if (message instanceof AssistantMessage assistant) {
			role = "assistant";
			addAnswer(parts, assistant);
		}
		else if (message instanceof ToolMessage tool) {
			role = "tool";
			parts.add(text("tool_call_response", "response", tool.content()));
		}
		else if (message instanceof UserMessage user) {
			user.parts()
				.forEach((part) -> parts.add((part instanceof ContentPart.Text text)
						? text("text", "content", text.text()) : Map.of("type", "blob")));
		}
		Map<String, Object> written = new LinkedHashMap<>();
		written.put("role", role);
		written.put("parts", parts);
		return written;
	}

	private void addAnswer(List<Object> parts, AssistantMessage assistant) {
		String reasoning = assistant.reasoning();
		if (reasoning != null) {
			parts.add(text("reasoning", "content", reasoning));
		}
		if (!assistant.content().isEmpty()) {
			parts.add(text("text", "content", assistant.content()));
		}
		for (ToolCall call : assistant.toolCalls()) {
			Map<String, Object> part = text("tool_call", "arguments", call.arguments());
			part.put("name", call.name());
			parts.add(part);
		}
	}

	private Map<String, Object> text(String type, String field, String text) {
		Map<String, Object> part = new LinkedHashMap<>();
		part.put("type", type);
		part.put(field, shown(text));
		return part;
	}

	/**
	 * Redacted first: what is cut in two might not be recognised any more.
	 */
	private String shown(String text) {
		String redacted = this.redactor.redact(text);
		if (redacted.length() <= this.maxLength) {
			return redacted;
		}
		int end = Character.isHighSurrogate(redacted.charAt(this.maxLength - 1)) ? this.maxLength - 1 : this.maxLength;
		return redacted.substring(0, end) + "...";
	}

	private static String json(Object value) {
		return new String(Json.write(value), StandardCharsets.UTF_8);
	}

}
