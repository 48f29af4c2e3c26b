package io.harborai.resilience;

import java.util.function.Supplier;

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

	/**
	 * Create the state; nothing is composed yet.
	 * @param provider the provider's name
	 * @param settings the settings; what isn't set takes the defaults
	 * @param registries where the Resilience4j instances live
	 * @param ticker the time
	 */
	public ProviderResilience(String provider, ResilienceSettings settings, ResilienceRegistries registries,
			Ticker ticker) {
		ResilienceSettings all = settings.orElse(ResilienceSettings.DEFAULTS);
		this.succession = new Succession(ticker);
		this.attempts = new Attempts(this.succession, ticker, new Retry(all.retry()));
		this.admission = Admission.isWanted(all) ? new Admission(provider, all, registries, ticker) : null;
	}

	/**
	 * Compose the attempt chain. What is switched off isn't in it.
	 * @param provider answers one attempt
	 * @param instrumentation looks at each attempt
	 * @return answers a call by one or more attempts
	 */
	public ChatHandler around(ChatHandler provider, Instrumentation instrumentation) {
		Admission admission = this.admission;
		ChatHandler attempt = (admission != null) ? admission.around(provider) : provider;
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
