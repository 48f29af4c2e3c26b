package io.harborai.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import io.harborai.call.AttemptBudget;
import io.harborai.call.Call;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.EmbeddingCall;
import io.harborai.call.EmbeddingHandler;
import io.harborai.call.Target;
import io.harborai.call.Ticker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.embedding.EmbeddingResponse;
import io.harborai.error.ErrorDetails;
import io.harborai.error.InvalidRequestException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.provider.ProviderHandle;
import io.harborai.provider.ProviderRegistry;
import io.harborai.provider.ProviderRegistry.Snapshot;
import io.harborai.resilience.BudgetSettings;
import io.harborai.resilience.HedgeSettings;
import io.harborai.resilience.Succession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The end of the call chain: finds who may answer a call and asks them, one after the
 * other until one delivers something. Thread-safe.
 */
public final class ModelRouter implements ChatHandler, EmbeddingHandler {

	// Second attempts that may come together after a time in which none was needed.
	private static final double HEDGES_AT_ONCE = 10;

	private final ProviderRegistry registry;

	private final @Nullable String defaultModel;

	private final Map<String, RoutePlan> plans;

	private final Ticker ticker;

	private final DoubleSupplier random;

	private final boolean keepsTable;

	private final Succession succession;

	// By provider, whose names are configured: they don't grow with what is sent.
	private final Map<String, AttemptBudget> budgets = new ConcurrentHashMap<>();

	private final Map<String, AttemptBudget> hedges = new ConcurrentHashMap<>();

	// By models that are configured or listed; they outlive the registry's snapshots.
	private final Map<String, TargetState> states = new ConcurrentHashMap<>();

	private final Set<String> noticed = ConcurrentHashMap.newKeySet();

	private volatile @Nullable RouteTable table;

	/**
	 * Create a router.
	 * @param registry the providers
	 * @param defaultModel the model or route of requests that name none, null for none
	 * @param routes the routes
	 * @param budget what pays for attempts where a route's own settings don't say
	 * @param ticker the time
	 * @param keepsTable whether what names stand for is worked out when the providers
	 * change, and not anew for every call
	 * @throws RouteConfigurationException if a route can't work with these providers
	 */
	public ModelRouter(ProviderRegistry registry, @Nullable String defaultModel, List<RouteSettings> routes,
			BudgetSettings budget, Ticker ticker, boolean keepsTable) {
		this.registry = registry;
		this.defaultModel = defaultModel;
		this.random = () -> ThreadLocalRandom.current().nextDouble();
		this.plans = RoutePlan.of(routes, budget, ticker, this.random);
		this.ticker = ticker;
		this.keepsTable = keepsTable;
		this.succession = new Succession(ticker);
		RouteChecks.check(routes, this.plans.keySet(), registry.snapshot());
	}

	@Override
	public Mono<ChatCompletion> complete(ChatCall call) {
		return Mono.defer(() -> {
			Destination destination = destination(call);
			if (destination instanceof Candidate only && isAlone(only, call)) {
				return only.handle().chat().complete(only.called(directed(call, only)));
			}
			return Mono.fromDirect(asked(call, destination, Form.WHOLE));
		});
	}

	@Override
	public Flux<ChatCompletionChunk> stream(ChatCall call) {
		return Flux.defer(() -> {
			Destination destination = destination(call);
			if (destination instanceof Candidate only && isAlone(only, call)) {
				return only.handle().chat().stream(only.called(directed(call, only)));
			}
			return asked(call, destination, Form.STREAMED);
		});
	}

	@Override
	public Mono<EmbeddingResponse> embed(EmbeddingCall call) {
		return Mono.defer(() -> {
			Destination destination = destination(call);
			if (destination instanceof Candidate only && isAlone(only, call)) {
				return only.handle().embeddings().embed(only.called(directed(call, only)));
			}
			return Mono.fromDirect(asked(call, destination, Form.EMBEDDED));
		});
	}

	private static boolean isAlone(Candidate candidate, Call<?> call) {
		return !candidate.hedged() && call.options().fallbackModels().isEmpty();
	}

	private @Nullable Destination destination(Call<?> call) {
		RouteTable table = table();
		String name = name(call);
		Destination destination = find(table, call, name);
		if (destination == null && (call.options().fallbackModels().isEmpty() || !table.isOutOfService(name))) {
			throw absence(table, call, name);
		}
		return destination;
	}

	private String name(Call<?> call) {
		String name = (call.model() != null) ? call.model() : this.defaultModel;
		if (name == null) {
			throw new InvalidRequestException(ErrorDetails.problem("the request names no model and there is no default")
				.remedy("Name one with model(\"...\") or set harborai.default-model.")
				.build(), null);
		}
		return name;
	}

	private static @Nullable Destination find(RouteTable table, Call<?> call, String name) {
		String pinned = call.pinnedProvider();
		return (pinned != null) ? table.find(pinned, name) : table.find(name);
	}

	private static RuntimeException absence(RouteTable table, Call<?> call, String name) {
		String pinned = call.pinnedProvider();
		return (pinned != null) ? table.absence(pinned, name) : table.absence(name);
	}

	private RouteTable table() {
		Snapshot snapshot = this.registry.snapshot();
		RouteTable current = this.table;
		if (current == null || current.snapshot() != snapshot || !this.keepsTable) {
			current = new RouteTable(snapshot, this.plans, this::state);
			this.table = current;
		}
		return current;
	}

	private TargetState state(Target target) {
		return this.states.computeIfAbsent(target.provider() + "/" + target.model(), (place) -> new TargetState());
	}

