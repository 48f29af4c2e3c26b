package io.harborai.autoconfigure.actuate;

import java.util.stream.Stream;

import io.harborai.HarborAiClient;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributors;

/**
 * The health of every provider, as the set of providers is at the moment.
 */
class HarborAiHealthContributor implements CompositeReactiveHealthContributor {

	private final HarborAiClient client;

	HarborAiHealthContributor(HarborAiClient client) {
		this.client = client;
	}

	@Override
	public @Nullable ReactiveHealthContributor getContributor(String name) {
		return this.client.providers().snapshot().entries().containsKey(name)
				? new ProviderHealthIndicator(this.client, name) : null;
	}

	@Override
	public Stream<ReactiveHealthContributors.Entry> stream() {
		return this.client.providers()
			.snapshot()
			.entries()
			.keySet()
			.stream()
			.map((name) -> new ReactiveHealthContributors.Entry(name, new ProviderHealthIndicator(this.client, name)));
	}

}
