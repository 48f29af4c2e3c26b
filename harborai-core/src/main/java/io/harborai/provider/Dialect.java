package io.harborai.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.StructuredStrategy;
import io.harborai.error.ErrorCategory;
import io.harborai.transport.RateHeaders;
import io.harborai.wire.ErrorTable;
import io.harborai.wire.ModelListReader;
import io.harborai.wire.RequestFormat;
import org.jspecify.annotations.Nullable;

/**
 * How a vendor's OpenAI-compatible API differs from OpenAI's: mostly data. Immutable;
 * build one from {@link #openAiCompatible(String)}.
 */
public final class Dialect {

	private final String vendor;

	private final @Nullable String baseUrl;

	private final String chatPath;

	private final @Nullable String modelsPath;

	private final KeyHeader keyHeader;

	private final boolean keyRequired;

	private final KeyCheck keyCheck;

	private final RequestFormat format;

	private final RequestSpelling spelling;

	private final RequestRule rule;

	private final Function<String, @Nullable StructuredStrategy> structured;

	private final ChatPath path;

	private final ErrorTable errors;

	private final Map<ErrorCategory, String> remedies;

	private final List<String> requestIdHeaders;

	private final RateHeaders rateHeaders;

	private final @Nullable String callIdHeader;

	private final Map<String, String> optionHeaders;

	private final boolean inlineThink;

	private final ModelListReader modelList;

	private final @Nullable EmbeddingRules embeddings;

	private Dialect(Builder builder) {
		this.vendor = builder.vendor;
		this.baseUrl = builder.baseUrl;
		this.chatPath = builder.chatPath;
		this.modelsPath = builder.modelsPath;
		this.keyHeader = builder.keyHeader;
		this.keyRequired = builder.keyRequired;
		this.keyCheck = builder.keyCheck;
		this.format = builder.format;
		this.spelling = builder.spelling;
		this.rule = builder.rule;
		this.structured = builder.structured;
		this.path = builder.path;
		this.errors = builder.errors;
		this.remedies = Map.copyOf(builder.remedies);
		this.requestIdHeaders = List.copyOf(builder.requestIdHeaders);
		this.rateHeaders = builder.rateHeaders;
		this.callIdHeader = builder.callIdHeader;
		this.optionHeaders = Map.copyOf(builder.optionHeaders);
		this.inlineThink = builder.inlineThink;
		this.modelList = (builder.modelList != null) ? builder.modelList : new ModelListReader(builder.vendor);
		this.embeddings = builder.embeddings;
	}

	/**
	 * Start from a plain OpenAI-compatible vendor: bearer key, {@code /chat/completions},
	 * {@code /models}.
	 * @param vendor the vendor's name
	 * @return a builder
	 */
	public static Builder openAiCompatible(String vendor) {
		return new Builder(vendor);
	}

	String vendor() {
		return this.vendor;
	}

	@Nullable String baseUrl() {
		return this.baseUrl;
	}

	@Nullable String specialUrl(ChatCompletionRequest request, String root) {
		return this.path.of(request, root);
	}

	String chatPath() {
		return this.chatPath;
	}

	@Nullable String modelsPath() {
		return this.modelsPath;
	}

	KeyHeader keyHeader() {
		return this.keyHeader;
	}

	boolean keyRequired() {
		return this.keyRequired;
	}

	KeyCheck keyCheck() {
		return this.keyCheck;
	}

	RequestFormat format() {
		return this.format;
	}

	RequestSpelling spelling() {
		return this.spelling;
	}

	RequestRule rule() {
		return this.rule;
	}

	/**
	 * How a model can be asked for an answer of a given shape, by what the vendor says of
	 * its models in general.
	 * @param model the model's id
	 * @return the way, null if the vendor says nothing
	 */
	@Nullable StructuredStrategy structured(String model) {
		return this.structured.apply(model);
	}

	ErrorTable errors() {
		return this.errors;
	}

	Map<ErrorCategory, String> remedies() {
		return this.remedies;
	}

	List<String> requestIdHeaders() {
		return this.requestIdHeaders;
	}

	RateHeaders rateHeaders() {
		return this.rateHeaders;
	}

	@Nullable String callIdHeader() {
		return this.callIdHeader;
	}

	/**
	 * The settings' options that become headers.
	 * @return option name to header name
	 */
	Map<String, String> optionHeaders() {
		return this.optionHeaders;
	}

