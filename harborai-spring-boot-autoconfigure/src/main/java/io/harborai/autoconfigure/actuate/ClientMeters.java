package io.harborai.autoconfigure.actuate;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

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
		this.client.budgets().forEach((budget) -> {
			money(registry, HarborAiMeterDocumentation.BUDGET_SPENT, budget, BudgetStatus::spent);
			money(registry, HarborAiMeterDocumentation.BUDGET_REMAINING, budget, BudgetStatus::remaining);
			money(registry, HarborAiMeterDocumentation.BUDGET_LIMIT, budget, BudgetStatus::limit);
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

	private void money(MeterRegistry registry, HarborAiMeterDocumentation meter, BudgetStatus budget,
			Function<BudgetStatus, BigDecimal> amount) {
		gauge(registry, meter,
				Tags.of(Keys.NAME.asString(), budget.name(), Keys.CURRENCY.asString(),
						budget.currency().getCurrencyCode()),
				(client) -> client.budgets()
					.stream()
					.filter((status) -> status.name().equals(budget.name()))
					.mapToDouble((status) -> amount.apply(status).doubleValue())
					.findFirst()
					.orElse(Double.NaN));
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

}
