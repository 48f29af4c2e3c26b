package io.harborai.autoconfigure.monitor;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.harborai.HarborAiClient;
import io.harborai.provider.ProviderHandle;
import io.harborai.resilience.Admission;
import io.harborai.resilience.BreakerState;
import io.harborai.resilience.ProviderResilience;
import org.jspecify.annotations.Nullable;

/**
 * Finds providers that can't be asked: by an open circuit breaker, or because all their
 * keys rest. Looking builds nothing.
 */
final class ProviderTroubles implements AlertSource {

	private final HarborAiClient client;

	ProviderTroubles(HarborAiClient client) {
		this.client = client;
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		this.client.providers().snapshot().entries().forEach((name, entry) -> {
			if (entry.enabled()) {
				breakers(findings, name, entry.handle().resilience());
				keys(findings, name, entry.handle());
			}
		});
		return findings;
	}

	private static void breakers(List<Finding> findings, String provider, @Nullable ProviderResilience resilience) {
		Admission admission = (resilience != null) ? resilience.admission() : null;
		if (admission != null) {
			admission.breakers().forEach((name, breaker) -> breaker(findings, provider, name, breaker));
		}
	}

	/**
	 * A half open one is neither well nor ill: it leaves things as they are.
	 */
	private static void breaker(List<Finding> findings, String provider, String name, BreakerState breaker) {
		CircuitBreaker.State state = breaker.state();
		boolean open = state == CircuitBreaker.State.OPEN || state == CircuitBreaker.State.FORCED_OPEN;
		if (open || state == CircuitBreaker.State.HALF_OPEN) {
			Double rate = breaker.failureRate();
			findings.add(new Finding(AlertKinds.BREAKER_OPEN + "/" + name, AlertKinds.BREAKER_OPEN, provider,
					"The circuit breaker " + name
							+ " is open: too many of the latest calls failed or were slow. It tries "
							+ "again by itself; the action 'reset' closes it now.",
					(rate != null) ? rate : 100, null, open));
		}
	}

	private static void keys(List<Finding> findings, String provider, ProviderHandle handle) {
		Map<String, String> resting = handle.restingKeys();
		List<String> keys = handle.keyNames();
		if (!resting.isEmpty() && !keys.isEmpty() && isAnyModelWithoutKey(keys, resting.keySet())) {
			findings.add(Finding.wrong(AlertKinds.KEYS_RESTING + "/" + provider, AlertKinds.KEYS_RESTING, provider,
					"All keys of " + provider + " rest: " + resting + ". Add a key, replace the refused ones, or wait; "
							+ "the action 'reset' wakes them now.",
					keys.size(), (double) keys.size()));
		}
	}

	/**
	 * A key may rest for one model only.
	 */
	private static boolean isAnyModelWithoutKey(List<String> keys, Set<String> resting) {
		Set<String> models = new LinkedHashSet<>();
		for (String each : resting) {
			for (String key : keys) {
				models.add(each.startsWith(key + "/") ? each.substring(key.length()) : "");
			}
		}
		return models.stream()
			.anyMatch(
					(model) -> keys.stream().allMatch((key) -> resting.contains(key) || resting.contains(key + model)));
	}

}
