package io.harborai.autoconfigure.actuate;

import java.util.Locale;
import java.util.Set;

import io.harborai.HarborAiClient;
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

	private final HarborAiClient client;

	private final String name;

	ProviderHealthIndicator(HarborAiClient client, String name) {
		this.client = client;
		this.name = name;
	}

	@Override
	public Mono<Health> health() {
		return Mono.fromSupplier(() -> {
			Entry entry = this.client.providers().snapshot().entries().get(this.name);
			return (entry != null) ? health(entry) : Health.unknown().build();
		});
	}

	private static Health health(Entry entry) {
		ProviderHandle handle = entry.handle();
		LastOutcome last = handle.lastOutcome();
		ProviderDescription.Admitted admission = ProviderDescription.Admitted.of(handle.resilience());
		Health.Builder health = Health.status(status(entry.state(), last, admission))
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
		return health.build();
	}

	private static Status status(ProviderState state, @Nullable LastOutcome last,
			ProviderDescription.@Nullable Admitted admission) {
		if (state != ProviderState.READY || last == null) {
			return Status.UNKNOWN;
		}
		boolean open = admission != null && admission.isAnyOpen();
		return (!open && NO_FAILURE.contains(last.outcome())) ? Status.UP : FAILING;
	}

}
