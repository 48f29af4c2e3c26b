package io.harborai.chat;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One of the answers of a completion.
 *
 * @param index its place
 * @param message the answer
 * @param finishReason why the model stopped, null if the vendor doesn't say
 * @param logprobs log probabilities as the vendor sent them, null if not asked for
 * @param additional the fields that HarborAI doesn't know, such as Qianfan's {@code flag}
 * or Ark's {@code moderation_hit_type}
 */
public record Choice(int index, AssistantMessage message, @Nullable FinishReason finishReason,
		@Nullable Map<String, Object> logprobs, Map<String, Object> additional) {

	@Override
	public String toString() {
		return "Choice[" + this.index + ", " + this.message + ", " + this.finishReason + "]";
	}

}
