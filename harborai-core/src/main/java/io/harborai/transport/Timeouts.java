package io.harborai.transport;

import java.time.Duration;

import io.harborai.error.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * How long the four clocks of a call run. A null component is not set and takes its value
 * from the next layer.
 *
 * @param connect from the start of an attempt to an established connection, TLS included
 * @param firstToken from the request to the first text, reasoning or tool fragment
 * @param firstTokenReasoning the same for models that reason, which may think for long
 * before they say something
 * @param progress between two events that carry something, while the reader waits for one
 * @param progressReasoning the same while the model reasons
 * @param total the whole call with all its attempts, the reader's own time included
 */
public record Timeouts(@Nullable Duration connect, @Nullable Duration firstToken,
		@Nullable Duration firstTokenReasoning, @Nullable Duration progress, @Nullable Duration progressReasoning,
		@Nullable Duration total) {

	/** Nothing is set. */
	public static final Timeouts UNSET = new Timeouts(null, null, null, null, null, null);

	/** What applies where nothing is set. */
	public static final Timeouts DEFAULTS = new Timeouts(Duration.ofSeconds(3), Duration.ofSeconds(60),
			Duration.ofSeconds(300), Duration.ofSeconds(60), Duration.ofSeconds(120), Duration.ofMinutes(10));

	public Timeouts {
		requirePositive("connect", connect);
		requirePositive("first-token", firstToken);
		requirePositive("first-token-reasoning", firstTokenReasoning);
		requirePositive("progress", progress);
		requirePositive("progress-reasoning", progressReasoning);
		requirePositive("total", total);
	}

	private static void requirePositive(String name, @Nullable Duration value) {
		if (value != null && (value.isNegative() || value.isZero())) {
			throw new InvalidSettingException("timeouts." + name, "must be longer than zero, not " + value,
					"Leave it out for the default.");
		}
	}

	/**
	 * Fill what isn't set here.
	 * @param other the next layer
	 * @return the merged timeouts
	 */
	public Timeouts orElse(Timeouts other) {
		return new Timeouts((this.connect != null) ? this.connect : other.connect,
				(this.firstToken != null) ? this.firstToken : other.firstToken,
				(this.firstTokenReasoning != null) ? this.firstTokenReasoning : other.firstTokenReasoning,
				(this.progress != null) ? this.progress : other.progress,
				(this.progressReasoning != null) ? this.progressReasoning : other.progressReasoning,
				(this.total != null) ? this.total : other.total);
	}

}
