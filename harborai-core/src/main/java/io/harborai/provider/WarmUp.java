package io.harborai.provider;

/**
 * When a provider is built.
 */
public enum WarmUp {

	/** By its first call. */
	NONE,

	/**
	 * In the background, once the client stands. It also connects, by asking for the list
	 * of models, and loads what a call needs, so that the first call is as fast as any.
	 */
	BACKGROUND,

	/** While the client is made, which waits for it. Connects to nobody. */
	EAGER

}
