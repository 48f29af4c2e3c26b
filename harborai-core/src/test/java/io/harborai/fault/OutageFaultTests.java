package io.harborai.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.harborai.HarborAiClient;
import io.harborai.call.TestTicker;
import io.harborai.call.TokenEstimate;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.error.BulkheadFullException;
import io.harborai.error.RateLimitedException;
import io.harborai.provider.ProviderHandle;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.BudgetSettings;
import io.harborai.resilience.BulkheadSettings;
import io.harborai.resilience.CircuitBreakerSettings;
import io.harborai.resilience.RateLimiterSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.transport.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F41 to F44, F90: vendors that are ill for a while, under a load that goes on; what they
 * get to see of it is counted there. Time is driven, so a minute takes a moment.
 */
@ExtendWith(LeakGuard.class)
class OutageFaultTests {

	private static final CircuitBreakerSettings NO_BREAKER = new CircuitBreakerSettings(false, null, null, null, null,
			null, null, null, null);

	// Much less than the shortest clock of an attempt that is on its way meanwhile.
	private static final Duration STEP = Duration.ofMillis(100);

	private final SimulatedVendor vendor = SimulatedVendor.builder().recordedRequests(0).build();

	private final SimulatedVendor other = SimulatedVendor.builder().recordedRequests(0).build();

	private final AtomicBoolean ill = new AtomicBoolean(true);

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicInteger refusals = new AtomicInteger();

	private final TestTicker ticker = new TestTicker();

	private final List<Reading<ChatCompletion>> readings = new ArrayList<>();

	private HarborAiClient client;

	@AfterEach
	void close() {
		Aftermath.check(this.client);
		for (Reading<?> reading : this.readings) {
			reading.ended();
		}
		this.client.close();
		assertThat(this.ticker.pending()).as("tasks left on the ticker").isZero();
		this.vendor.close();
		this.other.close();
	}

	private void start(ResilienceSettings resilience, Consumer<HarborAiClient.Builder> more) {
		this.vendor.always(Reply.script((request) -> {
			this.requests.incrementAndGet();
			if (this.ill.get()) {
				this.refusals.incrementAndGet();
				return Reply.error(503, "overloaded_error", "busy");
			}
			return Reply.answer().text("Hello");
		}));
		HarborAiClient.Builder builder = HarborAiClient.builder()
			.ticker(this.ticker)
			.provider("one", (p) -> provider(p, this.vendor, resilience));
		more.accept(builder);
		this.client = builder.build();
	}

	private static ProviderSettings.Builder provider(ProviderSettings.Builder p, SimulatedVendor vendor,
			ResilienceSettings resilience) {
		return p.vendor("deepseek").apiKey(Wired.KEY).baseUrl(vendor.baseUrl(Dialect.DEEPSEEK)).resilience(resilience);
	}

	private static ResilienceSettings attempts(int most) {
		return ResilienceSettings.UNSET.withRetry(new RetrySettings(most, null, null, 0d, null));
	}

	private ProviderHandle handle(String name) {
		return this.client.providers().snapshot().entries().get(name).handle();
	}

	private Reading<ChatCompletion> ask(String model) {
		Reading<ChatCompletion> reading = new Reading<>(Long.MAX_VALUE);
		this.readings.add(reading);
		this.client.chat()
			.completions()
			.createAsync(ChatCompletionRequest.builder().model(model).user("Hello").build())
			.subscribe(reading);
		settle();
		return reading;
	}

	/**
	 * Time goes on when nothing is on its way any more.
	 */
	private void pass(Duration time) {
		this.ticker.advance(time);
		settle();
	}

	private void settle() {
		this.client.providers()
			.snapshot()
			.entries()
			.forEach((name, entry) -> Wired.eventually("all is answered", () -> entry.handle().inFlight() == 0));
	}

	private void letAllEnd() {
		Wired.eventually("all have ended", () -> {
			pass(STEP);
			return this.readings.stream().allMatch((reading) -> reading.terminals() == 1);
		});
	}

	/**
	 * Ten calls a second.
	 */
	private void load(Duration time) {
		for (long left = time.toMillis(); left > 0; left -= STEP.toMillis()) {
			ask("one/deepseek-flash");
			pass(STEP);
		}
	}

	@Test
	@DisplayName("F41 a minute's outage: retries stay within the budget, to the last one")
	void outageIsNotMadeWorseByRetries() {
		start(attempts(3).withCircuitBreaker(NO_BREAKER), (b) -> {
		});
		load(Duration.ofMinutes(1));
		int calls = this.readings.size();
		int budget = calls / 5 + 3 * 60 + 10;
		assertThat(this.requests.get()).as("what is there is used").isBetween(calls + budget - 10, calls + budget);
		letAllEnd();
	}

