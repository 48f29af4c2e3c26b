package io.harborai.budget;

import java.util.Map;
import java.util.function.Consumer;

import io.harborai.HarborAiClient;
import io.harborai.call.Target;
import io.harborai.error.InvalidSettingException;
import io.harborai.model.ModelInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What budgets are for, and which can't work.
 */
class BudgetTests {

	private static final ModelInfo INFO = ModelInfo.builder("doubao", "ep-1").provider("ark").alias("pro").build();

	private static Budget budget(Consumer<Budget.Builder> spec) {
		Budget.Builder budget = Budget.builder("b").limit("10", "CNY");
		spec.accept(budget);
		return budget.build();
	}

	@ParameterizedTest
	@CsvSource({ ", , true", "ark, , true", "other, , false", ", ep-1, true", ", pro, true", ", ark/ep-1, true",
			", ark/pro, true", ", ark/p, false", ", other/pro, false", ", arkpro, false", "ark, pro, true",
			"other, pro, false" })
	void covers(String provider, String model, boolean covered) {
		Budget budget = budget((b) -> b.provider(provider).model(model));
		assertThat(budget.covers(new Target("ark", "ep-1", "route", INFO))).isEqualTo(covered);
		assertThat(budget.covers(INFO)).isEqualTo(covered);
	}

	@Test
	void coversAModelThatNobodyHasListed() {
		Target target = new Target("ark", "a/b", "ark/a/b", null);
		assertThat(budget((b) -> b.model("a/b")).covers(target)).isTrue();
		assertThat(budget((b) -> b.model("ark/a/b")).covers(target)).isTrue();
		assertThat(budget((b) -> b.model("b")).covers(target)).isFalse();
	}

	@Test
	void isSplitByATagOnlyIfItWants() {
		Map<String, String> tags = Map.of("tenant", "acme");
		assertThat(budget((b) -> {
		}).tagValue(tags)).isNull();
		assertThat(budget((b) -> b.tag("tenant")).tagValue(tags)).isEqualTo("acme");
		assertThat(budget((b) -> b.tag("team")).tagValue(tags)).isNull();
	}

	@Test
	void saysWhatItIsFor() {
		assertThat(budget((b) -> {
		}).scope()).isEqualTo("all");
		assertThat(budget((b) -> b.provider("ark").model("pro").tag("tenant")).scope())
			.isEqualTo("provider ark, model pro, each tenant");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-0.01", "1000000000.1" })
	void limitsThatCannotWork(String limit) {
		InvalidSettingException failure = catchThrowableOfType(InvalidSettingException.class,
				() -> budget((b) -> b.limit(limit, "CNY")));
		assertThat(failure.setting()).isEqualTo("budgets.b.limit");
		assertThat(failure.reason()).contains(limit);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, 1.01, Double.NaN })
	void warningsThatCannotWork(double warnAt) {
		assertThat(catchThrowableOfType(InvalidSettingException.class, () -> budget((b) -> b.warnAt(warnAt))).setting())
			.isEqualTo("budgets.b.warn-at");
	}

	@Test
	void whatIsMissingIsNamed() {
		assertThat(catchThrowableOfType(InvalidSettingException.class, () -> Budget.builder("b").build()).setting())
			.isEqualTo("budgets.b.limit");
		assertThat(catchThrowableOfType(InvalidSettingException.class, () -> budget((b) -> b.currency(null))).setting())
			.isEqualTo("budgets.b.currency");
		assertThat(catchThrowableOfType(InvalidSettingException.class, () -> budget((b) -> b.expectedOutputTokens(0)))
			.setting()).isEqualTo("budgets.b.expected-output-tokens");
	}

	@Test
	void aBudgetThatWouldCountNothingIsRefusedByTheClient() {
		assertThat(refused((b) -> b.limit("1", "CNY").provider("deepsek")).getMessage())
			.contains("'budgets.b.provider' is 'deepsek', which isn't a configured provider. Did you mean deepseek?");
		assertThat(refused((b) -> b.limit("1", "CNY").model("deepseek-flsh")).getMessage())
			.contains("'budgets.b.model' is 'deepseek-flsh', which isn't a model of a configured provider")
			.contains("deepseek-flash");
		assertThat(refused((b) -> b.limit("1", "JPY")).getMessage())
			.contains("'budgets.b.currency' is JPY, but what it is for has prices in ")
			.contains("CNY");
		InvalidSettingException twice = catchThrowableOfType(InvalidSettingException.class,
				() -> HarborAiClient.builder()
					.budget("b", (b) -> b.limit("1", "CNY"))
					.budget("b", (b) -> b.limit("2", "CNY"))
					.build());
		assertThat(twice.getMessage()).contains("is there twice");
	}

	private static InvalidSettingException refused(Consumer<Budget.Builder> spec) {
		return catchThrowableOfType(InvalidSettingException.class,
				() -> HarborAiClient.builder()
					.provider("deepseek", (p) -> p.apiKey("sk-0123456789abcdef0123456789abcdef"))
					.budget("b", spec)
					.build());
	}

	@Test
	void modelsThatAreKnownAreAccepted() {
		for (String model : new String[] { "deepseek-flash", "deepseek/anything", "mine", "deepseek/mine" }) {
			HarborAiClient.builder()
				.provider("deepseek",
						(p) -> p.apiKey("sk-0123456789abcdef0123456789abcdef")
							.model(ModelInfo.builder("deepseek", "x").alias("mine").build()))
				.budget("b", (b) -> b.limit("1", "CNY").model(model))
				.build()
				.close();
		}
	}

}
