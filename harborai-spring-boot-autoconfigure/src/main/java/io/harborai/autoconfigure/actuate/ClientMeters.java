package io.harborai.autoconfigure.actuate;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import io.harborai.HarborAiClient;
import io.harborai.budget.BudgetStatus;
import io.harborai.cache.CacheStatistics;
import io.harborai.observation.HarborAiMeterDocumentation;
import io.harborai.observation.HarborAiMeterDocumentation.Keys;
import io.harborai.observation.HarborAiObservationDocumentation.TargetKeys;
import io.harborai.provider.ProviderRegistry.Entry;
import io.harborai.provider.ProviderState;
import io.harborai.routing.BudgetState;
import io.harborai.routing.BudgetState.Owner;
import io.harborai.transport.Connections;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * What can be read off a client when somebody looks: the state of its providers, their
 * connections, what is left for retries, what budgets have spent. Looking builds nothing.
 * Providers that are registered later join when somebody looks for the first time after
 * that.
 */
class ClientMeters implements MeterBinder {

	private final HarborAiClient client;

	ClientMeters(HarborAiClient client) {
		this.client = client;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Set<String> known = ConcurrentHashMap.newKeySet();
		for (ProviderState state : ProviderState.values()) {
			gauge(registry, HarborAiMeterDocumentation.PROVIDERS,
					Tags.of(Keys.STATE.asString(), state.name().toLowerCase(Locale.ROOT)), (client) -> {
						addProviders(registry, known);
						return count(client, state);
					});
		}
		CacheStatistics cache = this.client.cache();
		if (cache != null) {
			cache(registry, cache, "hit", CacheStatistics::hits);
			cache(registry, cache, "miss", CacheStatistics::misses);
			cache(registry, cache, "joined", CacheStatistics::joined);
		}
		Budgets budgets = new Budgets(this.client);
		this.client.budgets().forEach((budget) -> {
			money(registry, HarborAiMeterDocumentation.BUDGET_SPENT, budgets, budget, BudgetStatus::spent);
			money(registry, HarborAiMeterDocumentation.BUDGET_REMAINING, budgets, budget, BudgetStatus::remaining);
			money(registry, HarborAiMeterDocumentation.BUDGET_LIMIT, budgets, budget, BudgetStatus::limit);
		});
		this.client.routes().forEach((route) -> budget(registry, Owner.ROUTE, route.name()));
		addProviders(registry, known);
	}

	private static void cache(MeterRegistry registry, CacheStatistics cache, String result,
			ToDoubleFunction<CacheStatistics> count) {
		FunctionCounter.builder(HarborAiMeterDocumentation.CACHE.getName(), cache, count)
			.description(HarborAiMeterDocumentation.CACHE.description())
			.tags(Tags.of(Keys.RESULT.asString(), result))
			.register(registry);
	}

	private void addProviders(MeterRegistry registry, Set<String> known) {
		for (String provider : this.client.providers().snapshot().entries().keySet()) {
			if (known.add(provider)) {
				budget(registry, Owner.PROVIDER, provider);
				connections(registry, HarborAiMeterDocumentation.CONNECTIONS_ACTIVE, provider, Connections::active);
				connections(registry, HarborAiMeterDocumentation.CONNECTIONS_IDLE, provider, Connections::idle);
				connections(registry, HarborAiMeterDocumentation.CONNECTIONS_PENDING, provider, Connections::pending);
				connections(registry, HarborAiMeterDocumentation.CONNECTIONS_MAX, provider, Connections::max);
			}
		}
	}

	private static double count(HarborAiClient client, ProviderState state) {
		return client.providers()
			.snapshot()
			.entries()
			.values()
			.stream()
			.filter((entry) -> entry.state() == state)
			.count();
	}

	private void budget(MeterRegistry registry, Owner owner, String name) {
		gauge(registry, HarborAiMeterDocumentation.RETRY_BUDGET,
				Tags.of(Keys.OWNER.asString(), owner.name().toLowerCase(Locale.ROOT), Keys.NAME.asString(), name),
				(client) -> client.attemptBudgets()
					.stream()
					.filter((budget) -> budget.owner() == owner && budget.name().equals(name))
					.mapToDouble(BudgetState::available)
					.findFirst()
					.orElse(Double.NaN));
	}

	private void money(MeterRegistry registry, HarborAiMeterDocumentation meter, Budgets budgets, BudgetStatus budget,
			Function<BudgetStatus, BigDecimal> amount) {
		gauge(registry, meter, Tags.of(Keys.NAME.asString(), budget.name(), Keys.CURRENCY.asString(),
				budget.currency().getCurrencyCode()), (client) -> {
					BudgetStatus status = budgets.of(budget.name());
					return (status != null) ? amount.apply(status).doubleValue() : Double.NaN;
				});
	}

	private void connections(MeterRegistry registry, HarborAiMeterDocumentation meter, String provider,
			ToDoubleFunction<Connections> value) {
		gauge(registry, meter, Tags.of(TargetKeys.PROVIDER.asString(), provider), (client) -> {
			Entry entry = client.providers().snapshot().entries().get(provider);
			Connections connections = (entry != null) ? entry.handle().connections() : null;
			return (connections != null) ? value.applyAsDouble(connections) : 0;
		});
	}

	private void gauge(MeterRegistry registry, HarborAiMeterDocumentation meter, Tags tags,
			ToDoubleFunction<HarborAiClient> value) {
		Gauge.builder(meter.getName(), this.client, value)
			.description(meter.description())
			.tags(tags)
			.register(registry);
	}

	/**
	 * How the budgets stand, looked at once for all gauges that are read together: to
	 * look is to go through all values of their tags.
	 */
	private static final class Budgets {

		private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

		private final HarborAiClient client;

		private volatile @Nullable Look last;

		private Budgets(HarborAiClient client) {
			this.client = client;
		}

		private @Nullable BudgetStatus of(String name) {
			long now = System.nanoTime();
			Look look = this.last;
			if (look == null || now - look.atNanos() > FRESH_NANOS) {
				look = new Look(now,
						this.client.budgets()
							.stream()
							.collect(Collectors.toMap(BudgetStatus::name, Function.identity())));
				this.last = look;
			}
			return look.byName().get(name);
		}

		private record Look(long atNanos, Map<String, BudgetStatus> byName) {
		}

	}

}
