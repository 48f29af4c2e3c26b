package io.harborai.resilience;

import java.util.function.Supplier;

import io.harborai.call.ChatFilter;
import io.harborai.call.ChatHandler;
import io.harborai.call.EmbeddingHandler;
import io.harborai.call.Instrumentation;
import io.harborai.call.Ticker;
import io.harborai.error.HarborAiException;
import org.jspecify.annotations.Nullable;

/**
 * What keeps one provider's calls up: its attempt chain and the state that its calls
 * share. Outlives the provider's being unloaded. Thread-safe.
 */
public final class ProviderResilience {

	private final Succession succession;

	private final Attempts attempts;

	private final @Nullable Admission admission;

	private final @Nullable SharedRateStep shared;

	/**
	 * Create the state; nothing is composed yet.
	 * @param provider the provider's name
	 * @param settings the settings; what isn't set takes the defaults
	 * @param registries where the Resilience4j instances live
	 * @param ticker the time
	 */
	public ProviderResilience(String provider, ResilienceSettings settings, ResilienceRegistries registries,
			Ticker ticker) {
		this(provider, settings, registries, ticker, null);
	}

	/**
	 * Create the state; nothing is composed yet.
	 * @param provider the provider's name
	 * @param settings the settings; what isn't set takes the defaults
	 * @param registries where the Resilience4j instances live
	 * @param ticker the time
	 * @param rates counts what all instances of the application send together, null if
	 * nobody does
	 */
	public ProviderResilience(String provider, ResilienceSettings settings, ResilienceRegistries registries,
			Ticker ticker, @Nullable SharedRates rates) {
		ResilienceSettings all = settings.orElse(ResilienceSettings.DEFAULTS);
		this.succession = new Succession(ticker);
		this.attempts = new Attempts(this.succession, ticker, new Retry(all.retry()));
		this.admission = Admission.isWanted(all) ? new Admission(provider, all, registries, ticker) : null;
		RateLimiterSettings limits = all.rateLimiter();
		this.shared = (rates != null && (limits.requestsPerMinute() != null || limits.tokensPerMinute() != null))
				? new SharedRateStep(provider, limits, rates, ticker) : null;
	}

	/**
	 * Compose the attempt chain. What is switched off isn't in it.
	 * @param provider answers one attempt
	 * @param guard stands around each attempt, its admission included, and may refuse it;
	 * null for nobody
	 * @param instrumentation looks at each attempt
	 * @return answers a call by one or more attempts
	 */
	public ChatHandler around(ChatHandler provider, @Nullable ChatFilter guard, Instrumentation instrumentation) {
		Admission admission = this.admission;
		ChatHandler attempt = (admission != null) ? admission.around(provider) : provider;
		SharedRateStep shared = this.shared;
		if (shared != null) {
			attempt = shared.around(attempt);
		}
		if (guard != null) {
			attempt = guard.apply(attempt);
		}
		return this.attempts.around(instrumentation.aroundAttempts(attempt));
	}

	/**
	 * Compose the attempt chain for embeddings, which shares all state with that for
	 * chat.
	 * @param provider answers one attempt
	 * @param instrumentation looks at each attempt
	 * @return answers a call by one or more attempts
	 */
	public EmbeddingHandler around(EmbeddingHandler provider, Instrumentation instrumentation) {
		Admission admission = this.admission;
		EmbeddingHandler attempt = (admission != null) ? admission.around(provider) : provider;
		SharedRateStep shared = this.shared;
		if (shared != null) {
			attempt = shared.around(attempt);
		}
		return this.attempts.around(instrumentation.aroundEmbeddingAttempts(attempt));
	}

	/**
	 * What admits its calls.
	 * @return the admission, null if nothing limits them
	 */
	public @Nullable Admission admission() {
		return this.admission;
	}

	/**
	 * Close the circuit breakers and forget what was learned of the vendor's limits.
	 * Attempts that run go on.
	 */
	public void reset() {
		Admission admission = this.admission;
		if (admission != null) {
			admission.reset();
		}
	}

	/**
	 * Wait no more: calls that wait for their admission or their next attempt fail now.
	 * @param failure makes the failure
	 */
	public void close(Supplier<? extends HarborAiException> failure) {
		this.succession.close(failure);
		Admission admission = this.admission;
		if (admission != null) {
			admission.close(failure);
		}
	}

}
