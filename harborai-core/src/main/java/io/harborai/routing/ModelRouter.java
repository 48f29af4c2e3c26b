package io.harborai.routing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.Reasoning;
import io.harborai.error.ErrorDetails;
import io.harborai.error.InvalidRequestException;
import io.harborai.model.Lifecycle.ReasoningDefault;
import io.harborai.provider.Provider;
import io.harborai.provider.ProviderHandle;
import io.harborai.provider.ProviderRegistry;
import io.harborai.provider.ProviderRegistry.Snapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The end of the call chain: finds the provider that serves a call's model and lets it
 * answer. Thread-safe.
 */
public final class ModelRouter implements ChatHandler {

	private static final Logger logger = LoggerFactory.getLogger(ModelRouter.class);

	private final ProviderRegistry registry;

	private final @Nullable String defaultModel;

	private final Set<String> noticed = ConcurrentHashMap.newKeySet();

	private volatile @Nullable RouteTable table;

	/**
	 * Create a router.
	 * @param registry the providers
	 * @param defaultModel the model of requests that name none, null for none
	 */
	public ModelRouter(ProviderRegistry registry, @Nullable String defaultModel) {
		this.registry = registry;
		this.defaultModel = defaultModel;
	}

	@Override
	public Mono<ChatCompletion> complete(ChatCall call) {
		return Mono.defer(() -> {
			Route route = route(call);
			ChatCall directed = directed(call, route);
			Provider built = route.handle().touch();
			return (built != null) ? built.chat().complete(directed)
					: route.handle().use().flatMap((provider) -> provider.chat().complete(directed));
		});
	}

	@Override
	public Flux<ChatCompletionChunk> stream(ChatCall call) {
		return Flux.defer(() -> {
			Route route = route(call);
			ChatCall directed = directed(call, route);
			Provider built = route.handle().touch();
			return (built != null) ? built.chat().stream(directed)
					: route.handle().use().flatMapMany((provider) -> provider.chat().stream(directed));
		});
	}

	private Route route(ChatCall call) {
		RouteTable table = table();
		String name = (call.request().model() != null) ? call.request().model() : this.defaultModel;
		if (name == null) {
			throw new InvalidRequestException(ErrorDetails.problem("the request names no model and there is no default")
				.remedy("Name one with model(\"...\") or set harborai.default-model.")
				.build(), null);
		}
		String pinned = call.pinnedProvider();
		Route route = (pinned != null) ? table.route(pinned, name) : table.route(name);
		String notice = route.notice();
		if (notice != null && this.noticed.add(route.target().requestedModel())) {
			logger.warn("{}", notice);
		}
		return route;
	}

	private RouteTable table() {
		Snapshot snapshot = this.registry.snapshot();
		RouteTable current = this.table;
		if (current == null || current.snapshot() != snapshot) {
			current = new RouteTable(snapshot);
			this.table = current;
		}
		return current;
	}

	private static ChatCall directed(ChatCall call, Route route) {
		ChatCall directed = call.withTarget(route.target());
		ReasoningDefault implied = route.reasoning();
		if (implied == null || call.request().reasoning() != null) {
			return directed;
		}
		Reasoning reasoning = (implied == ReasoningDefault.ON) ? Reasoning.on() : Reasoning.off();
		return directed.withRequest(call.request().toBuilder().reasoning(reasoning).build());
	}

	/**
	 * The provider that serves a model.
	 * @param model the model's name
	 * @return the provider's handle
	 * @throws io.harborai.error.HarborAiException if nobody claims the name
	 */
	public ProviderHandle providerOf(String model) {
		return table().route(model).handle();
	}

}
