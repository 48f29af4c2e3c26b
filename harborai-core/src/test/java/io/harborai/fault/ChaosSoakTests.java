package io.harborai.fault;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.error.HarborAiException;
import io.harborai.fault.SoakReader.Manner;
import io.harborai.provider.ProviderHandle;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.AdaptiveSettings;
import io.harborai.resilience.Admission;
import io.harborai.resilience.BudgetSettings;
import io.harborai.resilience.BulkheadSettings;
import io.harborai.resilience.CircuitBreakerSettings;
import io.harborai.resilience.HedgeSettings;
import io.harborai.resilience.KeyRestSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.routing.RouteSettings.Strategy;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Fault;
import io.harborai.simulator.FaultMix;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.transport.Timeouts;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of calls of all kinds to vendors that go wrong in all ways at random, with
 * everything switched on, beside one vendor that is well. What happens to a request
 * depends on the seed; {@code harborai.soak.seed} and {@code harborai.soak.calls} set
 * other ones.
 */
@Tag("slow")
@ExtendWith(LeakGuard.class)
class ChaosSoakTests {

	private static final long SEED = Long.getLong("harborai.soak.seed", 42);

	private static final int CALLS = Integer.getInteger("harborai.soak.calls", 20_000);

	private static final int WATCHED = 200;

	private static final int AT_ONCE = 96;

	private static final String TEXT = "One two three four five.";

	private static final double PER_CALL = 0.5;

	private static final int TRIES = 2;

	// Each of three models twice, and each of three keys refused once at two of them.
	private static final int MOST_ATTEMPTS = 3 * TRIES + 2 * 3;

	private static final long HEAP_GROWTH = 8L << 20;

	private final SplittableRandom random = new SplittableRandom(SEED);

	private final SoakTally tally = new SoakTally(AT_ONCE);

	private final ExecutorService blocking = Executors.newFixedThreadPool(16);

	private final ScheduledExecutorService later = Executors.newScheduledThreadPool(1);

	private final CountingTicker ticker = new CountingTicker();

	private final SimulatedVendor wild = vendor(1);

	private final SimulatedVendor wilder = vendor(2);

	private final SimulatedVendor well = vendor(3);

