package io.harborai.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.harborai.model.ModelCatalog;
import io.harborai.model.ModelInfo;
import io.harborai.model.PriceRow;
import io.harborai.model.TokenRange;
import io.harborai.wire.CatalogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PriceBook}.
 */
class PriceBookTests {

	private static final Currency CNY = Currency.getInstance("CNY");

	private static final Currency USD = Currency.getInstance("USD");

	/** A Saturday, so never in a window. */
	private static final Instant QUIET = Instant.parse("2026-11-21T03:00:00Z");

	private final ModelCatalog catalog = new CatalogReader().builtIn();

	private final PriceBook book = new PriceBook();

	@ParameterizedTest
	@CsvSource(textBlock = """
			# Beijing is eight hours ahead; 2026-11-23 is a Monday there from 2026-11-22T16:00Z on
			2026-11-23T00:59:59Z, 5   # 08:59:59
			2026-11-23T00:59:59.999999999Z, 5
			2026-11-23T01:00:00Z, 10  # 09:00
			2026-11-23T03:59:59Z, 10  # 11:59:59
			2026-11-23T03:59:59.999999999Z, 10
			2026-11-23T04:00:00Z, 5   # 12:00
			2026-11-23T05:59:59Z, 5   # 13:59:59
			2026-11-23T06:00:00Z, 10  # 14:00
			2026-11-23T09:59:59Z, 10  # 17:59:59
			2026-11-23T10:00:00Z, 5   # 18:00
			2026-11-27T01:00:00Z, 10  # Friday
			2026-11-28T01:00:00Z, 5   # Saturday
			2026-11-29T09:00:00Z, 5   # Sunday
			2026-11-22T22:00:00Z, 5   # Monday 06:00 there, Sunday in UTC
			2026-11-30T02:00:00Z, 10  # the next Monday
			""")
	void deepSeekCostsDoubleInTheWorkingHoursOfBeijing(String at, String expected) {
		String amount = expected.replaceAll("#.*", "").trim();
		Cost cost = this.book.cost(model("deepseek", "deepseek-flash"), Usage.of(1_000_000, 1_000_000),
				Instant.parse(at));
		assertThat(cost.amount()).isEqualByComparingTo(amount);
		assertThat(cost.currency()).isEqualTo(CNY);
	}

	@Test
	void cachedInputHasItsOwnPrice() {
		Cost cost = this.book.cost(model("deepseek", "deepseek-flash"), Usage.of(1000, 500, 400, 100), QUIET);
		assertThat(cost.input()).isEqualByComparingTo("0.0006");
		assertThat(cost.cachedInput()).isEqualByComparingTo("0.000008");
		assertThat(cost.output()).isEqualByComparingTo("0.002");
		assertThat(cost).hasToString("0.002608 CNY");
	}

	@Test
	void aPreferredCurrencyIsUsedWhereThereIsOne() {
		Usage usage = Usage.of(1_000_000, 0);
		PriceBook dollars = new PriceBook(USD);
		assertThat(dollars.cost(model("deepseek", "deepseek-flash"), usage, QUIET)).hasToString("0.15 USD");
		assertThat(dollars.cost(model("wenxin", "ernie-3.5-8k"), usage, QUIET)).hasToString("0.8 CNY");
	}

	@ParameterizedTest
	@CsvSource({ "32000, 200, 0.8, 2", "32000, 201, 0.8, 8", "32001, 200, 1.2, 16", "128000, 1, 1.2, 16",
			"128001, 1, 2.4, 24", "0, 0, 0.8, 2", "229376, 16384, 2.4, 24" })
	void doubaoIsPricedByTheSizeOfRequestAndAnswer(long prompt, long completion, String in, String out) {
		Cost cost = this.book.cost(model("doubao", "doubao-seed-1-6-250615"), Usage.of(prompt, completion), QUIET);
		assertThat(cost.input()).isEqualByComparingTo(perMillion(in, prompt));
		assertThat(cost.output()).isEqualByComparingTo(perMillion(out, completion));
	}

