package io.harborai.usage;

import java.math.BigDecimal;
import java.util.Currency;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Cost}.
 */
class CostTests {

	private static final Currency CNY = Currency.getInstance("CNY");

	@Test
	void isTheSumOfItsParts() {
		Cost cost = cost("0.1", "0.02", "0.003");
		assertThat(cost.amount()).isEqualByComparingTo("0.123");
		assertThat(cost.plus(cost("1", "2", "3"))).isEqualTo(cost("1.1", "2.02", "3.003"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Cost(BigDecimal.TEN, CNY, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE))
			.withMessageContaining("not the sum");
	}

	@Test
	void equalAmountsAreEqualWhateverTheirScale() {
		assertThat(cost("1.500", "0.00", "0")).isEqualTo(cost("1.5", "0", "0.000"))
			.hasSameHashCodeAs(cost("1.5", "0", "0"));
	}

	@Test
	void showsPlainNumbers() {
		assertThat(cost("0.000100", "0.000023", "0")).hasToString("0.000123 CNY");
		assertThat(cost("0.000000001", "0", "0")).hasToString("0.000000001 CNY");
		assertThat(cost("1200.00", "0", "0")).hasToString("1200 CNY");
		assertThat(cost("1200", "0", "0").amount().scale()).isZero();
		assertThat(Cost.zero(CNY)).hasToString("0 CNY");
	}

	@Test
	void currenciesAreNeverMixed() {
		Cost dollars = Cost.zero(Currency.getInstance("USD"));
		assertThatIllegalArgumentException().isThrownBy(() -> cost("1", "0", "0").plus(dollars))
			.withMessageContaining("USD")
			.withMessageContaining("CNY");
	}

	private static Cost cost(String input, String cachedInput, String output) {
		return Cost.of(CNY, new BigDecimal(input), new BigDecimal(cachedInput), new BigDecimal(output));
	}

}
