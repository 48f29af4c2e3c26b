package io.harborai.resilience;

import java.time.Duration;
import java.util.List;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.harborai.call.ChatCall;
import io.harborai.call.ChatHandler;
import io.harborai.call.Outcome;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.BulkheadFullException;
import io.harborai.error.ErrorCategory;
import io.harborai.error.ErrorClass;
import io.harborai.error.RateLimitedException;
import io.harborai.error.ShuttingDownException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AdmissionTests {

	@Test
	void isWantedWhenAnythingIsOn() {
		ResilienceSettings nothing = AdmissionFixture.nothing().orElse(ResilienceSettings.DEFAULTS);
		assertThat(Admission.isWanted(nothing)).isFalse();
		assertThat(Admission.isWanted(ResilienceSettings.DEFAULTS)).isTrue();
		assertThat(Admission.isWanted(nothing.withBulkhead(BulkheadSettings.DEFAULTS))).isTrue();
		assertThat(Admission.isWanted(nothing.withCircuitBreaker(CircuitBreakerSettings.DEFAULTS))).isTrue();
		assertThat(Admission.isWanted(nothing.withRateLimiter(new RateLimiterSettings(1, null)))).isTrue();
		assertThat(Admission.isWanted(nothing.withRateLimiter(new RateLimiterSettings(null, 1L)))).isTrue();
		assertThat(Admission.isWanted(nothing.withAdaptive(new AdaptiveSettings(true, 1, 1, 0.5)))).isTrue();
	}

	@Test
	void whatIsOffHasNoInstanceAndNoFigure() {
		AdmissionFixture fixture = new AdmissionFixture(
				AdmissionFixture.nothing().withRateLimiter(new RateLimiterSettings(600, null)));
		fixture.complete();
		assertThat(fixture.admission.breakers()).isEmpty();
		assertThat(fixture.admission.limit()).isNull();
		assertThat(fixture.admission.tokensLeft()).isNull();
		assertThat(fixture.admission.inFlight()).isZero();
		assertThat(fixture.admission.queued()).isZero();
		assertThat(fixture.registries.bulkheads().find("harborai-acme")).isEmpty();
		assertThat(fixture.registries.circuitBreakers().getAllCircuitBreakers()).isEmpty();
		assertThat(fixture.registries.rateLimiters().find("harborai-acme")).isPresent();
	}

	@Test
	void nothingIsTakenBeforeTheSubscription() {
		AdmissionFixture fixture = new AdmissionFixture(AdmissionFixture.bulkhead(1, Duration.ZERO));
		ChatCall call = fixture.call(AdmissionFixture.request("m"), null, AdmissionFixture.TOTAL);
		Mono<ChatCompletion> completion = fixture.chain().complete(call);
		Flux<ChatCompletionChunk> chunks = fixture.chain().stream(call);
		assertThat(fixture.admission.inFlight()).isZero();
		assertThat(fixture.provider.runs()).isEmpty();
		assertThat(List.of(completion, chunks)).hasSize(2);
	}

	@Test
	void aPermitIsHeldFromAdmissionToTheEndHoweverItEnds() {
		AdmissionFixture fixture = new AdmissionFixture(ResilienceSettings.DEFAULTS);
		fixture.complete();
		assertThat(fixture.admission.inFlight()).isEqualTo(1);
		fixture.provider.latest().succeed();
		assertThat(fixture.admission.inFlight()).isZero();

		fixture.stream();
		fixture.provider.latest().delta();
		assertThat(fixture.admission.inFlight()).isEqualTo(1);
		fixture.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		assertThat(fixture.admission.inFlight()).isZero();

		Reader reader = fixture.stream();
		fixture.provider.latest().delta();
		reader.cancel();
		assertThat(fixture.provider.latest().isCancelled()).isTrue();
		assertThat(fixture.admission.inFlight()).isZero();
		assertThat(fixture.admission.limit()).isEqualTo(256);
	}

	@Test
	void aFullBulkheadRefusesAtOnceAndSaysWhatToDo() {
		AdmissionFixture fixture = new AdmissionFixture(AdmissionFixture.bulkhead(1, Duration.ZERO));
		fixture.complete();
		ChatCall call = fixture.call(AdmissionFixture.request("m"), null, AdmissionFixture.TOTAL);
		Reader second = fixture.complete(call);
		assertThat(second.failure()).isInstanceOf(BulkheadFullException.class)
			.hasMessageContaining("acme/m")
			.hasMessageContaining("resilience.bulkhead.max-concurrent-calls")
			.hasNoCause();
		assertThat(second.endings()).isEqualTo(1);
		BulkheadFullException failure = (BulkheadFullException) second.failure();
		assertThat(failure.retryable()).isTrue();
		assertThat(failure.attempts()).singleElement()
			.satisfies((attempt) -> assertThat(attempt.outcome()).isEqualTo("bulkhead_full"));
		assertThat(call.attempt().isEnded()).isTrue();
		assertThat(ErrorClass.of(failure)).isEqualTo(ErrorClass.REFUSED);
		assertThat(fixture.provider.runs()).hasSize(1);
		fixture.provider.latest().succeed();
		assertThat(fixture.complete().isOver()).isFalse();
	}

	@Test
	void aRefusalGivesBackWhatWasTakenBeforeIt() {
		AdmissionFixture fixture = new AdmissionFixture(
				ResilienceSettings.UNSET.withBulkhead(new BulkheadSettings(true, 10, null, null))
					.withCircuitBreaker(AdmissionFixture.breaker())
					.withAdaptive(new AdaptiveSettings(true, 10, 1, 0.5))
					.withRateLimiter(new RateLimiterSettings(1, 10_000L)));
		fixture.complete();
		assertThat(fixture.admission.inFlight()).isEqualTo(1);
		Long left = fixture.admission.tokensLeft();
		Reader refused = fixture.complete();
		assertThat(refused.failure()).isInstanceOf(RateLimitedException.class)
			.hasMessageContaining("resilience.rate-limiter.requests-per-minute");
		assertThat(fixture.admission.inFlight()).isEqualTo(1);
		assertThat(fixture.admission.tokensLeft()).isEqualTo(left);
		fixture.provider.latest().succeed();
		assertThat(fixture.admission.inFlight()).isZero();
	}

	@Test
	void limitsAreAskedInOrderAndGivenBackInReverse() {
		List<String> log = new java.util.ArrayList<>();
		Limits limits = new Limits(List.of(new Logged("first", log, null), new Logged("second", log, null),
				new Logged("third", log, new Refusal(Refusal.Reason.FULL, "no", "wait", -1)),
				new Logged("fourth", log, null)));
		Permit permit = new Permit(new AdmissionFixture(ResilienceSettings.DEFAULTS)
			.call(AdmissionFixture.request("m"), null, AdmissionFixture.TOTAL)
			.attempt(), limits, new Door(limits));
		assertThat(limits.take(permit)).isNotNull();
		assertThat(log).containsExactly("take first", "take second", "take third", "give back second",
				"give back first");
	}

	@Test
	void anAttemptCancelledWhileItIsAdmittedKeepsNothing() {
		AdmissionFixture fixture = new AdmissionFixture(AdmissionFixture.bulkhead(1, Duration.ZERO));
		ChatCall call = fixture.call(AdmissionFixture.request("m"), null, AdmissionFixture.TOTAL);
		call.attempt().end(Outcome.CANCELLED);
		fixture.complete(call);
		assertThat(fixture.admission.inFlight()).isZero();
	}

	@Test
	void aStepThatThrowsKeepsNothing() {
		AdmissionFixture fixture = new AdmissionFixture(AdmissionFixture.bulkhead(1, Duration.ZERO));
		ChatHandler throwing = fixture.admission.around(new ChatHandler() {

			@Override
			public Mono<ChatCompletion> complete(ChatCall call) {
				throw new IllegalStateException("broken");
			}

			@Override
			public Flux<ChatCompletionChunk> stream(ChatCall call) {
				throw new IllegalStateException("broken");
			}

		});
		ChatCall call = fixture.call(AdmissionFixture.request("m"), null, AdmissionFixture.TOTAL);
		assertThatThrownBy(() -> throwing.complete(call).block()).hasMessage("broken");
		assertThat(call.attempt().isEnded()).isTrue();
		assertThat(fixture.admission.inFlight()).isZero();
	}

	@Test
	void afterItsCloseItLetsNobodyIn() {
		AdmissionFixture fixture = new AdmissionFixture(ResilienceSettings.DEFAULTS);
		Reader before = fixture.complete();
		fixture.admission.close(fixture::closing);
		assertThat(fixture.complete().failure()).isInstanceOf(ShuttingDownException.class);
		fixture.provider.run(0).succeed();
		assertThat(before.items()).hasSize(1);
		assertThat(fixture.admission.inFlight()).isZero();
		assertThat(fixture.ticker.pending()).isZero();
	}

	@Test
	void aProviderRegisteredAgainUnderItsNameGetsItsOwnSettings() {
		ResilienceRegistries registries = ResilienceRegistries.own();
		ResilienceSettings first = ResilienceSettings.UNSET.withBulkhead(new BulkheadSettings(true, 1, null, null))
			.withRateLimiter(new RateLimiterSettings(1, null));
		AdmissionFixture old = new AdmissionFixture(first, registries);
		old.complete();
		old.admission.close(old::closing);
		assertThat(registries.circuitBreakers().getAllCircuitBreakers()).isEmpty();
		assertThat(registries.rateLimiters().getAllRateLimiters()).isEmpty();
		AdmissionFixture fresh = new AdmissionFixture(first.withBulkhead(new BulkheadSettings(true, 7, null, null)),
				registries);
		assertThat(fresh.admission.limit()).isEqualTo(7);
		assertThat(fresh.admission.inFlight()).isZero();
	}

	@Test
	void aLentBulkheadIsUsedAndItsWaitingIsOurs() {
		BulkheadRegistry lent = BulkheadRegistry.ofDefaults();
		lent.bulkhead("harborai-acme",
				BulkheadConfig.custom().maxConcurrentCalls(1).maxWaitDuration(Duration.ofSeconds(5)).build());
		ResilienceRegistries own = ResilienceRegistries.own();
		AdmissionFixture fixture = new AdmissionFixture(
				AdmissionFixture.nothing().withBulkhead(new BulkheadSettings(true, 100, Duration.ZERO, null)),
				new ResilienceRegistries(own.circuitBreakers(), lent, own.rateLimiters()));
		fixture.complete();
		Reader waiting = fixture.complete();
		assertThat(fixture.admission.queued()).isEqualTo(1);
		fixture.ticker.advance(Duration.ofSeconds(5));
		assertThat(waiting.failure()).isInstanceOf(BulkheadFullException.class);
		fixture.admission.close(fixture::closing);
		assertThat(lent.find("harborai-acme")).as("what was lent stays").isPresent();
	}

	@Test
	void aLentConfigurationCalledHarboraiAppliesToWhatIsMade() {
		BulkheadRegistry lent = BulkheadRegistry.ofDefaults();
		lent.addConfiguration("harborai", BulkheadConfig.custom().maxConcurrentCalls(3).build());
		ResilienceRegistries own = ResilienceRegistries.own();
		AdmissionFixture fixture = new AdmissionFixture(ResilienceSettings.DEFAULTS,
				new ResilienceRegistries(own.circuitBreakers(), lent, own.rateLimiters()));
		assertThat(fixture.admission.limit()).isEqualTo(3);
		assertThat(lent.find("harborai-acme")).isPresent();
	}

	private record Logged(String name, List<String> log, Refusal refusal) implements Limit {

		@Override
		public Refusal take(Permit permit) {
			this.log.add("take " + this.name);
			return this.refusal;
		}

		@Override
		public void giveBack(Permit permit) {
			this.log.add("give back " + this.name);
		}

		@Override
		public void onEnd(Permit permit, Outcome outcome) {
			this.log.add("end " + this.name);
		}

	}

}
