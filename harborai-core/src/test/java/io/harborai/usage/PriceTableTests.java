package io.harborai.usage;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.harborai.model.ModelInfo;
import io.harborai.model.PriceRow;
import io.harborai.model.PriceWindow;
import io.harborai.model.TokenRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Costs as they come out by hand, with pencil and paper, for one price list of every
 * kind. Times are in UTC; Shanghai is eight hours ahead, and 2026-11-23 is a Monday.
 */
class PriceTableTests {

	private static final Set<DayOfWeek> DAILY = EnumSet.allOf(DayOfWeek.class);

	private static final Set<DayOfWeek> WORKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

	private static final Set<DayOfWeek> WEEKEND = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

	private static final Map<String, List<PriceRow>> LISTS = Map.ofEntries(
			Map.entry("flat", List.of(row("CNY", "2", "8").cachedInput(new BigDecimal("0.5")).build())),
			Map.entry("dollars", List.of(row("USD", "0.15", "0.6").build())),
			Map.entry("input-tiers",
					List.of(row("CNY", "0.8", "2").inputTokens(new TokenRange(0, 32_000)).build(),
							row("CNY", "1.2", "16").inputTokens(new TokenRange(32_000, 128_000)).build(),
							row("CNY", "2.4", "24").inputTokens(new TokenRange(128_000, Long.MAX_VALUE)).build())),
			Map.entry("output-tiers",
					List.of(row("CNY", "0.8", "2").outputTokens(new TokenRange(0, 200)).build(),
							row("CNY", "0.8", "8").outputTokens(new TokenRange(200, Long.MAX_VALUE)).build())),
			Map.entry("night",
					List.of(row("CNY", "2", "8").build(),
							row("CNY", "1", "4").windows(window(DAILY, "00:30", "08:30", "Asia/Shanghai")).build())),
			Map.entry("across-midnight",
					List.of(row("CNY", "2", "8").build(),
							row("CNY", "1", "4").windows(window(WORKDAYS, "22:00", "06:00", "Asia/Shanghai")).build())),
			Map.entry("weekend",
					List.of(row("CNY", "2", "8").build(),
							row("CNY", "1", "4").windows(window(WEEKEND, "00:00", "00:00", "Asia/Shanghai")).build())),
			Map.entry("summer-time",
					List.of(row("USD", "1", "1").build(),
							row("USD", "2", "2").windows(window(DAILY, "09:00", "17:00", "America/New_York")).build())),
			Map.entry("dated",
					List.of(row("CNY", "1", "1").effectiveUntil(Instant.parse("2026-07-01T00:00:00Z")).build(),
							row("CNY", "3", "3").effectiveFrom(Instant.parse("2026-07-01T00:00:00Z")).build())),
			Map.entry("thinking", List.of(row("CNY", "1", "2").reasoningOutput(new BigDecimal("8")).build())),
			Map.entry("bounded", List.of(row("CNY", "1", "1").inputTokens(new TokenRange(0, 1000)).build())),
			Map.entry("two-currencies", List.of(row("CNY", "2", "8").build(), row("USD", "0.3", "1.2").build())),
			Map.entry("none", List.of()));

