package io.harborai.autoconfigure.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.harborai.autoconfigure.InvalidPropertyException;
import io.harborai.autoconfigure.LedgerProperties;
import io.harborai.autoconfigure.LedgerProperties.InitializeSchema;
import io.harborai.observation.UsageRecord;
import io.harborai.usage.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of rows while the database is there, away, silent or forgetful.
 */
class LedgerWriterTests {

	@TempDir
	private Path directory;

	private final FlakyDataSource database = new FlakyDataSource(Rows.h2());

	private final LedgerProperties properties = new LedgerProperties();

	LedgerWriterTests() {
		this.properties.setInitializeSchema(InitializeSchema.ALWAYS);
		this.properties.setFlushInterval(Duration.ofMillis(5));
		this.properties.setQueueSize(100);
		this.properties.setBatchSize(10);
	}

	/**
	 * A ledger as the auto-configuration makes it.
	 */
	private final class Ledger implements AutoCloseable {

		private final LedgerSettings settings = LedgerSettings.of(LedgerWriterTests.this.properties);

		private final LedgerBuffer buffer = new LedgerBuffer(this.settings);

		private final LedgerTables tables = new LedgerTables(LedgerWriterTests.this.database,
				this.settings.tablePrefix(), this.settings.timeZone());

		private final LedgerWriter writer = new LedgerWriter(this.buffer, this.tables,
				new LedgerSchema(this.tables, this.settings.initializeSchema(), this.settings.tablePrefix()),
				this.settings);

		private Ledger() {
			this.writer.start();
		}

		private List<UsageRecord> accept(int count) {
			List<UsageRecord> rows = Rows.rows(count);
			rows.forEach(this.buffer);
			return rows;
		}

		/**
		 * Rows while the database is away: one batch is underway, so that the rest must
		 * wait behind it.
		 */
		private List<UsageRecord> acceptWhileAway(int count) {
			int before = LedgerWriterTests.this.database.asked.get();
			List<UsageRecord> rows = new ArrayList<>(accept(1));
			Rows.eventually("it was tried", () -> LedgerWriterTests.this.database.asked.get() > before);
			rows.addAll(accept(count - 1));
			return rows;
		}

		@Override
		public void close() {
			this.writer.stop();
		}

	}

	private Set<String> stored() {
		return new JdbcTemplate(this.database.getTargetDataSource())
			.queryForList("select call_id from harborai_usage", String.class)
			.stream()
			.collect(Collectors.toSet());
	}

	private static Set<String> ids(List<UsageRecord> rows) {
		return rows.stream().map((row) -> row.callId().toString()).collect(Collectors.toSet());
	}

	private Path spill(String maxSize) {
		Path file = this.directory.resolve("spill.jsonl");
		this.properties.setSpillFile(file.toString());
		this.properties.setSpillMaxSize(DataSize.parse(maxSize));
		return file;
	}

	@Test
	void rowsAreWrittenWithEverythingThatIsKnown() {
		try (Ledger ledger = new Ledger()) {
			ledger.buffer.accept(Rows.row(1));
			Rows.eventually("nothing waits", () -> ledger.buffer.inMemory() == 0);
			assertThat(ledger.writer.written()).isOne();
			Map<String, Object> row = ledger.tables.jdbc().queryForMap("select * from harborai_usage");
			assertThat(row).containsEntry("CALL_ID", Rows.row(1).callId().toString())
				.containsEntry("ATTEMPT", 1)
				.containsEntry("PROVIDER", "deepseek")
				.containsEntry("MODEL", "deepseek-flash")
				.containsEntry("REQUESTED_MODEL", "smart")
				.containsEntry("STREAMED", true)
				.containsEntry("OUTCOME", "ok")
				.containsEntry("ERROR_CLASS", null)
				.containsEntry("STATUS_CODE", null)
				.containsEntry("REQUEST_ID", "req-1")
				.containsEntry("INPUT_TOKENS", 100L)
				.containsEntry("OUTPUT_TOKENS", 20L)
				.containsEntry("CACHED_TOKENS", 40L)
				.containsEntry("REASONING_TOKENS", 5L)
				.containsEntry("ESTIMATED", false)
				.containsEntry("CURRENCY", "CNY")
				.containsEntry("DURATION_MS", 1234L)
				.containsEntry("FIRST_TOKEN_MS", 56L);
			assertThat(row.get("COST").toString()).startsWith("0.01230");
			assertThat(row.get("USAGE_DAY")).hasToString("2026-03-01");
			assertThat(row.get("STARTED_AT")).hasToString("2026-03-01T10:00:00.123Z");
			assertThat(ledger.tables.jdbc().queryForMap("select tag_name, tag_value from harborai_usage_tag"))
				.containsEntry("TAG_NAME", "tenant")
				.containsEntry("TAG_VALUE", "acme");
		}
	}

