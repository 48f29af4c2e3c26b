package io.harborai.autoconfigure.actuate;

import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributors;

/**
 * The health of every provider, as the set of providers is at the moment.
 */
class HarborAiHealthContributor implements CompositeReactiveHealthContributor {

	private final ProviderHealthIndicator.Sources sources;

	HarborAiHealthContributor(ProviderHealthIndicator.Sources sources) {
		this.sources = sources;
	}

	@Override
	public @Nullable ReactiveHealthContributor getContributor(String name) {
		return providers().contains(name) ? new ProviderHealthIndicator(name, this.sources) : null;
	}

	@Override
	public Stream<ReactiveHealthContributors.Entry> stream() {
		return providers().stream()
			.map((name) -> new ReactiveHealthContributors.Entry(name, new ProviderHealthIndicator(name, this.sources)));
	}

	private Set<String> providers() {
		return this.sources.client().providers().snapshot().entries().keySet();
	}

}
