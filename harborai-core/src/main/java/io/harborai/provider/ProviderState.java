package io.harborai.provider;

/**
 * Where a provider is in its life.
 */
public enum ProviderState {

	/** Known, but nothing of it is built. */
	CONFIGURED,

	/** Being built. */
	STARTING,

	/** Built and ready to answer. */
	READY,

	/** Switched off. */
	DISABLED

}
