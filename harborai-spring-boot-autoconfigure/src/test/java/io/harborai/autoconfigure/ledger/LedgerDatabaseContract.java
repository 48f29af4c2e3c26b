package io.harborai.autoconfigure.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.harborai.autoconfigure.LedgerProperties;
import io.harborai.autoconfigure.LedgerProperties.InitializeSchema;
import io.harborai.observation.UsageRecord;
import io.harborai.usage.Usage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What tables and sums must do on every database.
 */
abstract class LedgerDatabaseContract {

	private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

	private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

	private LedgerTables tables;

	private UsageLedger ledger;

	private JdbcTemplate jdbc;

	abstract DataSource dataSource();

	@BeforeEach
	void prepare() {
		DataSource dataSource = dataSource();
		this.jdbc = new JdbcTemplate(dataSource);
		this.jdbc.execute("drop table if exists harborai_usage_tag");
		this.jdbc.execute("drop table if exists harborai_usage");
		this.tables = new LedgerTables(dataSource, "harborai_", ZoneOffset.UTC);
		new LedgerSchema(this.tables, InitializeSchema.ALWAYS, "harborai_").prepare();
		LedgerProperties properties = new LedgerProperties();
		properties.setTags(List.of("tenant"));
		this.ledger = new UsageLedger(this.tables, LedgerSettings.of(properties));
	}

	@Test
	void tablesThatAreThereStay() {
		this.tables.insert(Rows.rows(3));
		new LedgerSchema(this.tables, InitializeSchema.ALWAYS, "harborai_").prepare();
		assertThat(count("harborai_usage")).isEqualTo(3);
	}

	private Integer count(String table) {
		return this.jdbc.queryForObject("select count(*) from " + table, Integer.class);
	}

