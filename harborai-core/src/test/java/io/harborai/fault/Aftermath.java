package io.harborai.fault;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.harborai.HarborAiClient;
import io.harborai.call.AttemptBudget;
import io.harborai.call.ChatHandler;
import io.harborai.provider.Provider;
import io.harborai.provider.ProviderHandle;
import io.harborai.resilience.Admission;
import io.harborai.resilience.ProviderResilience;
import io.harborai.routing.ModelRouter;
import io.harborai.transport.HttpSettings;
import reactor.netty.internal.shaded.reactor.pool.InstrumentedPool;
import reactor.netty.resources.PooledConnectionProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must be true of every client when its calls have ended, however they ended: no
 * exchange runs, every permit is back, nobody waits in line, and no connection is out of
 * its pool. Some of it is nobody's business but ours and isn't told; it is looked up in
 * private fields.
 */
public final class Aftermath {

	private Aftermath() {
	}

	/**
	 * Wait until nothing is left of the calls of a client that isn't closed yet.
	 * @param client the client
	 */
	public static void check(HarborAiClient client) {
		client.providers().snapshot().entries().forEach((name, entry) -> check(entry.handle()));
	}

	private static void check(ProviderHandle handle) {
		String of = " of " + handle.name();
		Wired.eventually("an exchange is still in flight" + of, () -> handle.inFlight() == 0);
		ProviderResilience resilience = handle.resilience();
		Admission admission = (resilience != null) ? resilience.admission() : null;
		if (admission != null) {
			Wired.eventually("a permit is lost" + of, () -> admission.inFlight() == 0);
			Wired.eventually("an attempt still waits in line" + of, () -> admission.queued() == 0);
		}
		for (Object pool : pools(handle)) {
			InstrumentedPool.PoolMetrics metrics = ((InstrumentedPool<?>) pool).metrics();
			Wired.eventually("a connection isn't back in the pool" + of, () -> metrics.acquiredSize() == 0
					&& metrics.pendingAcquireSize() == 0 && metrics.idleSize() == metrics.allocatedSize());
		}
	}

	private static Collection<?> pools(ProviderHandle handle) {
		Provider provider = handle.built();
		// One connection of HTTP/2 serves all calls, and stays with those who share it.
		if (provider == null || !provider.getClass().getSimpleName().equals("DialectProvider")
				|| handle.settings().http().protocol() == HttpSettings.Protocol.HTTP2) {
			return List.of();
		}
		Object pool = field(field(provider, provider.getClass(), "transport"), "pool");
		if (!(pool instanceof PooledConnectionProvider<?>)) {
			return List.of();
		}
		return ((Map<?, ?>) field(pool, PooledConnectionProvider.class, "channelPools")).values();
	}

	/**
	 * How many connections the client's pools hold.
	 * @param client the client
	 * @return the number
	 */
	public static int connections(HarborAiClient client) {
		return client.providers()
			.snapshot()
			.entries()
			.values()
			.stream()
			.flatMap((entry) -> pools(entry.handle()).stream())
			.mapToInt((pool) -> ((InstrumentedPool<?>) pool).metrics().allocatedSize())
			.sum();
	}

	/**
	 * What pays for attempts beyond the first, for all that have been called.
	 * @param client a client without filters
	 * @return the budgets of its providers and routes
	 */
	public static List<AttemptBudget> budgets(HarborAiClient client) {
		return budgets((ChatHandler) field(field(client, "core"), "chain"));
	}

	/**
	 * What pays for attempts beyond the first, for all that have been called.
	 * @param router the end of a client's call chain
	 * @return the budgets of its providers and routes
	 */
	public static List<AttemptBudget> budgets(ChatHandler router) {
		assertThat(router).as("the end of the chain").isInstanceOf(ModelRouter.class);
		List<AttemptBudget> budgets = new ArrayList<>();
		((Map<?, ?>) field(router, "budgets")).values().forEach((budget) -> budgets.add((AttemptBudget) budget));
		Collection<?> plans = ((Map<?, ?>) field(router, "plans")).values();
		plans.forEach((plan) -> budgets.add((AttemptBudget) field(plan, "budget")));
		return budgets;
	}

	static Object field(Object owner, String name) {
		return field(owner, owner.getClass(), name);
	}

	private static Object field(Object owner, Class<?> type, String name) {
		try {
			Field field = type.getDeclaredField(name);
			field.setAccessible(true);
			return field.get(owner);
		}
		catch (ReflectiveOperationException ex) {
			throw new AssertionError(type.getSimpleName() + " is made differently now", ex);
		}
	}

}
