package io.harborai.autoconfigure.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.harborai.budget.BudgetStore.Account;
import io.harborai.resilience.RateLimiterSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nobody who must not block waits for a Redis that takes connections and says nothing.
 */
class FirstConnectionTests {

	// Far longer than the tests wait.
	private static final Duration SILENCE = Duration.ofMinutes(10);

	private ServerSocket silent;

	private LettuceConnectionFactory connections;

	@BeforeEach
	void listen() throws IOException {
		this.silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.connections = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", this.silent.getLocalPort()),
				LettuceClientConfiguration.builder().commandTimeout(SILENCE).build());
		this.connections.afterPropertiesSet();
		this.connections.start();
	}

	@AfterEach
	void close() throws IOException {
		// What waits in vain learns of it.
		this.silent.close();
		this.connections.destroy();
	}

	@Test
	void whoAsksForABudgetFirst() throws Exception {
		Account account = new Account("b", null, Instant.now(), Instant.now().plusSeconds(60));
		assertReturnsAtOnce(new RedisBudgetStore(this.connections, "test").read(List.of(account)));
	}

	@Test
	void whoAsksForARateFirst() throws Exception {
		assertReturnsAtOnce(new RedisSharedRates(this.connections, "test", SILENCE).take("p",
				new RateLimiterSettings(null, 10L), 1));
	}

	private static void assertReturnsAtOnce(Mono<?> question) throws Exception {
		CompletableFuture<Boolean> subscribed = new CompletableFuture<>();
		Schedulers.parallel().schedule(() -> {
			for (int i = 0; i < 3; i++) {
				question.subscribe((answer) -> {
				}, (failure) -> {
				}).dispose();
			}
			subscribed.complete(Schedulers.isInNonBlockingThread());
		});
		assertThat(subscribed.get(60, TimeUnit.SECONDS)).isTrue();
	}

}
