package io.harborai.chat;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What one event of a stream adds to one of the answers.
 *
 * @param index the answer's place
 * @param content a piece of text, "" if there is none
 * @param reasoning a piece of reasoning, null if there is none
 * @param toolCalls fragments of tool calls, in order
 * @param finishReason why the model stopped, null while it goes on
 * @param logprobs log probabilities as the vendor sent them, null if there are none
 * @param additional the fields that HarborAI doesn't know
 * @param messageAdditional the fields of the delta that HarborAI doesn't know; they
 * become the message's
 */
public record ChunkChoice(int index, String content, @Nullable String reasoning, List<ToolCallDelta> toolCalls,
		@Nullable FinishReason finishReason, @Nullable Map<String, Object> logprobs, Map<String, Object> additional,
		Map<String, Object> messageAdditional) {

	/**
	 * Whether there is text, reasoning or a tool fragment in it.
	 * @return whether a reader would see something
	 */
	public boolean hasDelta() {
		return !this.content.isEmpty() || (this.reasoning != null && !this.reasoning.isEmpty())
				|| !this.toolCalls.isEmpty();
	}

	@Override
	public String toString() {
		return "ChunkChoice[" + this.index + ", " + this.content.length() + " chars, "
				+ ((this.reasoning != null) ? this.reasoning.length() : 0) + " chars reasoning, "
				+ this.toolCalls.size() + " tool fragments, " + this.finishReason + "]";
	}

}
