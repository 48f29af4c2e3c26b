package io.harborai.wire;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.harborai.chat.ChatCompletionRequest;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request that a vendor may not take, in the order in which they are
 * written, under the names that OpenAI gives them on the wire.
 */
public enum RequestField {

	/** How freely to choose words. */
	TEMPERATURE("temperature", ChatCompletionRequest::temperature),

	/** Nucleus sampling. */
	TOP_P("top_p", ChatCompletionRequest::topP),

	/** The limit of the answer's tokens, whatever the vendor calls it. */
	MAX_TOKENS("max_tokens", ChatCompletionRequest::maxTokens),

	/** Where to stop. */
	STOP("stop", ChatCompletionRequest::stop),

	/** How many answers. */
	N("n", ChatCompletionRequest::n),

	/** The seed. */
	SEED("seed", ChatCompletionRequest::seed),

	/** Against repeating often. */
	FREQUENCY_PENALTY("frequency_penalty", ChatCompletionRequest::frequencyPenalty),

	/** Against repeating at all. */
	PRESENCE_PENALTY("presence_penalty", ChatCompletionRequest::presencePenalty),

	/** Tokens to favour or avoid. */
	LOGIT_BIAS("logit_bias", ChatCompletionRequest::logitBias),

	/** Log probabilities. */
	LOGPROBS("logprobs", ChatCompletionRequest::logprobs),

	/** How many log probabilities a token. */
	TOP_LOGPROBS("top_logprobs", ChatCompletionRequest::topLogprobs),

	/** The answer's form. */
	RESPONSE_FORMAT("response_format", ChatCompletionRequest::responseFormat),

	/** The tools. */
	TOOLS("tools", ChatCompletionRequest::tools),

	/** Which tool to call. */
	TOOL_CHOICE("tool_choice", ChatCompletionRequest::toolChoice),

	/** Whether several tools may be called at once. */
	PARALLEL_TOOL_CALLS("parallel_tool_calls", ChatCompletionRequest::parallelToolCalls),

	/** Who the end user is, whatever the vendor calls it. */
	END_USER("user", ChatCompletionRequest::endUser);

	static final List<RequestField> ALL = List.of(values());

	private final String wireName;

	private final Function<ChatCompletionRequest, @Nullable Object> value;

	RequestField(String wireName, Function<ChatCompletionRequest, @Nullable Object> value) {
		this.wireName = wireName;
		this.value = value;
	}

	/**
	 * The name on the wire.
	 * @return the name
	 */
	public String wireName() {
		return this.wireName;
	}

	/**
	 * The field's value.
	 * @param request the request
	 * @return the value, null if the request leaves it open
	 */
	@Nullable Object valueIn(ChatCompletionRequest request) {
		Object set = this.value.apply(request);
		boolean empty = (set instanceof Collection<?> list && list.isEmpty())
				|| (set instanceof Map<?, ?> map && map.isEmpty());
		return empty ? null : set;
	}

}
