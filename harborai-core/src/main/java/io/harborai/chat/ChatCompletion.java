package io.harborai.chat;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.harborai.usage.Cost;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A complete answer. Immutable; {@code toString} shows sizes, never content.
 *
 * @param id the vendor's id of the answer, "" if it sent none
 * @param model the model as the vendor names it in the answer, "" if it doesn't
 * @param created when the vendor made it, null if it doesn't say
 * @param choices the answers; one, unless the request asked for more
 * @param usage the tokens used, {@link Usage#MISSING} if the vendor didn't count
 * @param meta how the answer came about
 * @param additional the fields that HarborAI doesn't know, such as Qianfan's
 * {@code search_results}
 */
public record ChatCompletion(String id, String model, @Nullable Instant created, List<Choice> choices, Usage usage,
		ResponseMeta meta, Map<String, Object> additional) {

	public ChatCompletion {
		choices = List.copyOf(choices);
	}

	/**
	 * The first choice's text.
	 * @return the text, "" if there is none
	 */
	public String content() {
		return this.choices.isEmpty() ? "" : this.choices.get(0).message().content();
	}

	/**
	 * The first choice's reasoning.
	 * @return the reasoning, null if the model showed none
	 */
	public @Nullable String reasoning() {
		return this.choices.isEmpty() ? null : this.choices.get(0).message().reasoning();
	}

	/**
	 * The tools that the first choice wants called.
	 * @return the calls, empty if there are none
	 */
	public List<ToolCall> toolCalls() {
		return this.choices.isEmpty() ? List.of() : this.choices.get(0).message().toolCalls();
	}

	/**
	 * Why the first choice stopped.
	 * @return the reason, null if the vendor doesn't say
	 */
	public @Nullable FinishReason finishReason() {
		return this.choices.isEmpty() ? null : this.choices.get(0).finishReason();
	}

	/**
	 * The first choice as a message, to be put back into the next request of the
	 * conversation.
	 * @return the message
	 */
	public AssistantMessage message() {
		return this.choices.isEmpty() ? new AssistantMessage("") : this.choices.get(0).message();
	}

	/**
	 * What the call cost.
	 * @return the cost, null if usage or price is unknown
	 */
	public @Nullable Cost cost() {
		return this.meta.cost();
	}

	/**
	 * The same completion with other meta data.
	 * @param meta how the answer came about
	 * @return a new completion
	 */
	public ChatCompletion withMeta(ResponseMeta meta) {
		return new ChatCompletion(this.id, this.model, this.created, this.choices, this.usage, meta, this.additional);
	}

	@Override
	public String toString() {
		return "ChatCompletion[" + this.id + ", " + this.model + ", " + this.choices.size() + " choices, "
				+ content().length() + " chars, " + finishReason() + ", " + this.usage + "]";
	}

}