	private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);

	private static Level logged;

	@BeforeAll
	static void quiet() {
		// It tells of every fault.
		logged = logger().getLevel();
		logger().setLevel(Level.ERROR);
	}

	@AfterAll
	static void restore() {
		logger().setLevel(logged);
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger("reactor.netty");
	}

	private static SimulatedVendor vendor(int number) {
		return SimulatedVendor.builder()
			.recordedRequests(0)
			.requireKey("sk-good-1")
			.requireKey("sk-good-2")
			.seed(SEED + number)
			.build()
			.always(Reply.answer().text(TEXT).finish("stop"));
	}

	private HarborAiClient client() {
		BudgetSettings budget = new BudgetSettings(PER_CALL, null, null, null);
		ResilienceSettings on = ResilienceSettings.UNSET.withBudget(budget)
			.withRetry(new RetrySettings(TRIES, Duration.ofMillis(5), Duration.ofMillis(20), null, null));
		ResilienceSettings mad = on
			.withBulkhead(new BulkheadSettings(true, AT_ONCE / 2, Duration.ofMillis(100), AT_ONCE))
			.withCircuitBreaker(new CircuitBreakerSettings(true, null, null, null, 50, 20, Duration.ofMillis(500), 3,
					Duration.ofSeconds(5)))
			.withHedge(new HedgeSettings(true, null, Duration.ofMillis(20), null))
			.withKeyRest(new KeyRestSettings(Duration.ofMillis(300), Duration.ofMillis(300)));
		return HarborAiClient.builder()
			.ticker(this.ticker)
			.defaults((d) -> d.resilience(on))
			.provider("wild", (p) -> unwell(p, "deepseek", this.wild.baseUrl(Dialect.DEEPSEEK)).resilience(mad))
			.provider("wilder",
					(p) -> unwell(p, "openai", this.wilder.baseUrl(Dialect.OPENAI))
						.resilience(mad.withAdaptive(new AdaptiveSettings(true, 16, 8, null))))
			.provider("well",
					(p) -> p.vendor("doubao")
						.apiKey("sk-good-1")
						.baseUrl(this.well.baseUrl(Dialect.DOUBAO))
						.model("plain")
						.timeouts(clocks(30)))
			.route("ordered", (r) -> r.model("wild/plain").model("well/plain").budget(budget))
			.route("fastest",
					(r) -> r.strategy(Strategy.FASTEST)
						.model("wild/plain")
						.model("wilder/plain")
						.model("well/plain")
						.budget(budget))
			.route("weighted",
					(r) -> r.strategy(Strategy.WEIGHTED)
						.model("wild/plain", 2)
						.model("wilder/plain", 3)
						.model("well/plain", 1)
						.budget(budget))
			.build();
	}

	private static ProviderSettings.Builder unwell(ProviderSettings.Builder p, String vendor, String url) {
		return p.vendor(vendor)
			.apiKey("one", "sk-good-1")
			.apiKey("two", "sk-good-2")
			.apiKey("dead", "sk-dead")
			.baseUrl(url)
			.model("plain")
			.timeouts(clocks(1));
	}

	private static Timeouts clocks(int seconds) {
		Duration each = Duration.ofSeconds(seconds);
		return new Timeouts(Duration.ofSeconds(10), each, each, each, each, Duration.ofMinutes(2));
	}

	@Test
	@Timeout(value = 30, unit = TimeUnit.MINUTES)
	@DisplayName("Random faults of all kinds: one ending each, and nothing is left")
	void soak() throws InterruptedException {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		long start = System.nanoTime();
		HarborAiClient client = client();
		storm();
		run(client, WATCHED);
		// To watch every use of every buffer takes far longer than the calls do.
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
		run(client, CALLS / 10);
		long heap = settledHeap(client);
		run(client, CALLS * 3 / 10);
		outage();
		run(client, CALLS / 10);
		storm();
		run(client, CALLS - WATCHED - CALLS / 10 - CALLS * 3 / 10 - CALLS / 10);
		long grown = settledHeap(client) - heap;
		long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
		countFaults();
		report(seconds, grown);
		end(client, before);
		verify(seconds, grown);
	}

	private void storm() {
		countFaults();
		this.wild.reset().always(Reply.answer().text(TEXT).finish("stop")).chaos(FaultMix.all(SEED, 0.25));
		this.wilder.reset().always(Reply.answer().text(TEXT).finish("stop")).chaos(FaultMix.all(SEED + 1, 0.35));
	}

	/**
	 * One of them fails altogether.
	 */
	private void outage() {
		countFaults();
		this.wild.reset().chaos(FaultMix.none(SEED).with(Fault.OVERLOADED, 0.5).with(Fault.RESET_AT_ONCE, 0.5));
	}

	private void countFaults() {
		for (SimulatedVendor vendor : List.of(this.wild, this.wilder)) {
			vendor.chaosCounts().forEach((fault, count) -> this.faults.merge(fault, count, Long::sum));
		}
	}

	private void run(HarborAiClient client, int calls) throws InterruptedException {
		for (int i = 0; i < calls; i++) {
			this.tally.begin();
			start(client);
		}
		this.tally.awaitAll();
	}

	private void start(HarborAiClient client) {
		ChatCompletionRequest request = request();
		int draw = this.random.nextInt(100);
		Manner manner = (draw < 70) ? Manner.ALL : (draw < 80) ? Manner.ONE_BY_ONE : (draw < 85)
				? Manner.ONE_BY_ONE_AND_LATE
				: (draw < 88) ? Manner.CANCEL_AT_ONCE : (draw < 95) ? Manner.CANCEL_LATER : Manner.CANCEL_AT_FIRST_ITEM;
		long micros = this.random.nextInt(20_000);
		switch (this.random.nextInt(5)) {
			case 0 -> this.blocking.execute(() -> block(client, request));
			case 1, 2 -> client.chat().completions().createAsync(request).subscribe(reader(manner, micros));
			default -> client.chat().completions().stream(request).subscribe(reader(manner, micros));
		}
	}

	private <T> SoakReader<T> reader(Manner manner, long micros) {
		return new SoakReader<>(this.tally, manner, TEXT, micros, this.later);
	}

	private ChatCompletionRequest request() {
		int draw = this.random.nextInt(4);
		String model = List.of("ordered", "fastest", "weighted", "wilder/plain").get(draw);
		return ChatCompletionRequest.of((r) -> r.model(model).user("Count.").options((o) -> {
			if (draw == 3) {
				o.fallbackModel("wild/plain").fallbackModel("well/plain");
			}
		}));
	}

	private void block(HarborAiClient client, ChatCompletionRequest request) {
		try {
			ChatCompletion answer = client.chat().completions().create(request);
			if (!answer.content().equals(TEXT)) {
				this.tally.wrong("another answer: " + answer.content());
			}
			this.tally.succeeded(answer.meta().attempts());
		}
		catch (HarborAiException ex) {
			this.tally.failed(ex, false);
		}
		catch (RuntimeException ex) {
			this.tally.wrong("a failure is not typed: " + ex);
		}
		finally {
			this.tally.end();
		}
	}

	/**
	 * Wait until nothing goes on, and measure what is kept.
	 */
	private long settledHeap(HarborAiClient client) throws InterruptedException {
		for (ProviderHandle handle : handles(client)) {
			Wired.eventually("an exchange is in flight", () -> handle.inFlight() == 0);
			Admission admission = handle.resilience().admission();
			Wired.eventually("a permit is lost", () -> admission.inFlight() == 0);
			Wired.eventually("somebody waits", () -> admission.queued() == 0);
		}
		for (SimulatedVendor vendor : List.of(this.wild, this.wilder, this.well)) {
			Wired.eventually("the vendor still answers somebody", () -> vendor.inFlight() == 0);
		}
		// A breaker that is half open looks at the time until somebody decides it.
		Wired.eventually("tasks are left on the ticker", () -> this.ticker.pending() <= 2);
		LeakGuard.collect();
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

	private static List<ProviderHandle> handles(HarborAiClient client) {
		return client.providers().snapshot().entries().values().stream().map((entry) -> entry.handle()).toList();
	}

	private void report(long seconds, long grown) {
		int ended = this.tally.ok() + this.tally.failed() + this.tally.interrupted();
		System.out.printf(
				"soak: seed %d: %d calls in %d s: %d answered, %d interrupted after their first delta, %d cancelled, "
						+ "%d failed %s; %d faults of %d kinds; %.3f attempts each, %d at most; heap %+d KB%n",
				SEED, CALLS, seconds, this.tally.ok(), this.tally.interrupted(), this.tally.cancels(),
				this.tally.failed(), this.tally.failures(),
				this.faults.values().stream().mapToLong(Long::longValue).sum(), this.faults.size(),
				(double) this.tally.sent() / ended, this.tally.mostAttempts(), grown >> 10);
	}

	private void end(HarborAiClient client, Set<Thread> before) {
		client.close();
		for (SimulatedVendor vendor : List.of(this.wild, this.wilder, this.well)) {
			assertThat(vendor.connections().awaitOpen(0, Reading.PATIENCE)).as("every connection is closed").isTrue();
			vendor.close();
		}
		this.blocking.shutdown();
		this.later.shutdownNow();
		assertThat(this.ticker.pending()).as("tasks left on the ticker").isZero();
		this.ticker.close();
		Wired.eventually("threads are left",
				() -> Thread.getAllStackTraces()
					.keySet()
					.stream()
					.noneMatch((thread) -> thread.getName().startsWith("harborai") && !before.contains(thread)));
	}

	private void verify(long seconds, long grown) {
		assertThat(this.tally.wrong()).as("seed %s", SEED).isEmpty();
		int ended = this.tally.ok() + this.tally.failed() + this.tally.interrupted();
		assertThat(ended + this.tally.cancels()).as("endings, seed %s", SEED).isEqualTo(CALLS);
		assertThat(this.faults.keySet()).as("kinds of fault").hasSizeGreaterThanOrEqualTo(16);
		assertThat(this.tally.failed()).as("failed beside a healthy vendor, seed %s: %s", SEED, this.tally.failures())
			.isLessThan((this.tally.ok() + this.tally.failed()) / 1000);
		assertThat(this.tally.mostAttempts()).as("attempts of one call, seed %s", SEED)
			.isLessThanOrEqualTo(MOST_ATTEMPTS);
		assertThat((double) this.tally.sent()).as("attempts of all calls, seed %s", SEED)
			.isLessThanOrEqualTo((1 + PER_CALL) * CALLS
					+ 5 * (BudgetSettings.DEFAULTS.perSecond() * seconds + BudgetSettings.DEFAULTS.capacity()));
		assertThat(grown).as("bytes of heap kept, seed %s", SEED).isLessThan(HEAP_GROWTH);
	}

}