	@ParameterizedTest
	@CsvSource(textBlock = """
			# list,         at,                   input,   output,  cached, thought, cost
			flat,           2026-11-23T03:00:00Z, 1000,    500,     0,      0,       0.006 CNY
			flat,           2026-11-23T03:00:00Z, 1000,    500,     400,    0,       0.0054 CNY
			flat,           2026-11-23T03:00:00Z, 1000,    0,       1000,   0,       0.0005 CNY
			flat,           2026-11-23T03:00:00Z, 0,       0,       0,      0,       0 CNY
			flat,           2026-11-23T03:00:00Z, 1,       1,       0,      0,       0.00001 CNY
			flat,           2026-11-23T03:00:00Z, 1000000, 1000000, 0,      0,       10 CNY
			flat,           2026-11-23T03:00:00Z, 100,     0,       500,    0,       0.00005 CNY
			flat,           2026-11-23T03:00:00Z, 1000,    500,     0,      300,     0.006 CNY
			dollars,        2026-11-23T03:00:00Z, 1000,    1000,    0,      0,       0.00075 USD
			dollars,        2026-11-23T03:00:00Z, 1000,    1000,    600,    0,       0.00075 USD
			dollars,        2026-11-23T03:00:00Z, 7,       3,       0,      0,       0.00000285 USD
			input-tiers,    2026-11-23T03:00:00Z, 32000,   100,     0,      0,       0.0258 CNY
			input-tiers,    2026-11-23T03:00:00Z, 32001,   100,     0,      0,       0.0400012 CNY
			input-tiers,    2026-11-23T03:00:00Z, 128000,  100,     0,      0,       0.1552 CNY
			input-tiers,    2026-11-23T03:00:00Z, 128001,  100,     0,      0,       0.3096024 CNY
			output-tiers,   2026-11-23T03:00:00Z, 1000,    200,     0,      0,       0.0012 CNY
			output-tiers,   2026-11-23T03:00:00Z, 1000,    201,     0,      0,       0.002408 CNY
			night,          2026-11-23T16:29:59Z, 1000,    1000,    0,      0,       0.01 CNY
			night,          2026-11-23T16:30:00Z, 1000,    1000,    0,      0,       0.005 CNY
			night,          2026-11-24T00:29:59Z, 1000,    1000,    0,      0,       0.005 CNY
			night,          2026-11-24T00:30:00Z, 1000,    1000,    0,      0,       0.01 CNY
			# Monday evening, Friday's night that ends on Saturday, and what isn't a workday's night
			across-midnight, 2026-11-23T13:59:59Z, 1000,   1000,    0,      0,       0.01 CNY
			across-midnight, 2026-11-23T14:00:00Z, 1000,   1000,    0,      0,       0.005 CNY
			across-midnight, 2026-11-23T18:00:00Z, 1000,   1000,    0,      0,       0.005 CNY
			across-midnight, 2026-11-27T21:59:59Z, 1000,   1000,    0,      0,       0.005 CNY
			across-midnight, 2026-11-27T22:00:00Z, 1000,   1000,    0,      0,       0.01 CNY
			across-midnight, 2026-11-28T15:00:00Z, 1000,   1000,    0,      0,       0.01 CNY
			across-midnight, 2026-11-29T18:00:00Z, 1000,   1000,    0,      0,       0.01 CNY
			weekend,        2026-11-27T15:59:59Z, 1000,    1000,    0,      0,       0.01 CNY
			weekend,        2026-11-27T16:00:00Z, 1000,    1000,    0,      0,       0.005 CNY
			weekend,        2026-11-29T15:59:59Z, 1000,    1000,    0,      0,       0.005 CNY
			weekend,        2026-11-29T16:00:00Z, 1000,    1000,    0,      0,       0.01 CNY
			# New York is four hours behind in July and five in November
			summer-time,    2026-07-06T12:59:59Z, 1000,    1000,    0,      0,       0.002 USD
			summer-time,    2026-07-06T13:00:00Z, 1000,    1000,    0,      0,       0.004 USD
			summer-time,    2026-11-23T13:30:00Z, 1000,    1000,    0,      0,       0.002 USD
			summer-time,    2026-11-23T14:00:00Z, 1000,    1000,    0,      0,       0.004 USD
			dated,          2026-06-30T23:59:59Z, 1000,    1000,    0,      0,       0.002 CNY
			dated,          2026-07-01T00:00:00Z, 1000,    1000,    0,      0,       0.006 CNY
			thinking,       2026-11-23T03:00:00Z, 1000,    1000,    0,      0,       0.003 CNY
			thinking,       2026-11-23T03:00:00Z, 1000,    1000,    0,      1,       0.009 CNY
			two-currencies, 2026-11-23T03:00:00Z, 1000,    1000,    0,      0,       0.01 CNY
			bounded,        2026-11-23T03:00:00Z, 1000,    1,       0,      0,       0.001001 CNY
			bounded,        2026-11-23T03:00:00Z, 1001,    1,       0,      0,       null
			none,           2026-11-23T03:00:00Z, 1000,    1000,    0,      0,       null
			""")
	void costIsWhatComesOutByHand(String list, Instant at, long input, long output, long cached, long thought,
			String cost) {
		ModelInfo model = ModelInfo.builder("v", "m").prices(LISTS.get(list)).build();
		Cost actual = new PriceBook().cost(model, Usage.of(input, output, cached, thought), at);
		assertThat(String.valueOf(actual)).isEqualTo(cost);
	}

	private static PriceRow.Builder row(String currency, String input, String output) {
		return PriceRow.builder(Currency.getInstance(currency), new BigDecimal(input), new BigDecimal(output));
	}

	private static List<PriceWindow> window(Set<DayOfWeek> days, String from, String to, String zone) {
		return List.of(new PriceWindow(days, LocalTime.parse(from), LocalTime.parse(to), ZoneId.of(zone)));
	}

}
