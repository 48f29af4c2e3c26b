package io.harborai.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * How one call is to be carried out, as opposed to what is asked. Immutable.
 *
 * @param totalTimeout the time for the whole call with all its attempts; null for the
 * provider's setting
 * @param maxAttempts how many attempts the call may make at one provider, the first
 * included; null for the provider's setting
 * @param fallbackModels models to ask in turn when the one that is asked fails in a way
 * that another may not
 * @param extraHeaders further HTTP headers; those that carry credentials or frame the
 * message are refused
 * @param tags names and values that travel with the call to filters and records, for
 * instance a tenant
 * @param cache whether an answer that was given before will do, if the client keeps any;
 * null to decide by the temperature: only one of 0 leaves nothing to chance
 * @param structured how an answer of a given shape is asked for and read; null for the
 * usual way
 */
public record CallOptions(@Nullable Duration totalTimeout, @Nullable Integer maxAttempts, List<String> fallbackModels,
		Map<String, String> extraHeaders, Map<String, String> tags, @Nullable Boolean cache,
		@Nullable StructuredOptions structured) {

	/** Nothing out of the ordinary. */
	public static final CallOptions NONE = new CallOptions(null, null, List.of(), Map.of(), Map.of(), null, null);

	// Headers that carry credentials, frame the message or steer the connection are the
	// client's own.
	private static final Set<String> RESERVED = Set.of("authorization", "api-key", "x-api-key", "proxy-authorization",
			"cookie", "host", "content-length", "content-type", "transfer-encoding", "connection", "accept",
			"accept-encoding", "expect", "te", "trailer", "upgrade");

	public CallOptions {
		if (totalTimeout != null && (totalTimeout.isNegative() || totalTimeout.isZero())) {
			throw new IllegalArgumentException("A total timeout is longer than zero, not " + totalTimeout);
		}
		if (maxAttempts != null && maxAttempts < 1) {
			throw new IllegalArgumentException("A call makes at least 1 attempt, not " + maxAttempts);
		}
		fallbackModels = List.copyOf(fallbackModels);
		extraHeaders.forEach(CallOptions::checkHeader);
		extraHeaders = Map.copyOf(extraHeaders);
		tags = Map.copyOf(tags);
	}

	/**
	 * Start from nothing.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Check a header that a user wants to send.
	 * @param name the header's name
	 * @param value its value
	 * @throws IllegalArgumentException if it is reserved, or its name or value can't be
	 * sent; the value is not shown
	 */
	public static void checkHeader(String name, String value) {
		if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
			throw new IllegalArgumentException("Header '" + name
					+ "' is set by the client itself. Put a key into the provider's 'api-key'; leave the others out");
		}
		if (name.isEmpty() || !name.chars().allMatch((c) -> c > 32 && c < 127 && c != ':')) {
			throw new IllegalArgumentException("A header's name has visible ASCII characters and no ':' or spaces");
		}
		if (!value.chars().allMatch((c) -> (c >= 32 && c < 127) || c == '\t')) {
			throw new IllegalArgumentException("The value of header '" + name
					+ "' has a line break, a control character or a non-ASCII character. Remove or encode it");
		}
	}

	/**
	 * The same options with another total timeout.
	 * @param totalTimeout the time for the whole call; null for the provider's setting
	 * @return new options
	 */
	public CallOptions withTotalTimeout(@Nullable Duration totalTimeout) {
		return new CallOptions(totalTimeout, this.maxAttempts, this.fallbackModels, this.extraHeaders, this.tags,
				this.cache, this.structured);
	}

	@Override
	public String toString() {
		return "CallOptions[total timeout " + this.totalTimeout + ", max attempts " + this.maxAttempts + ", fallbacks "
				+ this.fallbackModels + ", headers " + this.extraHeaders.keySet() + ", tags " + this.tags.keySet()
				+ "]";
	}

	/**
	 * Builds {@link CallOptions}. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable Duration totalTimeout;

		private @Nullable Integer maxAttempts;

		private final List<String> fallbackModels = new ArrayList<>();

		private final Map<String, String> extraHeaders = new LinkedHashMap<>();

		private final Map<String, String> tags = new LinkedHashMap<>();

		private @Nullable Boolean cache;

		private @Nullable StructuredOptions structured;

		private Builder() {
		}

		/**
		 * Limit the time of the whole call with all its attempts.
		 * @param totalTimeout the limit
		 * @return this builder
		 */
		public Builder totalTimeout(@Nullable Duration totalTimeout) {
			this.totalTimeout = totalTimeout;
			return this;
		}

		/**
		 * Set how many attempts the call may make at one provider.
		 * @param maxAttempts the number, the first attempt included; 1 for no repetition
		 * @return this builder
		 */
		public Builder maxAttempts(@Nullable Integer maxAttempts) {
			this.maxAttempts = maxAttempts;
			return this;
		}

		/**
		 * Ask another model when those before it fail in a way that it may not.
		 * @param model the model's name
		 * @return this builder
		 */
		public Builder fallbackModel(String model) {
			this.fallbackModels.add(model);
			return this;
		}

		/**
		 * Send a further header.
		 * @param name its name
		 * @param value its value
		 * @return this builder
		 */
		public Builder header(String name, String value) {
			this.extraHeaders.put(name, value);
			return this;
		}

		/**
		 * Let a name and value travel with the call.
		 * @param name the tag's name
		 * @param value its value
		 * @return this builder
		 */
		public Builder tag(String name, String value) {
			this.tags.put(name, value);
			return this;
		}

		/**
		 * Say whether an answer that was given before will do, if the client keeps any.
		 * @param cache whether it will; null to decide by the temperature
		 * @return this builder
		 */
		public Builder cache(@Nullable Boolean cache) {
			this.cache = cache;
			return this;
		}

		/**
		 * Set how an answer of a given shape is asked for and read.
		 * @param change changes the usual way, such as
		 * {@code (s) -> s.withStrategy(StructuredStrategy.TOOL)}
		 * @return this builder
		 */
		public Builder structured(UnaryOperator<StructuredOptions> change) {
			this.structured = change.apply((this.structured != null) ? this.structured : StructuredOptions.DEFAULTS);
			return this;
		}

		/**
		 * Build the options.
		 * @return the options
		 */
		public CallOptions build() {
			return new CallOptions(this.totalTimeout, this.maxAttempts, this.fallbackModels, this.extraHeaders,
					this.tags, this.cache, this.structured);
		}

	}

}
