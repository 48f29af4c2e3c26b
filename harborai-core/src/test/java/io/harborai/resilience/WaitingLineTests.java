package io.harborai.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.harborai.call.ChatCall;
import io.harborai.error.BulkheadFullException;
import io.harborai.error.CallTimeoutException;
import io.harborai.error.CircuitOpenException;
import io.harborai.error.ErrorCategory;
import io.harborai.error.RateLimitedException;
import io.harborai.error.ShuttingDownException;
import io.harborai.model.ModelInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingLineTests {

	private static final Duration WAIT = Duration.ofSeconds(2);

	private final AdmissionFixture fixture = new AdmissionFixture(AdmissionFixture.bulkhead(1, WAIT, 3));

	@Test
	void firstComeFirstServed() {
		this.fixture.complete();
		List<ChatCall> calls = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			ChatCall call = this.fixture.call(AdmissionFixture.request("m" + i), null, AdmissionFixture.TOTAL);
			calls.add(call);
			this.fixture.stream(call);
		}
		assertThat(this.fixture.admission.queued()).isEqualTo(3);
		assertThat(this.fixture.provider.runs()).hasSize(1);
		for (int i = 0; i < 3; i++) {
			this.fixture.provider.latest().succeed();
			assertThat(this.fixture.provider.latest().attempt()).isSameAs(calls.get(i).attempt());
		}
		assertThat(this.fixture.admission.queued()).isZero();
		this.fixture.provider.latest().succeed();
		assertThat(this.fixture.admission.inFlight()).isZero();
		assertThat(this.fixture.ticker.pending()).isZero();
	}

	@Test
	void whoComesLaterDoesNotOvertake() {
		AdmissionFixture rates = new AdmissionFixture(rates(null, 6000L));
		rates.complete(rates.call(AdmissionFixture.request(5000), null, AdmissionFixture.TOTAL));
		Reader large = rates.complete(rates.call(AdmissionFixture.request(1500), null, AdmissionFixture.TOTAL));
		Reader small = rates.complete(rates.call(AdmissionFixture.request(1), null, AdmissionFixture.TOTAL));
		assertThat(rates.admission.queued()).isEqualTo(2);
		rates.ticker.advance(Duration.ofSeconds(8));
		assertThat(rates.admission.queued()).isZero();
		assertThat(rates.provider.run(1).call().request().maxTokens()).isEqualTo(1500);
		assertThat(large.isOver() || small.isOver()).isFalse();
	}

	@Test
	void theLineHasAnEnd() {
		for (int i = 0; i < 4; i++) {
			assertThat(this.fixture.complete().isOver()).isFalse();
		}
		Reader refused = this.fixture.complete();
		assertThat(refused.failure()).isInstanceOf(BulkheadFullException.class)
			.hasMessageContaining("acme/m")
			.hasMessageContaining("resilience.bulkhead.max-queue");
		assertThat(this.fixture.admission.queued()).isEqualTo(3);
	}

	@Test
	void unlessItIsSetItsEndIsThatOfTheBulkhead() {
		AdmissionFixture two = new AdmissionFixture(AdmissionFixture.bulkhead(2, WAIT));
		for (int i = 0; i < 4; i++) {
			two.complete();
		}
		assertThat(two.admission.queued()).isEqualTo(2);
		assertThat(two.complete().failure()).isInstanceOf(BulkheadFullException.class);
	}

	@Test
	void waitingEndsAfterItsTime() {
		this.fixture.complete();
		Reader waiting = this.fixture.complete();
		this.fixture.ticker.advance(WAIT.minusMillis(1));
		assertThat(waiting.isOver()).isFalse();
		this.fixture.ticker.advance(Duration.ofMillis(1));
		assertThat(waiting.failure()).isInstanceOf(BulkheadFullException.class)
			.hasMessageContaining("2000 ms of waiting")
			.hasMessageContaining("resilience.bulkhead.max-concurrent-calls");
		assertThat(waiting.endings()).isEqualTo(1);
		assertThat(this.fixture.admission.queued()).isZero();
		assertThat(this.fixture.ticker.pending()).isZero();
		this.fixture.provider.latest().succeed();
		assertThat(this.fixture.admission.inFlight()).isZero();
	}

	@Test
	void eachWaitsItsOwnTimeByOneTask() {
		this.fixture.complete();
		Reader first = this.fixture.complete();
		this.fixture.ticker.advance(Duration.ofSeconds(1));
		Reader second = this.fixture.complete();
		Reader hasty = this.fixture
			.complete(this.fixture.call(AdmissionFixture.request("m"), null, Duration.ofMillis(500)));
		assertThat(this.fixture.ticker.pending()).isEqualTo(1);
		this.fixture.ticker.advance(Duration.ofMillis(500));
		assertThat(hasty.failure()).isInstanceOf(CallTimeoutException.class);
		assertThat(first.isOver()).isFalse();
		this.fixture.ticker.advance(Duration.ofMillis(500));
		assertThat(first.isOver()).isTrue();
		assertThat(second.isOver()).isFalse();
		assertThat(this.fixture.ticker.pending()).isEqualTo(1);
		this.fixture.ticker.advance(Duration.ofSeconds(1));
		assertThat(second.isOver()).isTrue();
		assertThat(this.fixture.ticker.pending()).isZero();
	}

	@Test
	void aCallsOwnDeadlineEndsItsWaitingAsThatClock() {
		this.fixture.complete();
		Reader waiting = this.fixture
			.complete(this.fixture.call(AdmissionFixture.request("m"), null, Duration.ofSeconds(1)));
		this.fixture.ticker.advance(Duration.ofSeconds(1));
		assertThat(waiting.failure()).isInstanceOfSatisfying(CallTimeoutException.class, (failure) -> {
			assertThat(failure.clock()).isEqualTo(CallTimeoutException.Clock.TOTAL);
			assertThat(failure.attempts()).last()
				.satisfies((end) -> assertThat(end.outcome()).isEqualTo("timeout_total"));
		}).hasMessageContaining("timeouts.total");
	}

	@Test
	void aCancelLeavesTheLine() {
		this.fixture.complete();
		ChatCall call = this.fixture.call(AdmissionFixture.request("m"), null, AdmissionFixture.TOTAL);
		Reader waiting = this.fixture.complete(call);
		Reader next = this.fixture.complete();
		waiting.cancel();
		assertThat(call.attempt().isEnded()).isTrue();
		assertThat(this.fixture.admission.queued()).isEqualTo(1);
		next.cancel();
		assertThat(this.fixture.admission.queued()).isZero();
		assertThat(this.fixture.ticker.pending()).isZero();
		this.fixture.provider.latest().succeed();
		assertThat(this.fixture.provider.runs()).hasSize(1);
		assertThat(waiting.isOver()).isFalse();
		assertThat(this.fixture.admission.inFlight()).isZero();
	}

	@Test
	void aCancelLetsThoseBehindItIn() {
		AdmissionFixture rates = new AdmissionFixture(rates(null, 6000L));
		rates.complete(rates.call(AdmissionFixture.request(5000), null, AdmissionFixture.TOTAL));
		Reader large = rates.complete(rates.call(AdmissionFixture.request(5900), null, AdmissionFixture.TOTAL));
		rates.complete(rates.call(AdmissionFixture.request(1), null, AdmissionFixture.TOTAL));
		assertThat(rates.provider.runs()).hasSize(1);
		large.cancel();
		assertThat(rates.provider.runs()).hasSize(2);
		assertThat(rates.ticker.pending()).isZero();
	}

	@Test
	void demandAndCancelReachTheSourceAfterTheWait() {
		Reader first = this.fixture.complete();
		Reader waiting = new Reader(0);
		this.fixture.chain()
			.stream(this.fixture.call(AdmissionFixture.request("m"), null, AdmissionFixture.TOTAL))
			.subscribe(waiting);
		waiting.request(3);
		first.cancel();
		assertThat(this.fixture.provider.latest().requested()).isEqualTo(3);
		waiting.request(2);
		assertThat(this.fixture.provider.latest().requested()).isEqualTo(5);
		this.fixture.provider.latest().delta();
		assertThat(waiting.items()).hasSize(1);
		waiting.cancel();
		assertThat(this.fixture.provider.latest().isCancelled()).isTrue();
		assertThat(this.fixture.admission.inFlight()).isZero();
	}

	@Test
	void theTimeInTheLineIsNotTheProviders() {
		AdmissionFixture both = new AdmissionFixture(
				AdmissionFixture.bulkhead(1, Duration.ofMinutes(1)).withCircuitBreaker(AdmissionFixture.breaker()));
		both.complete();
		both.stream();
		both.ticker.advance(Duration.ofSeconds(30));
		both.provider.latest().succeed();
		both.ticker.advance(Duration.ofSeconds(1));
		both.provider.latest().delta();
		assertThat(both.registries.circuitBreakers()
			.find("harborai-acme")
			.orElseThrow()
			.getMetrics()
			.getNumberOfSlowSuccessfulCalls()).as("the one that took 30 s").isEqualTo(1);
	}

	@Test
	void aRefillLetsInByOneTask() {
		AdmissionFixture rates = new AdmissionFixture(rates(60, null));
		rates.complete();
		Reader second = rates.complete();
		Reader third = rates.complete();
		assertThat(rates.admission.queued()).isEqualTo(2);
		assertThat(rates.ticker.pending()).isEqualTo(1);
		rates.ticker.advance(Duration.ofSeconds(1));
		assertThat(rates.provider.runs()).hasSize(2);
		assertThat(rates.ticker.pending()).isEqualTo(1);
		rates.ticker.advance(Duration.ofSeconds(1));
		assertThat(rates.provider.runs()).hasSize(3);
		assertThat(rates.ticker.pending()).isZero();
		assertThat(second.isOver() || third.isOver()).isFalse();
	}

	@Test
	void waitingForARateEndsAsOne() {
		AdmissionFixture rates = new AdmissionFixture(rates(1, null));
		rates.complete();
		Reader waiting = rates.complete();
		Reader behind = rates.complete();
		rates.ticker.advance(Duration.ofSeconds(10));
		assertThat(waiting.failure()).isInstanceOf(RateLimitedException.class);
		assertThat(behind.failure()).as("what stands against all stands against it")
			.isInstanceOf(RateLimitedException.class);
	}

	@Test
	void anOpenBreakerRefusesAtOnceRatherThanLettingWait() {
		AdmissionFixture both = withBreaker(1);
		open(both, "m");
		assertThat(both.complete().failure()).isInstanceOf(CircuitOpenException.class);
		// Nor does it while others wait for something else.
		ModelInfo other = ModelInfo.builder("acme", "other").build();
		both.complete(both.call(AdmissionFixture.request("other"), other, AdmissionFixture.TOTAL));
		both.complete(both.call(AdmissionFixture.request("other"), other, AdmissionFixture.TOTAL));
		assertThat(both.admission.queued()).isEqualTo(1);
		assertThat(both.complete().failure()).isInstanceOf(CircuitOpenException.class);
		assertThat(both.admission.queued()).isEqualTo(1);
	}

	@Test
	void aBreakerThatOpensRefusesAllWhoWaitForIt() {
		AdmissionFixture both = withBreaker(4);
		ModelInfo other = ModelInfo.builder("acme", "other").build();
		for (int i = 0; i < 4; i++) {
			both.stream();
		}
		Reader unrelated = both.complete(both.call(AdmissionFixture.request("other"), other, AdmissionFixture.TOTAL));
		Reader unrelatedToo = both
			.complete(both.call(AdmissionFixture.request("other"), other, AdmissionFixture.TOTAL));
		Reader first = both.complete();
		Reader second = both.complete();
		// Cut after their first delta, so that all but the last keep the place full.
		both.provider.run(0).delta();
		both.provider.run(1).delta();
		both.provider.run(2).delta();
		both.provider.run(3).delta();
		for (int i = 0; i < 3; i++) {
			both.provider.run(i).fail(ErrorCategory.SERVER_ERROR);
		}
		assertThat(both.admission.breakers().get("harborai-acme").state()).isEqualTo(State.OPEN);
		assertThat(first.failure() != null || second.failure() != null).isTrue();
		assertThat(both.admission.queued()).isZero();
		assertThat(unrelated.isOver() || unrelatedToo.isOver()).isFalse();
	}

	@Test
	void halfOpenWithoutAFreeProbeLetsWaitAndIsOvertakenByOthers() {
		AdmissionFixture both = withBreaker(10);
		open(both, "m");
		both.ticker.advance(Duration.ofSeconds(13));
		both.stream();
		both.stream();
		Reader waiting = both.stream();
		assertThat(both.admission.queued()).isEqualTo(1);
		assertThat(both.provider.runs()).hasSize(6);
		ModelInfo other = ModelInfo.builder("acme", "other").build();
		both.stream(both.call(AdmissionFixture.request("other"), other, AdmissionFixture.TOTAL));
		assertThat(both.provider.runs()).as("needs no probe").hasSize(7);
		both.provider.run(4).delta();
		assertThat(both.admission.queued()).isEqualTo(1);
		both.provider.run(5).delta();
		assertThat(both.admission.queued()).as("closed now").isZero();
		assertThat(waiting.isOver()).isFalse();
	}

	@Test
	void aProbeThatIsReturnedGoesToWhoWaits() {
		AdmissionFixture both = withBreaker(10);
		open(both, "m");
		both.ticker.advance(Duration.ofSeconds(13));
		Reader probe = both.stream();
		both.stream();
		both.stream();
		assertThat(both.admission.queued()).isEqualTo(1);
		probe.cancel();
		assertThat(both.admission.queued()).isZero();
		assertThat(both.provider.runs()).hasSize(7);
	}

	@Test
	void whoWaitsForAProbeIsRefusedWhenItOpensAgain() {
		AdmissionFixture both = withBreaker(10);
		open(both, "m");
		both.ticker.advance(Duration.ofSeconds(13));
		both.stream();
		both.stream();
		Reader waiting = both.stream();
		both.ticker.advance(Duration.ofSeconds(30));
		assertThat(waiting.failure()).isInstanceOf(CircuitOpenException.class);
		assertThat(both.admission.queued()).isZero();
		assertThat(both.ticker.pending()).isZero();
	}

	@Test
	void aCloseFailsAllWhoWaitAndAllWhoCome() {
		this.fixture.complete();
		Reader first = this.fixture.complete();
		Reader second = this.fixture.stream();
		this.fixture.admission.close(this.fixture::closing);
		assertThat(first.failure()).isInstanceOf(ShuttingDownException.class);
		assertThat(second.failure()).isInstanceOf(ShuttingDownException.class);
		assertThat(this.fixture.complete().failure()).isInstanceOf(ShuttingDownException.class);
		assertThat(this.fixture.admission.queued()).isZero();
		assertThat(this.fixture.ticker.pending()).isZero();
		this.fixture.provider.latest().succeed();
		assertThat(this.fixture.admission.inFlight()).isZero();
		assertThat(this.fixture.provider.runs()).hasSize(1);
	}

	@Test
	void aLongLineIsServedWithoutADeepStack() {
		AdmissionFixture many = new AdmissionFixture(AdmissionFixture.bulkhead(1, WAIT, 50_000));
		// Each ends as soon as it begins.
		io.harborai.call.ChatHandler brief = many.admission.around(new io.harborai.call.ChatHandler() {

			@Override
			public reactor.core.publisher.Mono<io.harborai.chat.ChatCompletion> complete(ChatCall call) {
				return reactor.core.publisher.Mono.fromRunnable(() -> call.attempt().end(io.harborai.call.Outcome.OK));
			}

			@Override
			public reactor.core.publisher.Flux<io.harborai.chat.ChatCompletionChunk> stream(ChatCall call) {
				return complete(call).thenMany(reactor.core.publisher.Flux.empty());
			}

		});
		many.complete();
		List<Reader> readers = new ArrayList<>();
		for (int i = 0; i < 50_000; i++) {
			Reader reader = new Reader();
			brief.complete(many.call(AdmissionFixture.request("m"), null, AdmissionFixture.TOTAL)).subscribe(reader);
			readers.add(reader);
		}
		many.provider.latest().succeed();
		assertThat(readers).allMatch(Reader::isOver).noneMatch((reader) -> reader.failure() != null);
		assertThat(many.admission.inFlight()).isZero();
	}

	@Test
	void anAdmissionThatThrowsLaterKeepsNothing() {
		io.harborai.call.ChatHandler throwing = this.fixture.admission.around(new io.harborai.call.ChatHandler() {

			@Override
			public reactor.core.publisher.Mono<io.harborai.chat.ChatCompletion> complete(ChatCall call) {
				throw new IllegalStateException("broken");
			}

			@Override
			public reactor.core.publisher.Flux<io.harborai.chat.ChatCompletionChunk> stream(ChatCall call) {
				throw new IllegalStateException("broken");
			}

		});
		this.fixture.complete();
		Reader reader = new Reader();
		throwing.stream(this.fixture.call(AdmissionFixture.request("m"), null, AdmissionFixture.TOTAL))
			.subscribe(reader);
		this.fixture.provider.latest().succeed();
		assertThat(reader.failure()).hasMessage("broken");
		assertThat(this.fixture.admission.inFlight()).isZero();
	}

	private static ResilienceSettings rates(Integer requests, Long tokens) {
		return AdmissionFixture.bulkhead(10, Duration.ofSeconds(10))
			.withRateLimiter(new RateLimiterSettings(requests, tokens));
	}

	private static AdmissionFixture withBreaker(int maxConcurrentCalls) {
		return new AdmissionFixture(AdmissionFixture.bulkhead(maxConcurrentCalls, Duration.ofMinutes(5))
			.withCircuitBreaker(AdmissionFixture.breaker()));
	}

	private static void open(AdmissionFixture fixture, String model) {
		for (int i = 0; i < 4; i++) {
			fixture.complete(fixture.call(AdmissionFixture.request(model), null, AdmissionFixture.TOTAL));
			fixture.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		}
		assertThat(fixture.admission.breakers().get("harborai-acme").state()).isEqualTo(State.OPEN);
	}

}
