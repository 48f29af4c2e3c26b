package io.harborai.resilience;

import java.time.Duration;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.harborai.call.ChatCall;
import io.harborai.call.RateHints;
import io.harborai.call.TokenEstimate;
import io.harborai.error.ErrorCategory;
import io.harborai.error.ErrorClass;
import io.harborai.error.RateLimitedException;
import io.harborai.usage.Usage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitTests {

	private final AdmissionFixture fixture = tokens(6000);

	private static AdmissionFixture tokens(long perMinute) {
		return new AdmissionFixture(
				AdmissionFixture.nothing().withRateLimiter(new RateLimiterSettings(null, perMinute)));
	}

	private static AdmissionFixture requests(int perMinute) {
		return new AdmissionFixture(
				AdmissionFixture.nothing().withRateLimiter(new RateLimiterSettings(perMinute, null)));
	}

	/**
	 * A call whose estimate is this.
	 */
	private ChatCall estimated(int tokens) {
		int prompt = (int) TokenEstimate.promptTokens(AdmissionFixture.request(1));
		return this.fixture.call(AdmissionFixture.request(tokens - prompt), null, AdmissionFixture.TOTAL);
	}

	@Test
	void tokensAreReservedByEstimateAndSettledByUsage() {
		this.fixture.complete(estimated(2000));
		assertThat(this.fixture.admission.tokensLeft()).isEqualTo(4000);
		this.fixture.provider.latest().succeed(Usage.of(100, 400));
		assertThat(this.fixture.admission.tokensLeft()).isEqualTo(5500);
		this.fixture.complete(estimated(2000));
		this.fixture.provider.latest().succeed(Usage.of(1000, 4000));
		assertThat(this.fixture.admission.tokensLeft()).isEqualTo(500);
	}

	@Test
	void missingUsageKeepsTheEstimate() {
		this.fixture.complete(estimated(2000));
		this.fixture.provider.latest().succeed();
		assertThat(this.fixture.admission.tokensLeft()).isEqualTo(4000);
		this.fixture.complete(estimated(1000));
		this.fixture.provider.latest().connected().fail(ErrorCategory.SERVER_ERROR);
		assertThat(this.fixture.admission.tokensLeft()).isEqualTo(3000);
		Reader reader = this.fixture.stream(estimated(1000));
		this.fixture.provider.latest().delta();
		reader.cancel();
		assertThat(this.fixture.admission.tokensLeft()).isEqualTo(2000);
	}

	@Test
	void whatNeverReachedTheVendorIsRefunded() {
		this.fixture.complete(estimated(2000));
		this.fixture.provider.latest().fail(ErrorCategory.INVALID_REQUEST);
		assertThat(this.fixture.admission.tokensLeft()).isEqualTo(6000);
		this.fixture.complete(estimated(2000)).cancel();
		assertThat(this.fixture.admission.tokensLeft()).isEqualTo(6000);
	}

	@Test
	void tokensComeBackEvenlyOverTheMinute() {
		this.fixture.complete(estimated(6000));
		assertThat(this.fixture.admission.tokensLeft()).isZero();
		this.fixture.ticker.advance(Duration.ofSeconds(15));
		assertThat(this.fixture.admission.tokensLeft()).isEqualTo(1500);
		this.fixture.ticker.advance(Duration.ofMinutes(5));
		assertThat(this.fixture.admission.tokensLeft()).isEqualTo(6000);
	}

	@Test
	void aRefusalIsTypedAndSaysHowLong() {
		this.fixture.complete(estimated(5000));
		ChatCall call = estimated(2000);
		Reader refused = this.fixture.complete(call);
		assertThat(refused.failure()).isInstanceOfSatisfying(RateLimitedException.class, (failure) -> {
			assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(10_001));
			assertThat(failure.retryable()).isTrue();
			assertThat(failure.attempts()).last()
				.satisfies((end) -> assertThat(end.outcome()).isEqualTo("rate_limited"));
		}).hasMessageContaining("acme/m").hasMessageContaining("resilience.rate-limiter.tokens-per-minute");
		this.fixture.ticker.advance(Duration.ofMillis(10_001));
		assertThat(this.fixture.complete(estimated(2000)).isOver()).isFalse();
	}

	@Test
	void aLocalRefusalDoesNotPassForTheVendors() {
		java.util.List<ErrorClass> told = new java.util.ArrayList<>();
		this.fixture.complete(estimated(5000));
		ChatCall call = estimated(2000);
		call.attempt().listen(new io.harborai.call.AttemptListener() {

			@Override
			public void onEnd(io.harborai.call.Attempt attempt, io.harborai.call.Outcome outcome) {
				told.add(outcome.errorClass());
			}

		});
		this.fixture.complete(call);
		assertThat(told).containsExactly(ErrorClass.REFUSED);
	}

	@Test
	void whatIsLargerThanTheMinuteGoesWhenItIsFullAndIsOwed() {
		assertThat(this.fixture.complete(estimated(9000)).isOver()).isFalse();
		assertThat(this.fixture.admission.tokensLeft()).isZero();
		this.fixture.ticker.advance(Duration.ofSeconds(30));
		assertThat(this.fixture.admission.tokensLeft()).isZero();
		this.fixture.ticker.advance(Duration.ofSeconds(10));
		assertThat(this.fixture.admission.tokensLeft()).isEqualTo(1000);
	}

	@Test
	void whatTheVendorSaysIsLeftIsTakenIfItIsLess() {
		this.fixture.complete(estimated(1000));
		this.fixture.provider.latest().headers(new RateHints(null, null, 5900L, null));
		assertThat(this.fixture.admission.tokensLeft()).as("ours is less").isEqualTo(5000);
		this.fixture.complete(estimated(1000));
		this.fixture.provider.latest().headers(new RateHints(null, null, 300L, Duration.ofSeconds(30)));
		assertThat(this.fixture.admission.tokensLeft()).isEqualTo(300);
		this.fixture.provider.latest().succeed(Usage.of(10, 10));
		assertThat(this.fixture.admission.tokensLeft()).as("the vendor has counted it already").isEqualTo(300);
		this.fixture.provider.run(0).succeed(Usage.of(10, 90));
		assertThat(this.fixture.admission.tokensLeft()).isEqualTo(1200);
	}

	@Test
	@DisplayName("F32 nothing left means nothing until the reset that the vendor tells")
	void nothingLeftMeansNothingUntilTheVendorsReset() {
		this.fixture.complete(estimated(1000));
		this.fixture.provider.latest().headers(new RateHints(null, null, 0L, Duration.ofSeconds(20)));
		this.fixture.ticker.advance(Duration.ofSeconds(19));
		RateLimitedException refused = (RateLimitedException) this.fixture.complete(estimated(100)).failure();
		assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(1001));
		this.fixture.ticker.advance(Duration.ofSeconds(1));
		assertThat(this.fixture.complete(estimated(100)).isOver()).isFalse();
	}

	@Test
	@DisplayName("F33 a reset that is far away is capped")
	void aResetThatIsFarAwayIsCapped() {
		this.fixture.complete(estimated(1000));
		this.fixture.provider.latest().headers(new RateHints(null, null, 0L, Duration.ofDays(1)));
		this.fixture.ticker.advance(Duration.ofMinutes(1));
		assertThat(this.fixture.complete(estimated(100)).isOver()).isFalse();
	}

	@Test
	void hintsAreReadOnlyWhereThereAreRates() {
		this.fixture.complete(estimated(10));
		assertThat(this.fixture.provider.latest().attempt().wantsHints()).isTrue();
		AdmissionFixture requests = requests(600);
		requests.complete();
		assertThat(requests.provider.latest().attempt().wantsHints()).isTrue();
		AdmissionFixture none = new AdmissionFixture(ResilienceSettings.DEFAULTS);
		none.complete();
		assertThat(none.provider.latest().attempt().wantsHints()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "1, 1, 60000", "30, 1, 2000", "60, 1, 1000", "90, 1, 666", "600, 10, 1000", "6000, 100, 1000" })
	void requestsAreSpreadOverTheMinute(int perMinute, int atOnce, long everyMillis) {
		RateLimiterConfig config = RequestsPerMinute.configuration(perMinute);
		assertThat(config.getLimitForPeriod()).isEqualTo(atOnce);
		assertThat(config.getLimitRefreshPeriod().toMillis()).isEqualTo(everyMillis);
		assertThat(config.getTimeoutDuration()).isZero();
	}

	@Test
	void requestsOverTheRateAreRefusedUntilTheNextOneIsDue() {
		AdmissionFixture requests = requests(30);
		assertThat(requests.complete().isOver()).isFalse();
		requests.ticker.advance(Duration.ofMillis(500));
		Reader refused = requests.complete();
		assertThat(refused.failure()).isInstanceOfSatisfying(RateLimitedException.class,
				(failure) -> assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(1501)));
		requests.ticker.advance(Duration.ofMillis(1501));
		assertThat(requests.complete().isOver()).isFalse();
	}

	@Test
	void aRequestThatWasAdmittedIsNotGivenBack() {
		AdmissionFixture requests = requests(30);
		requests.complete().cancel();
		assertThat(requests.complete().failure()).isInstanceOf(RateLimitedException.class);
	}

	@Test
	void noRequestLeftMeansNoneUntilTheVendorsResetCapped() {
		AdmissionFixture requests = requests(600);
		requests.complete();
		requests.provider.latest().headers(new RateHints(0L, Duration.ofSeconds(8), null, null));
		RateLimitedException refused = (RateLimitedException) requests.complete().failure();
		assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(8001));
		requests.ticker.advance(Duration.ofSeconds(8));
		assertThat(requests.complete().isOver()).isFalse();
		requests.provider.latest().headers(new RateHints(0L, Duration.ofHours(8), null, null));
		requests.ticker.advance(Duration.ofMinutes(1));
		assertThat(requests.complete().isOver()).isFalse();
		requests.provider.latest().headers(new RateHints(5L, Duration.ofHours(8), null, null));
		assertThat(requests.complete().isOver()).isFalse();
	}

	@Test
	void theLimiterInTheRegistryGoesByOurTimeUnlessOneWasLent() {
		AdmissionFixture requests = requests(1);
		requests.complete();
		assertThat(requests.registries.rateLimiters()
			.find("harborai-acme")
			.orElseThrow()
			.getMetrics()
			.getAvailablePermissions()).isZero();
		requests.ticker.advance(Duration.ofMinutes(1));
		assertThat(requests.registries.rateLimiters()
			.find("harborai-acme")
			.orElseThrow()
			.getMetrics()
			.getAvailablePermissions()).isEqualTo(1);
		ResilienceRegistries lent = ResilienceRegistries.own();
		lent.rateLimiters()
			.rateLimiter("harborai-acme",
					RateLimiterConfig.custom()
						.limitForPeriod(2)
						.limitRefreshPeriod(Duration.ofHours(1))
						.timeoutDuration(Duration.ofSeconds(5))
						.build());
		AdmissionFixture lenders = new AdmissionFixture(
				AdmissionFixture.nothing().withRateLimiter(new RateLimiterSettings(1, null)), lent);
		assertThat(lenders.complete().isOver()).isFalse();
		assertThat(lenders.complete().isOver()).isFalse();
		assertThat(lenders.complete().failure()).isInstanceOf(RateLimitedException.class);
		lenders.admission.close(lenders::closing);
		assertThat(lent.rateLimiters().find("harborai-acme")).isPresent();
	}

	@Test
	void aResetForgetsWhatTheVendorSaidAndLetsInWhoWaits() {
		AdmissionFixture waiting = new AdmissionFixture(AdmissionFixture.nothing()
			.withBulkhead(new BulkheadSettings(false, null, Duration.ofSeconds(50), null))
			.withRateLimiter(new RateLimiterSettings(null, 6000L)));
		waiting.complete();
		waiting.provider.latest().headers(new RateHints(null, null, 0L, Duration.ofSeconds(30)));
		waiting.complete();
		assertThat(waiting.admission.queued()).isOne();
		waiting.admission.reset();
		assertThat(waiting.admission.queued()).isZero();
		assertThat(waiting.provider.runs()).hasSize(2);
		AdmissionFixture requests = requests(600);
		requests.complete();
		requests.provider.latest().headers(new RateHints(0L, Duration.ofSeconds(8), null, null));
		assertThat(requests.complete().failure()).isInstanceOf(RateLimitedException.class);
		requests.admission.reset();
		assertThat(requests.complete().isOver()).isFalse();
	}

}
