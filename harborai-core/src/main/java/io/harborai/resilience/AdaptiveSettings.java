package io.harborai.resilience;

import org.jspecify.annotations.Nullable;

/**
 * A limit of calls at once that finds itself: it grows while all goes well, and shrinks
 * when the vendor or the pool says that it is too much. Never by response times, which
 * depend on the length of answers. A null component is not set and takes its value from
 * the next layer.
 *
 * @param enabled whether there is one
 * @param initialLimit where it starts
 * @param minLimit below what it never goes
 * @param decrease what is left of it after a refusal, such as 0.7
 */
public record AdaptiveSettings(@Nullable Boolean enabled, @Nullable Integer initialLimit, @Nullable Integer minLimit,
		@Nullable Double decrease) {

	/** Nothing is set. */
	public static final AdaptiveSettings UNSET = new AdaptiveSettings(null, null, null, null);

	/** What applies where nothing is set. */
	public static final AdaptiveSettings DEFAULTS = new AdaptiveSettings(false, 32, 4, 0.7);

	public AdaptiveSettings {
		Check.atLeast("adaptive.initial-limit", initialLimit, 1);
		Check.atLeast("adaptive.min-limit", minLimit, 1);
		Check.part("adaptive.decrease", decrease);
	}

	/**
	 * Fill what isn't set here.
	 * @param other the next layer
	 * @return the merged settings
	 */
	public AdaptiveSettings orElse(AdaptiveSettings other) {
		return new AdaptiveSettings((this.enabled != null) ? this.enabled : other.enabled,
				(this.initialLimit != null) ? this.initialLimit : other.initialLimit,
				(this.minLimit != null) ? this.minLimit : other.minLimit,
				(this.decrease != null) ? this.decrease : other.decrease);
	}

}
