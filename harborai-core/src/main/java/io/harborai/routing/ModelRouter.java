package io.harborai.routing;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.harborai.call.AttemptBudget;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Ticker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.Reasoning;
import io.harborai.error.ErrorDetails;
import io.harborai.error.InvalidRequestException;
import io.harborai.model.Lifecycle.ReasoningDefault;
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

	private final Ticker ticker;

	// By provider, whose names are configured: they don't grow with what is sent.
	private final Map<String, AttemptBudget> budgets = new ConcurrentHashMap<>();

	private final Set<String> noticed = ConcurrentHashMap.newKeySet();

	private volatile @Nullable RouteTable table;

	/**
	 * Create a router.
	 * @param registry the providers
	 * @param defaultModel the model of requests that name none, null for none
	 * @param ticker the time
	 */
	public ModelRouter(ProviderRegistry registry, @Nullable String defaultModel, Ticker ticker) {
		this.ticker = ticker;
		this.registry = registry;
		this.defaultModel = defaultModel;
	}

	@Override
	public Mono<ChatCompletion> complete(ChatCall call) {
		return Mono.defer(() -> {
			Route route = route(call);
			return route.handle().chat().complete(directed(call, route));
		});
	}

	@Override
	public Flux<ChatCompletionChunk> stream(ChatCall call) {
		return Flux.defer(() -> {
			Route route = route(call);
			return route.handle().chat().stream(directed(call, route));
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

	private ChatCall directed(ChatCall call, Route route) {
		AttemptBudget budget = budget(route.handle());
		budget.deposit();
		ChatCall directed = call.withWay(new ChatCall.Way(route.target(), deadline(call, route.handle()), budget));
		ReasoningDefault implied = route.reasoning();
		if (implied == null || call.request().reasoning() != null) {
			return directed;
		}
		Reasoning reasoning = (implied == ReasoningDefault.ON) ? Reasoning.on() : Reasoning.off();
		return directed.withRequest(call.request().toBuilder().reasoning(reasoning).build());
	}

	private static long deadline(ChatCall call, ProviderHandle handle) {
		Duration own = call.request().options().totalTimeout();
		Duration total = (own != null) ? own : Objects.requireNonNull(handle.settings().timeouts().total());
		return call.startNanos() + total.toNanos();
	}

	private AttemptBudget budget(ProviderHandle handle) {
		AttemptBudget budget = this.budgets.get(handle.name());
		return (budget != null) ? budget : this.budgets.computeIfAbsent(handle.name(),
				(name) -> handle.settings().resilience().budget().budget(this.ticker));
	}

	/**
	 * The provider that serves a model.
	 * @param registry the providers
	 * @param model the model's name
	 * @return the provider's handle
	 * @throws io.harborai.error.HarborAiException if nobody claims the name
	 */
	public static ProviderHandle providerOf(ProviderRegistry registry, String model) {
		return new RouteTable(registry.snapshot()).route(model).handle();
	}

}
