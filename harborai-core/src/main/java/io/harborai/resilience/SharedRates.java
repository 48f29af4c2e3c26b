package io.harborai.resilience;

import java.time.Duration;

import reactor.core.publisher.Mono;

/**
 * Counts, for all instances of an application together, what is sent to a provider in a
 * minute. Implementations are thread-safe and never block the thread that subscribes. One
 * that is away limits nothing; each instance's own limits still do.
 */
public interface SharedRates {

	/**
	 * Take one request and its tokens, if both may be sent now.
	 * @param provider the provider's name
	 * @param limits how much may be sent in a minute, at least one of both set; requests
	 * are spread over it
	 * @param tokens how many tokens, more than the limit only when nothing else was sent
	 * @return zero if they were taken, else after how long they may be sent
	 */
	Mono<Duration> take(String provider, RateLimiterSettings limits, long tokens);

	/**
	 * Give tokens back that were not used after all, or take those that were used beyond.
	 * @param provider the provider's name
	 * @param limits how much may be sent in a minute
	 * @param tokens how many, negative to take
	 * @return completes when it is done
	 */
	Mono<Void> giveBack(String provider, RateLimiterSettings limits, long tokens);

	/**
	 * How long an attempt waits for an answer before it goes on without one.
	 * @return the time, half a second unless an implementation says otherwise
	 */
	default Duration timeout() {
		return Duration.ofMillis(500);
	}

}
