package io.harborai.autoconfigure.redis;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All the way from properties to keys in a real Redis.
 */
@RedisTest
class RedisFromPropertiesTests {

	@Test
	void budgetsAreCountedThere() {
		try (RedisServer server = RedisServer.start(); SimulatedVendor vendor = SimulatedVendor.start()) {
			new ApplicationContextRunner()
				.withConfiguration(
						AutoConfigurations.of(HarborAiAutoConfiguration.class, HarborAiRedisAutoConfiguration.class))
				.withBean(LettuceConnectionFactory.class, server::connections)
				.withPropertyValues("harborai.store.type=redis", "harborai.store.timeout=60s",
						"harborai.store.fail-closed=true", "harborai.store.key-prefix=shop",
						"harborai.budgets.tenants.limit=10", "harborai.budgets.tenants.currency=CNY",
						"harborai.budgets.tenants.window=month", "harborai.budgets.tenants.tag=tenant",
						"harborai.providers.deepseek.api-key=sk-0123456789abcdef0123456789abcdef",
						"harborai.providers.deepseek.base-url=" + vendor.baseUrl(Dialect.DEEPSEEK))
				.run((context) -> {
					context.getBean(HarborAiClient.class)
						.chat()
						.completions()
						.create((r) -> r.model("deepseek-flash").user("Hello").options((o) -> o.tag("tenant", "a")));
					ReactiveStringRedisTemplate redis = new ReactiveStringRedisTemplate(
							context.getBean(ReactiveRedisConnectionFactory.class));
					assertThat(redis.keys("*").collectList().block()).singleElement()
						.asString()
						.matches("shop:\\{budget}:tenants:\\d+:a");
				});
		}
	}

}
