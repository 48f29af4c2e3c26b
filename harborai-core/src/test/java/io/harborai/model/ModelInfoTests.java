package io.harborai.model;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ModelInfo}, {@link PriceRow} and {@link Lifecycle}.
 */
class ModelInfoTests {

	private static final Currency CNY = Currency.getInstance("CNY");

	private static final Currency USD = Currency.getInstance("USD");

	@Test
	void whatIsNotSaidIsUnknown() {
		ModelInfo model = ModelInfo.builder("deepseek", "x").build();
		assertThat(model.provider()).isEqualTo("deepseek");
		assertThat(model.alias()).isNull();
		assertThat(model.contextWindow()).isNull();
		assertThat(model.capabilities()).isEmpty();
		assertThat(model.prices()).isEmpty();
		assertThat(model.lifecycle()).isSameAs(Lifecycle.ACTIVE);
		assertThat(model.name()).isEqualTo("x");
		assertThat(model.reasons()).isFalse();
	}

	@Test
	void aBuilderFromAModelKeepsEverything() {
		ModelInfo model = ModelInfo.builder("v", "m")
			.provider("p")
			.alias("a")
			.displayName("A")
			.contextWindow(3)
			.maxInput(2)
			.maxOutput(1)
			.capabilities(Capability.VISION, Capability.REASONING)
			.lifecycle(Lifecycle.retired(null, "n"))
			.prices(List.of(row(CNY, "1").build()))
			.build();
		assertThat(model.toBuilder().build()).isEqualTo(model);
		assertThat(model.name()).isEqualTo("a");
		assertThat(model.supports(Capability.VISION)).isTrue();
		assertThat(model.supports(Capability.TOOLS)).isFalse();
		assertThat(model.reasons()).isTrue();
	}

	@Test
	void aProviderMayOfferAVendorsModelUnderItsOwnName() {
		ModelInfo model = ModelInfo.builder("v", "m").maxOutput(1).build();
		ModelInfo offered = model.withProvider("mine");
		assertThat(offered.provider()).isEqualTo("mine");
		assertThat(offered.withProvider("v")).isEqualTo(model);
		assertThat(model.withProvider("v")).isSameAs(model);
	}

	@Test
	void refusesNonsense() {
		assertThatIllegalArgumentException().isThrownBy(() -> ModelInfo.builder("v", " ").build())
			.withMessageContaining("'id'");
		assertThatIllegalArgumentException().isThrownBy(() -> ModelInfo.builder("v", "m").contextWindow(0).build())
			.withMessageContaining("'contextWindow'");
		assertThatIllegalArgumentException().isThrownBy(() -> row(CNY, "-1").build()).withMessageContaining("'input'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> row(CNY, "1").effectiveFrom(Instant.EPOCH).effectiveUntil(Instant.EPOCH).build())
			.withMessageContaining("before it starts");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Lifecycle(Lifecycle.Status.LEGACY_ALIAS, null, null, null))
			.withMessageContaining("successor");
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenRange(5, 5));
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenRange(-1, 5));
	}

	@Test
	void pricesStandInTheOrderInWhichTheyAreTried() {
		PriceWindow window = new PriceWindow(Set.of(DayOfWeek.MONDAY), LocalTime.NOON, LocalTime.MIDNIGHT,
				ZoneOffset.UTC);
		PriceRow dollars = row(USD, "9").windows(List.of(window)).build();
		PriceRow always = row(CNY, "1").build();
		PriceRow later = row(CNY, "2").effectiveFrom(Instant.EPOCH).build();
		PriceRow peak = row(CNY, "3").windows(List.of(window)).build();
		ModelInfo model = ModelInfo.builder("v", "m").prices(List.of(always, dollars, later, peak)).build();
		assertThat(model.prices()).containsExactly(peak, later, always, dollars);
	}

	@Test
	void aPriceHoldsFromItsFirstMomentUntilJustBeforeItsEnd() {
		Instant start = Instant.parse("2026-01-01T00:00:00Z");
		Instant end = Instant.parse("2026-02-01T00:00:00Z");
		PriceRow row = row(CNY, "1").effectiveFrom(start).effectiveUntil(end).build();
		assertThat(row.appliesTo(1, 1, start.minusNanos(1))).isFalse();
		assertThat(row.appliesTo(1, 1, start)).isTrue();
		assertThat(row.appliesTo(1, 1, end.minusNanos(1))).isTrue();
		assertThat(row.appliesTo(1, 1, end)).isFalse();
	}

	@Test
	void aRangeHoldsItsUpperBoundAndNotItsLower() {
		assertThat(TokenRange.upTo(10).contains(0)).isTrue();
		assertThat(TokenRange.upTo(10).contains(10)).isTrue();
		assertThat(TokenRange.upTo(10).contains(11)).isFalse();
		assertThat(TokenRange.over(10).contains(10)).isFalse();
		assertThat(TokenRange.over(10).contains(11)).isTrue();
		assertThat(TokenRange.ALL.contains(Long.MAX_VALUE)).isTrue();
	}

	private static PriceRow.Builder row(Currency currency, String price) {
		return PriceRow.builder(currency, new BigDecimal(price), new BigDecimal(price));
	}

	@Test
	void whatIsUnknownIsTakenFromElsewhere() {
		PriceRow price = PriceRow.builder(Currency.getInstance("CNY"), new BigDecimal("1"), new BigDecimal("2"))
			.build();
		ModelInfo known = ModelInfo.builder("deepseek", "m")
			.alias("theirs")
			.displayName("M")
			.contextWindow(10)
			.maxInput(8)
			.maxOutput(2)
			.capabilities(Capability.TOOLS)
			.prices(List.of(price))
			.build();
		ModelInfo own = ModelInfo.builder("deepseek", "m").provider("mine").alias("ours").contextWindow(5).build();
		assertThat(own.orElse(known))
			.isEqualTo(known.toBuilder().provider("mine").alias("ours").contextWindow(5).build());
		assertThat(known.orElse(own)).isEqualTo(known);
	}

}
