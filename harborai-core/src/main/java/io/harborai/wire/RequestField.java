package io.harborai.wire;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.harborai.chat.ChatCompletionRequest;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request that a vendor may not take, in the order in which they are
 * written, under the names that OpenAI gives them on the wire.
 */
public enum RequestField {

	/** How freely to choose words. */
	TEMPERATURE("temperature"),

	/** Nucleus sampling. */
	TOP_P("top_p"),

	/** The limit of the answer's tokens, whatever the vendor calls it. */
	MAX_TOKENS("max_tokens"),

	/** Where to stop. */
	STOP("stop"),

	/** How many answers. */
	N("n"),

	/** The seed. */
	SEED("seed"),

	/** Against repeating often. */
	FREQUENCY_PENALTY("frequency_penalty"),

	/** Against repeating at all. */
	PRESENCE_PENALTY("presence_penalty"),

	/** Tokens to favour or avoid. */
	LOGIT_BIAS("logit_bias"),

	/** Log probabilities. */
	LOGPROBS("logprobs"),

	/** How many log probabilities a token. */
	TOP_LOGPROBS("top_logprobs"),

	/** The answer's form. */
	RESPONSE_FORMAT("response_format"),

	/** The tools. */
	TOOLS("tools"),

	/** Which tool to call. */
	TOOL_CHOICE("tool_choice"),

	/** Whether several tools may be called at once. */
	PARALLEL_TOOL_CALLS("parallel_tool_calls"),

	/** Who the end user is, whatever the vendor calls it. */
	END_USER("user");

	static final List<RequestField> ALL = List.of(values());

	private final String wireName;

	RequestField(String wireName) {
		this.wireName = wireName;
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
		Object set = setIn(request);
		boolean empty = (set instanceof Collection<?> list && list.isEmpty())
				|| (set instanceof Map<?, ?> map && map.isEmpty());
		return empty ? null : set;
	}

	// One method and not a function for each: a function is a class to be loaded.
	private @Nullable Object setIn(ChatCompletionRequest request) {
		return switch (this) {
			case TEMPERATURE -> request.temperature();
			case TOP_P -> request.topP();
			case MAX_TOKENS -> request.maxTokens();
			case STOP -> request.stop();
			case N -> request.n();
			case SEED -> request.seed();
			case FREQUENCY_PENALTY -> request.frequencyPenalty();
			case PRESENCE_PENALTY -> request.presencePenalty();
			case LOGIT_BIAS -> request.logitBias();
			case LOGPROBS -> request.logprobs();
			case TOP_LOGPROBS -> request.topLogprobs();
			case RESPONSE_FORMAT -> request.responseFormat();
			case TOOLS -> request.tools();
			case TOOL_CHOICE -> request.toolChoice();
			case PARALLEL_TOOL_CALLS -> request.parallelToolCalls();
			case END_USER -> request.endUser();
		};
	}

}
