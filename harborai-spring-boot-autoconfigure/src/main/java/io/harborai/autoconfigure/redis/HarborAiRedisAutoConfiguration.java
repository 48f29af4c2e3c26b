package io.harborai.autoconfigure.redis;

import java.time.Duration;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import io.harborai.autoconfigure.HarborAiProperties;
import io.harborai.budget.BudgetStore;
import io.harborai.budget.BudgetStoreSettings;
import io.harborai.resilience.SharedRates;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.util.StringUtils;

/**
 * Auto-configuration of what instances of an application count together, in the Redis
 * that the application is connected to already.
 */
@AutoConfiguration(before = HarborAiAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration")
@ConditionalOnClass({ HarborAiClient.class, ReactiveRedisConnectionFactory.class, ReactiveStringRedisTemplate.class })
@ConditionalOnProperty(name = "harborai.store.type", havingValue = "redis")
@ConditionalOnBean(ReactiveRedisConnectionFactory.class)
@EnableConfigurationProperties(HarborAiProperties.class)
public final class HarborAiRedisAutoConfiguration {

	private static final String DEFAULT_PREFIX = "harborai";

	HarborAiRedisAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(BudgetStore.class)
	RedisBudgetStore harborAiBudgetStore(ReactiveRedisConnectionFactory connections, HarborAiProperties properties) {
		return new RedisBudgetStore(connections, prefix(properties));
	}

	@Bean
	@ConditionalOnProperty(name = "harborai.store.share-rate-limits", havingValue = "true")
	@ConditionalOnMissingBean(SharedRates.class)
	RedisSharedRates harborAiSharedRates(ReactiveRedisConnectionFactory connections, HarborAiProperties properties) {
		Duration timeout = properties.getStore().getTimeout();
		return new RedisSharedRates(connections, prefix(properties),
				(timeout != null) ? timeout : BudgetStoreSettings.DEFAULTS.timeout());
	}

	private static String prefix(HarborAiProperties properties) {
		String prefix = properties.getStore().getKeyPrefix();
		return StringUtils.hasText(prefix) ? prefix : DEFAULT_PREFIX;
	}

}
