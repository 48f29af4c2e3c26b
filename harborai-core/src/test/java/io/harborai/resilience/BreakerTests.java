package io.harborai.resilience;

import java.time.Duration;
import java.util.Map;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.harborai.error.CircuitOpenException;
import io.harborai.error.ErrorCategory;
import io.harborai.model.ModelInfo;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class BreakerTests {

	private final AdmissionFixture fixture = new AdmissionFixture(
			AdmissionFixture.nothing().withCircuitBreaker(AdmissionFixture.breaker()));

	private CircuitBreaker breaker() {
		return this.fixture.registries.circuitBreakers().find("harborai-acme").orElseThrow();
	}

	private BreakerState state() {
		return this.fixture.admission.breakers().get("harborai-acme");
	}

	private void fail(int times) {
		for (int i = 0; i < times; i++) {
			this.fixture.complete();
			this.fixture.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		}
	}

	private void open() {
		fail(4);
		assertThat(state().state()).isEqualTo(State.OPEN);
	}

	private void halfOpen() {
		open();
		this.fixture.ticker.advance(Duration.ofSeconds(13));
	}

	@Test
	void opensByItsFailureRateAndRefusesTypedWithTheRestOfItsTime() {
		fail(3);
		assertThat(state()).isEqualTo(new BreakerState(State.CLOSED, null));
		fail(1);
		assertThat(state()).isEqualTo(new BreakerState(State.OPEN, 100d));
		this.fixture.ticker.advance(Duration.ofSeconds(3));
		Reader refused = this.fixture.complete();
		assertThat(refused.failure()).isInstanceOf(CircuitOpenException.class)
			.hasMessageContaining("acme/m")
			.hasMessageContaining("resilience.circuit-breaker.wait-duration-in-open-state")
			.hasNoCause();
		CircuitOpenException failure = (CircuitOpenException) refused.failure();
		assertThat(failure.details().retryAfter()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(9001));
		assertThat(failure.attempts()).last().satisfies((end) -> assertThat(end.outcome()).isEqualTo("circuit_open"));
		assertThat(this.fixture.provider.runs()).hasSize(4);
		// What it says is true.
		this.fixture.ticker.advance(failure.details().retryAfter());
		assertThat(this.fixture.complete().isOver()).isFalse();
		assertThat(state().state()).isEqualTo(State.HALF_OPEN);
	}

	@Test
	@DisplayName("F44 the time for which a breaker is open varies")
	void theOpenTimeVaries() {
		long distinct = java.util.stream.IntStream.range(0, 10).mapToObj((i) -> {
			AdmissionFixture each = new AdmissionFixture(
					AdmissionFixture.nothing().withCircuitBreaker(AdmissionFixture.breaker()));
			for (int n = 0; n < 4; n++) {
				each.complete();
				each.provider.latest().fail(ErrorCategory.SERVER_ERROR);
			}
			return ((CircuitOpenException) each.complete().failure()).details().retryAfter();
		}).distinct().count();
		assertThat(distinct).isGreaterThan(1);
	}

	@ParameterizedTest
	@EnumSource(value = ErrorCategory.class,
			names = { "INVALID_REQUEST", "CONTEXT_LENGTH", "CONTENT_FILTER", "AUTHENTICATION", "PERMISSION",
					"INSUFFICIENT_BALANCE", "QUOTA_EXHAUSTED", "MODEL_NOT_FOUND", "RATE_LIMIT" })
	void whatIsNotTheProvidersFailureMakesNoRecordAndReturnsItsProbe(ErrorCategory category) {
		halfOpen();
		for (int i = 0; i < 6; i++) {
			this.fixture.complete();
			this.fixture.provider.latest().fail(category);
		}
		assertThat(state().state()).isEqualTo(State.HALF_OPEN);
		assertThat(breaker().getMetrics().getNumberOfBufferedCalls()).isZero();
		assertThat(this.fixture.complete().isOver()).isFalse();
		assertThat(this.fixture.complete().isOver()).isFalse();
		assertThat(this.fixture.complete().failure()).isInstanceOf(CircuitOpenException.class);
	}

	@ParameterizedTest
	@EnumSource(value = ErrorCategory.class, names = { "OVERLOADED", "SERVER_ERROR", "TIMEOUT", "PARSE" })
	void theProvidersFailuresAreRecorded(ErrorCategory category) {
		this.fixture.complete();
		this.fixture.provider.latest().fail(category);
		assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
	}

	@Test
	void aCancelReturnsItsProbe() {
		halfOpen();
		for (int i = 0; i < 6; i++) {
			this.fixture.stream().cancel();
		}
		assertThat(breaker().getMetrics().getNumberOfBufferedCalls()).isZero();
		assertThat(this.fixture.stream().isOver()).isFalse();
	}

	@Test
	void aStreamSucceedsAtItsFirstDeltaWithItsTime() {
		this.fixture.stream();
		this.fixture.ticker.advance(Duration.ofSeconds(1));
		this.fixture.provider.latest().delta();
		assertThat(breaker().getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
		// It goes on for long, and isn't a slow call.
		this.fixture.ticker.advance(Duration.ofMinutes(5));
		this.fixture.provider.latest().delta();
		this.fixture.provider.latest().succeed();
		assertThat(breaker().getMetrics().getNumberOfBufferedCalls()).isEqualTo(1);
		assertThat(breaker().getMetrics().getNumberOfSlowCalls()).isZero();
	}

	@Test
	void aLateFirstDeltaIsASlowCall() {
		this.fixture.stream();
		this.fixture.ticker.advance(Duration.ofSeconds(21));
		this.fixture.provider.latest().delta();
		assertThat(breaker().getMetrics().getNumberOfSlowCalls()).isEqualTo(1);
	}

	@Test
	void aWholeAnswerIsJudgedAtItsEnd() {
		this.fixture.complete();
		this.fixture.ticker.advance(Duration.ofSeconds(21));
		this.fixture.provider.latest().succeed();
		assertThat(breaker().getMetrics().getNumberOfSlowSuccessfulCalls()).isEqualTo(1);
	}

	@Test
	void aCutAfterTheFirstDeltaAddsOneFailureWhileClosed() {
		this.fixture.stream();
		this.fixture.provider.latest().delta().fail(ErrorCategory.SERVER_ERROR);
		assertThat(breaker().getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
		assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
	}

	@Test
	void aCutAfterTheFirstDeltaAddsNothingWhileHalfOpen() {
		halfOpen();
		this.fixture.stream();
		this.fixture.provider.latest().delta().fail(ErrorCategory.SERVER_ERROR);
		assertThat(breaker().getMetrics().getNumberOfBufferedCalls()).isEqualTo(1);
		assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isZero();
	}

	@Test
	void aCancelAfterTheFirstDeltaStaysASuccess() {
		Reader reader = this.fixture.stream();
		this.fixture.provider.latest().delta();
		reader.cancel();
		assertThat(breaker().getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
		assertThat(breaker().getMetrics().getNumberOfBufferedCalls()).isEqualTo(1);
	}

	@Test
	void halfOpenLetsAFewThroughAndClosesWhenTheyAreWell() {
		halfOpen();
		this.fixture.stream();
		this.fixture.stream();
		Reader third = this.fixture.stream();
		assertThat(third.failure()).isInstanceOf(CircuitOpenException.class)
			.hasMessageContaining("half open")
			.hasMessageContaining("resilience.circuit-breaker.permitted-calls-in-half-open-state");
		this.fixture.provider.run(4).delta();
		assertThat(state().state()).isEqualTo(State.HALF_OPEN);
		assertThat(this.fixture.ticker.pending()).isEqualTo(1);
		this.fixture.provider.run(5).delta();
		assertThat(state().state()).isEqualTo(State.CLOSED);
		assertThat(this.fixture.ticker.pending()).isZero();
	}

	@Test
	void halfOpenOpensAgainWhenTheyFail() {
		halfOpen();
		fail(2);
		assertThat(state().state()).isEqualTo(State.OPEN);
		assertThat(this.fixture.ticker.pending()).isZero();
		assertThat(this.fixture.complete().failure()).isInstanceOf(CircuitOpenException.class);
	}

	@Test
	void halfOpenOpensAgainWhenTheyDontDecideInTime() {
		halfOpen();
		this.fixture.stream();
		assertThat(state().state()).isEqualTo(State.HALF_OPEN);
		this.fixture.ticker.advance(Duration.ofSeconds(29));
		assertThat(state().state()).isEqualTo(State.HALF_OPEN);
		this.fixture.ticker.advance(Duration.ofSeconds(1));
		assertThat(state().state()).isEqualTo(State.OPEN);
		// What comes of it later says nothing of the next try.
		this.fixture.ticker.advance(Duration.ofSeconds(13));
		this.fixture.stream();
		assertThat(state().state()).isEqualTo(State.HALF_OPEN);
		this.fixture.provider.run(4).fail(ErrorCategory.SERVER_ERROR);
		assertThat(breaker().getMetrics().getNumberOfBufferedCalls()).isZero();
		assertThat(this.fixture.stream().isOver()).isFalse();
		assertThat(this.fixture.stream().isOver()).isTrue();
	}

	@Test
	void callsFromBeforeItOpenedDontCountInHalfOpenNorGiveItProbes() {
		for (int i = 0; i < 10; i++) {
			this.fixture.stream();
		}
		for (int i = 0; i < 4; i++) {
			this.fixture.provider.run(i).fail(ErrorCategory.SERVER_ERROR);
		}
		this.fixture.ticker.advance(Duration.ofSeconds(13));
		this.fixture.stream();
		assertThat(state().state()).isEqualTo(State.HALF_OPEN);
		this.fixture.provider.run(4).fail(ErrorCategory.SERVER_ERROR);
		this.fixture.provider.run(5).fail(ErrorCategory.SERVER_ERROR);
		this.fixture.provider.run(6).fail(ErrorCategory.INVALID_REQUEST);
		this.fixture.provider.run(7).cancel();
		this.fixture.provider.run(8).delta();
		assertThat(state().state()).isEqualTo(State.HALF_OPEN);
		assertThat(breaker().getMetrics().getNumberOfBufferedCalls()).isZero();
		assertThat(this.fixture.stream().isOver()).isFalse();
		assertThat(this.fixture.stream().isOver()).isTrue();
	}

	@Test
	void knownModelsHaveOneEachAndAllOthersShareOne() {
		ModelInfo known = ModelInfo.builder("acme", "known").build();
		this.fixture.complete(this.fixture.call(AdmissionFixture.request("known"), known, AdmissionFixture.TOTAL));
		for (int i = 0; i < 20; i++) {
			this.fixture
				.complete(this.fixture.call(AdmissionFixture.request("sent-" + i), null, AdmissionFixture.TOTAL));
		}
		assertThat(this.fixture.admission.breakers()).containsOnlyKeys("harborai-acme", "harborai-acme.known");
		for (int i = 1; i < 5; i++) {
			this.fixture.provider.run(i).fail(ErrorCategory.SERVER_ERROR);
		}
		assertThat(this.fixture.complete().failure()).isInstanceOf(CircuitOpenException.class);
		assertThat(this.fixture
			.complete(this.fixture.call(AdmissionFixture.request("known"), known, AdmissionFixture.TOTAL))
			.isOver()).isFalse();
	}

	@Test
	void nothingIsLeftOnTheTickerAfterItsClose() {
		halfOpen();
		this.fixture.stream();
		assertThat(this.fixture.ticker.pending()).isEqualTo(1);
		this.fixture.admission.close(this.fixture::closing);
		assertThat(this.fixture.ticker.pending()).isZero();
		this.fixture.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		assertThat(this.fixture.ticker.pending()).isZero();
	}

	@Test
	void aLentBreakerIsUsedAsItIs() {
		CircuitBreakerRegistry lent = CircuitBreakerRegistry.ofDefaults();
		CircuitBreaker own = lent.circuitBreaker("harborai-acme",
				CircuitBreakerConfig.custom().slidingWindowSize(2).minimumNumberOfCalls(2).build());
		AdmissionFixture lenders = new AdmissionFixture(
				AdmissionFixture.nothing().withCircuitBreaker(AdmissionFixture.breaker()), registries(lent));
		lenders.complete();
		lenders.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		lenders.complete();
		lenders.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		assertThat(own.getState()).isEqualTo(State.OPEN);
		CircuitOpenException failure = (CircuitOpenException) lenders.complete().failure();
		assertThat(failure.details().retryAfter()).as("nobody tells").isNull();
		own.transitionToClosedState();
		assertThat(lenders.complete().isOver()).isFalse();
		own.transitionToForcedOpenState();
		assertThat(lenders.complete().failure()).isInstanceOf(CircuitOpenException.class);
		own.transitionToDisabledState();
		assertThat(lenders.complete().isOver()).isFalse();
		lenders.admission.close(lenders::closing);
		assertThat(lent.find("harborai-acme")).containsSame(own);
	}

	@Test
	void aLentConfigurationIsUsedOnOurTime() {
		CircuitBreakerRegistry lent = CircuitBreakerRegistry.of(Map.of("harborai",
				CircuitBreakerConfig.custom()
					.slidingWindowSize(2)
					.minimumNumberOfCalls(2)
					.waitDurationInOpenState(Duration.ofSeconds(7))
					.maxWaitDurationInHalfOpenState(Duration.ofSeconds(3))
					.build()));
		AdmissionFixture lenders = new AdmissionFixture(
				AdmissionFixture.nothing().withCircuitBreaker(AdmissionFixture.breaker()), registries(lent));
		lenders.complete();
		lenders.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		lenders.complete();
		lenders.provider.latest().fail(ErrorCategory.SERVER_ERROR);
		CircuitOpenException failure = (CircuitOpenException) lenders.complete().failure();
		assertThat(failure.details().retryAfter()).isEqualTo(Duration.ofMillis(7001));
		lenders.ticker.advance(Duration.ofMillis(7001));
		lenders.complete();
		assertThat(lenders.admission.breakers().get("harborai-acme").state()).isEqualTo(State.HALF_OPEN);
		lenders.ticker.advance(Duration.ofSeconds(3));
		assertThat(lenders.admission.breakers().get("harborai-acme").state()).isEqualTo(State.OPEN);
	}

	private static ResilienceRegistries registries(CircuitBreakerRegistry breakers) {
		return new ResilienceRegistries(breakers, BulkheadRegistry.ofDefaults(), RateLimiterRegistry.ofDefaults());
	}

	@Test
	void aResetClosesItAndWhatRanBeforeSaysNothingAnyMore() {
		fail(3);
		this.fixture.complete();
		FakeProvider.Run running = this.fixture.provider.latest();
		fail(1);
		assertThat(state().state()).isEqualTo(State.OPEN);
		this.fixture.admission.reset();
		assertThat(state()).isEqualTo(new BreakerState(State.CLOSED, null));
		running.fail(ErrorCategory.SERVER_ERROR);
		fail(3);
		assertThat(state().state()).isEqualTo(State.CLOSED);
		fail(1);
		assertThat(state().state()).isEqualTo(State.OPEN);
	}

}
