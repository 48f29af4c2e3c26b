package io.harborai.chat;

import org.jspecify.annotations.Nullable;

/**
 * How an answer of a given shape is asked for and read. Immutable.
 *
 * @param strategy how it is asked for; null for the best that the model is known to take
 * @param repairs how often the model is told what was wrong and asked again; streams are
 * never repaired
 * @param trailingCommas whether a comma before a closing bracket is let through
 */
public record StructuredOptions(@Nullable StructuredStrategy strategy, int repairs, boolean trailingCommas) {

	/** How often a model is asked again unless said otherwise. */
	public static final int DEFAULT_REPAIRS = 1;

	/** Nothing out of the ordinary. */
	public static final StructuredOptions DEFAULTS = new StructuredOptions(null, DEFAULT_REPAIRS, false);

	private static final int MAX_REPAIRS = 5;

	public StructuredOptions {
		if (repairs < 0 || repairs > MAX_REPAIRS) {
			throw new IllegalArgumentException("An answer is repaired 0 to " + MAX_REPAIRS + " times, not " + repairs);
		}
	}

	/**
	 * The same, asked for in a given way.
	 * @param strategy how; null for the best that the model is known to take
	 * @return new options
	 */
	public StructuredOptions withStrategy(@Nullable StructuredStrategy strategy) {
		return new StructuredOptions(strategy, this.repairs, this.trailingCommas);
	}

	/**
	 * The same with another number of repairs.
	 * @param repairs 0 to 5
	 * @return new options
	 */
	public StructuredOptions withRepairs(int repairs) {
		return new StructuredOptions(this.strategy, repairs, this.trailingCommas);
	}

	/**
	 * The same, letting a comma before a closing bracket through.
	 * @return new options
	 */
	public StructuredOptions withTrailingCommas() {
		return new StructuredOptions(this.strategy, this.repairs, true);
	}

}
