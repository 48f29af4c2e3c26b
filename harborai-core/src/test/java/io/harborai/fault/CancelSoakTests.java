package io.harborai.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.harborai.HarborAiClient;
import io.harborai.call.AttemptBudget;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Trail;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.provider.ProviderHandle;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.BudgetSettings;
import io.harborai.resilience.BulkheadSettings;
import io.harborai.resilience.CircuitBreakerSettings;
import io.harborai.resilience.HedgeSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F68, F69: readers that leave at every stage of a call, thousands of times at random
 * moments. {@code harborai.soak.cancels} says how often, {@code harborai.soak.seed}
 * repeats what has failed.
 */
@ExtendWith(LeakGuard.class)
class CancelSoakTests {

	private static final int CANCELS = Integer.getInteger("harborai.soak.cancels", 5000);

	private static final long SEED = Long.getLong("harborai.soak.seed", System.nanoTime());

	private static final int BATCH = 50;

	private static final double PURSE = 1_000_000;

	private static final Stage[] STAGES = Stage.values();

	private final Random random = new Random(SEED);

	private final CountingTicker ticker = new CountingTicker();

	private final Queue<Trail> trails = new ConcurrentLinkedQueue<>();

	private final Map<Stage, AtomicInteger> requests = new EnumMap<>(Stage.class);

	private final AtomicBoolean healthy = new AtomicBoolean(true);

	private final ScheduledExecutorService cancellers = Executors.newScheduledThreadPool(2);

	private int ended;

	private int mostQueued;

	private int inBackoff;

	private int paid;

	@Test
	@Timeout(value = 30, unit = TimeUnit.MINUTES)
	@DisplayName("F68 F69 cancelled in line, in backoff, connecting, awaiting the head, in the stream, in a hedge")
	void cancelledAtEveryStage() throws InterruptedException {
		for (Stage stage : STAGES) {
			this.requests.put(stage, new AtomicInteger());
		}
		ChatHandler[] router = new ChatHandler[1];
		try (SimulatedVendor vendor = SimulatedVendor.builder().recordedRequests(0).strictModels(false).build();
				HarborAiClient client = client(vendor, router)) {
			vendor.always(Reply.script(this::reply));
			// Both sides of a race need some calls to know what is late.
			for (int i = 0; i < 40; i++) {
				client.chat().completions().create(Stage.HEDGE.request());
				client.chat().completions().stream(Stage.HEDGE.request()).blockLast();
			}
			this.healthy.set(false);
			for (int done = 0; done < CANCELS; done += BATCH) {
				batch(client, Math.min(BATCH, CANCELS - done));
				everythingIsBack(client, vendor, router[0]);
			}
			everyStageWasReached();
			this.healthy.set(true);
			for (Stage stage : STAGES) {
				assertThat(client.chat().completions().create(stage.request()).content()).isNotEmpty();
			}
		}
		catch (AssertionError ex) {
			throw new AssertionError("with -Dharborai.soak.seed=" + SEED, ex);
		}
		finally {
			this.cancellers.shutdownNow();
			this.ticker.close();
		}
	}

	private HarborAiClient client(SimulatedVendor vendor, ChatHandler[] router) {
		String url = vendor.baseUrl(Dialect.DEEPSEEK);
		ResilienceSettings base = ResilienceSettings.UNSET.withBudget(new BudgetSettings(0d, 0d, PURSE, PURSE))
			.withCircuitBreaker(new CircuitBreakerSettings(false, null, null, null, null, null, null, null, null))
			.withRetry(new RetrySettings(1000, Duration.ofMillis(2), Duration.ofMillis(4), 0.5, null));
		HedgeSettings hedge = new HedgeSettings(true, 0.01, Duration.ofNanos(1), 1d);
		HarborAiClient.Builder builder = HarborAiClient.builder()
			.ticker(this.ticker)
			.defaults((d) -> d.resilience(base))
			.filter((next) -> {
				router[0] = next;
				return new Watching(next);
			})
			.route("hedge", (r) -> r.model("one/hedge").model("two/hedge"));
		provider(builder, "narrow", url, (p) -> p.resilience(ResilienceSettings.UNSET
			.withBulkhead(new BulkheadSettings(null, 3, Duration.ofSeconds(30), 10 * BATCH))));
		provider(builder, "plain", url, (p) -> {
		});
		provider(builder, "fresh", url, (p) -> p.http((http) -> http.reuseConnections(false)));
		provider(builder, "one", url, (p) -> p.resilience(ResilienceSettings.UNSET.withHedge(hedge)));
		provider(builder, "two", url, (p) -> {
		});
		return builder.build();
	}

	private static void provider(HarborAiClient.Builder builder, String name, String url,
			Consumer<ProviderSettings.Builder> more) {
		builder.provider(name, (p) -> more.accept(p.vendor("deepseek").apiKey(Wired.KEY).baseUrl(url)));
	}

