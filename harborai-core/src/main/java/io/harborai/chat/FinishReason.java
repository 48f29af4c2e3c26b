package io.harborai.chat;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Why the model stopped. Open: a word that nobody knows is its own value and never taken
 * for a normal stop.
 *
 * @param value the canonical reason: {@code stop}, {@code length}, {@code tool_calls},
 * {@code content_filter}, {@code error}, or the vendor's word where it is none of these
 * @param raw the vendor's word
 */
public record FinishReason(String value, String raw) {

	/** The answer is complete. */
	public static final FinishReason STOP = new FinishReason("stop", "stop");

	/** The answer was cut at the token limit. */
	public static final FinishReason LENGTH = new FinishReason("length", "length");

	/** The model wants tools called. */
	public static final FinishReason TOOL_CALLS = new FinishReason("tool_calls", "tool_calls");

	/** The vendor's moderation stopped the answer. */
	public static final FinishReason CONTENT_FILTER = new FinishReason("content_filter", "content_filter");

	/**
	 * From a vendor's word.
	 * @param raw the word, null or "" while the model hasn't stopped
	 * @return the reason, null for null and ""
	 */
	public static @Nullable FinishReason of(@Nullable String raw) {
		if (raw == null || raw.isEmpty()) {
			return null;
		}
		return switch (raw) {
			case "stop" -> STOP;
			case "length" -> LENGTH;
			case "tool_calls" -> TOOL_CALLS;
			case "content_filter" -> CONTENT_FILTER;
			// Qianfan's older API says "normal", SiliconFlow "eos" for a complete answer.
			case "normal", "eos" -> new FinishReason(STOP.value, raw);
			// Zhipu
			case "model_context_window_exceeded" -> new FinishReason(LENGTH.value, raw);
			case "function_call", "tool_call" -> new FinishReason(TOOL_CALLS.value, raw);
			// Zhipu
			case "sensitive" -> new FinishReason(CONTENT_FILTER.value, raw);
			// DeepSeek says the first two, Zhipu the third, OpenRouter the last.
			case "insufficient_system_resource", "aborted", "network_error", "error" -> new FinishReason("error", raw);
			default -> new FinishReason(raw, raw);
		};
	}

	/**
	 * The reason of an answer that holds tool calls. Ollama and some gateways say
	 * {@code stop} then as well.
	 * @return {@link #TOOL_CALLS} with the vendor's word for a plain stop, else this
	 */
	public FinishReason withToolCalls() {
		return is(STOP) ? new FinishReason(TOOL_CALLS.value, this.raw) : this;
	}

	/**
	 * Whether the vendor broke off: what came isn't an answer that the model meant to end
	 * there.
	 * @return whether this stands for a failure
	 */
	public boolean isError() {
		return "error".equals(this.value);
	}

	/**
	 * Whether two reasons mean the same, whatever words the vendors used.
	 * @param other the other reason
	 * @return whether their canonical values are equal
	 */
	public boolean is(FinishReason other) {
		return Objects.equals(this.value, other.value);
	}

	@Override
	public String toString() {
		return this.value.equals(this.raw) ? this.value : this.value + " (" + this.raw + ")";
	}

}
