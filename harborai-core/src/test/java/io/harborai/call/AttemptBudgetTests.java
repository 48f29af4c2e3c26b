package io.harborai.call;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What pays for attempts beyond the first.
 */
class AttemptBudgetTests {

	private final TestTicker ticker = new TestTicker();

	@Test
	void startsWithWhatItIsGivenAndCannotBeOverspent() {
		AttemptBudget budget = new AttemptBudget(0, 0, 100, 2, this.ticker);
		assertThat(budget.take()).isTrue();
		assertThat(budget.take()).isTrue();
		assertThat(budget.take()).isFalse();
		assertThat(budget.available()).isZero();
	}

	@Test
	void everyCallPutsItsPartIn() {
		AttemptBudget budget = new AttemptBudget(0.2, 0, 100, 0, this.ticker);
		for (int i = 0; i < 4; i++) {
			budget.deposit();
			assertThat(budget.take()).isFalse();
		}
		budget.deposit();
		assertThat(budget.take()).isTrue();
		assertThat(budget.take()).isFalse();
	}

	@Test
	void timeAddsAndTheCapacityBounds() {
		AttemptBudget budget = new AttemptBudget(0, 3, 5, 0, this.ticker);
		this.ticker.advance(Duration.ofMillis(400));
		assertThat(budget.available()).isCloseTo(1.2, within(0.001));
		assertThat(budget.take()).isTrue();
		this.ticker.advance(Duration.ofHours(1));
		assertThat(budget.available()).isEqualTo(5);
	}

	@Test
	void smallStepsOfTimeAreNotLost() {
		AttemptBudget budget = new AttemptBudget(0, 3, 100, 0, this.ticker);
		for (int i = 0; i < 10_000; i++) {
			this.ticker.advance(Duration.ofNanos(500));
			budget.available();
		}
		assertThat(budget.available()).isCloseTo(0.015, within(0.00001));
	}

	@Test
	void whatWasNotSentComesBack() {
		AttemptBudget budget = new AttemptBudget(0, 0, 100, 1, this.ticker);
		assertThat(budget.take()).isTrue();
		budget.giveBack();
		assertThat(budget.available()).isEqualTo(1);
	}

}