	private Reply reply(RecordedRequest request) {
		if (this.healthy.get()) {
			return Reply.answer().text("Hello");
		}
		Stage stage = Stage.of(request);
		this.requests.get(stage).incrementAndGet();
		return switch (stage) {
			case QUEUED, CONNECTING, HEADERS, HEDGE -> Reply.neverAnswer();
			case BACKOFF -> Reply.error(503, "overloaded_error", "busy");
			case STREAM -> Reply.answer().text("One two three four five.").stallAfter(2);
		};
	}

	private void batch(HarborAiClient client, int size) throws InterruptedException {
		List<Reading<?>> readings = new ArrayList<>();
		CountDownLatch cancelled = new CountDownLatch(size);
		for (int i = 0; i < size; i++) {
			Stage stage = STAGES[this.random.nextInt(STAGES.length)];
			Reading<?> reading = ask(client, stage.request());
			readings.add(reading);
			// From microseconds to milliseconds, each magnitude as likely.
			long micros = (long) Math.pow(10, this.random.nextDouble() * 4.3);
			this.cancellers.schedule(() -> {
				reading.cancel();
				cancelled.countDown();
			}, micros, TimeUnit.MICROSECONDS);
		}
		this.mostQueued = Math.max(this.mostQueued, queued(client));
		assertThat(cancelled.await(1, TimeUnit.MINUTES)).isTrue();
		for (Reading<?> reading : readings) {
			assertThat(reading.terminals()).as("endings").isLessThanOrEqualTo(1);
			assertThat(reading.errors()).isEmpty();
			this.ended += reading.terminals();
		}
	}

	private Reading<?> ask(HarborAiClient client, ChatCompletionRequest request) {
		if (this.random.nextBoolean()) {
			Reading<ChatCompletion> reading = new Reading<>(Long.MAX_VALUE);
			client.chat().completions().createAsync(request).subscribe(reading);
			return reading;
		}
		Reading<ChatCompletionChunk> reading = new Reading<>((this.random.nextInt(4) == 0) ? 1 : Long.MAX_VALUE);
		client.chat().completions().stream(request).subscribe(reading);
		return reading;
	}

	private static int queued(HarborAiClient client) {
		ProviderHandle narrow = client.providers().snapshot().entries().get("narrow").handle();
		return (narrow.resilience() != null) ? narrow.resilience().admission().queued() : 0;
	}

	private void everythingIsBack(HarborAiClient client, SimulatedVendor vendor, ChatHandler router) {
		Aftermath.check(client);
		Wired.eventually("a timer is left", () -> this.ticker.pending() == 0);
		Wired.eventually("the vendor still answers somebody", () -> vendor.inFlight() == 0);
		Wired.eventually("the vendor has seen every connection closed that isn't in a pool",
				// One that was closed while it was being put back is let go by the next
				// that looks.
				() -> vendor.connections().open() <= Aftermath.connections(client));
		for (Trail trail = this.trails.poll(); trail != null; trail = this.trails.poll()) {
			int attempts = trail.attempts().size();
			this.paid += Math.max(attempts - 1, 0);
			if (attempts > 0 && trail.attempts().get(attempts - 1).outcome().equals("overloaded")) {
				this.inBackoff++;
			}
		}
		double spent = 0;
		for (AttemptBudget budget : Aftermath.budgets(router)) {
			spent += PURSE - budget.available();
		}
		assertThat(spent).as("attempts that were paid for").isEqualTo(this.paid);
	}

	private void everyStageWasReached() {
		assertThat(this.mostQueued).as("in line").isPositive();
		assertThat(this.inBackoff).as("in backoff").isPositive();
		assertThat(this.requests).allSatisfy((stage, count) -> assertThat(count.get()).as(stage.name()).isPositive());
		assertThat(this.paid).as("second attempts, late or repeated").isGreaterThan(this.inBackoff);
	}

	private enum Stage {

		QUEUED("narrow/queued"), BACKOFF("plain/backoff"), CONNECTING("fresh/connecting"), HEADERS("plain/headers"),
		STREAM("plain/stream"), HEDGE("hedge");

		private final String model;

		Stage(String model) {
			this.model = model;
		}

		ChatCompletionRequest request() {
			return ChatCompletionRequest.builder().model(this.model).user("Hello").build();
		}

		static Stage of(RecordedRequest request) {
			String model = (String) request.bodyAsMap().get("model");
			return valueOf(model.toUpperCase(Locale.ROOT));
		}

	}

	/**
	 * Keeps the trails of all calls.
	 */
	private final class Watching implements ChatHandler {

		private final ChatHandler next;

		private Watching(ChatHandler next) {
			this.next = next;
		}

		@Override
		public Mono<ChatCompletion> complete(ChatCall call) {
			CancelSoakTests.this.trails.add(call.trail());
			return this.next.complete(call);
		}

		@Override
		public Flux<ChatCompletionChunk> stream(ChatCall call) {
			CancelSoakTests.this.trails.add(call.trail());
			return this.next.stream(call);
		}

	}

}