	@Test
	void connectionsNeedNotCommitByThemselves() {
		this.jdbc.execute("drop table harborai_usage_tag");
		this.jdbc.execute("drop table harborai_usage");
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setDataSource(dataSource());
			pool.setAutoCommit(false);
			pool.setMaximumPoolSize(1);
			LedgerTables tables = new LedgerTables(pool, "harborai_", ZoneOffset.UTC);
			new LedgerSchema(tables, InitializeSchema.ALWAYS, "harborai_").prepare();
			assertThat(count("harborai_usage")).isZero();
			tables.insert(Rows.rows(3));
			assertThat(count("harborai_usage")).isEqualTo(3);
			assertThat(tables.deleteBefore(DAY.plusDays(1), 2)).isEqualTo(2);
			assertThat(count("harborai_usage")).isOne();
		}
	}

	@Test
	void rowsThatAreThereAlreadyAreNotDoubled() {
		List<UsageRecord> rows = Rows.rows(10);
		assertThat(this.tables.insert(rows.subList(0, 6))).isEqualTo(new LedgerTables.Written(6, 0));
		assertThat(this.tables.insert(rows)).isEqualTo(new LedgerTables.Written(4, 0));
		assertThat(this.tables.insert(rows)).isEqualTo(new LedgerTables.Written(0, 0));
		assertThat(count("harborai_usage")).isEqualTo(10);
		assertThat(count("harborai_usage_tag")).isEqualTo(10);
	}

	@Test
	void aRefusedRowIsLeftOut() {
		this.jdbc.execute("alter table harborai_usage add constraint picky check (model <> 'unwanted')");
		List<UsageRecord> rows = new ArrayList<>(Rows.rows(3));
		rows.add(1, Rows.attempt(UUID.randomUUID(), 1, NOON, "p", "unwanted", Usage.MISSING, null, Map.of()));
		assertThat(this.tables.insert(rows)).isEqualTo(new LedgerTables.Written(3, 1));
	}

	@Test
	void oddTextsAreTaken() {
		String odd = "\0a\ud83d" + "😀".repeat(150);
		assertThat(this.tables
			.insert(List.of(Rows.attempt(UUID.randomUUID(), 1, NOON, odd, odd, Usage.MISSING, null, Map.of(odd, odd)))))
			.isEqualTo(new LedgerTables.Written(1, 0));
		assertThat(this.jdbc.queryForObject("select provider from harborai_usage", String.class)).startsWith("a?😀");
	}

	@Test
	void oldRowsAreDeletedAFewAtATime() {
		List<UsageRecord> rows = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			rows.add(Rows.attempt(UUID.randomUUID(), 1, NOON.minusSeconds(86_400L * i), "p", "m", Usage.MISSING, null,
					Map.of("tenant", "acme")));
		}
		this.tables.insert(rows);
		assertThat(this.tables.deleteBefore(DAY.minusDays(3), 4)).isEqualTo(4);
		assertThat(this.tables.deleteBefore(DAY.minusDays(3), 4)).isEqualTo(2);
		assertThat(this.tables.deleteBefore(DAY.minusDays(3), 4)).isZero();
		assertThat(count("harborai_usage")).isEqualTo(4);
		assertThat(count("harborai_usage_tag")).isEqualTo(4);
	}

	/**
	 * Three calls: one that moved from one provider to another and is paid in two
	 * currencies, one of the day before, one that nobody was asked for.
	 */
	private void someRows() {
		UUID moved = UUID.randomUUID();
		Map<String, String> acme = Map.of("tenant", "acme");
		this.tables.insert(List.of(
				Rows.attempt(moved, 1, NOON, "deepseek", "flash", Usage.of(100, 20, 40, 5), Rows.cost("0.01", "CNY"),
						acme),
				Rows.attempt(moved, 2, NOON, "openai", "mini", Usage.of(90, 10), Rows.cost("0.002", "USD"), acme),
				Rows.attempt(moved, 0, NOON, "openai", "mini", Usage.of(190, 30, 40, 5), null, acme)));
		UUID dayBefore = UUID.randomUUID();
		Instant then = NOON.minusSeconds(86_400);
		Map<String, String> globex = Map.of("tenant", "globex");
		this.tables.insert(List.of(
				Rows.attempt(dayBefore, 1, then, "openai", "mini", Usage.estimated(7, 3), Rows.cost("0.001", "USD"),
						globex),
				Rows.attempt(dayBefore, 2, then, "openai", "house", Usage.of(5, 5), null, globex),
				Rows.attempt(dayBefore, 0, then, "openai", "house", Usage.estimated(12, 8), null, globex)));
		this.tables.insert(List.of(Rows.failedCall(UUID.randomUUID(), NOON)));
	}

	private static UsageSum sum(String key, long calls, long attempts, long errors, Map<String, String> cost) {
		return new UsageSum(key, calls, attempts, errors, 0, 0, 0, 0, amounts(cost), 0);
	}

	private static Map<String, BigDecimal> amounts(Map<String, String> cost) {
		return cost.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> new BigDecimal(entry.getValue())));
	}

	private static UsageSum withoutTokens(UsageSum sum) {
		return new UsageSum(sum.key(), sum.calls(), sum.attempts(), sum.errors(), 0, 0, 0, 0, sum.cost(), 0);
	}

	private List<UsageSum> sums(String by, int days) {
		return this.ledger.sums(by, DAY.minusDays(days - 1), DAY)
			.sums()
			.stream()
			.map(LedgerDatabaseContract::withoutTokens)
			.toList();
	}

	@Test
	void sumsByDay() {
		someRows();
		assertThat(sums("day", 2)).containsExactly(sum("2026-02-28", 1, 2, 0, Map.of("USD", "0.001")),
				sum("2026-03-01", 2, 2, 1, Map.of("CNY", "0.01", "USD", "0.002")));
	}

	@Test
	void sumsByProvider() {
		someRows();
		assertThat(sums("provider", 1)).containsExactlyInAnyOrder(sum("deepseek", 0, 1, 0, Map.of("CNY", "0.01")),
				sum("openai", 1, 1, 0, Map.of("USD", "0.002")), sum("none", 1, 0, 1, Map.of()));
	}

	@Test
	void sumsByModel() {
		someRows();
		assertThat(sums("model", 2)).containsExactlyInAnyOrder(sum("flash", 0, 1, 0, Map.of("CNY", "0.01")),
				sum("house", 1, 1, 0, Map.of()), sum("mini", 1, 2, 0, Map.of("USD", "0.003")),
				sum("none", 1, 0, 1, Map.of()));
	}

	@Test
	void sumsByTag() {
		someRows();
		assertThat(sums("tag:tenant", 2)).containsExactly(sum("acme", 1, 2, 0, Map.of("CNY", "0.01", "USD", "0.002")),
				sum("globex", 1, 2, 0, Map.of("USD", "0.001")));
	}

	@Test
	void tokensAreThoseOfAttemptsAndWhatHasNoPriceIsCounted() {
		someRows();
		UsageReport report = this.ledger.sums("tag:tenant", DAY.minusDays(1), DAY);
		assertThat(report.sums().get(0)).isEqualTo(
				new UsageSum("acme", 1, 2, 0, 190, 30, 40, 5, amounts(Map.of("CNY", "0.01", "USD", "0.002")), 0));
		assertThat(report.sums().get(1))
			.isEqualTo(new UsageSum("globex", 1, 2, 0, 12, 8, 0, 0, amounts(Map.of("USD", "0.001")), 1));
		assertThat(report.truncated()).isFalse();
	}

	@Test
	void daysWithoutRowsHaveNoSums() {
		someRows();
		assertThat(this.ledger.sums("model", DAY.plusDays(1), DAY.plusDays(300)).sums()).isEmpty();
	}

	@Test
	void aReportIsOnlySoLong() {
		List<UsageRecord> rows = new ArrayList<>();
		for (int i = 0; i < UsageLedger.MAX_SUMS + 10; i++) {
			rows.add(Rows.attempt(UUID.randomUUID(), 1, NOON, "p", "m" + i, Usage.of(1, 1), null, Map.of()));
		}
		this.tables.insert(rows);
		UsageReport report = this.ledger.sums("model", DAY, DAY);
		assertThat(report.sums()).hasSize(UsageLedger.MAX_SUMS);
		assertThat(report.truncated()).isTrue();
	}

	@Test
	void whatUsedMostIsInTheReport() {
		List<UsageRecord> rows = new ArrayList<>();
		for (int i = 0; i < UsageLedger.MAX_SUMS + 10; i++) {
			rows.add(tenant("t" + i, Usage.of(50, 10), "CNY"));
		}
		rows.add(tenant("zebra", Usage.of(40, 1), "USD"));
		rows.add(tenant("zebra", Usage.of(40, 1), "CNY"));
		rows.add(tenant("aardvark", Usage.of(1, 1), "USD"));
		this.tables.insert(rows);
		UsageReport report = this.ledger.sums("tag:tenant", DAY, DAY);
		assertThat(report.truncated()).isTrue();
		assertThat(report.sums()).hasSize(UsageLedger.MAX_SUMS)
			.extracting(UsageSum::key)
			.startsWith("zebra", "t0", "t1", "t10")
			.doesNotContain("aardvark");
		assertThat(report.sums().get(0).cost()).containsOnlyKeys("CNY", "USD");
	}

	private static UsageRecord tenant(String name, Usage usage, String currency) {
		return Rows.attempt(UUID.randomUUID(), 1, NOON, "p", "m", usage, Rows.cost("0.01", currency),
				Map.of("tenant", name));
	}

	@Test
	void whatCannotBeSummedIsExplained() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.ledger.sums("colour", DAY, DAY))
			.withMessage("'by' is day, provider, model or tag:<name>, not 'colour'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.ledger.sums("tag:x' or '1'='1", DAY, DAY))
			.withMessageContaining("not among the tags that are kept: tenant.");
		assertThatIllegalArgumentException().isThrownBy(() -> this.ledger.sums("day", DAY, DAY.minusDays(1)))
			.withMessage("'from', 2026-03-01, is after 'to', 2026-02-28");
	}

}
