package io.harborai.cache;

import java.time.Duration;

import io.harborai.error.InvalidSettingException;

/**
 * The bounds of a cache in memory.
 *
 * @param maxSize how much its answers may take up, in bytes, by an estimate from the
 * length of their texts
 * @param timeToLive how long an answer is kept at most
 */
public record CacheSettings(long maxSize, Duration timeToLive) {

	/** 32 MB for an hour. */
	public static final CacheSettings DEFAULTS = new CacheSettings(32L * 1024 * 1024, Duration.ofHours(1));

	public CacheSettings {
		if (maxSize < 1) {
			throw new InvalidSettingException("cache.max-size", "must be at least 1 byte, not " + maxSize,
					"Leave it out for the default of 32MB.");
		}
		if (timeToLive.isNegative() || timeToLive.isZero()) {
			throw new InvalidSettingException("cache.time-to-live", "must be longer than zero, not " + timeToLive,
					"Leave it out for the default of 1h.");
		}
	}

}
