package io.harborai.resilience;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long a key that the vendor refused isn't used. One that is limited rests as long as
 * the vendor says. A null component is not set and takes its value from the next layer.
 *
 * @param refused after it was called wrong or not allowed
 * @param exhausted after its money or quota was used up
 */
public record KeyRestSettings(@Nullable Duration refused, @Nullable Duration exhausted) {

	/** Nothing is set. */
	public static final KeyRestSettings UNSET = new KeyRestSettings(null, null);

	/** What applies where nothing is set. */
	public static final KeyRestSettings DEFAULTS = new KeyRestSettings(Duration.ofHours(1), Duration.ofMinutes(10));

	public KeyRestSettings {
		Check.positive("key-rest.refused", refused);
		Check.positive("key-rest.exhausted", exhausted);
	}

	/**
	 * Fill what isn't set here.
	 * @param other the next layer
	 * @return the merged settings
	 */
	public KeyRestSettings orElse(KeyRestSettings other) {
		return new KeyRestSettings((this.refused != null) ? this.refused : other.refused,
				(this.exhausted != null) ? this.exhausted : other.exhausted);
	}

}
