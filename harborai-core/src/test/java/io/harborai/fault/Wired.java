package io.harborai.fault;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.harborai.HarborAiClient;
import io.harborai.call.AttemptBudget;
import io.harborai.call.TestTicker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.error.HarborAiException;
import io.harborai.model.Capability;
import io.harborai.model.ModelInfo;
import io.harborai.provider.ProviderHandle;
import io.harborai.provider.ProviderRegistry;
import io.harborai.provider.ProviderSettings;
import io.harborai.resilience.BudgetSettings;
import io.harborai.resilience.ProviderResilience;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client wired to one server, in a time that stands still unless the test moves it.
 * Closing it checks what must be true after every fault: each call has had exactly one
 * ending, nothing of it is left ({@link Aftermath}), no task is on the ticker, and the
 * budget has paid for what the test says and for nothing else.
 */
public final class Wired implements AutoCloseable {

	/** A key that must never be seen. */
	public static final String KEY = "sk-canary-5f2a9c81d4";

	/** One attempt a call, so that what it ends with shows. */
	public static final ResilienceSettings ONCE = ResilienceSettings.UNSET
		.withRetry(new RetrySettings(1, null, null, null, null));

	// What it pays shows to the end: neither calls nor time put anything back.
	private static final BudgetSettings PURSE = new BudgetSettings(0d, 0d, 100d, 100d);

	private final TestTicker ticker = new TestTicker();

	private final List<Reading<?>> readings = new CopyOnWriteArrayList<>();

	private final HarborAiClient client;

	private int paid;

	private Wired(Consumer<HarborAiClient.Builder> spec) {
		HarborAiClient.Builder builder = HarborAiClient.builder()
			.ticker(this.ticker)
			.defaults((d) -> d.resilience(ResilienceSettings.UNSET.withBudget(PURSE)));
		spec.accept(builder);
		this.client = builder.build();
	}

	public static Wired to(String url) {
		return to(url, (p) -> {
		});
	}

	public static Wired to(String url, Consumer<ProviderSettings.Builder> more) {
		return of((b) -> b.provider("deepseek", (p) -> {
			p.apiKey(KEY).baseUrl(url).model("plain").resilience(ONCE);
			p.model(ModelInfo.builder("deepseek", "thinker").capabilities(Capability.REASONING).build());
			more.accept(p);
		}));
	}

	/**
	 * A client of any providers and routes.
	 */
	public static Wired of(Consumer<HarborAiClient.Builder> spec) {
		return new Wired(spec);
	}

	public TestTicker ticker() {
		return this.ticker;
	}

	public HarborAiClient client() {
		return this.client;
	}

	public static ChatCompletionRequest ask(String model) {
		return ChatCompletionRequest.builder().model("deepseek/" + model).user("Hello").build();
	}

	public Reading<ChatCompletion> create() {
		return create(ask("plain"));
	}

	public Reading<ChatCompletion> create(ChatCompletionRequest request) {
		Reading<ChatCompletion> reading = new Reading<>(Long.MAX_VALUE);
		this.readings.add(reading);
		this.client.chat().completions().createAsync(request).subscribe(reading);
		return reading;
	}

	public Reading<ChatCompletionChunk> stream() {
		return stream(ask("plain"), Long.MAX_VALUE);
	}

	public Reading<ChatCompletionChunk> stream(long demand) {
		return stream(ask("plain"), demand);
	}

	public Reading<ChatCompletionChunk> stream(ChatCompletionRequest request, long demand) {
		return stream(request, new Reading<>(demand));
	}

	public Reading<ChatCompletionChunk> stream(ChatCompletionRequest request, Reading<ChatCompletionChunk> reading) {
		this.readings.add(reading);
		this.client.chat().completions().stream(request).subscribe(reading);
		return reading;
	}

	/**
	 * Say that attempts beyond the first of their calls were made.
	 * @param attempts how many more
	 */
	public void paid(int attempts) {
		this.paid += attempts;
	}

	public ProviderHandle handle() {
		return this.client.providers().snapshot().entries().get("deepseek").handle();
	}

	public int inFlight() {
		return this.client.providers()
			.snapshot()
			.entries()
			.values()
			.stream()
			.mapToInt((entry) -> entry.handle().inFlight())
			.sum();
	}

	/**
	 * Wait until the only call waits for its next attempt.
	 */
	public void awaitBackoff() {
		eventually("the call waits for its next attempt", () -> inFlight() == 0 && this.ticker.pending() == 1);
	}

	/**
	 * The outcomes of a failed call's attempts.
	 */
	public static List<String> outcomes(HarborAiException failure) {
		return failure.attempts().stream().map((attempt) -> attempt.outcome()).toList();
	}

	/**
	 * Wait for a condition that nothing announces.
	 * @param what says what is waited for
	 * @param condition the condition
	 */
	public static void eventually(String what, BooleanSupplier condition) {
		long end = System.nanoTime() + Reading.PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as(what).isLessThan(end);
			LockSupport.parkNanos(500_000);
		}
	}

	private int openBreakers() {
		int open = 0;
		for (ProviderRegistry.Entry entry : this.client.providers().snapshot().entries().values()) {
			ProviderResilience resilience = entry.handle().resilience();
			if (resilience != null && resilience.admission() != null) {
				open += (int) resilience.admission()
					.breakers()
					.values()
					.stream()
					.filter((state) -> state.state() != CircuitBreaker.State.CLOSED)
					.count();
			}
		}
		return open;
	}

	@Override
	public void close() {
		Aftermath.check(this.client);
		// A breaker that is open looks for its end.
		eventually("a task is left on the ticker", () -> this.ticker.pending() <= openBreakers());
		double paid = 0;
		for (AttemptBudget budget : Aftermath.budgets(this.client)) {
			paid += 100 - budget.available();
		}
		assertThat(paid).as("attempts that were paid for").isEqualTo(this.paid);
		for (Reading<?> reading : this.readings) {
			assertThat(reading.late()).as("signals after the end").isZero();
			assertThat(reading.terminals()).as("endings of a call").isLessThanOrEqualTo(1);
			assertThat(reading.terminals() == 1 || reading.isCancelled()).as("a call has ended").isTrue();
		}
		this.client.close();
		assertThat(this.ticker.pending()).as("tasks left on the ticker").isZero();
	}

}
