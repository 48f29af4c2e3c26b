package io.harborai.model;

/**
 * The token counts to which a price tier applies, in the way vendors write them: more
 * than {@code over}, up to and including {@code upTo}.
 *
 * @param over the lower bound, excluded; 0 means that there is none, so a count of zero
 * is inside
 * @param upTo the upper bound, included; {@link Long#MAX_VALUE} means that there is none
 */
public record TokenRange(long over, long upTo) {

	/** Every count. */
	public static final TokenRange ALL = new TokenRange(0, Long.MAX_VALUE);

	public TokenRange {
		if (over < 0 || upTo <= over) {
			throw new IllegalArgumentException(
					"A token range needs 0 <= over < upTo, but over is " + over + " and upTo is " + upTo);
		}
	}

	/**
	 * The counts up to and including a bound.
	 * @param upTo the upper bound, included
	 * @return the range
	 */
	public static TokenRange upTo(long upTo) {
		return new TokenRange(0, upTo);
	}

	/**
	 * The counts above a bound.
	 * @param over the lower bound, excluded
	 * @return the range
	 */
	public static TokenRange over(long over) {
		return new TokenRange(over, Long.MAX_VALUE);
	}

	/**
	 * Whether a count is inside.
	 * @param tokens the count, not negative
	 * @return whether it is inside
	 */
	public boolean contains(long tokens) {
		return tokens <= this.upTo && (this.over == 0 || tokens > this.over);
	}

}
