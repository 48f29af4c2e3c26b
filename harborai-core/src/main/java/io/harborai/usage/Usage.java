package io.harborai.usage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The tokens that one call used, and how far the numbers can be trusted. Immutable.
 *
 * @param promptTokens the tokens of the input, those from the vendor's cache included
 * @param completionTokens the tokens of the output, thinking included
 * @param totalTokens the sum that the vendor reported, or that of input and output
 * @param cachedTokens the tokens of the input that the vendor served from its cache; 0
 * also when the vendor reports none
 * @param reasoningTokens the tokens of the output that were thinking; 0 also when the
 * vendor reports none, as some do even for answers that were thought about
 * @param source where the numbers come from; if {@link Source#MISSING} they say nothing
 * @param additional counters that a vendor adds and nobody here knows, by their wire
 * names, empty if none
 */
public record Usage(long promptTokens, long completionTokens, long totalTokens, long cachedTokens, long reasoningTokens,
		Source source, Map<String, Object> additional) {

	/**
	 * Nothing is known about what the call used. Its numbers are all 0 and mean nothing:
	 * check {@link #isMissing()} before counting or showing them.
	 */
	public static final Usage MISSING = new Usage(0, 0, 0, 0, 0, Source.MISSING, Map.of());

	public Usage {
		Objects.requireNonNull(source, "source");
		additional = additional.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(additional));
	}

	/**
	 * Usage that a vendor reported.
	 * @param promptTokens the tokens of the input
	 * @param completionTokens the tokens of the output
	 * @return the usage
	 */
	public static Usage of(long promptTokens, long completionTokens) {
		return of(promptTokens, completionTokens, 0, 0);
	}

	/**
	 * Usage that a vendor reported, in detail.
	 * @param promptTokens the tokens of the input
	 * @param completionTokens the tokens of the output
	 * @param cachedTokens the tokens of the input that came from the vendor's cache
	 * @param reasoningTokens the tokens of the output that were thinking
	 * @return the usage
	 */
	public static Usage of(long promptTokens, long completionTokens, long cachedTokens, long reasoningTokens) {
		return new Usage(promptTokens, completionTokens, promptTokens + completionTokens, cachedTokens, reasoningTokens,
				Source.PROVIDER, Map.of());
	}

	/**
	 * Usage that was estimated because the vendor reported none.
	 * @param promptTokens the tokens of the input
	 * @param completionTokens the tokens of the output
	 * @return the usage
	 */
	public static Usage estimated(long promptTokens, long completionTokens) {
		return new Usage(promptTokens, completionTokens, promptTokens + completionTokens, 0, 0, Source.ESTIMATED,
				Map.of());
	}

	/**
	 * Whether nothing is known about what the call used.
	 * @return whether the numbers mean nothing
	 */
	public boolean isMissing() {
		return this.source == Source.MISSING;
	}

	/**
	 * Where the numbers come from.
	 */
	public enum Source {

		/** The vendor reported them. */
		PROVIDER,

		/** They were estimated here. */
		ESTIMATED,

		/** There are none. */
		MISSING

	}

}
