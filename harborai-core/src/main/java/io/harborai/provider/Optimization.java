package io.harborai.provider;

/**
 * A way in which the client saves time or memory. All are used unless they are switched
 * off; without one the client takes the plain path and answers the same, so that an
 * operator can roll one back without a release.
 */
public enum Optimization {

	/** A provider is built by its first call; else all of them when the client starts. */
	LAZY_PROVIDERS,

	/** An idle provider is unloaded after the time that is set; else never. */
	IDLE_UNLOAD,

	/** Connections serve many calls; else each call opens one of its own. */
	CONNECTION_REUSE,

	/**
	 * What a model's name stands for is looked up in a table that is made when the
	 * providers change; else it is worked out anew for every call.
	 */
	COMPILED_ROUTES

}
