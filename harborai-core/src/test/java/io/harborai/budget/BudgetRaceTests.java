package io.harborai.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.error.BudgetExceededException;
import io.harborai.fault.Reading;
import io.harborai.fault.Wired;
import io.harborai.resilience.BulkheadSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Gate;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thousand calls at once and a budget with room for five hundred, over real HTTP. A
 * token costs 1 CNY; the prompt has 5 and an answer may have 15.
 */
class BudgetRaceTests {

	private static final int CALLS = 1000;

	private static final long LIMIT = 500 * 20;

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final HarborAiClient client = HarborAiClient.builder()
		.provider("deepseek",
				(p) -> p.apiKey("sk-0123456789abcdef0123456789abcdef")
					.baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK))
					.model(Guarded.priced("m", "1000000"))
					.resilience(ResilienceSettings.UNSET.withRetry(new RetrySettings(1, null, null, null, null))
						.withBulkhead(new BulkheadSettings(null, CALLS, null, null))))
		.budget("b", (b) -> b.limit(Long.toString(LIMIT), "CNY"))
		.build();

	@AfterEach
	void close() {
		this.client.close();
		this.vendor.close();
	}

	private List<Reading<ChatCompletion>> callAtOnce() throws InterruptedException {
		ChatCompletionRequest request = ChatCompletionRequest
			.of((r) -> r.model("deepseek/m").user("Hello").maxTokens(15));
		int threads = 8;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		CountDownLatch start = new CountDownLatch(1);
		List<Reading<ChatCompletion>> readings = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			Reading<ChatCompletion> reading = new Reading<>(Long.MAX_VALUE);
			readings.add(reading);
			executor.submit(() -> {
				start.await();
				this.client.chat().completions().createAsync(request).subscribe(reading);
				return null;
			});
		}
		start.countDown();
		executor.shutdown();
		return readings;
	}

	private BudgetStatus status() {
		return this.client.budgets().get(0);
	}

	@Test
	void noMoreAreLetPassThanThereIsRoomFor() throws InterruptedException {
		Gate gate = new Gate();
		this.vendor.always(Reply.gate(gate).usage(5, 15));
		List<Reading<ChatCompletion>> readings = callAtOnce();
		// Those that were refused know at once; nobody else has ended before the gate
		// opens.
		Wired.eventually("500 are refused",
				() -> readings.stream().filter((reading) -> reading.terminals() > 0).count() == 500);
		assertThat(status().reserved().longValueExact()).isEqualTo(LIMIT);
		gate.open();
		int answered = 0;
		for (Reading<ChatCompletion> reading : readings) {
			if (reading.ended().errors().isEmpty()) {
				answered++;
			}
			else {
				reading.failed(BudgetExceededException.class);
			}
		}
		assertThat(answered).isEqualTo(500);
		assertThat(status().spent().longValueExact()).isEqualTo(LIMIT);
		assertThat(status().reserved()).isZero();
	}

	/**
	 * Answers that are shorter make room for more calls; those that are longer than they
	 * may be spend what isn't there, but only those that are under way already.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 1, 15, 60 })
	void whatIsSpentIsTheLimitAndWhatIsUnderWayAtTheMost(int tokens) throws InterruptedException {
		this.vendor.always(Reply.answer().usage(5, tokens));
		AtomicBoolean over = new AtomicBoolean();
		long[] most = { 0, 0 };
		Thread watch = new Thread(() -> {
			while (!over.get()) {
				BudgetStatus status = status();
				most[0] = Math.max(most[0], status.spent().longValueExact());
				most[1] = Math.max(most[1], status.spent().add(status.reserved()).longValueExact());
			}
		});
		watch.start();
		int answered = 0;
		try {
			for (Reading<ChatCompletion> reading : callAtOnce()) {
				answered += reading.ended().errors().isEmpty() ? 1 : 0;
			}
		}
		finally {
			over.set(true);
			watch.join();
		}
		long cost = 5 + tokens;
		assertThat(status().spent().longValueExact()).isEqualTo(answered * cost);
		assertThat(status().reserved()).isZero();
		// Beyond its reservation each call under way may cost so much more.
		long tooMuch = Math.max(0, cost - 20) * 500;
		assertThat(most[0]).isLessThanOrEqualTo(LIMIT + tooMuch);
		assertThat(most[1]).isLessThanOrEqualTo(LIMIT + tooMuch);
		if (cost <= 20) {
			assertThat(answered).isGreaterThanOrEqualTo(500);
		}
	}

}
