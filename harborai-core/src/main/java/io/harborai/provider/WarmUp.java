package io.harborai.provider;

/**
 * When a provider is built.
 */
public enum WarmUp {

	/** By its first call. */
	NONE,

	/** In the background, once the client stands. */
	BACKGROUND,

	/** While the client is made, which waits for it. */
	EAGER

}
