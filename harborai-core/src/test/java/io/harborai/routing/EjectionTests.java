package io.harborai.routing;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.harborai.call.TestTicker;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static io.harborai.routing.FakeVendor.fails;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for models that are left for last because they fail.
 */
class EjectionTests {

	private final TestTicker ticker = new TestTicker();

	private double random;

	private final List<Ejection> group = Ejection.group(2,
			new RouteSettings.Ejection(3, Duration.ofSeconds(10), Duration.ofSeconds(35)), this.ticker,
			() -> this.random);

	private final Ejection first = this.group.get(0);

	private final Ejection second = this.group.get(1);

	private void fail(Ejection ejection, int times) {
		for (int i = 0; i < times; i++) {
			ejection.failed(this.ticker.nanoTime());
		}
	}

	private void wait(Duration time) {
		this.ticker.advance(time);
	}

	@Test
	void failuresInARowEject() {
		fail(this.first, 2);
		this.first.succeeded(this.ticker.nanoTime());
		fail(this.first, 2);
		assertThat(this.first.isEjected()).isFalse();
		fail(this.first, 1);
		assertThat(this.first.isEjected()).isTrue();
		wait(Duration.ofSeconds(10).minusNanos(1));
		assertThat(this.first.isEjected()).isTrue();
		wait(Duration.ofNanos(1));
		assertThat(this.first.isEjected()).isFalse();
	}

	@Test
	void timeDoublesToItsMaximumWhileItGoesOnFailing() {
		fail(this.first, 3);
		for (int seconds : new int[] { 10, 20, 35, 35 }) {
			assertThat(this.first.isEjected()).isTrue();
			wait(Duration.ofSeconds(seconds).minusNanos(1));
			assertThat(this.first.isEjected()).as(seconds + " s").isTrue();
			wait(Duration.ofNanos(1));
			assertThat(this.first.isEjected()).as(seconds + " s").isFalse();
			fail(this.first, 1);
		}
		wait(Duration.ofSeconds(35));
		this.first.succeeded(this.ticker.nanoTime());
		fail(this.first, 1);
		assertThat(this.first.isEjected()).isFalse();
		fail(this.first, 2);
		wait(Duration.ofSeconds(10));
		assertThat(this.first.isEjected()).isFalse();
	}

	@Test
	void jitterMakesItShorter() {
		this.random = 1;
		fail(this.first, 3);
		wait(Duration.ofSeconds(8));
		assertThat(this.first.isEjected()).isFalse();
	}

	@Test
	@DisplayName("F44 the last one is never ejected")
	void theLastOneIsNeverEjected() {
		fail(this.first, 3);
		fail(this.second, 10);
		assertThat(this.second.isEjected()).isFalse();
		wait(Duration.ofSeconds(10));
		fail(this.second, 1);
		assertThat(this.second.isEjected()).isTrue();
		fail(this.first, 5);
		assertThat(this.first.isEjected()).isFalse();
	}

	@Test
	void newsFromBeforeSayNothing() {
		long before = this.ticker.nanoTime();
		wait(Duration.ofMillis(1));
		fail(this.first, 3);
		this.first.succeeded(before);
		assertThat(this.first.isEjected()).isTrue();
		wait(Duration.ofSeconds(10));
		this.first.failed(before);
		assertThat(this.first.isEjected()).isFalse();
	}

	@Test
	void successEndsIt() {
		fail(this.first, 3);
		this.first.succeeded(this.ticker.nanoTime());
		assertThat(this.first.isEjected()).isFalse();
	}

	@Test
	void zeroFailuresMeanNever() {
		List<Ejection> never = Ejection.group(2,
				new RouteSettings.Ejection(0, Duration.ofSeconds(1), Duration.ofSeconds(1)), this.ticker, () -> 0);
		fail(never.get(0), 100);
		assertThat(never.get(0).isEjected()).isFalse();
	}

	@Test
	void ejectedModelIsAskedLast() {
		try (Routed routed = new Routed((b) -> b.route("smart",
				(r) -> r.model("a")
					.model("b")
					.model("c")
					.ejection(new RouteSettings.Ejection(2, Duration.ofSeconds(10), Duration.ofSeconds(60)))))) {
			routed.vendor.next("a", fails(FailoverTests::down)).next("a", fails(FailoverTests::down));
			Stream.of(1, 2, 3).forEach((i) -> routed.ask("smart"));
			assertThat(routed.vendor.asked()).containsExactly("a", "b", "a", "b", "b");
			routed.vendor.calls.clear();
			routed.vendor.next("b", fails(FailoverTests::down)).next("c", fails(FailoverTests::down));
			assertThat(routed.ask("smart").meta().provider()).isEqualTo("a");
			assertThat(routed.vendor.asked()).containsExactly("b", "c", "a");
			routed.vendor.calls.clear();
			routed.ask("smart");
			assertThat(routed.vendor.asked()).containsExactly("a");
		}
	}

	@Test
	void stateSurvivesChangesOfTheRegistry() {
		try (Routed routed = new Routed((b) -> b.route("smart",
				(r) -> r.model("a")
					.model("b")
					.ejection(new RouteSettings.Ejection(1, Duration.ofSeconds(10), Duration.ofSeconds(60)))))) {
			routed.vendor.next("a", fails(FailoverTests::down));
			routed.ask("smart");
			routed.client.providers().disable("c");
			routed.ask("smart");
			assertThat(routed.vendor.asked()).containsExactly("a", "b", "b");
			routed.ticker.advance(Duration.ofSeconds(10));
			routed.ask("smart");
			assertThat(routed.vendor.asked()).containsExactly("a", "b", "b", "a");
		}
	}

	@Test
	void whatIsntTheProvidersFailureDoesNotEject() {
		try (Routed routed = new Routed((b) -> b.route("smart",
				(r) -> r.model("a")
					.model("b")
					.ejection(new RouteSettings.Ejection(1, Duration.ofSeconds(10), Duration.ofSeconds(60)))))) {
			routed.vendor.next("a", fails((d) -> new io.harborai.error.RateLimitedException(d, null)));
			routed.ask("smart");
			routed.ask("smart");
			assertThat(routed.vendor.asked()).containsExactly("a", "b", "a");
		}
	}

}
