package io.harborai.springai;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.ContentPart;
import io.harborai.chat.ResponseFormat;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolCall;
import io.harborai.chat.ToolMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.util.MimeType;

/**
 * Turns Spring AI's prompts into HarborAI's requests.
 */
final class Questions {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	private Questions() {
	}

	/**
	 * The request that a prompt stands for.
	 * @param prompt the prompt
	 * @param defaults what holds where the prompt doesn't say
	 * @return the request
	 */
	static ChatCompletionRequest request(Prompt prompt, HarborAiChatOptions defaults) {
		ChatCompletionRequest.Builder request = ChatCompletionRequest.builder();
		prompt.getInstructions().forEach((message) -> add(message, request));
		options(options(prompt.getOptions(), defaults), request);
		return request.build();
	}

	private static HarborAiChatOptions options(@Nullable ChatOptions own, HarborAiChatOptions defaults) {
		return (own != null) ? defaults.mutate().combineWith(own.mutate()).build() : defaults;
	}

	private static void options(HarborAiChatOptions options, ChatCompletionRequest.Builder request) {
		String model = options.getModel();
		if (model != null) {
			request.model(model);
		}
		request.temperature(options.getTemperature())
			.topP(options.getTopP())
			.maxTokens(options.getMaxTokens())
			.frequencyPenalty(options.getFrequencyPenalty())
			.presencePenalty(options.getPresencePenalty())
			.reasoning(options.getReasoning())
			.endUser(options.getEndUser());
		List<String> stop = options.getStopSequences();
		if (stop != null && !stop.isEmpty()) {
			request.stop(stop.toArray(String[]::new));
		}
		if (options.getTopK() != null) {
			request.extraBody("top_k", options.getTopK());
		}
		options.getExtraBody().forEach(request::extraBody);
		if (options.getCall() != null) {
			request.options(options.getCall());
		}
		tools(options, request);
		schema(options, request);
	}

	private static void tools(ToolCallingChatOptions options, ChatCompletionRequest.Builder request) {
		List<ToolCallback> callbacks = options.getToolCallbacks();
		if (callbacks == null) {
			return;
		}
		for (ToolCallback callback : callbacks) {
			ToolDefinition tool = callback.getToolDefinition();
			request.tool(new Tool(tool.name(), tool.description(), object(tool.inputSchema()), null));
		}
	}

	private static void schema(StructuredOutputChatOptions options, ChatCompletionRequest.Builder request) {
		String schema = options.getOutputSchema();
		if (schema != null && !schema.isBlank()) {
			request.responseFormat(ResponseFormat.jsonSchema("answer", object(schema)));
		}
	}

	private static Map<String, Object> object(String json) {
		try {
			return JSON.readValue(json, OBJECT);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("A schema isn't a JSON object", ex);
		}
	}

	private static void add(Message message, ChatCompletionRequest.Builder request) {
		if (message instanceof SystemMessage) {
			request.system(text(message));
		}
		else if (message instanceof UserMessage user) {
			user(user, request);
		}
		else if (message instanceof AssistantMessage assistant) {
			request.message(assistant(assistant));
		}
		else if (message instanceof ToolResponseMessage tools) {
			tools.getResponses()
				.forEach((response) -> request.message(new ToolMessage(response.id(), response.responseData())));
		}
		else {
			request.user(text(message));
		}
	}

	private static String text(Message message) {
		String text = message.getText();
		return (text != null) ? text : "";
	}

	private static void user(UserMessage message, ChatCompletionRequest.Builder request) {
		if (message.getMedia().isEmpty()) {
			request.user(text(message));
			return;
		}
		List<ContentPart> parts = new ArrayList<>();
		if (!text(message).isEmpty()) {
			parts.add(ContentPart.text(text(message)));
		}
		message.getMedia().forEach((media) -> parts.add(part(media)));
		request.user(parts.toArray(ContentPart[]::new));
	}

	/**
	 * A part of a message, or of what becomes a vector.
	 * @param media Spring AI's part
	 * @return HarborAI's
	 */
	static ContentPart part(Media media) {
		MimeType type = media.getMimeType();
		String mime = type.getType() + "/" + type.getSubtype();
		Object data = media.getData();
		if (type.getType().equals("audio") && data instanceof byte[] bytes) {
			return ContentPart.audio(bytes, type.getSubtype().equals("mpeg") ? "mp3" : type.getSubtype());
		}
		if (type.getType().equals("image")) {
			return (data instanceof byte[] bytes) ? ContentPart.image(bytes, mime)
					: ContentPart.image(URI.create(data.toString()));
		}
		if (type.getType().equals("video")) {
			return (data instanceof byte[] bytes) ? ContentPart.video(bytes, mime)
					: ContentPart.video(URI.create(data.toString()));
		}
		throw new IllegalArgumentException(
				"Media of type " + mime + " can't be sent: use images or video as bytes or by URL, or audio as bytes");
	}

	private static io.harborai.chat.AssistantMessage assistant(AssistantMessage message) {
		List<ToolCall> calls = message.getToolCalls()
			.stream()
			.map((call) -> new ToolCall(call.id(), call.name(), call.arguments()))
			.toList();
		return new io.harborai.chat.AssistantMessage(text(message), Answers.reasoning(message), calls, false, Map.of());
	}

}
