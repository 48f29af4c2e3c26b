package io.harborai.simulator;

/**
 * A response's body in units at which it can be paced, held and broken. Made for one
 * response and used on its event loop only.
 */
interface Body {

	/**
	 * Return the number of units.
	 * @return the number
	 */
	int units();

	/**
	 * Return the last position at which a fault still shows.
	 * @return at most {@link #units()}
	 */
	int lastBreak();

	/**
	 * Return the length in bytes.
	 * @return the length, or -1 if it isn't known, so that the body goes out in HTTP
	 * chunks
	 */
	int length();

	/**
	 * Write what comes before the first unit.
	 * @param out where to
	 */
	void start(BodyWriter out);

	/**
	 * Write some units.
	 * @param from the first
	 * @param to the first one not to write
	 * @param out where to
	 */
	void units(int from, int to, BodyWriter out);

	/**
	 * Write what comes after the last unit.
	 * @param done whether the end marker belongs to it
	 * @param out where to
	 */
	void end(boolean done, BodyWriter out);

	/**
	 * Return whether units are events, whose pace shows.
	 * @return {@code false} if they are bytes
	 */
	boolean events();

}
