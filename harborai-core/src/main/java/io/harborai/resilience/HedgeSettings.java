package io.harborai.resilience;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A second attempt beside one that is late, of which the first success wins. A null
 * component is not set and takes its value from the next layer.
 *
 * @param enabled whether there is one
 * @param quantile of which quantile of the times to first token an attempt counts as
 * late, such as 0.95; at least twice and at most three times the median counts
 * @param minDelay how long is waited at the least
 * @param maxExtraLoad the part of the calls that may have a second attempt, such as 0.05
 */
public record HedgeSettings(@Nullable Boolean enabled, @Nullable Double quantile, @Nullable Duration minDelay,
		@Nullable Double maxExtraLoad) {

	/** Nothing is set. */
	public static final HedgeSettings UNSET = new HedgeSettings(null, null, null, null);

	/** What applies where nothing is set. */
	public static final HedgeSettings DEFAULTS = new HedgeSettings(false, 0.95, Duration.ofMillis(50), 0.05);

	public HedgeSettings {
		Check.part("hedge.quantile", quantile);
		Check.notNegative("hedge.min-delay", minDelay);
		Check.part("hedge.max-extra-load", maxExtraLoad);
	}

	/**
	 * Fill what isn't set here.
	 * @param other the next layer
	 * @return the merged settings
	 */
	public HedgeSettings orElse(HedgeSettings other) {
		return new HedgeSettings((this.enabled != null) ? this.enabled : other.enabled,
				(this.quantile != null) ? this.quantile : other.quantile,
				(this.minDelay != null) ? this.minDelay : other.minDelay,
				(this.maxExtraLoad != null) ? this.maxExtraLoad : other.maxExtraLoad);
	}

}
