package io.harborai.measured;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.harborai.fault.LeakGuard;
import io.harborai.resilience.BudgetSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.simulator.Reply;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F42: a vendor that fails some of the requests, at random.
 */
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@ExtendWith(LeakGuard.class)
class BrownOutTests {

	private static final long SEED = 1;

	@Test
	@DisplayName("F42 30 % random 503, one target, 4 attempts, budget of 50 %: 99 % succeed with 1.45 x the load")
	void thirtyPercent() {
		ResilienceSettings resilience = ResilienceSettings.UNSET.withRetry(new RetrySettings(4, null, null, null, null))
			.withBudget(new BudgetSettings(0.5, null, null, null));
		Map<String, SplittableRandom> fates = new ConcurrentHashMap<>();
		int calls;
		double succeeded;
		double load;
		try (Load run = new Load(200, 10, resilience, 1)) {
			run.answer((request) -> {
				// A call's attempts come one after the other: what each call meets
				// depends on nothing but the seed.
				SplittableRandom fate = fates.computeIfAbsent(request.header("x-call"),
						(call) -> new SplittableRandom(SEED * 1_000_003 + call.hashCode()));
				return (fate.nextDouble() < 0.3) ? Reply.status(503) : Reply.answer();
			}).run(Duration.ofSeconds(50));
			run.drain();
			calls = run.calls().size();
			succeeded = (double) run.succeeded() / calls;
			load = (double) run.requests() / calls;
		}
		System.out.printf("measured: 30 %% random 503: %d calls, %.2f %% succeed with %.3f x load%n", calls,
				100 * succeeded, load);
		assertThat(calls).isEqualTo(10_000);
		assertThat(succeeded).isGreaterThanOrEqualTo(0.99);
		assertThat(load).isLessThanOrEqualTo(1.45);
	}

}
