package io.harborai.resilience;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.harborai.call.Outcome;
import io.harborai.call.Target;
import io.harborai.call.Ticker;
import io.harborai.error.ErrorClass;
import org.jspecify.annotations.Nullable;

/**
 * A provider's circuit breakers: one for each model that is known, and one for all other
 * names together, so that they don't grow with what users send. Each is made when it is
 * first needed.
 */
final class Breakers implements Limit {

	private static final String OTHER_MODELS = "";

	private final String name;

	private final CircuitBreakerRegistry registry;

	private final CircuitBreakerSettings settings;

	private final Ticker ticker;

	private final Runnable onChange;

	private final Map<String, Breaker> byModel = new ConcurrentHashMap<>();

	private volatile boolean closed;

	/**
	 * Create them, without making any.
	 * @param name the name of the one that isn't for a single model
	 * @param registry where they live
	 * @param settings the settings, all set
	 * @param ticker the time
	 * @param onChange is told when one of them has changed its state
	 */
	Breakers(String name, CircuitBreakerRegistry registry, CircuitBreakerSettings settings, Ticker ticker,
			Runnable onChange) {
		this.name = name;
		this.registry = registry;
		this.settings = settings;
		this.ticker = ticker;
		this.onChange = onChange;
	}

	private Breaker of(Target target) {
		String model = (target.info() != null) ? target.model() : OTHER_MODELS;
		Breaker breaker = this.byModel.get(model);
		if (breaker == null) {
			breaker = this.byModel.computeIfAbsent(model, this::make);
			if (this.closed) {
				breaker.close();
			}
		}
		return breaker;
	}

	private Breaker make(String model) {
		return new Breaker(model.isEmpty() ? this.name : this.name + "." + model, this.registry, this.settings,
				this.ticker, this.onChange);
	}

	@Override
	public @Nullable Refusal take(Permit permit) {
		return of(permit.attempt().target()).take(permit);
	}

	@Override
	public void giveBack(Permit permit) {
		Breaker breaker = permit.breaker();
		if (breaker != null) {
			breaker.giveBack(permit);
		}
	}

	@Override
	public @Nullable Refusal endsWaiting(Permit permit) {
		return of(permit.attempt().target()).shut();
	}

	@Override
	public void onFirstDelta(Permit permit) {
		Breaker breaker = permit.breaker();
		if (breaker != null && permit.judge()) {
			breaker.success(permit);
		}
	}

	@Override
	public void onEnd(Permit permit, Outcome outcome) {
		Breaker breaker = permit.breaker();
		if (breaker == null) {
			return;
		}
		ErrorClass errorClass = outcome.errorClass();
		boolean failed = errorClass != null && errorClass.isProviderFailure();
		if (!permit.judge()) {
			if (failed) {
				breaker.lateFailure(permit, outcome);
			}
		}
		else if (failed) {
			breaker.failure(permit, outcome);
		}
		else if (errorClass == null && outcome != Outcome.CANCELLED) {
			breaker.success(permit);
		}
		else {
			breaker.giveBack(permit);
		}
	}

	@Override
	public void reset() {
		this.byModel.values().forEach(Breaker::reset);
	}

	/**
	 * What they are now.
	 * @return states by instance name
	 */
	Map<String, BreakerState> states() {
		Map<String, BreakerState> states = new TreeMap<>();
		this.byModel.values().forEach((each) -> {
			CircuitBreaker breaker = each.breaker();
			float rate = breaker.getMetrics().getFailureRate();
			states.put(breaker.getName(),
					new BreakerState(breaker.getState(), (rate >= 0) ? Double.valueOf(rate) : null));
		});
		return states;
	}

	void close() {
		this.closed = true;
		this.byModel.values().forEach(Breaker::close);
	}

}
