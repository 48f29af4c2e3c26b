package io.harborai.autoconfigure;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Currency;

import io.harborai.HarborAiClient;
import io.harborai.budget.Budget;
import io.harborai.budget.BudgetStatus;
import io.harborai.budget.BudgetWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Budgets from properties, and what someone reads whose budget can't work.
 */
class BudgetConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HarborAiAutoConfiguration.class))
		.withPropertyValues("harborai.providers.deepseek.api-key=sk-0123456789abcdef0123456789abcdef");

	@Test
	void everyPropertyArrives() {
		this.runner
			.withPropertyValues("harborai.budgets.full.limit=12.50", "harborai.budgets.full.currency=CNY",
					"harborai.budgets.full.window=month", "harborai.budgets.full.time-zone=Asia/Shanghai",
					"harborai.budgets.full.provider=deepseek", "harborai.budgets.full.model=deepseek-flash",
					"harborai.budgets.full.tag=tenant", "harborai.budgets.full.warn-at=0.5",
					"harborai.budgets.full.refuse-unpriced=true", "harborai.budgets.full.expected-output-tokens=4096")
			.run((context) -> {
				BudgetProperties properties = Binder.get(context.getEnvironment())
					.bind("harborai.budgets.full", BudgetProperties.class)
					.get();
				assertThat(BudgetAssembly.budget("full", properties)).isEqualTo(
						new Budget("full", new BigDecimal("12.50"), Currency.getInstance("CNY"), BudgetWindow.MONTH,
								ZoneId.of("Asia/Shanghai"), "deepseek", "deepseek-flash", "tenant", 0.5, true, 4096));
				BudgetStatus status = context.getBean(HarborAiClient.class).budgets().get(0);
				assertThat(status.name()).isEqualTo("full");
				assertThat(status.scope()).isEqualTo("provider deepseek, model deepseek-flash, each tenant");
				assertThat(status.warnAt()).isEqualTo(0.5);
			});
	}

	@Test
	void withoutPropertiesThereIsNone() {
		this.runner.run((context) -> assertThat(context.getBean(HarborAiClient.class).budgets()).isEmpty());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					limit=-1                     | harborai.budgets.b.limit must be from 0 to 1000000000, not -1
					limit=                       | harborai.budgets.b.limit is missing
					currency=JPY                 | harborai.budgets.b.currency is JPY, but what it is for has prices in CNY and USD only
					provider=deepsek             | harborai.budgets.b.provider is 'deepsek', which isn't a configured provider. Did you mean deepseek?
					model=deepseek-flush         | harborai.budgets.b.model is 'deepseek-flush', which isn't a model of a configured provider. Did you mean deepseek-flash
					warn-at=1.5                  | harborai.budgets.b.warn-at must be over 0 and at most 1, not 1.5
					expected-output-tokens=0     | harborai.budgets.b.expected-output-tokens must be at least 1, not 0
					scope=all                    | harborai.budgets.b.scope is not a property that HarborAI knows
					tag=${NOT_SET_ANYWHERE}      | harborai.budgets.b.tag refers to 'NOT_SET_ANYWHERE', which is not set anywhere
					""")
	void whatCannotWorkStopsTheStart(String property, String message) {
		this.runner
			.withPropertyValues("harborai.budgets.b.limit=1", "harborai.budgets.b.currency=CNY",
					"harborai.budgets.b." + property)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining(message));
	}

	@Test
	void aBudgetNeedsACurrency() {
		this.runner.withPropertyValues("harborai.budgets.b.limit=1")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("harborai.budgets.b.currency is missing"));
	}

	@ParameterizedTest
	@CsvSource({ "currency, YUAN", "window, week", "time-zone, Mars/Olympus", "limit, much" })
	void valuesOfTheWrongTypeStopTheStart(String property, String value) {
		this.runner
			.withPropertyValues("harborai.budgets.b.limit=1", "harborai.budgets.b.currency=CNY",
					"harborai.budgets.b." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("harborai.budgets.b." + property));
	}

	@Test
	void aTimeoutThatCannotWorkStopsTheStart() {
		this.runner.withPropertyValues("harborai.store.timeout=0s")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("harborai.store.timeout must be longer than zero"));
	}

}
