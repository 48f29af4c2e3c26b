package io.harborai.resilience;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

import io.harborai.error.ErrorClass;
import io.harborai.error.HarborAiException;
import io.harborai.error.KeysRestingException;
import io.harborai.error.MalformedResponseException;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a failed attempt is repeated at the same provider, and when. Immutable.
 */
final class Retry {

	private final int maxAttempts;

	private final long backoffNanos;

	private final long maxBackoffNanos;

	private final double jitter;

	private final Duration maxRetryAfter;

	/**
	 * Create the rules.
	 * @param settings all set
	 */
	Retry(RetrySettings settings) {
		this.maxAttempts = Objects.requireNonNull(settings.maxAttempts());
		this.backoffNanos = Objects.requireNonNull(settings.backoff()).toNanos();
		this.maxBackoffNanos = Objects.requireNonNull(settings.maxBackoff()).toNanos();
		this.jitter = Objects.requireNonNull(settings.jitter());
		this.maxRetryAfter = Objects.requireNonNull(settings.maxRetryAfter());
	}

	/**
	 * How many attempts a call may make.
	 * @param override the call's own number, null for none
	 * @return the number
	 */
	int maxAttempts(@Nullable Integer override) {
		return (override != null) ? override : this.maxAttempts;
	}

	/**
	 * How long to wait before the next attempt.
	 * @param failure how the latest attempt failed
	 * @param attempts how many there were
	 * @return nanoseconds, or -1 if another attempt makes no sense
	 */
	long delayNanos(HarborAiException failure, int attempts) {
		boolean again = switch (ErrorClass.of(failure)) {
			case LIMITED -> failure.retryable();
			// An answer that can't be read will hardly become readable.
			case TRANSIENT -> !(failure instanceof MalformedResponseException) || attempts < 2;
			case REFUSED -> failure instanceof KeysRestingException && failure.details().retryAfter() != null;
			default -> false;
		};
		Duration asked = failure.details().retryAfter();
		if (!again || (asked != null && asked.compareTo(this.maxRetryAfter) > 0)) {
			return -1;
		}
		long computed = backoffNanos(attempts);
		// All who were told to wait would come back together: the jitter goes on top.
		return (asked != null) ? Math.max(asked.toNanos() + this.backoffNanos - jittered(this.backoffNanos), computed)
				: computed;
	}

	private long backoffNanos(int attempts) {
		int doublings = Math.min(attempts - 1, 30);
		long full = (this.backoffNanos > (this.maxBackoffNanos >> doublings)) ? this.maxBackoffNanos
				: this.backoffNanos << doublings;
		return jittered(full);
	}

	private long jittered(long nanos) {
		return nanos - (long) (nanos * this.jitter * ThreadLocalRandom.current().nextDouble());
	}

}
