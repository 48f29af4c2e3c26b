package io.harborai.autoconfigure.monitor;

import java.util.List;
import java.util.function.Consumer;

import io.harborai.HarborAiClient;
import io.harborai.budget.Budget;
import io.harborai.error.BudgetExceededException;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BudgetTroubles}.
 */
class BudgetTroublesTests {

	private final SimulatedVendor vendor = SimulatedVendor.start();

	@AfterEach
	void close() {
		this.vendor.close();
	}

	@Test
	void aBudgetThatIsNearlySpentIsFound() {
		// A call costs some ten-thousandths of a yuan: the warning is for the first.
		try (HarborAiClient client = client((daily) -> daily.limit("100", "CNY").warnAt(1e-9).provider("deepseek"))) {
			BudgetTroubles troubles = new BudgetTroubles(client);
			assertThat(troubles.findings()).isEmpty();
			client.chat().completions().create((r) -> r.model("deepseek-flash").user("Hi"));
			List<Finding> findings = troubles.findings();
			assertThat(findings).singleElement().satisfies((finding) -> {
				assertThat(finding.id()).isEqualTo("budget_warning/daily");
				assertThat(finding.provider()).isEqualTo("deepseek");
				assertThat(finding.value()).isPositive();
				assertThat(finding.raises()).isTrue();
				assertThat(finding.message()).contains("daily", "100 CNY", "nearly spent");
			});
		}
	}

	@Test
	void aBudgetThatIsSpentIsFound() {
		try (HarborAiClient client = client((daily) -> daily.limit("0", "CNY"))) {
			assertThat(new BudgetTroubles(client).findings()).singleElement().satisfies((finding) -> {
				assertThat(finding.kind()).isEqualTo("budget_exceeded");
				assertThat(finding.provider()).isNull();
				assertThat(finding.message()).contains("calls are refused until");
			});
		}
	}

	@Test
	void aCallThatThereWasNoRoomForIsFoundAsSuch() {
		// What is reserved for an answer is more than that.
		try (HarborAiClient client = client((daily) -> daily.limit("0.000001", "CNY"))) {
			assertThatExceptionOfType(BudgetExceededException.class)
				.isThrownBy(() -> client.chat().completions().create((r) -> r.model("deepseek-flash").user("Hi")));
			assertThat(new BudgetTroubles(client).findings()).singleElement().satisfies((finding) -> {
				assertThat(finding.kind()).isEqualTo("budget_exceeded");
				assertThat(finding.message()).contains("has no room for some calls at the moment")
					.doesNotContain("until");
			});
		}
	}

	@Test
	void ofABudgetThatIsSplitOnlyOneValueIsSpent() {
		try (HarborAiClient client = client((daily) -> daily.limit("0", "CNY").tag("tenant"))) {
			assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(() -> client.chat()
				.completions()
				.create((r) -> r.model("deepseek-flash").user("Hi").options((o) -> o.tag("tenant", "acme"))));
			assertThat(new BudgetTroubles(client).findings()).singleElement()
				.satisfies(
						(finding) -> assertThat(finding.message()).contains("each tenant", "is spent by one of them"));
		}
	}

	private HarborAiClient client(Consumer<Budget.Builder> daily) {
		return HarborAiClient.builder()
			.provider("deepseek",
					(p) -> p.apiKey("sk-canary-5f2a9c81d4").baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK)))
			.budget("daily", daily)
			.build();
	}

}