	@Test
	void daysAreThoseOfTheTimeZone() {
		this.properties.setTimeZone(ZoneId.of("Asia/Shanghai"));
		try (Ledger ledger = new Ledger()) {
			ledger.buffer.accept(Rows.failedCall(UUID.randomUUID(), Instant.parse("2026-02-28T16:00:00Z")));
			Rows.eventually("written", () -> ledger.writer.written() == 1);
			assertThat(ledger.tables.jdbc().queryForObject("select usage_day from harborai_usage", String.class))
				.isEqualTo("2026-03-01");
		}
	}

	@Test
	void textsThatAreTooLongOrOddAreMadeToFit() {
		try (Ledger ledger = new Ledger()) {
			String odd = "a\0b" + "x".repeat(196) + "😀";
			ledger.buffer.accept(Rows.attempt(UUID.randomUUID(), 1, Instant.EPOCH, odd, "y".repeat(5000), Usage.MISSING,
					null, Map.of("tenant", "z".repeat(5000))));
			Rows.eventually("written", () -> ledger.writer.written() == 1);
			assertThat(ledger.buffer.lost()).isZero();
			assertThat(ledger.tables.jdbc().queryForObject("select provider from harborai_usage", String.class))
				.isEqualTo("ab" + "x".repeat(196) + "😀");
		}
	}

	@Test
	void rowsOfAnOutageStayInMemoryAndAreWrittenInTheirOrder() {
		try (Ledger ledger = new Ledger()) {
			List<UsageRecord> rows = ledger.accept(5);
			Rows.eventually("written", () -> ledger.writer.written() == 5);
			this.database.leave();
			rows.addAll(ledger.acceptWhileAway(60));
			assertThat(ledger.writer.written()).isEqualTo(5);
			assertThat(ledger.buffer.inMemory()).isEqualTo(60);
			this.database.comeBack();
			Rows.eventually("written", () -> ledger.writer.written() == 65);
			assertThat(stored()).isEqualTo(ids(rows));
			assertThat(ledger.buffer.lost()).isZero();
		}
	}

	@Test
	void theDatabaseMayBeAwayFromTheStart() {
		this.database.leave();
		try (Ledger ledger = new Ledger()) {
			List<UsageRecord> rows = ledger.acceptWhileAway(20);
			this.database.comeBack();
			Rows.eventually("written", () -> ledger.writer.written() == 20);
			assertThat(stored()).isEqualTo(ids(rows));
		}
	}

	@Test
	void withoutAFileRowsBeyondTheBoundAreLostAndCounted() {
		try (Ledger ledger = new Ledger()) {
			ledger.accept(1);
			Rows.eventually("written", () -> ledger.writer.written() == 1);
			this.database.leave();
			ledger.acceptWhileAway(201);
			assertThat(ledger.buffer.lost()).isEqualTo(100);
			assertThat(ledger.buffer.inMemory()).isEqualTo(101);
			this.database.comeBack();
			Rows.eventually("written", () -> ledger.writer.written() == 102);
			assertThat(stored()).hasSize(102);
		}
	}

	@Test
	void rowsBeyondTheBoundGoToTheFileAndComeBack() {
		Path file = spill("1MB");
		try (Ledger ledger = new Ledger()) {
			this.database.leave();
			List<UsageRecord> rows = new ArrayList<>(ledger.acceptWhileAway(1));
			for (int i = 0; i < 20; i++) {
				rows.addAll(ledger.accept(50));
				Rows.eventually("memory has room", () -> !ledger.buffer.isCrowded());
			}
			assertThat(ledger.buffer.inFile()).isPositive();
			assertThat(ledger.buffer.inFile() + ledger.buffer.inMemory()).isEqualTo(1001);
			this.database.comeBack();
			Rows.eventually("written", () -> ledger.writer.written() == 1001);
			assertThat(stored()).isEqualTo(ids(rows));
			assertThat(ledger.buffer.lost()).isZero();
			Rows.eventually("the file is empty", () -> ledger.buffer.inFile() == 0);
			assertThat(file).isEmptyFile();
		}
	}

