package io.harborai.resilience;

import java.time.Duration;

import io.harborai.call.Attempt;
import io.harborai.call.AttemptBudget;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Target;
import io.harborai.call.TestTicker;
import io.harborai.call.Ticker;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.error.ErrorDetails;
import io.harborai.error.ShuttingDownException;
import io.harborai.model.ModelInfo;

/**
 * An admission before a provider that tests play.
 */
final class AdmissionFixture {

	static final Duration TOTAL = Duration.ofMinutes(10);

	final TestTicker ticker = new TestTicker();

	final FakeProvider provider = new FakeProvider();

	final ResilienceRegistries registries;

	final Admission admission;

	private final ChatHandler chain;

	private final AttemptBudget budget;

	AdmissionFixture(ResilienceSettings settings) {
		this(settings, ResilienceRegistries.own());
	}

	AdmissionFixture(ResilienceSettings settings, ResilienceRegistries registries) {
		this.registries = registries;
		this.admission = new Admission("acme", settings.orElse(ResilienceSettings.DEFAULTS), registries, this.ticker);
		this.chain = this.admission.around(this.provider);
		this.budget = new AttemptBudget(1, 1, 100, 100, this.ticker);
	}

	/**
	 * Nothing but a bulkhead.
	 */
	static ResilienceSettings bulkhead(int maxConcurrentCalls, Duration maxWait) {
		return bulkhead(maxConcurrentCalls, maxWait, null);
	}

	static ResilienceSettings bulkhead(int maxConcurrentCalls, Duration maxWait, Integer maxQueue) {
		return nothing().withBulkhead(new BulkheadSettings(true, maxConcurrentCalls, maxWait, maxQueue));
	}

	static ResilienceSettings nothing() {
		return ResilienceSettings.UNSET.withBulkhead(new BulkheadSettings(false, null, null, null))
			.withCircuitBreaker(new CircuitBreakerSettings(false, null, null, null, null, null, null, null, null));
	}

	/**
	 * A breaker that opens by 2 failures of 4 calls for 8 to 12 s and tries 2 calls then
	 * for at most 30 s.
	 */
	static CircuitBreakerSettings breaker() {
		return new CircuitBreakerSettings(true, 50d, 100d, Duration.ofSeconds(20), 4, 4, Duration.ofSeconds(10), 2,
				Duration.ofSeconds(30));
	}

	ChatCall call(ChatCompletionRequest request, ModelInfo info, Duration total) {
		return call(request, info, total, this.ticker);
	}

	private ChatCall call(ChatCompletionRequest request, ModelInfo info, Duration total, Ticker ticker) {
		ChatCall call = ChatCall.start(request, null, ticker);
		Target target = new Target("acme", request.model(), request.model(), info);
		call = call.withWay(new ChatCall.Way(target, ticker.nanoTime() + total.toNanos(), this.budget));
		return call.withAttempt(Attempt.of(call, ticker));
	}

	static ChatCompletionRequest request(String model) {
		return ChatCompletionRequest.builder().model(model).user("Hi").build();
	}

	static ChatCompletionRequest request(int maxTokens) {
		return ChatCompletionRequest.builder().model("m").user("Hi").maxTokens(maxTokens).build();
	}

	Reader complete() {
		return complete(call(request("m"), null, TOTAL));
	}

	Reader complete(ChatCall call) {
		Reader reader = new Reader();
		this.chain.complete(call).subscribe(reader);
		return reader;
	}

	Reader stream() {
		return stream(call(request("m"), null, TOTAL));
	}

	Reader stream(ChatCall call) {
		Reader reader = new Reader();
		this.chain.stream(call).subscribe(reader);
		return reader;
	}

	ChatHandler chain() {
		return this.chain;
	}

	ShuttingDownException closing() {
		return new ShuttingDownException(ErrorDetails.problem("the provider is closed").build(), null);
	}

}