	boolean inlineThink() {
		return this.inlineThink;
	}

	ModelListReader modelList() {
		return this.modelList;
	}

	/**
	 * What the vendor takes in a request for embeddings.
	 * @return the rules, null if it has no embeddings
	 */
	@Nullable EmbeddingRules embeddings() {
		return this.embeddings;
	}

	@Override
	public String toString() {
		return "Dialect[" + this.vendor + "]";
	}

	/**
	 * Where the key goes.
	 */
	public enum KeyHeader {

		/** {@code Authorization: Bearer <key>}. */
		BEARER,

		/** {@code api-key: <key>}, as Azure has it. */
		API_KEY

	}

	/**
	 * Tells a key of the wrong kind by its looks.
	 */
	@FunctionalInterface
	public interface KeyCheck {

		/**
		 * Look at a key.
		 * @param key the key
		 * @return what is wrong and which kind is right, one sentence without the key;
		 * null if nothing is wrong
		 */
		@Nullable String problem(String key);

	}

	/**
	 * Spells what each vendor spells its own way, reasoning above all.
	 */
	@FunctionalInterface
	public interface RequestSpelling {

		/**
		 * The vendor's own fields of a request.
		 * @param request what is asked
		 * @param model the model's id
		 * @param stream whether the answer is streamed
		 * @param options the provider's options
		 * @return field name to plain JSON value, in order; empty for none
		 */
		Map<String, Object> fields(ChatCompletionRequest request, String model, boolean stream,
				Map<String, String> options);

	}

	/**
	 * Checks what the vendor would refuse, so that it is said clearly and costs no round
	 * trip.
	 */
	@FunctionalInterface
	public interface RequestRule {

		/**
		 * Look at a request.
		 * @param request what is asked
		 * @param model the model's id
		 * @return what is wrong and what to do, one sentence; null if nothing is wrong
		 */
		@Nullable String problem(ChatCompletionRequest request, String model);

		/**
		 * Both rules, this one first.
		 * @param other the other rule
		 * @return a rule that finds what either finds
		 */
		default RequestRule and(RequestRule other) {
			return (request, model) -> {
				String problem = problem(request, model);
				return (problem != null) ? problem : other.problem(request, model);
			};
		}

	}

	/**
	 * Sends some requests elsewhere.
	 */
	@FunctionalInterface
	public interface ChatPath {

		/**
		 * The address of a request.
		 * @param request what is asked
		 * @param root the API's root, without a slash at its end
		 * @return the whole address, null for the usual one
		 */
		@Nullable String of(ChatCompletionRequest request, String root);

	}

	/**
	 * Builds a {@link Dialect}. Not thread-safe.
	 */
	public static final class Builder {

		private final String vendor;

		private @Nullable String baseUrl;

		private String chatPath = "/chat/completions";

		private @Nullable String modelsPath = "/models";

		private KeyHeader keyHeader = KeyHeader.BEARER;

		private boolean keyRequired = true;

		private KeyCheck keyCheck = (key) -> null;

		private RequestFormat format = RequestFormat.OPENAI;

		private RequestSpelling spelling = (request, model, stream, options) -> Map.of();

		private RequestRule rule = (request, model) -> null;

		private Function<String, @Nullable StructuredStrategy> structured = (model) -> null;

		private ChatPath path = (request, root) -> null;

		private ErrorTable errors = ErrorTable.COMMON;

		private final Map<ErrorCategory, String> remedies = new LinkedHashMap<>();

		private List<String> requestIdHeaders = List.of("x-request-id");

		private RateHeaders rateHeaders = RateHeaders.OPENAI;

		private @Nullable String callIdHeader;

		private final Map<String, String> optionHeaders = new LinkedHashMap<>();

		private boolean inlineThink;

		private @Nullable ModelListReader modelList;

		private @Nullable EmbeddingRules embeddings = EmbeddingRules.OPENAI;

		private Builder(String vendor) {
			this.vendor = vendor;
		}

		/**
		 * Set the API's root, version included.
		 * @param baseUrl the root; null if only the user knows it
		 * @return this builder
		 */
		public Builder baseUrl(@Nullable String baseUrl) {
			this.baseUrl = baseUrl;
			return this;
		}

