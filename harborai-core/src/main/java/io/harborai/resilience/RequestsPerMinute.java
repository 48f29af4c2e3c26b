package io.harborai.resilience;

import java.time.Duration;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.harborai.call.Outcome;
import io.harborai.call.RateHints;
import io.harborai.call.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Requests a minute. A request that was admitted isn't given back: the vendor counts what
 * it refuses, too.
 */
final class RequestsPerMinute implements Limit {

	private static final int SECONDS = 60;

	private final RateLimiterRegistry registry;

	private final RateLimiter limiter;

	private final boolean made;

	private final Ticker ticker;

	private volatile long pausedUntilNanos;

	/**
	 * Find the rate limiter in the registry, or put one there that goes by our time.
	 * @param name the instance's name
	 * @param registry the registry
	 * @param perMinute how many requests
	 * @param ticker the time
	 */
	RequestsPerMinute(String name, RateLimiterRegistry registry, int perMinute, Ticker ticker) {
		this.registry = registry;
		this.ticker = ticker;
		this.pausedUntilNanos = ticker.nanoTime();
		RateLimiter known = registry.find(name).orElse(null);
		this.made = known == null;
		if (known == null) {
			RateLimiterConfig config = configuration(perMinute);
			known = new AtomicRateLimiter(name, config, registry.getTags(), ticker::nanoTime);
			// A registry makes its own and takes others only in exchange.
			registry.rateLimiter(name, config);
			registry.replace(name, known);
		}
		// Its own way of waiting would park the thread: it is never let wait.
		known.changeTimeoutDuration(Duration.ZERO);
		this.limiter = known;
	}

	/**
	 * Spread over the minute: what comes in a second at once, which is how vendors that
	 * look closer than at the minute look at it; of less than one a second, one.
	 */
	static RateLimiterConfig configuration(int perMinute) {
		int atOnce = Math.max(1, perMinute / SECONDS);
		return RateLimiterConfig.custom()
			.limitForPeriod(atOnce)
			.limitRefreshPeriod(Duration.ofNanos(TokenBucket.MINUTE_NANOS * atOnce / perMinute))
			.timeoutDuration(Duration.ZERO)
			.writableStackTraceEnabled(false)
			.build();
	}

	@Override
	public @Nullable Refusal take(Permit permit) {
		long pause = this.pausedUntilNanos - this.ticker.nanoTime();
		if (pause > 0) {
			return refusal(pause);
		}
		if (this.limiter.reservePermission() == 0) {
			permit.attempt().wantHints();
			return null;
		}
		return refusal((this.limiter instanceof AtomicRateLimiter ours) ? ours.getDetailedMetrics().getNanosToWait()
				: this.limiter.getRateLimiterConfig().getLimitRefreshPeriod().toNanos());
	}

	private static Refusal refusal(long afterNanos) {
		return new Refusal(Refusal.Reason.RATE, "the requests of this minute, spread over it evenly, are used up",
				"Raise resilience.rate-limiter.requests-per-minute if the vendor allows more, let calls wait by "
						+ "resilience.bulkhead.max-wait, or go to another provider.",
				afterNanos);
	}

	@Override
	public void giveBack(Permit permit) {
		// It comes last, and so nobody refuses after it.
	}

	@Override
	public void onHeaders(Permit permit, RateHints hints) {
		Long left = hints.remainingRequests();
		if (left != null && left == 0 && hints.requestsResetIn() != null) {
			this.pausedUntilNanos = this.ticker.nanoTime()
					+ Math.min(hints.requestsResetIn().toNanos(), TokenBucket.MINUTE_NANOS);
		}
	}

	@Override
	public void reset() {
		this.pausedUntilNanos = this.ticker.nanoTime();
	}

	@Override
	public void onEnd(Permit permit, Outcome outcome) {
		// What was sent was sent.
	}

	/**
	 * Take out of the registry what was put there.
	 */
	void close() {
		if (this.made) {
			ResilienceRegistries.remove(this.registry, this.limiter.getName(), this.limiter);
		}
	}

}
