package io.harborai.autoconfigure.redis;

import java.util.List;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import io.harborai.budget.BudgetStore;
import io.harborai.budget.MemoryBudgetStore;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where budgets are counted.
 */
class HarborAiRedisAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HarborAiAutoConfiguration.class, HarborAiRedisAutoConfiguration.class))
		.withPropertyValues("harborai.budgets.daily.limit=10", "harborai.budgets.daily.currency=CNY");

	private ApplicationContextRunner withRedis() {
		return this.runner.withBean(LettuceConnectionFactory.class, LettuceConnectionFactory::new);
	}

	@Test
	void inMemoryUnlessAskedForEvenWhereThereIsARedis() {
		withRedis().run((context) -> {
			assertThat(context).hasSingleBean(HarborAiClient.class).doesNotHaveBean(BudgetStore.class);
			assertThat(context.getBean(HarborAiClient.class).budgets()).hasSize(1);
		});
	}

	@Test
	void inRedisIfAskedFor() {
		withRedis().withPropertyValues("harborai.store.type=redis")
			.run((context) -> assertThat(context).hasSingleBean(RedisBudgetStore.class));
	}

	@Test
	void inTheApplicationsOwnStoreIfThereIsOne() {
		withRedis().withBean(BudgetStore.class, MemoryBudgetStore::new)
			.withPropertyValues("harborai.store.type=redis")
			.run((context) -> assertThat(context).hasSingleBean(MemoryBudgetStore.class)
				.doesNotHaveBean(RedisBudgetStore.class));
	}

	@Test
	void withoutARedisTheStartSaysWhatToDo() {
		for (ApplicationContextRunner without : List.of(this.runner,
				this.runner.withClassLoader(new FilteredClassLoader(ReactiveRedisConnectionFactory.class)))) {
			without.withPropertyValues("harborai.store.type=redis")
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.hasMessageContaining("harborai.store.type is redis, but there is no Redis to count in")
					.hasMessageContaining("spring-boot-starter-data-redis"));
		}
	}

}
