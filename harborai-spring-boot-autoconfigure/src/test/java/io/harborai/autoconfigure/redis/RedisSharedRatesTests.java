package io.harborai.autoconfigure.redis;

import java.time.Duration;
import java.util.stream.IntStream;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import io.harborai.error.RateLimitedException;
import io.harborai.resilience.RateLimiterSettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Rates that instances share in a real Redis.
 */
@RedisTest
class RedisSharedRatesTests {

	private final RedisServer server = RedisServer.start();

	private final LettuceConnectionFactory connections = this.server.connect();

	private final RedisSharedRates rates = new RedisSharedRates(this.connections, "test", Duration.ofSeconds(1));

	@AfterEach
	void close() {
		this.connections.destroy();
		this.server.close();
	}

	private static RateLimiterSettings tokens(long perMinute) {
		return new RateLimiterSettings(null, perMinute);
	}

	@Test
	void tokensAreTakenUntilThereAreNoneAndGivenBack() {
		// Too slow to fill up again while the test runs.
		RateLimiterSettings limits = tokens(10);
		assertThat(this.rates.take("p", limits, 6).block()).isZero();
		assertThat(this.rates.take("p", limits, 6).block()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(12));
		assertThat(this.rates.take("other", limits, 6).block()).isZero();
		this.rates.giveBack("p", limits, 6).block();
		assertThat(this.rates.take("p", limits, 10).block()).isZero();
		this.rates.giveBack("p", limits, -50).block();
		assertThat(this.rates.take("p", limits, 1).block()).as("what was used beyond is owed")
			.isGreaterThan(Duration.ofMinutes(3));
	}

	@Test
	void whatIsLargerThanEverythingIsGivenWhenNothingElseWas() {
		RateLimiterSettings limits = tokens(10);
		assertThat(this.rates.take("p", limits, 100).block()).isZero();
		assertThat(this.rates.take("p", limits, 1).block()).isGreaterThan(Duration.ofMinutes(5));
	}

	@Test
	void requestsAndTokensAreTakenTogetherOrNotAtAll() {
		RateLimiterSettings limits = new RateLimiterSettings(1, 10L);
		assertThat(this.rates.take("p", limits, 4).block()).isZero();
		assertThat(this.rates.take("p", limits, 4).block()).as("no request is left").isGreaterThan(Duration.ZERO);
		assertThat(this.rates.take("p", tokens(10), 6).block()).as("and no token was taken").isZero();
	}

	@Test
	void theyComeBackWithTime() {
		RateLimiterSettings limits = tokens(60_000_000);
		assertThat(this.rates.take("p", limits, 60_000_000).block()).isZero();
		// A thousand a millisecond: by the time of the answer some are there.
		Duration wait = this.rates.take("p", limits, 100_000).block();
		assertThat(wait).isLessThanOrEqualTo(Duration.ofMillis(100));
		Flux.interval(Duration.ofMillis(20))
			.concatMap((tick) -> this.rates.take("p", limits, 100_000))
			.filter(Duration::isZero)
			.blockFirst(Duration.ofSeconds(20));
	}

	@Test
	void keysAreForgottenWhenTheirBucketsAreFullAgain() {
		this.rates.take("p", new RateLimiterSettings(60, 100L), 50).block();
		ReactiveStringRedisTemplate redis = new ReactiveStringRedisTemplate(this.connections);
		assertThat(redis.keys("*").collectList().block()).containsExactlyInAnyOrder("test:{rate}:p:requests",
				"test:{rate}:p:tokens");
		assertThat(redis.getExpire("test:{rate}:p:tokens").block()).isPositive()
			.isLessThanOrEqualTo(Duration.ofSeconds(32));
	}

	@Test
	void manyAtOnceGetNoMoreThanThereIs() {
		LettuceConnectionFactory second = this.server.connect();
		try {
			RedisSharedRates other = new RedisSharedRates(second, "test", Duration.ofSeconds(1));
			// One comes back every six seconds.
			RateLimiterSettings limits = tokens(10);
			long granted = Flux.fromStream(IntStream.range(0, 200).boxed())
				.flatMap((i) -> ((i % 2 == 0) ? this.rates : other).take("p", limits, 1), 50)
				.filter(Duration::isZero)
				.count()
				.block();
			assertThat(granted).isBetween(10L, 15L);
		}
		finally {
			second.destroy();
		}
	}

	@Test
	void twoApplicationsShareARate() {
		try (SimulatedVendor vendor = SimulatedVendor.start()) {
			ApplicationContextRunner runner = new ApplicationContextRunner()
				.withConfiguration(
						AutoConfigurations.of(HarborAiAutoConfiguration.class, HarborAiRedisAutoConfiguration.class))
				.withBean(LettuceConnectionFactory.class, this.server::connections)
				.withPropertyValues("harborai.store.type=redis", "harborai.store.share-rate-limits=true",
						"harborai.store.timeout=60s",
						"harborai.providers.deepseek.api-key=sk-0123456789abcdef0123456789abcdef",
						"harborai.providers.deepseek.base-url=" + vendor.baseUrl(Dialect.DEEPSEEK),
						"harborai.providers.deepseek.resilience.rate-limiter.requests-per-minute=1",
						"harborai.providers.deepseek.resilience.retry.max-attempts=1");
			runner.run((first) -> {
				ask(first.getBean(HarborAiClient.class));
				runner.run((second) -> assertThatExceptionOfType(RateLimitedException.class)
					.isThrownBy(() -> ask(second.getBean(HarborAiClient.class)))
					.withMessageContaining("what all instances may send"));
			});
			assertThat(vendor.requests()).hasSize(1);
		}
	}

	private static void ask(HarborAiClient client) {
		client.chat().completions().create((r) -> r.model("deepseek-flash").user("Hello"));
	}

	@Test
	void sharingNeedsAStoreThatIsShared() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HarborAiAutoConfiguration.class))
			.withPropertyValues("harborai.store.share-rate-limits=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("harborai.store.share-rate-limits is true, but there is no store"));
	}

}
