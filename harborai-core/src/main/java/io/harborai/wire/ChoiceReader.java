package io.harborai.wire;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.harborai.chat.ChunkChoice;
import io.harborai.chat.FinishReason;
import io.harborai.chat.ToolCallDelta;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads one entry of {@code choices}: a delta of a stream, or the message of a whole
 * answer, which is the same with another name. Used again for every entry of a stream.
 */
final class ChoiceReader {

	private final boolean streamed;

	private final @Nullable ThinkSplitters splitters;

	private int index;

	private String content = "";

	private @Nullable String reasoning;

	private String otherReasoning = "";

	private String detailedReasoning = "";

	private List<ToolCallDelta> toolCalls = List.of();

	private @Nullable FinishReason finishReason;

	private @Nullable Map<String, Object> logprobs;

	private @Nullable Map<String, Object> additional;

	private @Nullable Map<String, Object> messageAdditional;

	private Usage usage = Usage.MISSING;

	/** Whether a delta of this stream has carried something. */
	private boolean deltaSeen;

	ChoiceReader(boolean streamed, @Nullable ThinkSplitters splitters) {
		this.streamed = streamed;
		this.splitters = splitters;
	}

	/**
	 * Read the current value.
	 * @param json stands on the value
	 * @param position its place, which counts where the vendor sends no index
	 * @return the choice, null when there is nothing in it
	 */
	@Nullable ChunkChoice read(JsonCursor json, int position) {
		clear(position);
		if (!json.isObject()) {
			json.skip();
			return null;
		}
		String name;
		while ((name = json.nextName()) != null) {
			if (json.isNull()) {
				continue;
			}
			switch (name) {
				case "index" -> {
					long value = json.count();
					this.index = (value >= 0 && value <= Integer.MAX_VALUE) ? (int) value : position;
				}
				case "delta" -> message(json);
				case "message" -> wholeMessage(json);
				case "finish_reason" -> finish(json);
				case "logprobs" -> this.logprobs = logprobs(json);
				case "usage" -> this.usage = UsageReader.read(json);
				default -> this.additional = keep(this.additional, name, json.plain());
			}
		}
		return toChoice();
	}

	/**
	 * The place of the choice that was read last.
	 * @return its index
	 */
	int index() {
		return this.index;
	}

	/**
	 * The usage that stood in the choice, as Kimi sends it.
	 * @return the usage, {@link Usage#MISSING} if there was none
	 */
	Usage usage() {
		return this.usage;
	}

	/**
	 * A choice for Qianfan's older API, which has none and puts its text at the top.
	 * @param text the text
	 * @param finishReason why the model stopped, null while it goes on
	 * @return the choice, null when there is nothing in it
	 */
	@Nullable ChunkChoice bare(String text, @Nullable FinishReason finishReason) {
		clear(0);
		this.content = text;
		this.finishReason = finishReason;
		return toChoice();
	}

	private void clear(int position) {
		this.index = position;
		this.content = "";
		this.reasoning = null;
		this.otherReasoning = "";
		this.detailedReasoning = "";
		this.toolCalls = List.of();
		this.finishReason = null;
		this.logprobs = null;
		this.additional = null;
		this.messageAdditional = null;
		this.usage = Usage.MISSING;
	}

	private void wholeMessage(JsonCursor json) {
		if (this.streamed && this.deltaSeen) {
			// MiniMax repeats the whole message in the last event.
			json.skip();
			return;
		}
		message(json);
	}

	private void message(JsonCursor json) {
		if (!json.isObject()) {
			json.skip();
			return;
		}
		String name;
		while ((name = json.nextName()) != null) {
			if (json.isNull()) {
				continue;
			}
			switch (name) {
				case "content" -> content(json);
				case "reasoning_content" -> this.reasoning = json.isEmptyText() ? "" : json.text();
				case "reasoning" -> otherReasoning(json);
				case "reasoning_details" -> reasoningDetails(json);
				case "tool_calls" ->
					this.toolCalls = this.streamed ? ToolCallReader.fragments(json) : ToolCallReader.whole(json);
				case "role" -> json.skip();
				default -> keepOfMessage(name, json.plain());
			}
		}
	}

	private void content(JsonCursor json) {
		if (json.isEmptyText()) {
			return;
		}
		if (json.isArray() || json.isObject()) {
			Object raw = json.plain();
			ContentParts parts = ContentParts.of(raw);
			this.content = parts.text();
			this.detailedReasoning += parts.reasoning();
			if (!parts.isComplete()) {
				this.additional = keep(this.additional, "content", raw);
			}
			return;
		}
		String text = json.text();
		this.content = (text != null) ? text : "";
	}

	private void otherReasoning(JsonCursor json) {
		if (json.isText()) {
			String text = json.text();
			this.otherReasoning = (text != null) ? text : "";
		}
		else {
			keepOfMessage("reasoning", json.plain());
		}
	}

	private void reasoningDetails(JsonCursor json) {
		Object details = json.plain();
		ContentParts parts = ContentParts.of(details);
		this.detailedReasoning += parts.text() + parts.reasoning();
		// The vendor wants them back as they are.
		keepOfMessage("reasoning_details", details);
	}

	private void finish(JsonCursor json) {
		if (!json.isEmptyText()) {
			this.finishReason = FinishReason.of(json.text());
		}
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Map<String, Object> logprobs(JsonCursor json) {
		return (json.plain() instanceof Map<?, ?> map) ? (Map<String, Object>) map : null;
	}

	private void keepOfMessage(String name, @Nullable Object value) {
		// An empty list says nothing, and not every vendor likes to get it back.
		if (!(value instanceof Collection<?> list && list.isEmpty())) {
			this.messageAdditional = keep(this.messageAdditional, name, value);
		}
	}

	static @Nullable Map<String, Object> keep(@Nullable Map<String, Object> map, String name, @Nullable Object value) {
		if (value == null) {
			return map;
		}
		Map<String, Object> kept = (map != null) ? map : new LinkedHashMap<>();
		kept.put(name, value);
		return kept;
	}

	static Map<String, Object> kept(@Nullable Map<String, Object> map) {
		return (map != null) ? Collections.unmodifiableMap(map) : Map.of();
	}

	private static String join(String text, String more) {
		return more.isEmpty() ? text : text + more;
	}

	private @Nullable ChunkChoice toChoice() {
		// vLLM has sent the same text under two names.
		String reasoning = this.reasoning;
		if (reasoning == null || reasoning.isEmpty()) {
			reasoning = !this.otherReasoning.isEmpty() ? this.otherReasoning : this.detailedReasoning;
		}
		String content = this.content;
		if (this.splitters != null) {
			ThinkSplitter splitter = this.splitters.of(this.index);
			splitter.add(content);
			content = splitter.content();
			reasoning = join(reasoning, splitter.reasoning());
			if (this.finishReason != null || !this.streamed) {
				splitter.end();
				content = join(content, splitter.content());
				reasoning = join(reasoning, splitter.reasoning());
			}
		}
		boolean delta = !content.isEmpty() || !reasoning.isEmpty() || !this.toolCalls.isEmpty();
		this.deltaSeen |= delta;
		if (!delta && this.finishReason == null && this.logprobs == null && this.additional == null
				&& this.messageAdditional == null) {
			return null;
		}
		return new ChunkChoice(this.index, content, reasoning.isEmpty() ? null : reasoning, this.toolCalls,
				this.finishReason, this.logprobs, kept(this.additional), kept(this.messageAdditional));
	}

}
