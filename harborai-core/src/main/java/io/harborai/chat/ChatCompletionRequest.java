package io.harborai.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What to ask a model. Immutable and thread-safe; build one with {@link #builder()}. What
 * can be checked without a vendor is checked when it is built, with an
 * {@link IllegalArgumentException} that says what to do. {@code toString} shows sizes,
 * never content.
 */
public final class ChatCompletionRequest {

	private final @Nullable String model;

	private final List<Message> messages;

	private final @Nullable Double temperature;

	private final @Nullable Double topP;

	private final @Nullable Integer maxTokens;

	private final List<String> stop;

	private final @Nullable Integer n;

	private final @Nullable Long seed;

	private final @Nullable Double frequencyPenalty;

	private final @Nullable Double presencePenalty;

	private final Map<String, Integer> logitBias;

	private final @Nullable Boolean logprobs;

	private final @Nullable Integer topLogprobs;

	private final @Nullable ResponseFormat responseFormat;

	private final @Nullable JsonSchema answerSchema;

	private final List<Tool> tools;

	private final @Nullable ToolChoice toolChoice;

	private final @Nullable Boolean parallelToolCalls;

	private final @Nullable Reasoning reasoning;

	private final @Nullable String endUser;

	private final Map<String, Object> extraBody;

	private final CallOptions options;

	private ChatCompletionRequest(Builder builder) {
		this.model = builder.model;
		this.messages = List.copyOf(builder.messages);
		this.temperature = builder.temperature;
		this.topP = builder.topP;
		this.maxTokens = builder.maxTokens;
		this.stop = List.copyOf(builder.stop);
		this.n = builder.n;
		this.seed = builder.seed;
		this.frequencyPenalty = builder.frequencyPenalty;
		this.presencePenalty = builder.presencePenalty;
		// In its order: the same request is always the same bytes.
		this.logitBias = Collections.unmodifiableMap(new LinkedHashMap<>(builder.logitBias));
		this.logprobs = builder.logprobs;
		this.topLogprobs = builder.topLogprobs;
		this.responseFormat = builder.responseFormat;
		this.answerSchema = builder.answerSchema;
		this.tools = List.copyOf(builder.tools);
		this.toolChoice = builder.toolChoice;
		this.parallelToolCalls = builder.parallelToolCalls;
		this.reasoning = builder.reasoning;
		this.endUser = builder.endUser;
		this.extraBody = Collections.unmodifiableMap(new LinkedHashMap<>(builder.extraBody));
		this.options = builder.options;
	}

	/**
	 * Start an empty request.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Build a request in one expression.
	 * @param spec fills the builder
	 * @return the request
	 */
	public static ChatCompletionRequest of(Consumer<Builder> spec) {
		Builder builder = new Builder();
		spec.accept(builder);
		return builder.build();
	}

	/**
	 * Start from this request.
	 * @return a builder with every field of this request
	 */
	public Builder toBuilder() {
		Builder builder = new Builder();
		builder.model = this.model;
		builder.messages.addAll(this.messages);
		builder.temperature = this.temperature;
		builder.topP = this.topP;
		builder.maxTokens = this.maxTokens;
		builder.stop.addAll(this.stop);
		builder.n = this.n;
		builder.seed = this.seed;
		builder.frequencyPenalty = this.frequencyPenalty;
		builder.presencePenalty = this.presencePenalty;
		builder.logitBias.putAll(this.logitBias);
		builder.logprobs = this.logprobs;
		builder.topLogprobs = this.topLogprobs;
		builder.responseFormat = this.responseFormat;
		builder.answerSchema = this.answerSchema;
		builder.tools.addAll(this.tools);
		builder.toolChoice = this.toolChoice;
		builder.parallelToolCalls = this.parallelToolCalls;
		builder.reasoning = this.reasoning;
		builder.endUser = this.endUser;
		builder.extraBody.putAll(this.extraBody);
		builder.options = this.options;
		return builder;
	}

	/**
	 * The same request with another conversation.
	 * @param messages the messages, oldest first
	 * @return a new request
	 */
	public ChatCompletionRequest withMessages(List<? extends Message> messages) {
		Builder builder = toBuilder();
		builder.messages.clear();
		builder.messages.addAll(messages);
		return builder.build();
	}

	/**
	 * The model: a name of the catalog, {@code provider/model}, or a configured alias;
	 * null for the default model.
	 * @return the value, null if not set
	 */
	public @Nullable String model() {
		return this.model;
	}

	/**
	 * The conversation so far, oldest first.
	 * @return the values, empty if not set
	 */
	public List<Message> messages() {
		return this.messages;
	}

	/**
	 * How freely to choose words; most vendors take 0 to 2, some 0 to 1.
	 * @return the value, null if not set
	 */
	public @Nullable Double temperature() {
		return this.temperature;
	}

	/**
	 * Nucleus sampling, 0 to 1.
	 * @return the value, null if not set
	 */
	public @Nullable Double topP() {
		return this.topP;
	}

	/**
	 * How many tokens the answer may have; sent under the name that the vendor uses.
	 * @return the value, null if not set
	 */
	public @Nullable Integer maxTokens() {
		return this.maxTokens;
	}

	/**
	 * Texts that end the answer.
	 * @return the values, empty if not set
	 */
	public List<String> stop() {
		return this.stop;
	}

	/**
	 * How many answers to give.
	 * @return the value, null if not set
	 */
	public @Nullable Integer n() {
		return this.n;
	}

	/**
	 * A seed for repeatable answers, as far as the vendor can.
	 * @return the value, null if not set
	 */
	public @Nullable Long seed() {
		return this.seed;
	}

	/**
	 * -2 to 2.
	 * @return the value, null if not set
	 */
	public @Nullable Double frequencyPenalty() {
		return this.frequencyPenalty;
	}

	/**
	 * -2 to 2.
	 * @return the value, null if not set
	 */
	public @Nullable Double presencePenalty() {
		return this.presencePenalty;
	}

	/**
	 * Token id to bias, -100 to 100.
	 * @return the values, empty if not set
	 */
	public Map<String, Integer> logitBias() {
		return this.logitBias;
	}

	/**
	 * Whether to return log probabilities.
	 * @return the value, null if not set
	 */
	public @Nullable Boolean logprobs() {
		return this.logprobs;
	}

	/**
	 * How many of the most likely tokens to return, 0 to 20.
	 * @return the value, null if not set
	 */
	public @Nullable Integer topLogprobs() {
		return this.topLogprobs;
	}

	/**
	 * The form the answer must have.
	 * @return the value, null if not set
	 */
	public @Nullable ResponseFormat responseFormat() {
		return this.responseFormat;
	}

	/**
	 * The shape of the answer, asked for in the best way that the model is known to take.
	 * Structured calls set it.
	 * @return the value, null if not set
	 */
	public @Nullable JsonSchema answerSchema() {
		return this.answerSchema;
	}

	/**
	 * The tools that the model may ask to be called.
	 * @return the values, empty if not set
	 */
	public List<Tool> tools() {
		return this.tools;
	}

	/**
	 * Whether it may, must or must not.
	 * @return the value, null if not set
	 */
	public @Nullable ToolChoice toolChoice() {
		return this.toolChoice;
	}

	/**
	 * Whether it may ask for several tools at once.
	 * @return the value, null if not set
	 */
	public @Nullable Boolean parallelToolCalls() {
		return this.parallelToolCalls;
	}

	/**
	 * How much to think first; null for the vendor's default.
	 * @return the value, null if not set
	 */
	public @Nullable Reasoning reasoning() {
		return this.reasoning;
	}

	/**
	 * An opaque id of the end user, for the vendor's abuse detection.
	 * @return the value, null if not set
	 */
	public @Nullable String endUser() {
		return this.endUser;
	}

	/**
	 * Further fields of the JSON body, as they are; they win over fields of the same
	 * name.
	 * @return the values, empty if not set
	 */
	public Map<String, Object> extraBody() {
		return this.extraBody;
	}

	/**
	 * How to carry the call out.
	 * @return the value
	 */
	public CallOptions options() {
		return this.options;
	}

	@Override
	public String toString() {
		return "ChatCompletionRequest[" + this.model + ", " + this.messages.size() + " messages, " + this.tools.size()
				+ " tools]";
	}

	/**
	 * Builds a {@link ChatCompletionRequest}. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable String model;

		private final List<Message> messages = new ArrayList<>();

		private @Nullable Double temperature;

		private @Nullable Double topP;

		private @Nullable Integer maxTokens;

		private final List<String> stop = new ArrayList<>();

		private @Nullable Integer n;

		private @Nullable Long seed;

		private @Nullable Double frequencyPenalty;

		private @Nullable Double presencePenalty;

		private final Map<String, Integer> logitBias = new LinkedHashMap<>();

		private @Nullable Boolean logprobs;

		private @Nullable Integer topLogprobs;

		private @Nullable ResponseFormat responseFormat;

		private @Nullable JsonSchema answerSchema;

		private final List<Tool> tools = new ArrayList<>();

		private @Nullable ToolChoice toolChoice;

		private @Nullable Boolean parallelToolCalls;

		private @Nullable Reasoning reasoning;

		private @Nullable String endUser;

		private final Map<String, Object> extraBody = new LinkedHashMap<>();

		private CallOptions options = CallOptions.NONE;

		private Builder() {
		}

		/**
		 * The model: a name of the catalog, {@code provider/model}, or a configured
		 * alias; null for the default model.
		 * @param model the name, null for the default model
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Append messages.
		 * @param messages the messages, oldest first
		 * @return this builder
		 */
		public Builder messages(List<? extends Message> messages) {
			this.messages.addAll(messages);
			return this;
		}

		/**
		 * Append a message.
		 * @param message the message
		 * @return this builder
		 */
		public Builder message(Message message) {
			this.messages.add(message);
			return this;
		}

		/**
		 * Append a system message.
		 * @param text its text
		 * @return this builder
		 */
		public Builder system(String text) {
			this.messages.add(new SystemMessage(text));
			return this;
		}

		/**
		 * Append a user message.
		 * @param text its text
		 * @return this builder
		 */
		public Builder user(String text) {
			this.messages.add(new UserMessage(text));
			return this;
		}

		/**
		 * Append an assistant message.
		 * @param text its text
		 * @return this builder
		 */
		public Builder assistant(String text) {
			this.messages.add(new AssistantMessage(text));
			return this;
		}

		/**
		 * Append a user message of several parts.
		 * @param parts the parts in order
		 * @return this builder
		 */
		public Builder user(ContentPart... parts) {
			this.messages.add(UserMessage.of(parts));
			return this;
		}

		/**
		 * How freely to choose words; most vendors take 0 to 2, some 0 to 1.
		 * @param temperature the value, null to leave it to the vendor
		 * @return this builder
		 */
		public Builder temperature(@Nullable Double temperature) {
			this.temperature = temperature;
			return this;
		}

		/**
		 * Nucleus sampling, 0 to 1.
		 * @param topP the value, null to leave it to the vendor
		 * @return this builder
		 */
		public Builder topP(@Nullable Double topP) {
			this.topP = topP;
			return this;
		}

		/**
		 * How many tokens the answer may have; sent under the name that the vendor uses.
		 * @param maxTokens the value, null to leave it to the vendor
		 * @return this builder
		 */
		public Builder maxTokens(@Nullable Integer maxTokens) {
			this.maxTokens = maxTokens;
			return this;
		}

		/**
		 * Texts that end the answer.
		 * @param stop the texts
		 * @return this builder
		 */
		public Builder stop(String... stop) {
			this.stop.clear();
			this.stop.addAll(List.of(stop));
			return this;
		}

		/**
		 * How many answers to give.
		 * @param n the value, null to leave it to the vendor
		 * @return this builder
		 */
		public Builder n(@Nullable Integer n) {
			this.n = n;
			return this;
		}

		/**
		 * A seed for repeatable answers, as far as the vendor can.
		 * @param seed the value, null to leave it to the vendor
		 * @return this builder
		 */
		public Builder seed(@Nullable Long seed) {
			this.seed = seed;
			return this;
		}

		/**
		 * -2 to 2.
		 * @param frequencyPenalty the value, null to leave it to the vendor
		 * @return this builder
		 */
		public Builder frequencyPenalty(@Nullable Double frequencyPenalty) {
			this.frequencyPenalty = frequencyPenalty;
			return this;
		}

		/**
		 * -2 to 2.
		 * @param presencePenalty the value, null to leave it to the vendor
		 * @return this builder
		 */
		public Builder presencePenalty(@Nullable Double presencePenalty) {
			this.presencePenalty = presencePenalty;
			return this;
		}

		/**
		 * Token id to bias, -100 to 100.
		 * @param logitBias the biases
		 * @return this builder
		 */
		public Builder logitBias(Map<String, Integer> logitBias) {
			this.logitBias.clear();
			this.logitBias.putAll(logitBias);
			return this;
		}

		/**
		 * Whether to return log probabilities.
		 * @param logprobs the value, null to leave it to the vendor
		 * @return this builder
		 */
		public Builder logprobs(@Nullable Boolean logprobs) {
			this.logprobs = logprobs;
			return this;
		}

		/**
		 * How many of the most likely tokens to return, 0 to 20.
		 * @param topLogprobs the value, null to leave it to the vendor
		 * @return this builder
		 */
		public Builder topLogprobs(@Nullable Integer topLogprobs) {
			this.topLogprobs = topLogprobs;
			return this;
		}

		/**
		 * The form the answer must have.
		 * @param responseFormat the value, null to leave it to the vendor
		 * @return this builder
		 */
		public Builder responseFormat(@Nullable ResponseFormat responseFormat) {
			this.responseFormat = responseFormat;
			return this;
		}

		/**
		 * The shape of the answer, asked for in the best way that the model is known to
		 * take: see {@link StructuredStrategy}. {@code create(request, type)} and the
		 * like set it; set it yourself to get the JSON and not a value. With
		 * {@link StructuredStrategy#TOOL} the JSON comes as a tool call's arguments.
		 * @param answerSchema the schema of an object, null for none
		 * @return this builder
		 */
		public Builder answerSchema(@Nullable JsonSchema answerSchema) {
			this.answerSchema = answerSchema;
			return this;
		}

		/**
		 * The tools that the model may ask to be called.
		 * @param tools the tools
		 * @return this builder
		 */
		public Builder tools(List<Tool> tools) {
			this.tools.clear();
			this.tools.addAll(tools);
			return this;
		}

		/**
		 * Offer a further tool.
		 * @param tool the tool
		 * @return this builder
		 */
		public Builder tool(Tool tool) {
			this.tools.add(tool);
			return this;
		}

		/**
		 * Whether it may, must or must not.
		 * @param toolChoice the value, null to leave it to the vendor
		 * @return this builder
		 */
		public Builder toolChoice(@Nullable ToolChoice toolChoice) {
			this.toolChoice = toolChoice;
			return this;
		}

		/**
		 * Whether it may ask for several tools at once.
		 * @param parallelToolCalls the value, null to leave it to the vendor
		 * @return this builder
		 */
		public Builder parallelToolCalls(@Nullable Boolean parallelToolCalls) {
			this.parallelToolCalls = parallelToolCalls;
			return this;
		}

		/**
		 * How much to think first; null for the vendor's default.
		 * @param reasoning the value, null to leave it to the vendor
		 * @return this builder
		 */
		public Builder reasoning(@Nullable Reasoning reasoning) {
			this.reasoning = reasoning;
			return this;
		}

		/**
		 * An opaque id of the end user, for the vendor's abuse detection.
		 * @param endUser the value, null to leave it to the vendor
		 * @return this builder
		 */
		public Builder endUser(@Nullable String endUser) {
			this.endUser = endUser;
			return this;
		}

		/**
		 * Further fields of the JSON body, as they are; they win over fields of the same
		 * name.
		 * @param extraBody field name to plain JSON value
		 * @return this builder
		 */
		public Builder extraBody(Map<String, Object> extraBody) {
			this.extraBody.clear();
			this.extraBody.putAll(extraBody);
			return this;
		}

		/**
		 * Send one further field of the JSON body.
		 * @param name the field's name
		 * @param value its plain JSON value
		 * @return this builder
		 */
		public Builder extraBody(String name, Object value) {
			this.extraBody.put(name, value);
			return this;
		}

		/**
		 * How to carry the call out.
		 * @param options the options
		 * @return this builder
		 */
		public Builder options(CallOptions options) {
			this.options = options;
			return this;
		}

		/**
		 * How to carry the call out.
		 * @param spec fills the options
		 * @return this builder
		 */
		public Builder options(Consumer<CallOptions.Builder> spec) {
			CallOptions.Builder builder = CallOptions.builder();
			spec.accept(builder);
			this.options = builder.build();
			return this;
		}

		/**
		 * Build the request.
		 * @return the request
		 * @throws IllegalArgumentException if a value can't be right with any vendor
		 */
		public ChatCompletionRequest build() {
			RequestChecks.check(this.messages, this.model);
			RequestChecks.range("temperature", this.temperature, 0, 2);
			RequestChecks.range("topP", this.topP, 0, 1);
			RequestChecks.range("frequencyPenalty", this.frequencyPenalty, -2, 2);
			RequestChecks.range("presencePenalty", this.presencePenalty, -2, 2);
			RequestChecks.atLeast("maxTokens", this.maxTokens, 1);
			RequestChecks.atLeast("n", this.n, 1);
			RequestChecks.range("topLogprobs", this.topLogprobs, 0, 20);
			RequestChecks.tools(this.tools, this.toolChoice);
			RequestChecks.answer(this.answerSchema, this.responseFormat);
			RequestChecks.extraBody(this.extraBody);
			return new ChatCompletionRequest(this);
		}

	}

}