	@Test
	@DisplayName("F41 a minute's outage: the breaker opens, then only probes get through; it recovers within two waits")
	void outageIsLeftAlone() {
		start(attempts(3), (b) -> {
		});
		load(Duration.ofSeconds(5));
		assertThat(breaker()).isEqualTo(CircuitBreaker.State.OPEN);
		int before = this.requests.get();
		load(Duration.ofSeconds(55));
		// Three at a time, and one more that was already on its way.
		assertThat(this.requests.get() - before).as("probes").isBetween(3, 4 * 55 / 8);
		this.ill.set(false);
		load(Duration.ofSeconds(20));
		assertThat(breaker()).isEqualTo(CircuitBreaker.State.CLOSED);
		assertThat(ask("one/deepseek-flash").completed()).hasSize(1);
		letAllEnd();
	}

	private CircuitBreaker.State breaker() {
		return handle("one").resilience().admission().breakers().get("harborai-one.deepseek-flash").state();
	}

	@Test
	@DisplayName("F42 a brown-out, 30 % of 503: 99 % of the calls succeed with 1.45 times the load")
	void brownOut() {
		Random random = new Random(42);
		start(attempts(4).withBudget(new BudgetSettings(0.5, null, null, null)), (b) -> {
		});
		this.vendor.always(Reply.script((request) -> {
			this.requests.incrementAndGet();
			return (random.nextDouble() < 0.3) ? Reply.error(503, "overloaded_error", "busy")
					: Reply.answer().text("Hello");
		}));
		int calls = 1000;
		for (int i = 0; i < calls; i++) {
			Reading<ChatCompletion> reading = ask("one/deepseek-flash");
			while (!endedOrWaits(reading)) {
				this.ticker.advance(STEP);
			}
			pass(STEP);
		}
		long failed = this.readings.stream().filter((reading) -> !reading.errors().isEmpty()).count();
		assertThat(failed).isLessThanOrEqualTo(calls / 100);
		assertThat(this.requests.get()).isLessThanOrEqualTo((int) (1.45 * calls));
	}

	private boolean endedOrWaits(Reading<ChatCompletion> reading) {
		Wired.eventually("it ends or waits for its next attempt",
				() -> reading.terminals() == 1 || (handle("one").inFlight() == 0 && this.ticker.pending() == 1));
		return reading.terminals() == 1;
	}

	@Test
	@DisplayName("F44 a vendor that flaps every five seconds: every call is answered, and the traffic doesn't swing with it")
	void flapping() {
		this.other.always(Reply.answer().text("Hello"));
		start(attempts(1), (b) -> b.provider("two", (p) -> provider(p, this.other, attempts(1)))
			.route("smart", (r) -> r.model("one/deepseek-flash").model("two/deepseek-flash")));
		int swings = 0;
		String last = null;
		for (int i = 0; i < 600; i++) {
			this.ill.set(i / 50 % 2 == 0);
			String provider = ask("smart").completed().get(0).meta().provider();
			swings += (last != null && !provider.equals(last)) ? 1 : 0;
			last = provider;
			pass(STEP);
		}
		assertThat(this.refusals.get()).as("calls that had to move").isBetween(5, 20);
		assertThat(swings).as("of twelve changes of its health").isLessThanOrEqualTo(4);
	}

	@ParameterizedTest
	@DisplayName("F90 a thousand calls at once where there is room for a hundred: a hundred go out, the rest is told so")
	@ValueSource(booleans = { true, false })
	void hardStop(boolean tokens) throws InterruptedException {
		ChatCompletionRequest request = ChatCompletionRequest.builder()
			.model("one/deepseek-flash")
			.user("Hello")
			.build();
		long each = TokenEstimate.promptTokens(request) + TokenEstimate.answerTokens(request, null);
		start(tokens
				? attempts(1).withBulkhead(new BulkheadSettings(false, null, null, null))
					.withRateLimiter(new RateLimiterSettings(null, 101 * each - 1))
				: attempts(1).withBulkhead(new BulkheadSettings(true, 100, null, null)), (b) -> {
				});
		this.vendor.always(Reply.script((any) -> {
			this.requests.incrementAndGet();
			return Reply.neverAnswer();
		}));
		for (int i = 0; i < 1000; i++) {
			this.readings.add(new Reading<>(Long.MAX_VALUE));
		}
		List<Thread> threads = new ArrayList<>();
		for (int t = 0; t < 8; t++) {
			int first = t * 125;
			Thread thread = new Thread(() -> this.readings.subList(first, first + 125)
				.forEach((reading) -> this.client.chat().completions().createAsync(request).subscribe(reading)));
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		Wired.eventually("all are on their way or refused",
				() -> this.requests.get() + this.readings.stream().mapToInt(Reading::terminals).sum() >= 1000);
		assertThat(this.readings).flatExtracting(Reading::errors)
			.hasOnlyElementsOfType(tokens ? RateLimitedException.class : BulkheadFullException.class)
			.hasSize(900);
		assertThat(this.requests).hasValue(100);
		this.readings.removeIf((reading) -> {
			boolean runs = reading.terminals() == 0;
			if (runs) {
				reading.cancel();
			}
			return runs;
		});
		assertThat(this.readings).hasSize(900);
	}

}
