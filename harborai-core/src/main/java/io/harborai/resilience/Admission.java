package io.harborai.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import io.harborai.call.ChatHandler;
import io.harborai.call.EmbeddingHandler;
import io.harborai.call.Ticker;
import io.harborai.error.HarborAiException;
import org.jspecify.annotations.Nullable;

/**
 * Admits a provider's attempts. All that limits them - circuit breaker, bulkhead,
 * adaptive limit, tokens a minute, requests a minute - is asked in one step, in that
 * order and without waiting; on a refusal, what was taken is given back in reverse. Who
 * may wait does so in a line in front of it. What is switched off isn't there.
 * Thread-safe; what it tells of itself is a snapshot and cheap to take.
 */
public final class Admission {

	private static final String INSTANCE = "harborai-";

	private final Limits limits;

	private final Entrance entrance;

	private final @Nullable Breakers breakers;

	private final @Nullable CallsAtOnce bulkhead;

	private final @Nullable AdaptiveLimit adaptive;

	private final @Nullable TokensPerMinute tokens;

	private final @Nullable RequestsPerMinute requests;

	/**
	 * Create what is switched on.
	 * @param provider the provider's name
	 * @param settings the settings, all set
	 * @param registries where the Resilience4j instances live
	 * @param ticker the time
	 */
	Admission(String provider, ResilienceSettings settings, ResilienceRegistries registries, Ticker ticker) {
		String name = INSTANCE + provider;
		Integer requestsPerMinute = settings.rateLimiter().requestsPerMinute();
		Long tokensPerMinute = settings.rateLimiter().tokensPerMinute();
		this.breakers = isOn(settings.circuitBreaker().enabled()) ? new Breakers(name, registries.circuitBreakers(),
				settings.circuitBreaker(), ticker, this::breakerChanged) : null;
		this.bulkhead = isOn(settings.bulkhead().enabled())
				? new CallsAtOnce(name, registries.bulkheads(), settings.bulkhead()) : null;
		this.adaptive = isOn(settings.adaptive().enabled()) ? new AdaptiveLimit(settings.adaptive(),
				(this.bulkhead != null) ? this.bulkhead.limit() : Integer.MAX_VALUE) : null;
		this.tokens = (tokensPerMinute != null) ? new TokensPerMinute(tokensPerMinute, ticker) : null;
		this.requests = (requestsPerMinute != null)
				? new RequestsPerMinute(name, registries.rateLimiters(), requestsPerMinute, ticker) : null;
		this.limits = limits();
		this.entrance = entrance(settings.bulkhead(), ticker);
	}

	/**
	 * Whether there is anything to ask.
	 * @param settings the settings, all set
	 * @return whether any of it is switched on
	 */
	static boolean isWanted(ResilienceSettings settings) {
		return isOn(settings.circuitBreaker().enabled()) || isOn(settings.bulkhead().enabled())
				|| isOn(settings.adaptive().enabled()) || settings.rateLimiter().tokensPerMinute() != null
				|| settings.rateLimiter().requestsPerMinute() != null;
	}

	private static boolean isOn(@Nullable Boolean enabled) {
		return Boolean.TRUE.equals(enabled);
	}

	private Limits limits() {
		List<Limit> inOrder = new ArrayList<>();
		for (Limit limit : new @Nullable Limit[] { this.breakers, this.bulkhead, this.adaptive, this.tokens,
				this.requests }) {
			if (limit != null) {
				inOrder.add(limit);
			}
		}
		return new Limits(inOrder);
	}

	private Entrance entrance(BulkheadSettings settings, Ticker ticker) {
		Duration wait = Objects.requireNonNull(settings.maxWait());
		if (wait.isZero() && this.bulkhead != null) {
			wait = this.bulkhead.lentWait();
		}
		if (wait.isZero()) {
			return new Door(this.limits);
		}
		Integer maxQueue = settings.maxQueue();
		return new WaitingLine(this.limits, wait,
				(maxQueue != null) ? maxQueue : Objects.requireNonNull(settings.maxConcurrentCalls()), ticker);
	}

	private void breakerChanged() {
		this.entrance.breakerChanged();
	}

	/**
	 * Compose the step.
	 * @param next answers one attempt
	 * @return answers one attempt once it is admitted
	 */
	ChatHandler around(ChatHandler next) {
		return new AdmissionStep(this.entrance, next);
	}

	/**
	 * Compose the step for embeddings.
	 * @param next answers one attempt
	 * @return answers one attempt once it is admitted
	 */
	EmbeddingHandler around(EmbeddingHandler next) {
		return AdmissionStep.ofEmbeddings(this.entrance, next);
	}

	/**
	 * Close the circuit breakers and forget what was learned of the vendor's limits, as
	 * if nothing had been sent yet. Attempts that run go on and stay counted; who waits
	 * is asked for at once.
	 */
	void reset() {
		this.limits.reset();
		this.entrance.released();
	}

	/**
	 * Admit nobody any more: who waits fails now, and so does whoever comes.
	 * @param failure makes the failure
	 */
	void close(Supplier<? extends HarborAiException> failure) {
		this.entrance.close(failure);
		if (this.breakers != null) {
			this.breakers.close();
		}
		if (this.bulkhead != null) {
			this.bulkhead.close();
		}
		if (this.requests != null) {
			this.requests.close();
		}
	}

	/**
	 * How many attempts are admitted and have not ended.
	 * @return the number, 0 if nothing limits it
	 */
	public int inFlight() {
		return (this.bulkhead != null) ? this.bulkhead.inFlight()
				: (this.adaptive != null) ? this.adaptive.inFlight() : 0;
	}

	/**
	 * How many attempts wait for their admission.
	 * @return the number
	 */
	public int queued() {
		return this.entrance.queued();
	}

	/**
	 * How many attempts may run at once right now.
	 * @return the number, null if nothing limits it
	 */
	public @Nullable Integer limit() {
		return (this.adaptive != null) ? Integer.valueOf(this.adaptive.limit())
				: (this.bulkhead != null) ? Integer.valueOf(this.bulkhead.limit()) : null;
	}

	/**
	 * The circuit breakers that have been needed so far.
	 * @return what they are now, by instance name; empty if they are switched off
	 */
	public Map<String, BreakerState> breakers() {
		return (this.breakers != null) ? this.breakers.states() : Map.of();
	}

	/**
	 * How many tokens may be sent right now.
	 * @return the number, null if nothing limits it
	 */
	public @Nullable Long tokensLeft() {
		return (this.tokens != null) ? Long.valueOf(this.tokens.left()) : null;
	}

}
