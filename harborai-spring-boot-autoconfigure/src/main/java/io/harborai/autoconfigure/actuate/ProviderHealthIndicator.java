package io.harborai.autoconfigure.actuate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.harborai.HarborAiClient;
import io.harborai.budget.BudgetStatus;
import io.harborai.observation.CallStatistics;
import io.harborai.observation.ProviderStatistics;
import io.harborai.provider.LastOutcome;
import io.harborai.provider.ProviderHandle;
import io.harborai.provider.ProviderRegistry.Entry;
import io.harborai.provider.ProviderState;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The health of one provider as its real calls showed it: no ping, which would cost
 * money, and nothing is built by looking. One that fails has a status of its own that
 * doesn't count for the application's: other providers, and everything else, still work.
 */
class ProviderHealthIndicator implements ReactiveHealthIndicator {

	static final Status FAILING = new Status("FAILING", "The latest call failed, or a circuit breaker is open");

	// The vendor did its part; what went wrong is the caller's or nobody's fault.
	private static final Set<String> NO_FAILURE = Set.of("ok", "cancelled", "invalid_request", "context_length",
			"content_filter", "model_not_found", "shutting_down");

	private final String name;

	private final Sources sources;

	ProviderHealthIndicator(String name, Sources sources) {
		this.name = name;
		this.sources = sources;
	}

	@Override
	public Mono<Health> health() {
		return Mono.fromSupplier(() -> {
			Entry entry = this.sources.client().providers().snapshot().entries().get(this.name);
			return (entry != null) ? health(entry) : Health.unknown().build();
		});
	}

	private Health health(Entry entry) {
		ProviderHandle handle = entry.handle();
		LastOutcome last = handle.lastOutcome();
		ProviderDescription.Admitted admission = ProviderDescription.Admitted.of(handle.resilience());
		HealthProbe probe = this.sources.probe();
		HealthProbe.Result probed = (probe != null && entry.enabled()) ? probe.latest(handle) : null;
		Health.Builder health = Health.status(status(entry.state(), last, probed, admission))
			.withDetail("state", entry.state().name().toLowerCase(Locale.ROOT))
			.withDetail("vendor", handle.settings().vendorName())
			.withDetail("keys", handle.keyNames())
			.withDetail("restingKeys", handle.restingKeys())
			.withDetail("builds", handle.builds())
			.withDetail("inFlight", handle.inFlight());
		if (admission != null) {
			health.withDetail("queued", admission.queued()).withDetail("breakers", admission.breakers());
		}
		if (last != null) {
			health.withDetail("lastOutcome", last.outcome()).withDetail("lastOutcomeAt", last.at().toString());
		}
		if (probed != null) {
			health.withDetail("probe", Map.of("outcome", probed.outcome(), "at", probed.at().toString()));
		}
		calls(health, this.sources.statistics().of(this.name));
		budgets(health);
		this.sources.more().forEach((more) -> more.of(this.name).forEach(health::withDetail));
		return health.build();
	}

	private static void calls(Health.Builder health, ProviderStatistics statistics) {
		Instant success = statistics.lastSuccess();
		if (success != null) {
			health.withDetail("lastSuccess", success.toString());
		}
		ProviderDescription.LastError error = ProviderDescription.LastError.of(statistics.lastError());
		if (error != null) {
			health.withDetail("lastError", Map.of("errorClass", error.errorClass(), "at", error.at().toString()));
		}
		Double firstToken = statistics.recent().firstTokenMillis().p95();
		if (firstToken != null) {
			health.withDetail("firstTokenP95Millis", firstToken);
		}
	}

	/**
	 * Those that stop the provider's calls when they are spent.
	 */
	private void budgets(Health.Builder health) {
		Map<String, Object> budgets = new LinkedHashMap<>();
		for (BudgetStatus budget : this.sources.client().budgets()) {
			if (budget.provider() == null || budget.provider().equals(this.name)) {
				budgets.put(budget.name(), Map.of("spent", budget.spent(), "limit", budget.limit(), "currency",
						budget.currency().getCurrencyCode(), "exceeded", budget.isExceeded()));
			}
		}
		if (!budgets.isEmpty()) {
			health.withDetail("budgets", budgets);
		}
	}

	private static Status status(ProviderState state, @Nullable LastOutcome last, HealthProbe.@Nullable Result probed,
			ProviderDescription.@Nullable Admitted admission) {
		String outcome = latest(last, probed);
		if (state != ProviderState.READY || outcome == null) {
			return Status.UNKNOWN;
		}
		boolean open = admission != null && admission.isAnyOpen();
		return (!open && NO_FAILURE.contains(outcome)) ? Status.UP : FAILING;
	}

	/**
	 * What was seen last, by a call or by asking.
	 */
	private static @Nullable String latest(@Nullable LastOutcome last, HealthProbe.@Nullable Result probed) {
		if (probed != null && !probed.outcome().equals(HealthProbe.NO_LIST)
				&& (last == null || probed.at().isAfter(last.at()))) {
			return probed.outcome();
		}
		return (last != null) ? last.outcome() : null;
	}

	/**
	 * Where health comes from.
	 *
	 * @param client the client
	 * @param statistics what the client's calls showed
	 * @param probe asks vendors, null if they aren't to be asked
	 * @param more adds to what is shown
	 */
	record Sources(HarborAiClient client, CallStatistics statistics, @Nullable HealthProbe probe,
			List<ProviderHealthDetails> more) {
	}

}