	@Test
	void aSilentDatabaseKeepsNoRowFromTheFile() {
		spill("1MB");
		try (Ledger ledger = new Ledger()) {
			List<UsageRecord> rows = new ArrayList<>(ledger.accept(1));
			Rows.eventually("written", () -> ledger.writer.written() == 1);
			this.database.fallSilent();
			rows.addAll(ledger.acceptWhileAway(1));
			for (int i = 0; i < 10; i++) {
				rows.addAll(ledger.accept(50));
				Rows.eventually("memory has room", () -> !ledger.buffer.isCrowded());
			}
			assertThat(ledger.buffer.inFile()).isPositive();
			assertThat(ledger.buffer.lost()).isZero();
			this.database.comeBack();
			Rows.eventually("written", () -> ledger.writer.written() == 502);
			assertThat(stored()).isEqualTo(ids(rows));
		}
	}

	@Test
	void beyondBothBoundsRowsAreLostAndCounted() {
		long line = UsageLine.write(Rows.row()).length() + 1;
		spill(20 * line + "B");
		try (Ledger ledger = new Ledger()) {
			this.database.leave();
			List<UsageRecord> rows = ledger.acceptWhileAway(1);
			for (int i = 0; i < 40; i++) {
				rows.addAll(ledger.accept(5));
			}
			Rows.eventually("the file is full", () -> ledger.buffer.inFile() == 20);
			assertThat(ledger.buffer.inFile() + ledger.buffer.inMemory() + ledger.buffer.lost()).isEqualTo(201);
			assertThat(ledger.buffer.lost()).isPositive();
			this.database.comeBack();
			Rows.eventually("written", () -> ledger.writer.written() + ledger.buffer.lost() == rows.size());
			assertThat(stored()).hasSize((int) ledger.writer.written());
		}
	}

	@Test
	void aFullFileTakesRowsAgainAsSoonAsItHasRoom() {
		long line = UsageLine.write(Rows.row()).length() + 1;
		spill(20 * line + "B");
		try (Ledger ledger = new Ledger()) {
			ledger.accept(1);
			Rows.eventually("written", () -> ledger.writer.written() == 1);
			this.database.leave();
			List<UsageRecord> rows = ledger.acceptWhileAway(51);
			Rows.eventually("the file is full", () -> ledger.buffer.inFile() == 20);
			rows.addAll(ledger.accept(30));
			assertThat(ledger.buffer.inMemory()).isEqualTo(61);
			// What is underway is written, and a batch of the file.
			this.database.leaveAfter(2);
			Rows.eventually("rows move on to the file", () -> ledger.buffer.inMemory() == 50);
			assertThat(ledger.writer.written()).isEqualTo(12);
			assertThat(ledger.buffer.inFile()).isEqualTo(20);
			assertThat(ledger.buffer.lost()).isZero();
			this.database.comeBack();
			Rows.eventually("written", () -> ledger.writer.written() == 82);
			assertThat(stored()).hasSize(82).containsAll(ids(rows));
		}
	}

	@Test
	void aRowThatTheFileCannotTakeKeepsNoLaterOnesFromIt() {
		spill("1MB");
		UsageRecord row = Rows.row();
		// Its nanoseconds can't be told.
		UsageRecord endless = new UsageRecord(row.callId(), row.attempt(), row.startedAt(), row.provider(), row.model(),
				row.requestedModel(), row.streamed(), row.outcome(), row.errorClass(), row.statusCode(),
				row.requestId(), row.usage(), row.cost(), Duration.ofDays(365_000), row.timeToFirstToken(), row.tags());
		try (Ledger ledger = new Ledger()) {
			ledger.accept(1);
			Rows.eventually("written", () -> ledger.writer.written() == 1);
			this.database.leave();
			ledger.acceptWhileAway(1);
			ledger.buffer.accept(endless);
			ledger.accept(60);
			this.database.comeBack();
			Rows.eventually("written", () -> ledger.writer.written() == 63);
			this.database.leave();
			ledger.acceptWhileAway(70);
			Rows.eventually("rows are in the file", () -> ledger.buffer.inFile() > 0);
			this.database.comeBack();
			Rows.eventually("written", () -> ledger.writer.written() == 133);
			assertThat(ledger.buffer.lost()).isZero();
		}
	}