	@ParameterizedTest
	@CsvSource({ "256000, 0.5, 0.05, 3", "256001, 2, 0.2, 6" })
	void qwenCostsMoreAboveItsLongContextTier(long prompt, String in, String cachedIn, String out) {
		Cost cost = this.book.cost(model("qwen", "qwen3.6-plus"), Usage.of(prompt, 10, 1000, 0), QUIET);
		assertThat(cost.input()).isEqualByComparingTo(perMillion(in, prompt - 1000));
		assertThat(cost.cachedInput()).isEqualByComparingTo(perMillion(cachedIn, 1000));
		assertThat(cost.output()).isEqualByComparingTo(perMillion(out, 10));
	}

	@Test
	void anAnswerThatWasThoughtAboutMayCostMore() {
		ModelInfo model = model("qwen", "qwen-plus");
		assertThat(this.book.cost(model, Usage.of(0, 1000, 0, 0), QUIET)).hasToString("0.000287 USD");
		assertThat(this.book.cost(model, Usage.of(0, 1000, 0, 1), QUIET)).hasToString("0.001147 USD");
	}

	@ParameterizedTest
	@CsvSource({ "2026-08-14T03:00:00Z, 9", "2026-08-15T23:59:59Z, 9", "2026-08-16T00:00:00Z, 18",
			"2026-08-17T03:00:00Z, 36" })
	void aPriceChangesOnItsDate(String at, String expected) {
		Cost cost = this.book.cost(model("deepseek", "deepseek-v4-pro"), Usage.of(1_000_000, 1_000_000),
				Instant.parse(at));
		assertThat(cost.amount()).isEqualByComparingTo(expected);
	}

	@Test
	void aLaterPriceWinsOverAnEarlierOneWithoutAnEnd() {
		PriceRow old = row("1", "1").effectiveFrom(Instant.parse("2026-01-01T00:00:00Z")).build();
		PriceRow current = row("2", "2").effectiveFrom(Instant.parse("2026-06-01T00:00:00Z")).build();
		for (List<PriceRow> rows : List.of(List.of(old, current), List.of(current, old))) {
			ModelInfo model = ModelInfo.builder("v", "m").prices(rows).build();
			assertThat(this.book.cost(model, Usage.of(1_000_000, 0), QUIET)).hasToString("2 CNY");
			assertThat(this.book.cost(model, Usage.of(1_000_000, 0), Instant.parse("2026-05-31T23:59:59Z")))
				.hasToString("1 CNY");
			assertThat(this.book.cost(model, Usage.of(1, 0), Instant.parse("2025-12-31T23:59:59Z"))).isNull();
		}
	}

	@Test
	void whatIsUnknownHasNoCost() {
		ModelInfo priced = ModelInfo.builder("v", "m").prices(List.of(row("1", "2").build())).build();
		ModelInfo bounded = ModelInfo.builder("v", "m")
			.prices(List.of(row("1", "2").inputTokens(TokenRange.upTo(10)).build()))
			.build();
		assertThat(this.book.cost(ModelInfo.builder("v", "m").build(), Usage.of(1, 1), QUIET)).isNull();
		assertThat(this.book.cost(priced, Usage.MISSING, QUIET)).isNull();
		assertThat(this.book.cost(bounded, Usage.of(11, 1), QUIET)).isNull();
		assertThat(this.book.cost(priced, Usage.estimated(1_000_000, 0), QUIET)).hasToString("1 CNY");
	}

	@Test
	void whatIsFreeCostsNothing() {
		assertThat(this.book.cost(model("zhipu", "glm-4.7-flash"), Usage.of(10, 10), QUIET)).isEqualTo(Cost.zero(USD));
	}

	@Test
	void cachedInputWithoutAPriceOfItsOwnCostsAsMuchAsOther() {
		Cost cost = this.book.cost(model("wenxin", "ernie-3.5-8k"), Usage.of(1000, 0, 600, 0), QUIET);
		assertThat(cost.amount()).isEqualByComparingTo("0.0008");
	}

	@Test
	void oddNumbersAreBentToTheNearestSensibleOnes() {
		ModelInfo model = model("deepseek", "deepseek-flash");
		assertThat(this.book.cost(model, usage(-5, -7, -9), QUIET)).isEqualTo(Cost.zero(CNY));
		assertThat(this.book.cost(model, usage(100, 0, 500), QUIET))
			.isEqualTo(this.book.cost(model, usage(100, 0, 100), QUIET));
		assertThat(this.book.cost(model, usage(100, 0, -1), QUIET))
			.isEqualTo(this.book.cost(model, usage(100, 0, 0), QUIET));
	}

