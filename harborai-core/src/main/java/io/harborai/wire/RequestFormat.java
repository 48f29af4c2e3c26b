package io.harborai.wire;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A vendor's spelling of a request, as data. Immutable.
 */
public final class RequestFormat {

	/** OpenAI's spelling, which most vendors understand. */
	public static final RequestFormat OPENAI = builder().build();

	private final String maxTokensField;

	private final String endUserField;

	private final boolean flattenText;

	private final EmptyContent emptyContent;

	private final ReasoningReplay reasoningReplay;

	private final String reasoningField;

	private final boolean streamUsage;

	private final @Nullable String prefixField;

	private final Set<RequestField> unsupported;

	private RequestFormat(Builder builder) {
		this.maxTokensField = builder.maxTokensField;
		this.endUserField = builder.endUserField;
		this.flattenText = builder.flattenText;
		this.emptyContent = builder.emptyContent;
		this.reasoningReplay = builder.reasoningReplay;
		this.reasoningField = builder.reasoningField;
		this.streamUsage = builder.streamUsage;
		this.prefixField = builder.prefixField;
		this.unsupported = Set.copyOf(builder.unsupported);
	}

	/**
	 * Start from OpenAI's spelling.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Start from this spelling.
	 * @return a builder with the values of this one
	 */
	public Builder toBuilder() {
		Builder builder = new Builder();
		builder.maxTokensField = this.maxTokensField;
		builder.endUserField = this.endUserField;
		builder.flattenText = this.flattenText;
		builder.emptyContent = this.emptyContent;
		builder.reasoningReplay = this.reasoningReplay;
		builder.reasoningField = this.reasoningField;
		builder.streamUsage = this.streamUsage;
		builder.prefixField = this.prefixField;
		builder.unsupported.addAll(this.unsupported);
		return builder;
	}

	/**
	 * The field that limits the answer's tokens.
	 * @return {@code max_tokens} or {@code max_completion_tokens}
	 */
	public String maxTokensField() {
		return this.maxTokensField;
	}

	/**
	 * The field that names the end user.
	 * @return {@code user} or {@code user_id}
	 */
	public String endUserField() {
		return this.endUserField;
	}

	/**
	 * Whether a list of nothing but text parts is sent as one string.
	 * @return whether it is
	 */
	public boolean flattenText() {
		return this.flattenText;
	}

	/**
	 * What an assistant message without text but with tool calls has as content.
	 * @return null or an empty string
	 */
	public EmptyContent emptyContent() {
		return this.emptyContent;
	}

	/**
	 * Which assistant messages send their reasoning back.
	 * @return which ones
	 */
	public ReasoningReplay reasoningReplay() {
		return this.reasoningReplay;
	}

	/**
	 * The field in which reasoning is sent back.
	 * @return the field's name
	 */
	public String reasoningField() {
		return this.reasoningField;
	}

	/**
	 * Whether a streamed call asks for usage with {@code stream_options.include_usage}.
	 * @return whether it does
	 */
	public boolean streamUsage() {
		return this.streamUsage;
	}

	/**
	 * The field that marks an assistant message as the start of an answer to continue.
	 * @return {@code prefix} (DeepSeek), {@code partial} (Kimi), or null if the vendor
	 * has none
	 */
	public @Nullable String prefixField() {
		return this.prefixField;
	}

	/**
	 * The fields that the vendor doesn't take; they are left out and reported.
	 * @return the fields
	 */
	public Set<RequestField> unsupported() {
		return this.unsupported;
	}

	/**
	 * The content of an assistant message that has none.
	 */
	public enum EmptyContent {

		/** {@code null}, as OpenAI does. */
		NULL,

		/** {@code ""}, for vendors that insist on a string. */
		EMPTY_STRING

	}

	/**
	 * Which assistant messages send their reasoning back.
	 */
	public enum ReasoningReplay {

		/** None. */
		NONE,

		/**
		 * Those with tool calls; the field is there even when there was no reasoning.
		 */
		TOOL_TURNS,

		/**
		 * All that have reasoning, and those with tool calls even when they have none.
		 */
		ALWAYS

	}

	/**
	 * Builds a {@link RequestFormat}. Not thread-safe.
	 */
	public static final class Builder {

		private String maxTokensField = "max_tokens";

		private String endUserField = "user";

		private boolean flattenText;

		private EmptyContent emptyContent = EmptyContent.NULL;

		private ReasoningReplay reasoningReplay = ReasoningReplay.NONE;

		private String reasoningField = "reasoning_content";

		private boolean streamUsage = true;

		private @Nullable String prefixField;

		private final Set<RequestField> unsupported = EnumSet.noneOf(RequestField.class);

		private Builder() {
		}

		/**
		 * Set the field that limits the answer's tokens.
		 * @param name the name, {@code max_tokens} unless set
		 * @return this builder
		 */
		public Builder maxTokensField(String name) {
			this.maxTokensField = name;
			return this;
		}

		/**
		 * Set the field that names the end user.
		 * @param name the name, {@code user} unless set
		 * @return this builder
		 */
		public Builder endUserField(String name) {
			this.endUserField = name;
			return this;
		}

		/**
		 * Set whether a list of nothing but text parts is sent as one string.
		 * @param flattenText whether it is; not unless set
		 * @return this builder
		 */
		public Builder flattenText(boolean flattenText) {
			this.flattenText = flattenText;
			return this;
		}

		/**
		 * Set the content of an assistant message that has tool calls but no text.
		 * @param emptyContent null unless set
		 * @return this builder
		 */
		public Builder emptyContent(EmptyContent emptyContent) {
			this.emptyContent = emptyContent;
			return this;
		}

		/**
		 * Set which assistant messages send their reasoning back.
		 * @param reasoningReplay which ones; none unless set
		 * @return this builder
		 */
		public Builder reasoningReplay(ReasoningReplay reasoningReplay) {
			this.reasoningReplay = reasoningReplay;
			return this;
		}

		/**
		 * Set the field in which reasoning is sent back.
		 * @param name the name, {@code reasoning_content} unless set
		 * @return this builder
		 */
		public Builder reasoningField(String name) {
			this.reasoningField = name;
			return this;
		}

		/**
		 * Set whether a streamed call asks for usage.
		 * @param streamUsage whether it does; it does unless set
		 * @return this builder
		 */
		public Builder streamUsage(boolean streamUsage) {
			this.streamUsage = streamUsage;
			return this;
		}

		/**
		 * Set the field that marks the start of an answer to continue.
		 * @param name the name, null unless set
		 * @return this builder
		 */
		public Builder prefixField(@Nullable String name) {
			this.prefixField = name;
			return this;
		}

		/**
		 * Set the fields that the vendor doesn't take.
		 * @param fields the fields, none unless set
		 * @return this builder
		 */
		public Builder unsupported(Collection<RequestField> fields) {
			this.unsupported.clear();
			this.unsupported.addAll(fields);
			return this;
		}

		/**
		 * Build the format.
		 * @return the format
		 */
		public RequestFormat build() {
			return new RequestFormat(this);
		}

	}

}
