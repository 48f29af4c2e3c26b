package io.harborai.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * One step of a streamed answer. Every stream that completes ends with exactly one
 * {@linkplain #last() last} chunk: it has no choices, but the final usage, and meta data
 * with times, cost and attempts. Immutable; {@code toString} shows sizes, never content.
 *
 * @param id the vendor's id of the answer, "" if it sent none
 * @param model the model as the vendor names it in the answer, "" if it doesn't
 * @param created when the vendor made it, null if it doesn't say
 * @param choices what this step adds; usually one, none in the last chunk
 * @param usage the tokens used so far, {@link Usage#MISSING} where the vendor doesn't say
 * @param meta how the answer came about
 * @param last whether this is the closing chunk
 * @param additional the fields that HarborAI doesn't know
 */
public record ChatCompletionChunk(String id, String model, @Nullable Instant created, List<ChunkChoice> choices,
		Usage usage, ResponseMeta meta, boolean last, Map<String, Object> additional) {

	/**
	 * A whole answer as one step of a stream.
	 * @param completion the answer
	 * @return a chunk with all of it, that isn't the last one
	 */
	public static ChatCompletionChunk of(ChatCompletion completion) {
		List<ChunkChoice> choices = new ArrayList<>(completion.choices().size());
		for (Choice choice : completion.choices()) {
			AssistantMessage message = choice.message();
			List<ToolCallDelta> toolCalls = new ArrayList<>(message.toolCalls().size());
			for (ToolCall call : message.toolCalls()) {
				toolCalls.add(new ToolCallDelta(toolCalls.size(), call.id(), call.name(), call.arguments(),
						call.additional()));
			}
			choices.add(new ChunkChoice(choice.index(), message.content(), message.reasoning(), toolCalls,
					choice.finishReason(), choice.logprobs(), choice.additional(), message.additional()));
		}
		return new ChatCompletionChunk(completion.id(), completion.model(), completion.created(), choices,
				completion.usage(), completion.meta(), false, completion.additional());
	}

	/**
	 * The piece of text that this step adds to the first answer.
	 * @return the text, "" if there is none
	 */
	public String content() {
		ChunkChoice first = first();
		return (first != null) ? first.content() : "";
	}

	/**
	 * The piece of reasoning that this step adds to the first answer.
	 * @return the reasoning, null if there is none
	 */
	public @Nullable String reasoning() {
		ChunkChoice first = first();
		return (first != null) ? first.reasoning() : null;
	}

	/**
	 * The fragments of tool calls that this step adds to the first answer.
	 * @return the fragments, empty if there are none
	 */
	public List<ToolCallDelta> toolCalls() {
		ChunkChoice first = first();
		return (first != null) ? first.toolCalls() : List.of();
	}

	/**
	 * Why the first answer stopped.
	 * @return the reason, null while it goes on
	 */
	public @Nullable FinishReason finishReason() {
		ChunkChoice first = first();
		return (first != null) ? first.finishReason() : null;
	}

	/**
	 * The same step with other meta data.
	 * @param meta the meta data
	 * @return the chunk
	 */
	public ChatCompletionChunk withMeta(ResponseMeta meta) {
		return new ChatCompletionChunk(this.id, this.model, this.created, this.choices, this.usage, meta, this.last,
				this.additional);
	}

	/**
	 * Whether a reader would see something: text, reasoning or a tool fragment.
	 * @return whether any choice has a delta
	 */
	public boolean hasDelta() {
		for (int i = 0; i < this.choices.size(); i++) {
			if (this.choices.get(i).hasDelta()) {
				return true;
			}
		}
		return false;
	}

	private @Nullable ChunkChoice first() {
		for (int i = 0; i < this.choices.size(); i++) {
			ChunkChoice choice = this.choices.get(i);
			if (choice.index() == 0) {
				return choice;
			}
		}
		return null;
	}

	@Override
	public String toString() {
		return "ChatCompletionChunk[" + this.id + ", " + this.choices + (this.last ? ", last" : "") + "]";
	}

}
