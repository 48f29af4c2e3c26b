package io.harborai.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Where it is counted what instances of an application may share.
 */
public class StoreProperties {

	/**
	 * Where it is counted what budgets have spent. In Redis, all instances of an
	 * application share their budgets.
	 */
	private @Nullable Type type;

	/**
	 * How long a call waits for an answer of the store.
	 */
	private @Nullable Duration timeout;

	/**
	 * Whether calls are refused while the store doesn't answer. Else they go on, and what
	 * they spend is counted when it is back.
	 */
	private @Nullable Boolean failClosed;

	/**
	 * Whether the rate limits of providers hold for all instances of an application
	 * together. Needs a store that they share, such as Redis.
	 */
	private @Nullable Boolean shareRateLimits;

	/**
	 * What all keys in Redis begin with.
	 */
	private @Nullable String keyPrefix;

	public @Nullable Type getType() {
		return this.type;
	}

	public void setType(@Nullable Type type) {
		this.type = type;
	}

	public @Nullable Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(@Nullable Duration timeout) {
		this.timeout = timeout;
	}

	public @Nullable Boolean getFailClosed() {
		return this.failClosed;
	}

	public void setFailClosed(@Nullable Boolean failClosed) {
		this.failClosed = failClosed;
	}

	public @Nullable Boolean getShareRateLimits() {
		return this.shareRateLimits;
	}

	public void setShareRateLimits(@Nullable Boolean shareRateLimits) {
		this.shareRateLimits = shareRateLimits;
	}

	public @Nullable String getKeyPrefix() {
		return this.keyPrefix;
	}

	public void setKeyPrefix(@Nullable String keyPrefix) {
		this.keyPrefix = keyPrefix;
	}

	/**
	 * The kinds of stores.
	 */
	public enum Type {

		/** In the memory of each instance. */
		MEMORY,

		/** In Redis, shared by all instances. */
		REDIS

	}

}