	private <C extends Call<C>, T> Flux<T> asked(C call, @Nullable Destination destination, Form<C, T> form) {
		List<Candidate> order = order(call, destination, form.streamed());
		Candidate first = order.get(0);
		RoutePlan plan = (destination instanceof Route route) ? route.plan() : null;
		AttemptBudget budget = (plan != null) ? plan.budget() : budget(first.handle());
		budget.deposit();
		Moves<C, T> moves = new Moves<>(this, this.registry, this.ticker, call, form, order,
				plan != null && plan.settings().fallbackOnContentFilter(), deadline(call, first.handle()), budget);
		Flux<T> answer = this.succession.of(() -> moves);
		return first.hedged() ? answer.map(moves::settled) : answer;
	}

	private List<Candidate> order(Call<?> call, @Nullable Destination destination, boolean streamed) {
		List<Candidate> order = (destination != null) ? order(destination, call, streamed) : List.of();
		List<String> fallbacks = call.options().fallbackModels();
		if (!fallbacks.isEmpty()) {
			order = new ArrayList<>(order);
			RouteTable table = table();
			for (String name : fallbacks) {
				Destination fallback = find(table, call, name);
				if (fallback != null) {
					addTo(order, order(fallback, call, streamed));
				}
				else if (!table.isOutOfService(name)) {
					throw absence(table, call, name);
				}
			}
		}
		if (order.isEmpty()) {
			String name = name(call);
			throw (destination instanceof Route) ? outOfService(name) : absence(table(), call, name);
		}
		return order;
	}

	private List<Candidate> order(Destination destination, Call<?> call, boolean streamed) {
		return (destination instanceof Route route) ? route.order(call, streamed, this.ticker, this.random)
				: List.of((Candidate) destination);
	}

	private static void addTo(List<Candidate> order, List<Candidate> more) {
		for (Candidate candidate : more) {
			if (order.stream().noneMatch(candidate::asksTheSameAs)) {
				order.add(candidate);
			}
		}
	}

	private static RuntimeException outOfService(String route) {
		return new ProviderUnavailableException(
				ErrorDetails.problem("no model of the route '" + route + "' is in service")
					.remedy("Enable one of its providers.")
					.build(),
				null);
	}

	private <C extends Call<C>> C directed(C call, Candidate only) {
		AttemptBudget budget = budget(only.handle());
		budget.deposit();
		return directed(call, only, deadline(call, only.handle()), budget);
	}

	/**
	 * Send a call on its way to a candidate.
	 * @param call the call
	 * @param candidate the candidate
	 * @param deadlineNanos when the call must have ended
	 * @param budget pays for attempts beyond the first
	 * @return the call on its way
	 */
	<C extends Call<C>> C directed(C call, Candidate candidate, long deadlineNanos, AttemptBudget budget) {
		String notice = candidate.notice();
		if (notice != null && this.noticed.add(notice)) {
			logger().warn("{}", notice);
		}
		return call.withWay(new Call.Way(candidate.target(), deadlineNanos, budget));
	}

	// Looked up when there is something to say: making a client starts no logging system.
	private static Logger logger() {
		return LoggerFactory.getLogger(ModelRouter.class);
	}

	private static long deadline(Call<?> call, ProviderHandle handle) {
		Duration own = call.options().totalTimeout();
		Duration total = (own != null) ? own : Objects.requireNonNull(handle.settings().timeouts().total());
		return call.startNanos() + total.toNanos();
	}

	private AttemptBudget budget(ProviderHandle handle) {
		AttemptBudget budget = this.budgets.get(handle.name());
		return (budget != null) ? budget : this.budgets.computeIfAbsent(handle.name(),
				(name) -> handle.settings().resilience().budget().budget(this.ticker));
	}

	/**
	 * Take what it costs to ask for a call's answer once more, because the one that came
	 * can't be used.
	 * @param call the call
	 * @return whether the budget of its route or provider had it
	 */
	public boolean paysForAnother(ChatCall call) {
		Destination destination = find(table(), call, name(call));
		if (destination instanceof Route route) {
			return route.plan().budget().take();
		}
		return destination instanceof Candidate only && budget(only.handle()).take();
	}

	/**
	 * What pays for second attempts beside a provider's late ones: a part of its calls
	 * and nothing else.
	 * @param handle the provider
	 * @param settings all set
	 * @return the budget
	 */
	AttemptBudget hedges(ProviderHandle handle, HedgeSettings settings) {
		AttemptBudget budget = this.hedges.get(handle.name());
		return (budget != null) ? budget
				: this.hedges.computeIfAbsent(handle.name(),
						(name) -> new AttemptBudget(Objects.requireNonNull(settings.maxExtraLoad()), 0, HEDGES_AT_ONCE,
								0, this.ticker));
	}

	/**
	 * What is left to pay for attempts beyond the first.
	 * @return the budgets of routes, and of providers as far as they were needed
	 */
	public List<BudgetState> budgets() {
		List<BudgetState> budgets = new ArrayList<>();
		this.plans.forEach(
				(name, plan) -> budgets.add(new BudgetState(BudgetState.Owner.ROUTE, name, plan.budget().available())));
		this.budgets.forEach(
				(name, budget) -> budgets.add(new BudgetState(BudgetState.Owner.PROVIDER, name, budget.available())));
		return budgets;
	}

	/**
	 * The provider that serves a model.
	 * @param registry the providers
	 * @param model the model's name
	 * @return the provider's handle
	 * @throws io.harborai.error.HarborAiException if nobody claims the name
	 */
	public static ProviderHandle providerOf(ProviderRegistry registry, String model) {
		RouteTable table = new RouteTable(registry.snapshot(), Map.of(), (target) -> new TargetState());
		if (table.find(model) instanceof Candidate candidate) {
			return candidate.handle();
		}
		throw table.absence(model);
	}

}