	@Test
	void aBatchWhoseAnswerGotLostIsNotDoubled() {
		try (Ledger ledger = new Ledger()) {
			ledger.accept(1);
			Rows.eventually("written", () -> ledger.writer.written() == 1);
			this.database.loseAnswers();
			List<UsageRecord> rows = ledger.accept(30);
			Rows.eventually("a batch is there, though nobody knows", () -> stored().size() > 1);
			this.database.comeBack();
			Rows.eventually("written", () -> ledger.buffer.inMemory() == 0);
			assertThat(stored()).hasSize(31).containsAll(ids(rows));
			assertThat(ledger.buffer.lost()).isZero();
		}
	}

	@Test
	void aRowThatTheDatabaseRefusesKeepsNoOthersFromIt() {
		try (Ledger ledger = new Ledger()) {
			ledger.accept(1);
			Rows.eventually("written", () -> ledger.writer.written() == 1);
			ledger.tables.jdbc().execute("alter table harborai_usage add constraint picky check (model <> 'unwanted')");
			this.database.leave();
			List<UsageRecord> rows = ledger.acceptWhileAway(5);
			ledger.buffer.accept(
					Rows.attempt(UUID.randomUUID(), 1, Instant.EPOCH, "p", "unwanted", Usage.MISSING, null, Map.of()));
			rows.addAll(ledger.accept(5));
			this.database.comeBack();
			Rows.eventually("the others are written", () -> ledger.writer.written() == 11);
			assertThat(ledger.buffer.lost()).isOne();
			assertThat(stored()).hasSize(11).containsAll(ids(rows));
		}
	}

	@Test
	void rowsAreCountedAlthoughTheDatabaseLeavesAmongThem() {
		try (Ledger ledger = new Ledger()) {
			ledger.accept(1);
			Rows.eventually("written", () -> ledger.writer.written() == 1);
			ledger.tables.jdbc().execute("alter table harborai_usage add constraint picky check (model <> 'unwanted')");
			this.database.leave();
			ledger.acceptWhileAway(4);
			ledger.buffer.accept(
					Rows.attempt(UUID.randomUUID(), 1, Instant.EPOCH, "p", "unwanted", Usage.MISSING, null, Map.of()));
			ledger.accept(2);
			// The first one, then all others together, then two of them by themselves.
			this.database.leaveAfter(4);
			Rows.eventually("some are written", () -> stored().size() == 4);
			this.database.comeBack();
			Rows.eventually("the others are written", () -> ledger.buffer.inMemory() == 0);
			assertThat(stored()).hasSize(7);
			assertThat(ledger.writer.written()).isEqualTo(7);
			assertThat(ledger.buffer.lost()).isOne();
		}
	}

	@Test
	void stoppingWritesWhatWaits() {
		this.properties.setFlushInterval(Duration.ofHours(1));
		this.properties.setBatchSize(100);
		List<UsageRecord> rows;
		try (Ledger ledger = new Ledger()) {
			rows = ledger.accept(50);
		}
		assertThat(stored()).isEqualTo(ids(rows));
	}

	@Test
	void stoppingWithoutADatabaseLeavesRowsInTheFileForTheNextStart() {
		Path file = spill("1MB");
		List<UsageRecord> rows = new ArrayList<>();
		try (Ledger ledger = new Ledger()) {
			this.database.leave();
			rows.addAll(ledger.acceptWhileAway(90));
			Rows.eventually("memory has room", () -> !ledger.buffer.isCrowded());
			rows.addAll(ledger.accept(20));
		}
		assertThat(file).isNotEmptyFile();
		this.database.comeBack();
		try (Ledger next = new Ledger()) {
			Rows.eventually("written", () -> next.writer.written() == 110);
			assertThat(stored()).isEqualTo(ids(rows));
			Rows.eventually("the file is empty", () -> next.buffer.inFile() == 0);
		}
		assertThat(file).isEmptyFile();
	}

	@Test
	void stoppingWhileTheDatabaseIsSilentLeavesRowsInTheFileToo() {
		spill("1MB");
		List<UsageRecord> rows = new ArrayList<>();
		Ledger ledger = new Ledger();
		try (ledger) {
			rows.addAll(ledger.accept(1));
			Rows.eventually("written", () -> ledger.writer.written() == 1);
			this.database.fallSilent();
			rows.addAll(ledger.acceptWhileAway(30));
		}
		assertThat(ledger.buffer.lost()).isZero();
		this.database.comeBack();
		try (Ledger next = new Ledger()) {
			Rows.eventually("the file is empty", () -> next.buffer.inFile() == 0);
			assertThat(stored()).isEqualTo(ids(rows));
		}
	}

