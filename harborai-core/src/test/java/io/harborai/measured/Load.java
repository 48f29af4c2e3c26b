package io.harborai.measured;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.harborai.HarborAiClient;
import io.harborai.call.TestTicker;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.fault.Reading;
import io.harborai.fault.Wired;
import io.harborai.provider.ProviderHandle;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A constant load on a whole client of one simulated vendor, whose requests are counted
 * at the server. Time is the test's own: minutes pass in a second, and nothing is
 * measured by the wall clock. Closing it checks that nothing is left.
 */
final class Load implements AutoCloseable {

	static final String ROUTE = "smart";

	private final TestTicker ticker = new TestTicker();

	private final SimulatedVendor vendor = SimulatedVendor.builder().recordedRequests(0).build();

	private final AtomicInteger requests = new AtomicInteger();

	private final List<Call> calls = new ArrayList<>();

	private final List<ProviderHandle> handles = new ArrayList<>();

	private final HarborAiClient client;

	private final Duration step;

	private final int callsAtOnce;

	private volatile Function<RecordedRequest, Reply> answer = (request) -> Reply.answer();

	/**
	 * Create a load.
	 * @param callsPerSecond how many calls start in a second
	 * @param callsAtOnce how many of them start together
	 * @param resilience how calls are kept up
	 * @param targets how many providers of that vendor the calls' route has
	 */
	Load(int callsPerSecond, int callsAtOnce, ResilienceSettings resilience, int targets) {
		this.step = Duration.ofSeconds(callsAtOnce).dividedBy(callsPerSecond);
		this.callsAtOnce = callsAtOnce;
		this.vendor.always(Reply.script((request) -> {
			this.requests.incrementAndGet();
			return this.answer.apply(request);
		}));
		HarborAiClient.Builder builder = HarborAiClient.builder().ticker(this.ticker);
		for (int i = 0; i < targets; i++) {
			builder.provider("p" + i,
					(p) -> p.vendor("deepseek")
						.apiKey("sk-load")
						.baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK))
						.resilience(resilience));
		}
		builder.route(ROUTE, (r) -> {
			for (int i = 0; i < targets; i++) {
				r.model("p" + i + "/deepseek-flash");
			}
			r.budget(resilience.budget());
		});
		this.client = builder.build();
		this.client.providers().snapshot().entries().values().forEach((entry) -> {
			this.client.providers().warmUp(entry.handle().name()).block(Reading.PATIENCE);
			this.handles.add(entry.handle());
		});
	}

	/**
	 * How the vendor answers from now on. Every request has its call's number in
	 * {@code x-call}.
	 */
	Load answer(Function<RecordedRequest, Reply> answer) {
		this.answer = answer;
		return this;
	}

	/**
	 * Let time pass in which calls start evenly.
	 */
	void run(Duration time) {
		long steps = time.dividedBy(this.step);
		for (long i = 0; i < steps; i++) {
			pass(this.step);
			for (int k = 0; k < this.callsAtOnce; k++) {
				start();
			}
			settle();
		}
	}

	private void start() {
		Call call = new Call();
		String number = Integer.toString(this.calls.size());
		this.calls.add(call);
		ChatCompletionRequest request = ChatCompletionRequest
			.of((r) -> r.model(ROUTE).user("Hello").options((o) -> o.header("x-call", number)));
		this.client.chat().completions().createAsync(request).subscribe(call);
	}

	/**
	 * Let time pass in which no call starts.
	 */
	void pass(Duration time) {
		this.ticker.advance(time);
		settle();
	}

	/**
	 * The vendor takes no time: wait until it has said all that it has to say.
	 */
	private void settle() {
		for (ProviderHandle handle : this.handles) {
			for (int i = 0; i < 1000 && handle.inFlight() > 0; i++) {
				Thread.yield();
			}
			if (handle.inFlight() > 0) {
				Wired.eventually("the vendor has answered", () -> handle.inFlight() == 0);
			}
		}
	}

	Duration step() {
		return this.step;
	}

	long now() {
		return this.ticker.nanoTime();
	}

	/**
	 * How many requests have reached the vendor.
	 */
	int requests() {
		return this.requests.get();
	}

	List<Call> calls() {
		return this.calls;
	}

	long succeeded() {
		return this.calls.stream().filter(Call::isAnswered).count();
	}

	State breaker() {
		return this.handles.get(0).resilience().admission().breakers().values().iterator().next().state();
	}

	/**
	 * Let all calls end.
	 */
	void drain() {
		// An exchange that has ended has not yet told so: what waits for it may set its
		// timer only after time has passed here.
		Wired.eventually("all calls have ended", () -> {
			pass(Duration.ofSeconds(1));
			return this.calls.stream().allMatch((call) -> call.terminals() > 0);
		});
		this.calls.forEach(Reading::ended);
	}

	@Override
	public void close() {
		drain();
		this.client.close();
		assertThat(this.ticker.pending()).as("tasks left on the ticker").isZero();
		this.vendor.close();
	}

	/**
	 * One call.
	 */
	static final class Call extends Reading<ChatCompletion> {

		private Call() {
			super(Long.MAX_VALUE);
		}

		boolean isAnswered() {
			return terminals() == 1 && errors().isEmpty();
		}

	}

}
