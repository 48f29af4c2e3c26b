package io.harborai.autoconfigure.monitor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.InvalidPropertyException;
import io.harborai.autoconfigure.MonitorProperties;
import io.harborai.error.HarborAiException;
import io.harborai.observation.CallStatistics;
import io.harborai.resilience.ResilienceRegistries;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PerformanceMonitor}, which looks when it is told to.
 */
class PerformanceMonitorTests {

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final AtomicLong nanos = new AtomicLong();

	private final CallStatistics statistics = new CallStatistics(this.nanos::get);

	private final AtomicReference<ResilienceRegistries> registries = new AtomicReference<>();

	private final HarborAiClient client = HarborAiClient.builder()
		.instrumentation(this.statistics)
		.registriesListener(this.registries::set)
		.provider("deepseek",
				(p) -> p.apiKey("sk-canary-5f2a9c81d4")
					.baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK))
					.resilience(ResilienceSettings.UNSET.withRetry(new RetrySettings(1, null, null, null, null))))
		.build();

	private final MonitorProperties properties = new MonitorProperties();

	private final List<String> told = new CopyOnWriteArrayList<>();

	private final List<AlertSource> sources = new ArrayList<>();

	PerformanceMonitorTests() {
		// Of a busy machine.
		this.properties.getThresholds().setInitialization(Duration.ofHours(1));
		this.properties.getThresholds().setOverhead(Duration.ZERO);
	}

	@AfterEach
	void close() {
		this.client.close();
		this.vendor.close();
	}

	private PerformanceMonitor monitor() {
		return new PerformanceMonitor(this.client, this.statistics, this.properties, this.sources, (event) -> {
			HarborAiAlertEvent alert = (HarborAiAlertEvent) event;
			this.told.add((alert.isRaised() ? "raised " : "cleared ") + alert.alert().id());
		});
	}

	private static void look(PerformanceMonitor monitor, int times) {
		for (int i = 0; i < times; i++) {
			monitor.look();
		}
	}

	private void ask(int times) {
		for (int i = 0; i < times; i++) {
			this.client.chat().completions().create((request) -> request.model("deepseek-flash").user("Hello"));
		}
	}

	private void fail(int times) {
		for (int i = 0; i < times; i++) {
			this.vendor.next(Reply.error(401, "invalid_request_error", "No"));
			assertThatExceptionOfType(HarborAiException.class).isThrownBy(() -> ask(1));
		}
	}

	private void stream(int times) {
		for (int i = 0; i < times; i++) {
			this.client.chat().completions().stream((r) -> r.model("deepseek-flash").user("Hello")).blockLast();
		}
	}

	@Test
	void aQuietClientRaisesNothingAndNothingIsBuilt() {
		PerformanceMonitor monitor = monitor();
		look(monitor, 5);
		assertThat(this.told).isEmpty();
		assertThat(monitor.alerts()).isEmpty();
		assertThat(this.client.providers().snapshot().entries().get("deepseek").handle().builds()).isZero();
	}

	@Test
	void aSlowStartIsToldOnce() {
		this.properties.getThresholds().setInitialization(Duration.ofNanos(1));
		PerformanceMonitor monitor = monitor();
		look(monitor, 5);
		assertThat(this.told).containsExactly("raised initialization");
		assertThat(monitor.alerts()).singleElement().satisfies((alert) -> {
			assertThat(alert.kind()).isEqualTo("initialization");
			assertThat(alert.provider()).isNull();
			assertThat(alert.message()).contains("Making the client took");
			assertThat(alert.value()).isEqualTo(this.client.initializationTime().toNanos() / 1e6);
			assertThat(alert.threshold()).isEqualTo(1e-6);
		});
	}

	@Test
	void keysThatRestAreToldOnceAndClearedOnce() {
		PerformanceMonitor monitor = monitor();
		this.vendor.next(Reply.error(429, "rate_limit", "Slow down").retryAfter(Duration.ofSeconds(50)));
		assertThatExceptionOfType(HarborAiException.class).isThrownBy(() -> ask(1));
		look(monitor, 3);
		assertThat(this.told).containsExactly("raised keys_resting/deepseek");
		assertThat(monitor.alerts()).singleElement().satisfies((alert) -> {
			assertThat(alert.provider()).isEqualTo("deepseek");
			assertThat(alert.message()).contains("default").contains("reset").doesNotContain("canary");
		});
		this.client.providers().reset("deepseek");
		monitor.look();
		assertThat(this.told).as("one quiet look is not enough").hasSize(1);
		assertThat(monitor.alerts()).hasSize(1);
		look(monitor, 3);
		assertThat(this.told).containsExactly("raised keys_resting/deepseek", "cleared keys_resting/deepseek");
		assertThat(monitor.alerts()).isEmpty();
	}

	@Test
	void anOpenBreakerIsToldUntilItIsClosed() {
		PerformanceMonitor monitor = monitor();
		ask(1);
		CircuitBreaker breaker = this.registries.get()
			.circuitBreakers()
			.find("harborai-deepseek.deepseek-flash")
			.orElseThrow();
		breaker.transitionToOpenState();
		look(monitor, 2);
		breaker.transitionToHalfOpenState();
		look(monitor, 5);
		breaker.transitionToOpenState();
		look(monitor, 2);
		assertThat(this.told).as("it is one crossing however often it tries")
			.containsExactly("raised breaker_open/harborai-deepseek.deepseek-flash");
		breaker.transitionToClosedState();
		look(monitor, 3);
		assertThat(this.told).hasSize(2).last().asString().startsWith("cleared breaker_open");
		breaker.transitionToOpenState();
		breaker.transitionToHalfOpenState();
		look(monitor, 3);
		assertThat(this.told).as("half open is no reason of its own").hasSize(2);
	}

	@Test
	void anErrorRateNearItsThresholdDoesNotFlap() {
		PerformanceMonitor monitor = monitor();
		fail(6);
		ask(3);
		monitor.look();
		assertThat(this.told).as("too few calls to judge by").isEmpty();
		ask(1);
		monitor.look();
		assertThat(this.told).containsExactly("raised error_rate/deepseek");
		ask(2);
		look(monitor, 5);
		assertThat(this.told).as("at its threshold").hasSize(1);
		ask(1);
		look(monitor, 5);
		assertThat(this.told).as("not a tenth below it").hasSize(1);
		fail(1);
		ask(3);
		look(monitor, 5);
		assertThat(this.told).containsExactly("raised error_rate/deepseek", "cleared error_rate/deepseek");
	}

	@Test
	void whatWasWrongFiveMinutesAgoIsOver() {
		PerformanceMonitor monitor = monitor();
		fail(10);
		look(monitor, 2);
		this.nanos.addAndGet(Duration.ofMinutes(6).toNanos());
		look(monitor, 2);
		assertThat(this.told).containsExactly("raised error_rate/deepseek", "cleared error_rate/deepseek");
	}

	@Test
	void timesAreJudgedFromEnoughCalls() {
		this.properties.getThresholds().setOverhead(Duration.ofNanos(1));
		this.properties.getThresholds().setFirstToken(Duration.ofNanos(1));
		PerformanceMonitor monitor = monitor();
		stream(49);
		look(monitor, 2);
		assertThat(this.told).isEmpty();
		stream(1);
		look(monitor, 2);
		assertThat(this.told).containsExactlyInAnyOrder("raised overhead", "raised first_token/deepseek");
	}

	@Test
	void throughputIsWatchedOnRequest() {
		this.properties.getThresholds().setThroughput(1000.0);
		PerformanceMonitor monitor = monitor();
		this.nanos.addAndGet(Duration.ofSeconds(59).toNanos());
		ask(1);
		look(monitor, 2);
		assertThat(this.told).as("too early to tell").isEmpty();
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		look(monitor, 2);
		assertThat(this.told).containsExactly("raised throughput");
		assertThat(monitor.performance().get("throughput").threshold()).isEqualTo(1000);
	}

	@Test
	void memoryIsAnEstimateAndSaysSo() {
		this.properties.getThresholds().setRetainedMemory(DataSize.ofBytes(1));
		PerformanceMonitor monitor = monitor();
		double before = monitor.performance().get("retainedMemory").value();
		ask(1);
		PerformanceFigure figure = monitor.performance().get("retainedMemory");
		assertThat(figure.value()).isGreaterThan(before);
		assertThat(figure.estimated()).isTrue();
		look(monitor, 2);
		assertThat(this.told).containsExactly("raised memory");
		assertThat(monitor.alerts().get(0).message()).contains("by an estimate");
	}

	@Test
	void zeroIsNoThreshold() {
		this.properties.getThresholds().setInitialization(Duration.ZERO);
		this.properties.getThresholds().setRetainedMemory(DataSize.ofBytes(0));
		this.properties.getThresholds().setErrorRate(0.0);
		PerformanceMonitor monitor = monitor();
		fail(10);
		look(monitor, 2);
		assertThat(this.told).isEmpty();
		assertThat(monitor.performance().values()).extracting(PerformanceFigure::threshold).containsOnlyNulls();
	}

	@Test
	void defaultsAreThoseOfTheReference() {
		PerformanceMonitor monitor = new PerformanceMonitor(this.client, this.statistics, new MonitorProperties(),
				List.of(), (event) -> {
				});
		assertThat(monitor.performance())
			.extractingByKeys("initialization", "retainedMemory", "overhead", "throughput", "firstToken", "errorRate")
			.extracting(PerformanceFigure::threshold)
			.containsExactly(200.0, 12.0, 1.0, null, null, 0.5);
	}

	@Test
	void whatCannotWorkIsRefusedByName() {
		this.properties.getThresholds().setErrorRate(50.0);
		assertThatExceptionOfType(InvalidPropertyException.class).isThrownBy(this::monitor)
			.withMessageContaining("harborai.monitor.thresholds.error-rate");
		this.properties.getThresholds().setErrorRate(null);
		this.properties.getThresholds().setThroughput(-1.0);
		assertThatExceptionOfType(InvalidPropertyException.class).isThrownBy(this::monitor)
			.withMessageContaining("harborai.monitor.thresholds.throughput");
		this.properties.getThresholds().setThroughput(null);
		this.properties.setInterval(Duration.ZERO);
		assertThatExceptionOfType(InvalidPropertyException.class).isThrownBy(this::monitor)
			.withMessageContaining("harborai.monitor.interval");
	}

	@Test
	void othersAddTheirAlertsAndTheirFailuresChangeNothing() {
		List<Finding> findings = new ArrayList<>(
				List.of(Finding.wrong("budget/team", "budget", null, "The budget is nearly used up.", 9, 10.0)));
		AtomicReference<RuntimeException> failure = new AtomicReference<>();
		this.sources.add(() -> {
			if (failure.get() != null) {
				throw failure.get();
			}
			return findings;
		});
		PerformanceMonitor monitor = monitor();
		assertThat(monitor.kinds()).doesNotContain("budget");
		monitor.look();
		assertThat(monitor.kinds()).contains("budget");
		failure.set(new IllegalStateException("the store is away"));
		look(monitor, 5);
		assertThat(monitor.alerts()).extracting(Alert::id).containsExactly("budget/team");
		failure.set(null);
		findings.clear();
		look(monitor, 5);
		assertThat(this.told).containsExactly("raised budget/team", "cleared budget/team");
	}

	@Test
	void aListenerThatFailsDoesNotStopIt() {
		this.properties.getThresholds().setInitialization(Duration.ofNanos(1));
		this.properties.getThresholds().setRetainedMemory(DataSize.ofBytes(1));
		PerformanceMonitor monitor = new PerformanceMonitor(this.client, this.statistics, this.properties, List.of(),
				(event) -> {
					this.told.add(event.toString());
					throw new IllegalStateException("broken");
				});
		look(monitor, 3);
		assertThat(this.told).hasSize(2);
		assertThat(monitor.alerts()).hasSize(2);
	}

	@Test
	void looksByItselfBetweenStartAndStop() {
		this.properties.getThresholds().setInitialization(Duration.ofNanos(1));
		this.properties.setInterval(Duration.ofMillis(1));
		PerformanceMonitor monitor = monitor();
		assertThat(monitor.isRunning()).isFalse();
		monitor.start();
		monitor.start();
		assertThat(monitor.isRunning()).isTrue();
		long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		while (this.told.isEmpty()) {
			assertThat(System.nanoTime()).isLessThan(end);
			Thread.onSpinWait();
		}
		monitor.stop();
		monitor.stop();
		assertThat(monitor.isRunning()).isFalse();
		assertThat(this.told).containsExactly("raised initialization");
	}

}
