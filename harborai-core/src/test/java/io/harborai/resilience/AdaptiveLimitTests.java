package io.harborai.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.harborai.error.BulkheadFullException;
import io.harborai.error.ConnectionFailedException;
import io.harborai.error.ErrorCategory;
import io.harborai.error.ErrorDetails;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AdaptiveLimitTests {

	private final AdmissionFixture fixture = fixture(10, 4, 20);

	private static AdmissionFixture fixture(int initial, int min, int max) {
		return new AdmissionFixture(AdmissionFixture.bulkhead(max, Duration.ZERO)
			.withAdaptive(new AdaptiveSettings(true, initial, min, 0.7)));
	}

	private List<FakeProvider.Run> start(int calls) {
		List<FakeProvider.Run> runs = new ArrayList<>();
		for (int i = 0; i < calls; i++) {
			assertThat(this.fixture.complete().isOver()).isFalse();
			runs.add(this.fixture.provider.latest());
		}
		return runs;
	}

	@Test
	void startsAtItsInitialLimitAndRefusesOverIt() {
		start(10);
		Reader refused = this.fixture.complete();
		assertThat(refused.failure()).isInstanceOf(BulkheadFullException.class)
			.hasMessageContaining("resilience.adaptive.min-limit");
		assertThat(this.fixture.admission.limit()).isEqualTo(10);
		assertThat(this.fixture.admission.inFlight()).as("the bulkhead's permit went back").isEqualTo(10);
	}

	@Test
	void isAbsentWhenOff() {
		assertThat(new AdmissionFixture(AdmissionFixture.bulkhead(20, Duration.ZERO)).admission.limit()).isEqualTo(20);
	}

	@Test
	void growsByOneForAsManySuccessesAsItLetsRun() {
		start(10);
		for (int i = 0; i < 9; i++) {
			this.fixture.provider.latest().succeed();
			start(1);
		}
		assertThat(this.fixture.admission.limit()).isEqualTo(10);
		this.fixture.provider.latest().succeed();
		assertThat(this.fixture.admission.limit()).isEqualTo(11);
	}

	@Test
	void neverGrowsOverTheBulkhead() {
		AdmissionFixture small = fixture(4, 4, 5);
		for (int i = 0; i < 4; i++) {
			small.complete();
		}
		for (int i = 0; i < 100; i++) {
			small.provider.latest().succeed();
			small.complete();
		}
		assertThat(small.admission.limit()).isEqualTo(5);
		assertThat(fixture(32, 8, 6).admission.limit()).as("starts no higher either").isEqualTo(6);
	}

	@Test
	void quietTimesDontLetItGrow() {
		for (int i = 0; i < 100; i++) {
			start(1).get(0).succeed();
		}
		assertThat(this.fixture.admission.limit()).isEqualTo(10);
	}

	@Test
	void aBurstOfRefusalsCountsOnce() {
		start(10).forEach((run) -> run.fail(ErrorCategory.RATE_LIMIT));
		assertThat(this.fixture.admission.limit()).isEqualTo(7);
		start(7).forEach((run) -> run.fail(ErrorCategory.RATE_LIMIT));
		assertThat(this.fixture.admission.limit()).isEqualTo(4);
		start(4).forEach((run) -> run.fail(ErrorCategory.RATE_LIMIT));
		assertThat(this.fixture.admission.limit()).as("not below its minimum").isEqualTo(4);
		assertThat(this.fixture.admission.inFlight()).isZero();
	}

	@Test
	void shrinksByOverloadAndAnExhaustedPoolToo() {
		start(1).get(0).fail(ErrorCategory.OVERLOADED);
		assertThat(this.fixture.admission.limit()).isEqualTo(7);
		start(1).get(0)
			.fail(new ConnectionFailedException(ConnectionFailedException.Reason.POOL_EXHAUSTED,
					ErrorDetails.problem("all connections are in use").build(), null));
		// The provider's word for it.
		start(1).get(0).fail(poolExhausted());
		assertThat(this.fixture.admission.limit()).isEqualTo(4);
	}

	private static io.harborai.call.Outcome poolExhausted() {
		return new io.harborai.call.Outcome("pool_exhausted", io.harborai.error.ErrorClass.REFUSED, null);
	}

	@Test
	void otherFailuresSayNothing() {
		for (ErrorCategory category : List.of(ErrorCategory.SERVER_ERROR, ErrorCategory.TIMEOUT,
				ErrorCategory.INVALID_REQUEST, ErrorCategory.AUTHENTICATION)) {
			start(1).get(0).fail(category);
		}
		this.fixture.ticker.advance(Duration.ofMinutes(1));
		start(1).get(0).cancel();
		assertThat(this.fixture.admission.limit()).isEqualTo(10);
		assertThat(this.fixture.admission.inFlight()).isZero();
	}

	@Test
	void aResetTakesItBackToWhereItStarted() {
		List<FakeProvider.Run> runs = start(2);
		runs.get(0).fail(ErrorCategory.RATE_LIMIT);
		assertThat(this.fixture.admission.limit()).isEqualTo(7);
		this.fixture.admission.reset();
		assertThat(this.fixture.admission.limit()).isEqualTo(10);
		assertThat(this.fixture.admission.inFlight()).isOne();
		runs.get(1).fail(ErrorCategory.RATE_LIMIT);
		assertThat(this.fixture.admission.limit()).as("it was admitted before").isEqualTo(10);
	}

}