		/**
		 * Set where some requests go instead of {@code /chat/completions}.
		 * @param path tells
		 * @return this builder
		 */
		public Builder path(ChatPath path) {
			this.path = path;
			return this;
		}

		/**
		 * Set where the list of models is.
		 * @param modelsPath the path below the base URL, null if there is none
		 * @return this builder
		 */
		public Builder modelsPath(@Nullable String modelsPath) {
			this.modelsPath = modelsPath;
			return this;
		}

		/**
		 * Set how the list of models is read.
		 * @param modelList the reader
		 * @return this builder
		 */
		public Builder modelList(ModelListReader modelList) {
			this.modelList = modelList;
			return this;
		}

		/**
		 * Set where the key goes.
		 * @param keyHeader the header
		 * @return this builder
		 */
		public Builder keyHeader(KeyHeader keyHeader) {
			this.keyHeader = keyHeader;
			return this;
		}

		/**
		 * Let the vendor be used without a key.
		 * @return this builder
		 */
		public Builder keyOptional() {
			this.keyRequired = false;
			return this;
		}

		/**
		 * Set how keys of the wrong kind are told.
		 * @param keyCheck tells them
		 * @return this builder
		 */
		public Builder keyCheck(KeyCheck keyCheck) {
			this.keyCheck = keyCheck;
			return this;
		}

		/**
		 * Set how requests are written.
		 * @param format the format
		 * @return this builder
		 */
		public Builder format(RequestFormat format) {
			this.format = format;
			return this;
		}

		/**
		 * Set how the vendor's own fields are spelled.
		 * @param spelling spells them
		 * @return this builder
		 */
		public Builder spelling(RequestSpelling spelling) {
			this.spelling = spelling;
			return this;
		}

		/**
		 * Set what the vendor refuses.
		 * @param rule tells
		 * @return this builder
		 */
		public Builder rule(RequestRule rule) {
			this.rule = rule;
			return this;
		}

		/**
		 * Set how the vendor's models can be asked for an answer of a given shape, so far
		 * as it says so in general. A model that is known to take a better way is asked
		 * in that one.
		 * @param structured from a model's id to the way, null if the vendor says nothing
		 * of it
		 * @return this builder
		 */
		public Builder structured(Function<String, @Nullable StructuredStrategy> structured) {
			this.structured = structured;
			return this;
		}

		/**
		 * Set how errors are classified.
		 * @param errors the table
		 * @return this builder
		 */
		public Builder errors(ErrorTable errors) {
			this.errors = errors;
			return this;
		}

		/**
		 * Advise on a category of error.
		 * @param category the category
		 * @param remedy what to do with this vendor, one sentence
		 * @return this builder
		 */
		public Builder remedy(ErrorCategory category, String remedy) {
			this.remedies.put(category, remedy);
			return this;
		}

		/**
		 * Set where the vendor puts its id of the request.
		 * @param headers the headers, best first
		 * @return this builder
		 */
		public Builder requestIdHeaders(String... headers) {
			this.requestIdHeaders = List.of(headers);
			return this;
		}

		/**
		 * Set where the vendor tells what is left of its limits.
		 * @param headers the headers' names
		 * @return this builder
		 */
		public Builder rateHeaders(RateHeaders headers) {
			this.rateHeaders = headers;
			return this;
		}

		/**
		 * Set the header that takes the client's own id of a call.
		 * @param header the header
		 * @return this builder
		 */
		public Builder callIdHeader(String header) {
			this.callIdHeader = header;
			return this;
		}

		/**
		 * Let one of the settings' options be sent as a header.
		 * @param option the option's name
		 * @param header the header's name
		 * @return this builder
		 */
		public Builder optionHeader(String option, String header) {
			this.optionHeaders.put(option, header);
			return this;
		}

		/**
		 * Split reasoning that comes as {@code <think>} inside the text.
		 * @return this builder
		 */
		public Builder inlineThink() {
			this.inlineThink = true;
			return this;
		}

		/**
		 * Set what the vendor takes in a request for embeddings.
		 * @param embeddings the rules, null if it has no embeddings
		 * @return this builder
		 */
		public Builder embeddings(@Nullable EmbeddingRules embeddings) {
			this.embeddings = embeddings;
			return this;
		}

		/**
		 * Build the dialect.
		 * @return the dialect
		 */
		public Dialect build() {
			return new Dialect(this);
		}

	}

}
