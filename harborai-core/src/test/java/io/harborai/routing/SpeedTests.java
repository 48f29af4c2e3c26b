package io.harborai.routing;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link Speed}.
 */
class SpeedTests {

	private final Speed speed = new Speed();

	@Test
	void quantileNeedsTwentyTimes() {
		for (int i = 1; i < 20; i++) {
			this.speed.note(i, 0);
			assertThat(this.speed.quantile(0.95)).isEqualTo(-1);
		}
		this.speed.note(20, 0);
		assertThat(this.speed.quantile(0.95)).isEqualTo(20);
		assertThat(this.speed.quantile(0.5)).isEqualTo(11);
		assertThat(this.speed.quantile(0)).isEqualTo(1);
	}

	@Test
	void quantileFollowsTheLatestTimes() {
		for (int i = 0; i < 1000; i++) {
			this.speed.note(1000, 0);
		}
		assertThat(this.speed.quantile(0.95)).isEqualTo(1000);
		for (int i = 0; i < 136; i++) {
			this.speed.note(10, 0);
		}
		assertThat(this.speed.quantile(1)).isEqualTo(10);
	}

	@Test
	void lateStaysNearTheUsual() {
		note(19, 100);
		assertThat(this.speed.late(0.95)).as("too little is known").isEqualTo(-1);
		note(109, 100);
		assertThat(this.speed.late(0.95)).as("times that lie close together").isEqualTo(200);
		note(8, 250);
		assertThat(this.speed.late(0.95)).as("the quantile").isEqualTo(250);
		note(16, 5000);
		assertThat(this.speed.quantile(0.95)).isEqualTo(5000);
		assertThat(this.speed.late(0.95)).as("the quantile lies among the slow").isEqualTo(300);
	}

	private void note(int times, long nanos) {
		for (int i = 0; i < times; i++) {
			this.speed.note(nanos, 0);
		}
	}

	@Test
	void averageFollowsSlowly() {
		assertThat(this.speed.average(0)).isEqualTo(-1);
		this.speed.note(100, 0);
		assertThat(this.speed.average(0)).isEqualTo(100);
		this.speed.note(200, 0);
		assertThat(this.speed.average(0)).isCloseTo(120, within(0.001));
	}

	@Test
	void averageFadesWhileNothingIsHeard() {
		this.speed.note(100, 0);
		assertThat(this.speed.average(Duration.ofSeconds(10).toNanos())).isCloseTo(50, within(0.001));
		assertThat(this.speed.average(Duration.ofSeconds(20).toNanos())).isCloseTo(25, within(0.001));
	}

}