	@Test
	void aFileThatWasReadInPartIsReadAgainAndNothingDoubles() throws Exception {
		Path file = spill("1MB");
		List<UsageRecord> rows = Rows.rows(50);
		try (SpillFile earlier = SpillFile.open(file, 1 << 20)) {
			earlier.append(rows);
		}
		byte[] content = Files.readAllBytes(file);
		for (int i = 0; i < 2; i++) {
			Files.write(file, content);
			try (Ledger ledger = new Ledger()) {
				Rows.eventually("the file is empty", () -> ledger.buffer.inFile() == 0);
				assertThat(ledger.writer.written()).isEqualTo((i == 0) ? 50 : 0);
			}
			assertThat(stored()).isEqualTo(ids(rows));
		}
	}

	@Test
	void brokenLinesAreCountedAndPassedOver() throws Exception {
		Path file = spill("1MB");
		Files.writeString(file, "rubbish\n" + UsageLine.write(Rows.row(1)) + "\n{\"call_id\"");
		try (Ledger ledger = new Ledger()) {
			Rows.eventually("the file is empty", () -> ledger.buffer.inFile() == 0);
			assertThat(ledger.writer.written()).isOne();
			assertThat(ledger.buffer.lost()).isEqualTo(2);
		}
	}

	@Test
	void aFileInUseStopsTheStart() {
		spill("1MB");
		try (Ledger ledger = new Ledger()) {
			assertThat(ledger.writer.isRunning()).isTrue();
			assertThatExceptionOfType(InvalidPropertyException.class).isThrownBy(Ledger::new)
				.withMessageContaining("harborai.ledger.spill-file")
				.withMessageContaining("in use");
		}
	}

	@Test
	void itCanStartAgain() {
		spill("1MB");
		try (Ledger ledger = new Ledger()) {
			ledger.accept(1);
			ledger.writer.stop();
			assertThat(ledger.writer.isRunning()).isFalse();
			ledger.accept(2);
			ledger.writer.start();
			Rows.eventually("written", () -> ledger.writer.written() == 3);
		}
	}

	@Test
	void oldRowsAreDeletedWithTheirTags() {
		this.properties.setRetention(Duration.ofDays(30));
		LedgerTables tables = new LedgerTables(this.database, "harborai_", ZoneOffset.UTC);
		new LedgerSchema(tables, InitializeSchema.ALWAYS, "harborai_").prepare();
		Instant fortyDaysAgo = Instant.now().minus(Duration.ofDays(40));
		for (int i = 0; i < 2500; i += 500) {
			tables.insert(Stream.generate(() -> Rows.attempt(UUID.randomUUID(), 1, fortyDaysAgo, "p", "m",
					Usage.MISSING, null, Map.of("tenant", "acme")))
				.limit(500)
				.toList());
		}
		UsageRecord young = Rows.attempt(UUID.randomUUID(), 1, Instant.now().minus(Duration.ofDays(29)), "p", "m",
				Usage.MISSING, null, Map.of("tenant", "acme"));
		tables.insert(List.of(young));
		try (Ledger ledger = new Ledger()) {
			Rows.eventually("only the young one is left", () -> stored().size() == 1);
			assertThat(stored()).containsExactly(young.callId().toString());
			assertThat(ledger.tables.jdbc().queryForObject("select count(*) from harborai_usage_tag", Integer.class))
				.isOne();
		}
	}

	@Test
	void withoutRetentionNothingIsDeleted() {
		try (Ledger ledger = new Ledger()) {
			ledger.buffer.accept(Rows.failedCall(UUID.randomUUID(), Instant.EPOCH));
			ledger.accept(1);
			Rows.eventually("written", () -> ledger.writer.written() == 2);
		}
		assertThat(stored()).hasSize(2);
	}

	@Test
	void tablesMayHaveAnotherPrefix() {
		this.properties.setTablePrefix("ai_");
		try (Ledger ledger = new Ledger()) {
			ledger.accept(1);
			Rows.eventually("written", () -> ledger.writer.written() == 1);
			assertThat(ledger.tables.jdbc().queryForObject("select count(*) from ai_usage_tag", Integer.class)).isOne();
		}
	}

	@Test
	void tablesThatNobodyMadeAreWaitedFor() {
		this.properties.setInitializeSchema(InitializeSchema.NEVER);
		try (Ledger ledger = new Ledger()) {
			ledger.acceptWhileAway(3);
			new LedgerSchema(ledger.tables, InitializeSchema.EMBEDDED, "harborai_").prepare();
			Rows.eventually("written", () -> ledger.writer.written() == 3);
		}
	}

}
