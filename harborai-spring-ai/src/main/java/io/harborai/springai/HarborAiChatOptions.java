package io.harborai.springai;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.harborai.chat.CallOptions;
import io.harborai.chat.Reasoning;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.tool.ToolCallback;

/**
 * Spring AI's options and what HarborAI has beyond them. Immutable.
 */
public final class HarborAiChatOptions extends DefaultToolCallingChatOptions implements StructuredOutputChatOptions {

	private final @Nullable String outputSchema;

	private final @Nullable Reasoning reasoning;

	private final @Nullable String endUser;

	private final Map<String, Object> extraBody;

	private final @Nullable CallOptions call;

	private HarborAiChatOptions(Builder builder, @Nullable List<ToolCallback> toolCallbacks,
			@Nullable Map<String, Object> toolContext, Common common) {
		super(toolCallbacks, toolContext, common.model(), common.frequencyPenalty(), common.maxTokens(),
				common.presencePenalty(), common.stopSequences(), common.temperature(), common.topK(), common.topP());
		this.outputSchema = builder.outputSchema;
		this.reasoning = builder.reasoning;
		this.endUser = builder.endUser;
		this.extraBody = Collections.unmodifiableMap(new LinkedHashMap<>(builder.extraBody));
		this.call = builder.call;
	}

	/**
	 * Start from nothing.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The JSON schema that the answer must keep to.
	 * @return the schema, null for none
	 */
	@Override
	public @Nullable String getOutputSchema() {
		return this.outputSchema;
	}

	/**
	 * How much to think first.
	 * @return the value, null for the vendor's default
	 */
	public @Nullable Reasoning getReasoning() {
		return this.reasoning;
	}

	/**
	 * An opaque id of the end user.
	 * @return the id, null for none
	 */
	public @Nullable String getEndUser() {
		return this.endUser;
	}

	/**
	 * Further fields of the JSON body.
	 * @return field name to plain JSON value
	 */
	public Map<String, Object> getExtraBody() {
		return this.extraBody;
	}

	/**
	 * How the call is carried out: time, attempts, fallback models, headers, tags.
	 * @return the options, null for nothing out of the ordinary
	 */
	public @Nullable CallOptions getCall() {
		return this.call;
	}

	@Override
	public Builder mutate() {
		Builder builder = builder().model(getModel())
			.frequencyPenalty(getFrequencyPenalty())
			.maxTokens(getMaxTokens())
			.presencePenalty(getPresencePenalty())
			.stopSequences(getStopSequences())
			.temperature(getTemperature())
			.topK(getTopK())
			.topP(getTopP())
			.toolCallbacks(getToolCallbacks())
			.toolContext(getToolContext());
		return builder.outputSchema(this.outputSchema)
			.reasoning(this.reasoning)
			.endUser(this.endUser)
			.extraBody(this.extraBody)
			.call(this.call);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof HarborAiChatOptions options && super.equals(other)
				&& Objects.equals(this.outputSchema, options.outputSchema)
				&& Objects.equals(this.reasoning, options.reasoning) && Objects.equals(this.endUser, options.endUser)
				&& this.extraBody.equals(options.extraBody) && Objects.equals(this.call, options.call));
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.outputSchema, this.reasoning, this.endUser, this.extraBody,
				this.call);
	}

	private record Common(@Nullable String model, @Nullable Double frequencyPenalty, @Nullable Integer maxTokens,
			@Nullable Double presencePenalty, @Nullable List<String> stopSequences, @Nullable Double temperature,
			@Nullable Integer topK, @Nullable Double topP) {
	}

	/**
	 * Builds {@link HarborAiChatOptions}. Not thread-safe.
	 */
	public static final class Builder extends DefaultToolCallingChatOptions.Builder<Builder>
			implements StructuredOutputChatOptions.Builder<Builder> {

		private @Nullable String outputSchema;

		private @Nullable Reasoning reasoning;

		private @Nullable String endUser;

		private Map<String, Object> extraBody = new LinkedHashMap<>();

		private @Nullable CallOptions call;

		private Builder() {
		}

		@Override
		public Builder outputSchema(@Nullable String outputSchema) {
			this.outputSchema = outputSchema;
			return this;
		}

		/**
		 * Set how much to think first.
		 * @param reasoning the value, null for the vendor's default
		 * @return this builder
		 */
		public Builder reasoning(@Nullable Reasoning reasoning) {
			this.reasoning = reasoning;
			return this;
		}

		/**
		 * Set an opaque id of the end user, for the vendor's abuse detection.
		 * @param endUser the id, null for none
		 * @return this builder
		 */
		public Builder endUser(@Nullable String endUser) {
			this.endUser = endUser;
			return this;
		}

		/**
		 * Set further fields of the JSON body.
		 * @param extraBody field name to plain JSON value
		 * @return this builder
		 */
		public Builder extraBody(Map<String, Object> extraBody) {
			this.extraBody = new LinkedHashMap<>(extraBody);
			return this;
		}

		/**
		 * Set how the call is carried out.
		 * @param call the options, null for nothing out of the ordinary
		 * @return this builder
		 */
		public Builder call(@Nullable CallOptions call) {
			this.call = call;
			return this;
		}

		/**
		 * Set how the call is carried out.
		 * @param spec fills the options
		 * @return this builder
		 */
		public Builder call(Consumer<CallOptions.Builder> spec) {
			CallOptions.Builder builder = CallOptions.builder();
			spec.accept(builder);
			return call(builder.build());
		}

		@Override
		public Builder clone() {
			Builder copy = super.clone();
			copy.extraBody = new LinkedHashMap<>(this.extraBody);
			return copy;
		}

		@Override
		public Builder combineWith(ChatOptions.Builder<?> other) {
			super.combineWith(other);
			if (other instanceof Builder that) {
				this.reasoning = (that.reasoning != null) ? that.reasoning : this.reasoning;
				this.endUser = (that.endUser != null) ? that.endUser : this.endUser;
				this.extraBody.putAll(that.extraBody);
				this.call = (that.call != null) ? that.call : this.call;
			}
			if (other.build() instanceof StructuredOutputChatOptions structured
					&& structured.getOutputSchema() != null) {
				this.outputSchema = structured.getOutputSchema();
			}
			return this;
		}

		@Override
		public HarborAiChatOptions build() {
			return new HarborAiChatOptions(this, this.toolCallbacks, this.toolContext,
					new Common(this.model, this.frequencyPenalty, this.maxTokens, this.presencePenalty,
							this.stopSequences, this.temperature, this.topK, this.topP));
		}

	}

}
