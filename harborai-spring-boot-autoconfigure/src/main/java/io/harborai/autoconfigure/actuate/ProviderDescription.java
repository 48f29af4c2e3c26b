package io.harborai.autoconfigure.actuate;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.harborai.error.ErrorClass;
import io.harborai.model.ModelInfo;
import io.harborai.observation.ProviderStatistics;
import io.harborai.observation.ProviderStatistics.Percentiles;
import io.harborai.observation.ProviderStatistics.Recent;
import io.harborai.provider.LastOutcome;
import io.harborai.provider.ProviderHandle;
import io.harborai.provider.ProviderRegistry.Entry;
import io.harborai.provider.ProviderRegistry.Snapshot;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.Admission;
import io.harborai.resilience.BreakerState;
import io.harborai.resilience.ProviderResilience;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may see of a provider. Holds no secret: keys by name, and of a URL,
 * which could hold one, the host.
 *
 * @param state where the provider is in its life: {@code configured}, {@code starting},
 * {@code ready} or {@code disabled}
 * @param vendor the vendor whose dialect it speaks
 * @param host the host of its base URL, null if it is the vendor's own
 * @param keys the names of its keys
 * @param restingKeys which of them aren't used right now, and why
 * @param keyPair whether it exchanges an access key and a secret key for temporary keys
 * @param builds how often it was built
 * @param inFlight how many calls it works on
 * @param admission what lets its calls in, null if nothing limits them or none came yet
 * @param lastOutcome how its latest attempt ended, null if it made none since it was
 * built
 * @param statistics what it has done
 * @param models the models that it offers
 */
public record ProviderDescription(String state, String vendor, @Nullable String host, List<String> keys,
		Map<String, String> restingKeys, boolean keyPair, int builds, int inFlight, @Nullable Admitted admission,
		@Nullable Outcome lastOutcome, Statistics statistics, List<Model> models) {

	static ProviderDescription of(Snapshot snapshot, Entry entry, ProviderStatistics statistics) {
		ProviderHandle handle = entry.handle();
		ProviderSettings settings = handle.settings();
		LastOutcome last = handle.lastOutcome();
		return new ProviderDescription(entry.state().name().toLowerCase(Locale.ROOT), settings.vendorName(),
				host(settings.baseUrl()), handle.keyNames(), handle.restingKeys(), settings.accessKey() != null,
				handle.builds(), handle.inFlight(), Admitted.of(handle.resilience()),
				(last != null) ? new Outcome(last.outcome(), last.at()) : null, Statistics.of(statistics),
				snapshot.models(entry).stream().map(Model::of).toList());
	}

	private static @Nullable String host(@Nullable String baseUrl) {
		try {
			return (baseUrl != null) ? new URI(baseUrl.strip()).getHost() : null;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	/**
	 * What lets a provider's calls in.
	 *
	 * @param inFlight how many attempts are admitted and have not ended
	 * @param limit how many may run at once right now, null if nothing limits it
	 * @param queued how many wait for their admission
	 * @param tokensLeft how many tokens may be sent right now, null if nothing limits it
	 * @param breakers the circuit breakers that were needed so far, by instance name
	 */
	public record Admitted(int inFlight, @Nullable Integer limit, int queued, @Nullable Long tokensLeft,
			Map<String, Breaker> breakers) {

		static @Nullable Admitted of(@Nullable ProviderResilience resilience) {
			Admission admission = (resilience != null) ? resilience.admission() : null;
			if (admission == null) {
				return null;
			}
			Map<String, Breaker> breakers = new LinkedHashMap<>();
			admission.breakers().forEach((name, breaker) -> breakers.put(name, Breaker.of(breaker)));
			return new Admitted(admission.inFlight(), admission.limit(), admission.queued(), admission.tokensLeft(),
					breakers);
		}

		boolean isAnyOpen() {
			return this.breakers.values().stream().anyMatch(Breaker::isOpen);
		}

	}

	/**
	 * A circuit breaker.
	 *
	 * @param state {@code closed}, {@code open}, {@code half_open} or another state that
	 * somebody has put it in
	 * @param failureRate the percentage of failures among its latest calls, null as long
	 * as there were too few to tell
	 */
	public record Breaker(String state, @Nullable Double failureRate) {

		static Breaker of(BreakerState breaker) {
			return new Breaker(breaker.state().name().toLowerCase(Locale.ROOT), breaker.failureRate());
		}

		boolean isOpen() {
			return this.state.equals("open") || this.state.equals("forced_open");
		}

	}

	/**
	 * How an attempt ended.
	 *
	 * @param outcome a short lower-case word
	 * @param at when it ended
	 */
	public record Outcome(String outcome, Instant at) {
	}

	/**
	 * What a provider has done. Every attempt is a call of the provider that it went to,
	 * retries and failovers included.
	 *
	 * @param calls the calls that have ended
	 * @param errors those that failed, by what the failure means, such as
	 * {@code transient} or {@code limited}
	 * @param cancelled those whose reader wanted no more
	 * @param inputTokens the tokens that went in
	 * @param outputTokens the tokens that came out
	 * @param cost what is known of the cost, by currency
	 * @param callsPerSecond how many calls have ended in a second, over five minutes
	 * @param durationMillis how long calls took, over five minutes
	 * @param firstTokenMillis how long streams took to their first token, over five
	 * minutes
	 * @param overheadMillis the client's own time until a call was handed to the network,
	 * over five minutes
	 * @param lastSuccess when a call last ended well, null if none did
	 * @param lastError the latest failure, null if there was none
	 */
	public record Statistics(long calls, Map<String, Long> errors, long cancelled, long inputTokens, long outputTokens,
			Map<String, BigDecimal> cost, double callsPerSecond, Percentiles durationMillis,
			Percentiles firstTokenMillis, Percentiles overheadMillis, @Nullable Instant lastSuccess,
			@Nullable LastError lastError) {

		static Statistics of(ProviderStatistics statistics) {
			Map<String, Long> errors = new TreeMap<>();
			statistics.errors().forEach((errorClass, count) -> errors.put(word(errorClass), count));
			Map<String, BigDecimal> cost = new TreeMap<>();
			statistics.cost().forEach((currency, amount) -> cost.put(currency.getCurrencyCode(), amount));
			Recent recent = statistics.recent();
			return new Statistics(statistics.calls(), errors, statistics.cancelled(), statistics.inputTokens(),
					statistics.outputTokens(), cost, recent.callsPerSecond(), recent.durationMillis(),
					recent.firstTokenMillis(), recent.overheadMillis(), statistics.lastSuccess(),
					LastError.of(statistics.lastError()));
		}

		static String word(ErrorClass errorClass) {
			return errorClass.name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * A failure.
	 *
	 * @param errorClass what it means, such as {@code transient} or {@code limited}
	 * @param at when
	 */
	public record LastError(String errorClass, Instant at) {

		static @Nullable LastError of(ProviderStatistics.@Nullable LastError error) {
			return (error != null) ? new LastError(Statistics.word(error.errorClass()), error.at()) : null;
		}

	}

	/**
	 * A model that a provider offers.
	 *
	 * @param id the name that the vendor knows it by
	 * @param alias another name for it, null for none
	 * @param contextWindow the tokens that input and output may have, null if unknown
	 * @param maxOutput the tokens that the output may have, null if unknown
	 */
	public record Model(String id, @Nullable String alias, @Nullable Integer contextWindow,
			@Nullable Integer maxOutput) {

		static Model of(ModelInfo model) {
			return new Model(model.id(), model.alias(), model.contextWindow(), model.maxOutput());
		}

	}

}
