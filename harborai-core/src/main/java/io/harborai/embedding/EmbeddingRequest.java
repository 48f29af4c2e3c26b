package io.harborai.embedding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.harborai.chat.CallOptions;
import io.harborai.chat.ContentPart;
import org.jspecify.annotations.Nullable;

/**
 * What to embed. Immutable and thread-safe; build one with {@link #builder()}. What can
 * be checked without a vendor is checked when it is built, with an
 * {@link IllegalArgumentException} that says what to do. {@code toString} shows sizes,
 * never content.
 */
public final class EmbeddingRequest {

	/** How many requests a call may have under way at once, unless it says. */
	public static final int DEFAULT_CONCURRENCY = 4;

	private final String model;

	private final List<EmbeddingInput> inputs;

	private final @Nullable Integer dimensions;

	private final @Nullable EmbeddingEncoding encoding;

	private final @Nullable String endUser;

	private final Map<String, Object> extraBody;

	private final int concurrency;

	private final CallOptions options;

	private EmbeddingRequest(Builder builder, String model) {
		this.model = model;
		this.inputs = List.copyOf(builder.inputs);
		this.dimensions = builder.dimensions;
		this.encoding = builder.encoding;
		this.endUser = builder.endUser;
		// In its order: the same request is always the same bytes.
		this.extraBody = Collections.unmodifiableMap(new LinkedHashMap<>(builder.extraBody));
		this.concurrency = builder.concurrency;
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
	public static EmbeddingRequest of(Consumer<Builder> spec) {
		Builder builder = new Builder();
		spec.accept(builder);
		return builder.build();
	}

	/**
	 * Start from this request.
	 * @return a builder with every field of this request
	 */
	public Builder toBuilder() {
		Builder builder = withoutInputs();
		builder.inputs.addAll(this.inputs);
		return builder;
	}

	private Builder withoutInputs() {
		Builder builder = new Builder();
		builder.model = this.model;
		builder.dimensions = this.dimensions;
		builder.encoding = this.encoding;
		builder.endUser = this.endUser;
		builder.extraBody.putAll(this.extraBody);
		builder.concurrency = this.concurrency;
		builder.options = this.options;
		return builder;
	}

	/**
	 * The same request for other inputs.
	 * @param inputs the inputs, at least one
	 * @return a new request
	 */
	public EmbeddingRequest withInputs(List<EmbeddingInput> inputs) {
		Builder builder = withoutInputs();
		builder.inputs.addAll(inputs);
		return builder.build();
	}

	/**
	 * The model: a name of the catalog, {@code provider/model}, or a configured alias or
	 * route.
	 * @return the name
	 */
	public String model() {
		return this.model;
	}

	/**
	 * What to embed, in order.
	 * @return the inputs, at least one
	 */
	public List<EmbeddingInput> inputs() {
		return this.inputs;
	}

	/**
	 * How long the vectors shall be, for models that leave the choice.
	 * @return the value, null if not set
	 */
	public @Nullable Integer dimensions() {
		return this.dimensions;
	}

	/**
	 * How the vectors come over the wire.
	 * @return the value, null if not set
	 */
	public @Nullable EmbeddingEncoding encoding() {
		return this.encoding;
	}

	/**
	 * An opaque id of the end user, for the vendor's abuse detection.
	 * @return the value, null if not set
	 */
	public @Nullable String endUser() {
		return this.endUser;
	}

	/**
	 * Further fields of the JSON body, as they are.
	 * @return field name to plain JSON value, empty if not set
	 */
	public Map<String, Object> extraBody() {
		return this.extraBody;
	}

	/**
	 * How many requests the call may have under way at once, if its inputs are more than
	 * the vendor takes in one.
	 * @return the number
	 */
	public int concurrency() {
		return this.concurrency;
	}

	/**
	 * How to carry the call out.
	 * @return the options
	 */
	public CallOptions options() {
		return this.options;
	}

	@Override
	public String toString() {
		return "EmbeddingRequest[" + this.model + ", " + this.inputs.size() + " inputs]";
	}

	/**
	 * Builds an {@link EmbeddingRequest}. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable String model;

		private final List<EmbeddingInput> inputs = new ArrayList<>();

		private @Nullable Integer dimensions;

		private @Nullable EmbeddingEncoding encoding;

		private @Nullable String endUser;

		private final Map<String, Object> extraBody = new LinkedHashMap<>();

		private int concurrency = DEFAULT_CONCURRENCY;

		private CallOptions options = CallOptions.NONE;

		private Builder() {
		}

		/**
		 * Set the model.
		 * @param model its name: a name of the catalog, {@code provider/model}, or a
		 * configured alias or route
		 * @return this builder
		 */
		public Builder model(String model) {
			this.model = model;
			return this;
		}

		/**
		 * Append a text.
		 * @param text the text, not empty
		 * @return this builder
		 */
		public Builder input(String text) {
			this.inputs.add(EmbeddingInput.text(text));
			return this;
		}

		/**
		 * Append texts, each of which becomes a vector.
		 * @param texts the texts, none of them empty
		 * @return this builder
		 */
		public Builder inputs(List<String> texts) {
			texts.forEach(this::input);
			return this;
		}

		/**
		 * Append parts that become one vector together, for models that also take images
		 * or video.
		 * @param parts the parts in order, at least one
		 * @return this builder
		 */
		public Builder input(ContentPart... parts) {
			this.inputs.add(EmbeddingInput.parts(parts));
			return this;
		}

		/**
		 * Append an input.
		 * @param input the input
		 * @return this builder
		 */
		public Builder input(EmbeddingInput input) {
			this.inputs.add(input);
			return this;
		}

		/**
		 * How long the vectors shall be, for models that leave the choice. Vectors of
		 * another length are an error.
		 * @param dimensions the value, null to leave it to the vendor
		 * @return this builder
		 */
		public Builder dimensions(@Nullable Integer dimensions) {
			this.dimensions = dimensions;
			return this;
		}

		/**
		 * How the vectors come over the wire; not all vendors know both ways.
		 * @param encoding the value, null to leave it to the vendor
		 * @return this builder
		 */
		public Builder encoding(@Nullable EmbeddingEncoding encoding) {
			this.encoding = encoding;
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
		 * How many requests the call may have under way at once, if its inputs are more
		 * than the vendor takes in one.
		 * @param concurrency the number, 1 for one after the other
		 * @return this builder
		 */
		public Builder concurrency(int concurrency) {
			this.concurrency = concurrency;
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
		public EmbeddingRequest build() {
			String model = this.model;
			if (model == null || model.isBlank()) {
				throw new IllegalArgumentException("A request for embeddings names its model: vectors of different "
						+ "models can't be compared. Name one with model(\"...\")");
			}
			if (this.inputs.isEmpty()) {
				throw new IllegalArgumentException("A request needs at least one input; add one with input(\"...\")");
			}
			if (this.dimensions != null && this.dimensions < 1) {
				throw new IllegalArgumentException("'dimensions' must be at least 1, not " + this.dimensions);
			}
			if (this.concurrency < 1) {
				throw new IllegalArgumentException("'concurrency' must be at least 1, not " + this.concurrency);
			}
			return new EmbeddingRequest(this, model);
		}

	}

}
