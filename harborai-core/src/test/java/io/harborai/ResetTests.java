package io.harborai;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.harborai.chat.ChatCompletion;
import io.harborai.error.CircuitOpenException;
import io.harborai.error.HarborAiException;
import io.harborai.error.KeysRestingException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.provider.ProviderHandle;
import io.harborai.resilience.CircuitBreakerSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.resilience.RetrySettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Gate;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A provider gets a fresh start over real HTTP.
 */
class ResetTests {

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final HarborAiClient client = HarborAiClient.builder()
		.provider("deepseek", (p) -> p.apiKey("sk-canary-5f2a9c81d4")
			.baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK))
			.resilience(ResilienceSettings.UNSET.withRetry(new RetrySettings(1, null, null, null, null))
				.withCircuitBreaker(new CircuitBreakerSettings(true, null, null, null, 2, 2, null, null, null))))
		.build();

	@AfterEach
	void close() {
		this.client.close();
		this.vendor.close();
	}

	private ChatCompletion ask() {
		return this.client.chat().completions().create((request) -> request.model("deepseek-flash").user("Hello"));
	}

	private ProviderHandle handle() {
		return this.client.providers().snapshot().entries().get("deepseek").handle();
	}

	@Test
	void anOpenBreakerCloses() {
		this.vendor.next(Reply.status(503)).next(Reply.status(503));
		assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(this::ask);
		assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(this::ask);
		assertThatExceptionOfType(CircuitOpenException.class).isThrownBy(this::ask);
		assertThat(this.client.providers().reset("deepseek")).isTrue();
		assertThat(ask().content()).isNotEmpty();
		assertThat(handle().resilience().admission().breakers().values())
			.allSatisfy((breaker) -> assertThat(breaker.failureRate()).as("it starts anew").isNull());
	}

	@Test
	void keysThatRestWakeUp() {
		this.vendor.next(Reply.error(429, "rate_limit", "Slow down").retryAfter(Duration.ofSeconds(50)));
		assertThatExceptionOfType(HarborAiException.class).isThrownBy(this::ask);
		assertThat(handle().restingKeys()).isNotEmpty();
		assertThatExceptionOfType(KeysRestingException.class).isThrownBy(this::ask);
		this.client.providers().reset("deepseek");
		assertThat(handle().restingKeys()).isEmpty();
		assertThat(ask().content()).isNotEmpty();
	}

	@Test
	void callsInFlightGoOn() throws Exception {
		Gate gate = new Gate();
		this.vendor.next(Reply.gate(gate));
		CompletableFuture<ChatCompletion> running = this.client.chat()
			.completions()
			.createAsync((request) -> request.model("deepseek-flash").user("Hello"))
			.toFuture();
		assertThat(gate.awaitReached(Duration.ofSeconds(20))).isTrue();
		this.client.providers().reset("deepseek");
		assertThat(handle().resilience().admission().inFlight()).isOne();
		gate.open();
		assertThat(running.get(20, TimeUnit.SECONDS).content()).isNotEmpty();
		assertThat(handle().resilience().admission().inFlight()).isZero();
	}

	@Test
	void oneThatWasNeverUsedStaysUnbuilt() {
		assertThat(this.client.providers().reset("deepseek")).isTrue();
		assertThat(handle().builds()).isZero();
		assertThat(this.client.providers().reset("nobody")).isFalse();
	}

	@Test
	void theClientTellsHowLongItsMakingTook() {
		assertThat(this.client.initializationTime()).isPositive()
			.isEqualTo(this.client.provider("deepseek").initializationTime());
	}

}
