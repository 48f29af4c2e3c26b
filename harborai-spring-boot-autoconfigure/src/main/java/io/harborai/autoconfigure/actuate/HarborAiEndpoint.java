package io.harborai.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.harborai.HarborAiClient;
import io.harborai.provider.Optimization;
import io.harborai.provider.ProviderRegistry.Entry;
import io.harborai.provider.ProviderRegistry.Snapshot;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Actuator endpoint that shows the client and its providers. Looking builds nothing.
 */
@Endpoint(id = "harborai")
public class HarborAiEndpoint {

	private final HarborAiClient client;

	private final @Nullable String defaultModel;

	/**
	 * Create the endpoint.
	 * @param client the client to show
	 * @param defaultModel the model or route of requests that name none, null for none
	 */
	public HarborAiEndpoint(HarborAiClient client, @Nullable String defaultModel) {
		this.client = client;
		this.defaultModel = defaultModel;
	}

	/**
	 * Everything.
	 * @return the client and its providers
	 */
	@ReadOperation
	public HarborAiDescription everything() {
		Snapshot snapshot = this.client.providers().snapshot();
		Map<String, ProviderDescription> providers = new LinkedHashMap<>();
		snapshot.entries().forEach((name, entry) -> providers.put(name, ProviderDescription.of(snapshot, entry)));
		Map<String, HarborAiDescription.Route> routes = new LinkedHashMap<>();
		this.client.routes().forEach((route) -> routes.put(route.name(), HarborAiDescription.Route.of(route)));
		Map<String, Boolean> optimizations = new LinkedHashMap<>();
		for (Optimization optimization : Optimization.values()) {
			optimizations.put(optimization.name().toLowerCase(Locale.ROOT).replace('_', '-'),
					this.client.optimizations().contains(optimization));
		}
		return new HarborAiDescription(this.defaultModel, snapshot.version(), providers, routes, optimizations,
				HarborAiDescription.Cache.of(this.client.cache()));
	}

	/**
	 * One provider.
	 * @param provider its name
	 * @return the provider, null if there is none of this name
	 */
	@ReadOperation
	public @Nullable ProviderDescription one(@Selector String provider) {
		Snapshot snapshot = this.client.providers().snapshot();
		Entry entry = snapshot.entries().get(provider);
		return (entry != null) ? ProviderDescription.of(snapshot, entry) : null;
	}

}