	@Test
	void noRoundingEver() {
		ModelInfo model = ModelInfo.builder("v", "m").prices(List.of(row("0.003625", "0.0000001").build())).build();
		assertThat(this.book.cost(model, Usage.of(1, 1), QUIET)).hasToString("0.0000000036251 CNY");
		assertThat(this.book.cost(model, Usage.of(Long.MAX_VALUE, 0), QUIET).amount())
			.isEqualByComparingTo(new BigDecimal("9223372036854775807").multiply(new BigDecimal("0.000000003625")));
	}

	@Test
	void costIsWhatTheFormulaSaysForAnyUsageOfAnyModel() {
		Random random = new Random(20261123);
		List<ModelInfo> models = this.catalog.models();
		for (int i = 0; i < 20_000; i++) {
			ModelInfo model = models.get(random.nextInt(models.size()));
			long prompt = random.nextLong(400_000);
			long cached = random.nextLong(prompt + 1);
			Usage usage = Usage.of(prompt, random.nextLong(20_000), cached, 0);
			Instant at = Instant.ofEpochSecond(1_780_000_000L + random.nextLong(20_000_000L));
			assertThat(this.book.cost(model, usage, at)).as(model.id() + " " + usage + " " + at)
				.isEqualTo(expected(model, usage, at));
		}
	}

	@Test
	void moreTokensInTheSameTierNeverCostLess() {
		Random random = new Random(7);
		ModelInfo model = model("doubao", "doubao-seed-1-6-250615");
		for (int i = 0; i < 5_000; i++) {
			long prompt = random.nextLong(31_000);
			long more = prompt + random.nextLong(32_000 - prompt);
			Cost less = this.book.cost(model, Usage.of(prompt, 100), QUIET);
			assertThat(this.book.cost(model, Usage.of(more, 100), QUIET).amount())
				.isGreaterThanOrEqualTo(less.amount());
		}
	}

	/** The formula written down once more, row by row and without the order of rows. */
	private static Cost expected(ModelInfo model, Usage usage, Instant at) {
		if (model.prices().isEmpty()) {
			return null;
		}
		Currency currency = model.prices().get(0).currency();
		List<PriceRow> open = model.prices()
			.stream()
			.filter((row) -> row.currency().equals(currency))
			.filter((row) -> row.appliesTo(usage.promptTokens(), usage.completionTokens(), at))
			.toList();
		List<PriceRow> windowed = open.stream().filter((row) -> !row.windows().isEmpty()).toList();
		List<PriceRow> candidates = windowed.isEmpty() ? open : windowed;
		if (candidates.isEmpty()) {
			return null;
		}
		assertThat(candidates).hasSize(1);
		PriceRow row = candidates.get(0);
		BigDecimal cachedIn = (row.cachedInput() != null) ? row.cachedInput() : row.input();
		return Cost.of(currency, perMillion(row.input(), usage.promptTokens() - usage.cachedTokens()),
				perMillion(cachedIn, usage.cachedTokens()), perMillion(row.output(), usage.completionTokens()));
	}

	private static BigDecimal perMillion(String price, long tokens) {
		return perMillion(new BigDecimal(price), tokens);
	}

	private static BigDecimal perMillion(BigDecimal price, long tokens) {
		return price.multiply(new BigDecimal(tokens)).multiply(new BigDecimal("0.000001"));
	}

	private static PriceRow.Builder row(String in, String out) {
		return PriceRow.builder(CNY, new BigDecimal(in), new BigDecimal(out));
	}

	private static Usage usage(long prompt, long completion, long cached) {
		return new Usage(prompt, completion, 0, cached, 0, Usage.Source.PROVIDER, Map.of());
	}

	private ModelInfo model(String vendor, String id) {
		ModelInfo model = this.catalog.find(vendor, id);
		assertThat(model).as(vendor + "/" + id).isNotNull();
		return model;
	}

}
