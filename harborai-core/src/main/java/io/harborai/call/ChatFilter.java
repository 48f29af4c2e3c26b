package io.harborai.call;

/**
 * A step around the rest of the chain: sees each call on its way down and its answer on
 * the way back. Applied once, when the client is built, the first filter outermost; in a
 * Spring application beans of this type join in their order.
 */
@FunctionalInterface
public interface ChatFilter {

	/**
	 * Wrap the rest of the chain.
	 * @param next the rest
	 * @return a handler that asks {@code next} as it sees fit
	 */
	ChatHandler apply(ChatHandler next);

}
