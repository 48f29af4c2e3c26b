package io.harborai.measured;

import java.time.Duration;
import java.util.List;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.harborai.fault.LeakGuard;
import io.harborai.resilience.BudgetSettings;
import io.harborai.resilience.CircuitBreakerSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.simulator.Reply;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F41: a vendor that fails every request for a minute, under a constant load.
 */
@ExtendWith(LeakGuard.class)
class OutageTests {

	private static final int CALLS_PER_SECOND = 50;

	private static final Duration OUTAGE = Duration.ofSeconds(60);

	private static final Duration WAIT = CircuitBreakerSettings.DEFAULTS.waitDurationInOpenState();

	private static final int PROBES = CircuitBreakerSettings.DEFAULTS.permittedCallsInHalfOpenState();

	// As eager as a user might set it, so that the budget is what holds it back.
	private static final ResilienceSettings EAGER = ResilienceSettings.UNSET
		.withRetry(new RetrySettings(4, null, null, null, null));

	private static final CircuitBreakerSettings OFF = new CircuitBreakerSettings(false, null, null, null, null, null,
			null, null, null);

	static List<Arguments> outages() {
		return List.of(Arguments.of("503", Reply.status(503), 1),
				Arguments.of("503 from two targets", Reply.status(503), 2),
				Arguments.of("resets", Reply.resetAtOnce(), 1));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("outages")
	@DisplayName("F41 without a breaker the budget alone bounds what reaches the vendor")
	void budgetBoundsTheLoad(String kind, Reply failure, int targets) {
		try (Load load = new Load(CALLS_PER_SECOND, 1, EAGER.withCircuitBreaker(OFF), targets)) {
			load.answer((request) -> failure).run(OUTAGE);
			int calls = load.calls().size();
			int requests = load.requests();
			System.out.printf("measured: outage of 60 s, %s, no breaker: %d calls, %d requests, %.3f each%n", kind,
					calls, requests, (double) requests / calls);
			assertThat(calls).isEqualTo(3000);
			assertThat(load.succeeded()).isZero();
			BudgetSettings budget = BudgetSettings.DEFAULTS;
			assertThat((double) requests).isLessThanOrEqualTo(
					(1 + budget.perCall()) * calls + budget.perSecond() * OUTAGE.toSeconds() + budget.capacity());
			// It is spent, though: nobody fails while a retry could be paid.
			assertThat((double) requests).isGreaterThan((1 + budget.perCall()) * calls);
		}
	}

	@Test
	@DisplayName("F41 once the breaker is open only its probes reach the vendor; it is well again within two waits")
	void onlyProbesOnceOpen() {
		try (Load load = new Load(CALLS_PER_SECOND, 1, EAGER, 1)) {
			load.run(Duration.ofSeconds(5));
			assertThat(load.succeeded()).isEqualTo(load.calls().size());
			int before = load.requests();
			load.answer((request) -> Reply.status(503));
			int opened = -1;
			int probed = 0;
			for (long i = OUTAGE.dividedBy(load.step()); i > 0; i--) {
				State state = (opened >= 0) ? load.breaker() : State.CLOSED;
				int sent = load.requests();
				load.run(load.step());
				if (state == State.OPEN && load.breaker() == State.OPEN) {
					assertThat(load.requests()).as("requests while the breaker is open").isEqualTo(sent);
				}
				if (opened < 0 && load.breaker() == State.OPEN) {
					opened = load.requests() - before;
				}
				probed += (state != State.HALF_OPEN && load.breaker() == State.HALF_OPEN) ? 1 : 0;
			}
			int requests = load.requests() - before;
			int calls = load.calls().size() - 250;
			assertThat(opened).isPositive();
			assertThat(probed).as("times of probing").isBetween(4, 7);
			assertThat(requests - opened).as("probes").isBetween(1, PROBES * probed);
			load.answer((request) -> Reply.answer());
			long well = load.now();
			int first = load.calls().size();
			while (load.breaker() != State.CLOSED) {
				load.run(load.step());
				assertThat(Duration.ofNanos(load.now() - well)).as("recovery")
					.isLessThanOrEqualTo(WAIT.multipliedBy(2));
			}
			Duration recovery = Duration.ofNanos(load.now() - well);
			int recovered = load.calls().size();
			load.run(Duration.ofSeconds(10));
			assertThat(load.calls().subList(recovered, load.calls().size())).allMatch(Load.Call::isAnswered);
			System.out.printf(
					"measured: outage of 60 s, 503: %d calls, %d requests until the breaker opened, then %d probes in %d"
							+ " half-open times; closed again %.1f s after the vendor, %d calls refused till then%n",
					calls, opened, requests - opened, probed, recovery.toMillis() / 1000d,
					load.calls().subList(first, recovered).stream().filter((call) -> !call.isAnswered()).count());
		}
	}

}
