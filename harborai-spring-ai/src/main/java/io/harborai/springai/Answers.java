package io.harborai.springai;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.Choice;
import io.harborai.chat.ChunkChoice;
import io.harborai.chat.FinishReason;
import io.harborai.chat.ResponseMeta;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * Turns HarborAI's answers into Spring AI's.
 */
final class Answers {

	/** Where Spring AI's own models put what was thought; of a stream, the piece. */
	static final String REASONING = "reasoningContent";

	/**
	 * All of what was thought, with the end of a stream: whoever puts a stream together
	 * keeps of equal names the latest.
	 */
	static final String WHOLE_REASONING = "harborai.reasoning";

	/** How the answer came about, a {@link ResponseMeta}. */
	static final String META = "harborai.meta";

	private Answers() {
	}

	static ChatResponse response(ChatCompletion completion) {
		List<Generation> generations = completion.choices().stream().map((choice) -> {
			Map<String, Object> properties = properties(completion.id(), choice.message().reasoning());
			return generation(choice.message().content(), choice, properties);
		}).toList();
		return new ChatResponse(generations,
				metadata(completion.id(), completion.model(), completion.usage(), completion.meta()));
	}

	/**
	 * The end of a stream.
	 * @param whole all of the answer, of which the text has been handed on
	 * @return what has not: tool calls, finish reasons, usage
	 */
	static ChatResponse end(ChatCompletion whole) {
		List<Generation> generations = whole.choices().stream().map((choice) -> {
			Map<String, Object> properties = properties(whole.id(), null);
			String reasoning = choice.message().reasoning();
			if (reasoning != null) {
				properties.put(WHOLE_REASONING, reasoning);
			}
			return generation("", choice, properties);
		}).toList();
		return new ChatResponse(generations, metadata(whole.id(), whole.model(), whole.usage(), whole.meta()));
	}

	static boolean saysSomething(ChatCompletionChunk chunk) {
		return chunk.choices().stream().anyMatch(Answers::saysSomething);
	}

	private static boolean saysSomething(ChunkChoice choice) {
		return !choice.content().isEmpty() || choice.reasoning() != null;
	}

	static ChatResponse response(ChatCompletionChunk chunk) {
		List<Generation> generations = chunk.choices()
			.stream()
			.filter(Answers::saysSomething)
			.map((choice) -> new Generation(AssistantMessage.builder()
				.content(choice.content())
				.properties(properties(chunk.id(), choice.reasoning()))
				.build()))
			.toList();
		return new ChatResponse(generations, metadata(chunk.id(), chunk.model(), chunk.usage(), chunk.meta()));
	}

	private static Map<String, Object> properties(String id, @Nullable String reasoning) {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("id", id);
		if (reasoning != null) {
			properties.put(REASONING, reasoning);
		}
		return properties;
	}

	private static Generation generation(String text, Choice choice, Map<String, Object> properties) {
		List<AssistantMessage.ToolCall> calls = choice.message()
			.toolCalls()
			.stream()
			.map((call) -> new AssistantMessage.ToolCall(call.id(), "function", call.name(), call.arguments()))
			.toList();
		AssistantMessage message = AssistantMessage.builder()
			.content(text)
			.properties(properties)
			.toolCalls(calls)
			.build();
		FinishReason finish = choice.finishReason();
		return new Generation(message,
				ChatGenerationMetadata.builder()
					.finishReason((finish != null) ? finish.value().toUpperCase(Locale.ROOT) : "")
					.build());
	}

	private static ChatResponseMetadata metadata(String id, String model, io.harborai.usage.Usage usage,
			ResponseMeta meta) {
		return ChatResponseMetadata.builder().id(id).model(model).usage(usage(usage)).keyValue(META, meta).build();
	}

	/**
	 * Spring AI's usage.
	 * @param usage HarborAI's
	 * @return the counts, all 0 if nothing is known
	 */
	static Usage usage(io.harborai.usage.Usage usage) {
		return usage.isMissing() ? new EmptyUsage() : new DefaultUsage(count(usage.promptTokens()),
				count(usage.completionTokens()), count(usage.totalTokens()), usage, usage.cachedTokens(), null);
	}

	private static int count(long tokens) {
		return (int) Math.min(Integer.MAX_VALUE, tokens);
	}

	/**
	 * What was thought before a message was written.
	 * @param message a message of an earlier answer
	 * @return the reasoning, null if there was none
	 */
	static @Nullable String reasoning(AssistantMessage message) {
		Object whole = message.getMetadata().get(WHOLE_REASONING);
		Object reasoning = (whole != null) ? whole : message.getMetadata().get(REASONING);
		return (reasoning instanceof String text && !text.isEmpty()) ? text : null;
	}

}
