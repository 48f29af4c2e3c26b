package io.harborai.autoconfigure.actuate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.monitor.PerformanceMonitor;
import io.harborai.observation.CallStatistics;
import io.harborai.provider.Optimization;
import io.harborai.provider.ProviderRegistry.Entry;
import io.harborai.provider.ProviderRegistry.Snapshot;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Actuator endpoint that shows the client and its providers, and steers these. Looking
 * builds nothing.
 */
@Endpoint(id = "harborai")
public class HarborAiEndpoint {

	private final HarborAiClient client;

	private final @Nullable String defaultModel;

	private final CallStatistics statistics;

	private final @Nullable PerformanceMonitor monitor;

	private final ProviderActions actions;

	/**
	 * Create the endpoint.
	 * @param client the client to show
	 * @param defaultModel the model or route of requests that name none, null for none
	 * @param statistics what the client's calls showed
	 * @param monitor who watches the client, null for nobody
	 * @param events whom to tell of what was done to providers
	 */
	public HarborAiEndpoint(HarborAiClient client, @Nullable String defaultModel, CallStatistics statistics,
			@Nullable PerformanceMonitor monitor, ApplicationEventPublisher events) {
		this.client = client;
		this.defaultModel = defaultModel;
		this.statistics = statistics;
		this.monitor = monitor;
		this.actions = new ProviderActions(client, events);
	}

	/**
	 * Everything.
	 * @return the client and its providers
	 */
	@ReadOperation
	public HarborAiDescription everything() {
		Snapshot snapshot = this.client.providers().snapshot();
		Map<String, ProviderDescription> providers = new LinkedHashMap<>();
		snapshot.entries().forEach((name, entry) -> providers.put(name, describe(snapshot, entry)));
		Map<String, HarborAiDescription.Route> routes = new LinkedHashMap<>();
		this.client.routes().forEach((route) -> routes.put(route.name(), HarborAiDescription.Route.of(route)));
		Map<String, Boolean> optimizations = new LinkedHashMap<>();
		for (Optimization optimization : Optimization.values()) {
			optimizations.put(optimization.name().toLowerCase(Locale.ROOT).replace('_', '-'),
					this.client.optimizations().contains(optimization));
		}
		PerformanceMonitor monitor = this.monitor;
		return new HarborAiDescription(this.defaultModel, snapshot.version(), providers, routes, optimizations,
				HarborAiDescription.Cache.of(this.client.cache()), (monitor != null) ? monitor.alerts() : List.of(),
				(monitor != null) ? monitor.performance() : Map.of());
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
		return (entry != null) ? describe(snapshot, entry) : null;
	}

	private ProviderDescription describe(Snapshot snapshot, Entry entry) {
		return ProviderDescription.of(snapshot, entry, this.statistics.of(entry.handle().name()));
	}

	/**
	 * Do something to a provider. Waits for it: Actuator calls this on a thread that may.
	 * @param provider the provider's name
	 * @param action what to do, one of the names of {@link ProviderAction}
	 * @param securityContext who asks for it
	 * @return what was done
	 */
	@WriteOperation
	public WebEndpointResponse<ActionResult> act(@Selector String provider, @Nullable String action,
			SecurityContext securityContext) {
		Snapshot before = this.client.providers().snapshot();
		if (!before.entries().containsKey(provider)) {
			return refusal(WebEndpointResponse.STATUS_NOT_FOUND, provider, action,
					"There is no provider of this name. There are: " + String.join(", ", before.entries().keySet()));
		}
		ProviderAction known = ProviderAction.of(action);
		if (known == null) {
			return refusal(WebEndpointResponse.STATUS_BAD_REQUEST, provider, action,
					"There is no such action. Use one of " + Arrays.stream(ProviderAction.values())
						.map(ProviderAction::word)
						.collect(Collectors.joining(", ")) + ", as in {\"action\": \"reset\"}");
		}
		ProviderActions.Done done = Objects
			.requireNonNull(this.actions.perform(provider, known, securityContext.getPrincipal()).block());
		return new WebEndpointResponse<>(
				new ActionResult(provider, known.word(), done.outcome(), done.message(), one(provider)));
	}

	private static WebEndpointResponse<ActionResult> refusal(int status, String provider, @Nullable String action,
			String message) {
		return new WebEndpointResponse<>(new ActionResult(provider, action, ActionResult.REFUSED, message, null),
				status);
	}

}
