package io.harborai.measured;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.harborai.HarborAiClient;
import io.harborai.call.TestTicker;
import io.harborai.call.Ticker;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.fault.LeakGuard;
import io.harborai.fault.Reading;
import io.harborai.fault.Wired;
import io.harborai.provider.ProviderHandle;
import io.harborai.resilience.HedgeSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Gate;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F43: the tail of a vendor of which one answer in twenty is slow. The vendor's delays
 * are the test's own time, so every quantile is exact.
 */
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@ExtendWith(LeakGuard.class)
class HedgedTailTests {

	private static final int CALLS = 2000;

	private static final Duration STEP = Duration.ofMillis(1);

	@ParameterizedTest(name = "streamed: {0}")
	@ValueSource(booleans = { false, true })
	@DisplayName("F43 hedges cut p99 to a third and less, for 5 % more load and less")
	void tail(boolean streamed) {
		Tail plain = new Run(false, streamed).tail();
		Tail hedged = new Run(true, streamed).tail();
		System.out.printf(
				"measured: 5 %% of a vendor's answers slow, %s: p50 %.2f s, p99 %.2f s without and %.2f s with"
						+ " hedges (%.1f x), for %.2f %% more requests%n",
				streamed ? "streamed" : "whole", hedged.seconds(0.5), plain.seconds(0.99), hedged.seconds(0.99),
				plain.seconds(0.99) / hedged.seconds(0.99), 100d * (hedged.requests - CALLS) / CALLS);
		assertThat(plain.requests).isEqualTo(CALLS);
		assertThat(hedged.requests).isLessThanOrEqualTo(CALLS + CALLS / 20);
		assertThat(hedged.seconds(0.99)).isLessThanOrEqualTo(plain.seconds(0.99) / 3);
	}

	/**
	 * What readers waited.
	 *
	 * @param sorted the times to the first thing that came, in nanoseconds
	 * @param requests how many requests the vendor got
	 */
	private record Tail(long[] sorted, int requests) {

		double seconds(double quantile) {
			return this.sorted[(int) Math.ceil(this.sorted.length * quantile) - 1] / 1e9;
		}

	}

	/**
	 * Calls one after the other.
	 */
	private static final class Run {

		private final TestTicker ticker = new TestTicker();

		private final SplittableRandom random = new SplittableRandom(1);

		private final SimulatedVendor vendor = SimulatedVendor.builder().recordedRequests(0).build();

		private final HarborAiClient client;

		private final boolean streamed;

		// Guarded by this, as all that follow.
		private final List<Ticker.Scheduled> delays = new ArrayList<>();

		private int call;

		private int requests;

		private int slowTurn;

		private int arrived;

		private boolean answering;

		private Run(boolean hedged, boolean streamed) {
			this.streamed = streamed;
			HedgeSettings hedge = new HedgeSettings(hedged, null, null, null);
			this.vendor.always(Reply.script(this::delayed));
			this.client = HarborAiClient.builder()
				.ticker(this.ticker)
				.provider("deepseek",
						(p) -> p.apiKey("sk-tail")
							.baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK))
							.resilience(ResilienceSettings.UNSET.withHedge(hedge)))
				.build();
			this.client.providers().warmUp("deepseek").block(Reading.PATIENCE);
		}

		/**
		 * 100 to 300 ms, and 4 to 6 s for one of every twenty requests.
		 */
		private synchronized Reply delayed(RecordedRequest request) {
			int turn = this.requests++ % 20;
			this.slowTurn = (turn == 0) ? this.random.nextInt(20) : this.slowTurn;
			boolean slow = turn == this.slowTurn;
			Duration delay = STEP
				.multipliedBy(slow ? 4000 + this.random.nextInt(2001) : 100 + this.random.nextInt(201));
			Gate gate = new Gate();
			if (request.header("x-call").equals(Integer.toString(this.call))) {
				this.arrived++;
				this.delays.add(this.ticker.schedule(() -> open(gate), delay));
			}
			// Else its call has ended without it.
			return Reply.gate(gate);
		}

		private void open(Gate gate) {
			synchronized (this) {
				this.answering = true;
			}
			gate.open();
		}

		private synchronized int requests() {
			return this.requests;
		}

		private synchronized int arrived() {
			return this.arrived;
		}

		private synchronized boolean isAnswering() {
			return this.answering;
		}

		private synchronized void next() {
			this.call++;
			this.arrived = 0;
			this.answering = false;
			this.delays.forEach(Ticker.Scheduled::cancel);
			this.delays.clear();
		}

		Tail tail() {
			long[] times = new long[CALLS];
			for (int i = 0; i < CALLS; i++) {
				times[i] = time();
			}
			next();
			this.client.close();
			assertThat(this.ticker.pending()).as("tasks left on the ticker").isZero();
			this.vendor.close();
			Arrays.sort(times);
			return new Tail(times, requests());
		}

		private long time() {
			ProviderHandle handle = this.client.providers().snapshot().entries().get("deepseek").handle();
			next();
			long start = this.ticker.nanoTime();
			Reading<Object> reading = new Reading<>(Long.MAX_VALUE);
			call().subscribe(reading);
			arrived(1);
			while (reading.items().isEmpty()) {
				this.ticker.advance(STEP);
				if (isAnswering()) {
					reading.awaitItems(1);
				}
				else {
					arrived(handle.inFlight());
				}
			}
			long time = this.ticker.nanoTime() - start;
			assertThat(reading.ended().errors()).isEmpty();
			Wired.eventually("the loser's connection is given up", () -> handle.inFlight() == 0);
			return time;
		}

		private void arrived(int count) {
			if (arrived() < count) {
				Wired.eventually("the vendor has got the request", () -> arrived() >= count);
			}
		}

		@SuppressWarnings("unchecked")
		private Publisher<Object> call() {
			String number = Integer.toString(this.call);
			ChatCompletionRequest request = ChatCompletionRequest
				.of((r) -> r.model("deepseek-flash").user("Hello").options((o) -> o.header("x-call", number)));
			return (Publisher<Object>) (Publisher<?>) (this.streamed ? this.client.chat().completions().stream(request)
					: this.client.chat().completions().createAsync(request));
		}

	}

}
