package io.harborai.autoconfigure.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import io.harborai.observation.UsageRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * The file in which rows wait.
 */
class SpillFileTests {

	private static final long LARGE = 1 << 20;

	@TempDir
	private Path directory;

	private Path path() {
		return this.directory.resolve("new/spill.jsonl");
	}

	@Test
	void rowsComeBackInTheirOrderAndTheFileIsEmptyThen() throws IOException {
		List<UsageRecord> rows = Rows.rows(1000);
		try (SpillFile file = SpillFile.open(path(), LARGE)) {
			assertThat(append(file, rows.subList(0, 600))).isEqualTo(600);
			assertThat(append(file, rows.subList(600, 1000))).isEqualTo(400);
			assertThat(file.rows()).isEqualTo(1000);
			assertThat(all(file)).isEqualTo(rows);
			assertThat(file.rows()).isZero();
			assertThat(path()).isEmptyFile();
			assertThat(file.peek(10).rows()).isEmpty();
		}
	}

	/**
	 * Write as many rows as there is room for.
	 */
	private static int append(SpillFile file, List<UsageRecord> rows) throws IOException {
		int written = 0;
		for (int count = file.append(rows); count > 0; count = file.append(rows.subList(written, rows.size()))) {
			written += count;
		}
		return written;
	}

	private static List<UsageRecord> all(SpillFile file) throws IOException {
		List<UsageRecord> all = new ArrayList<>();
		while (file.rows() > 0) {
			SpillFile.Part part = file.peek(70);
			all.addAll(part.rows());
			file.drop(part);
		}
		return all;
	}

	@Test
	void whatIsNotDroppedIsReadAgain() throws IOException {
		List<UsageRecord> rows = Rows.rows(10);
		try (SpillFile file = SpillFile.open(path(), LARGE)) {
			file.append(rows);
			assertThat(file.peek(4).rows()).isEqualTo(file.peek(4).rows()).isEqualTo(rows.subList(0, 4));
			file.drop(file.peek(4));
			file.append(List.of(rows.get(0)));
			assertThat(file.peek(100).rows()).hasSize(7);
		}
		try (SpillFile file = SpillFile.open(path(), LARGE)) {
			assertThat(file.rows()).isEqualTo(11);
			assertThat(file.peek(100).rows()).hasSize(11);
		}
	}

	@Test
	void noMoreThanThereIsRoomFor() throws IOException {
		long size = UsageLine.write(Rows.row(1)).length() + 1;
		try (SpillFile file = SpillFile.open(path(), 2 * size + 5)) {
			assertThat(file.append(List.of(Rows.row(1), Rows.row(2), Rows.row(3)))).isEqualTo(2);
			assertThat(file.append(List.of(Rows.row(3)))).isZero();
			assertThat(Files.size(path())).isEqualTo(2 * size);
			file.drop(file.peek(2));
			assertThat(file.append(List.of(Rows.row(3)))).isOne();
		}
	}

	@Test
	void whatWasDroppedMakesRoomWhileOthersStillWait() throws IOException {
		// Enough to be moved in several blocks.
		List<UsageRecord> rows = Rows.rows(2100);
		long size = UsageLine.write(Rows.row(1)).length() + 1;
		try (SpillFile file = SpillFile.open(path(), 2000 * size)) {
			assertThat(append(file, rows)).isEqualTo(2000);
			file.drop(file.peek(30));
			SpillFile.Part underway = file.peek(70);
			assertThat(file.append(rows.subList(2000, 2100))).isEqualTo(30);
			assertThat(path()).hasSize(2000 * size);
			file.drop(underway);
			assertThat(file.append(rows.subList(2030, 2100))).isEqualTo(70);
			assertThat(path()).hasSize(2000 * size);
			assertThat(file.rows()).isEqualTo(2000);
			assertThat(all(file)).isEqualTo(rows.subList(100, 2100));
			assertThat(path()).isEmptyFile();
		}
	}

	@Test
	void rowsAreWrittenInBlocks() throws IOException {
		try (SpillFile file = SpillFile.open(path(), LARGE)) {
			assertThat(file.append(Rows.rows(2000))).isBetween(100, 1000);
		}
	}

	@Test
	void aFileThatSomebodyElseEmptiedTakesRowsAgain() throws IOException {
		try (SpillFile file = SpillFile.open(path(), LARGE)) {
			file.append(Rows.rows(100));
			file.drop(file.peek(50));
			Files.writeString(path(), "");
			assertThat(file.peek(10).rows()).isEmpty();
			assertThat(file.rows()).isZero();
			file.append(Rows.rows(100));
			file.drop(file.peek(50));
			Files.writeString(path(), "");
			List<UsageRecord> rows = Rows.rows(80);
			file.append(rows);
			assertThat(all(file)).isEqualTo(rows);
			assertThat(path()).isEmptyFile();
		}
	}

	@Test
	void aRowThatWasCutOffCountsAsBroken() throws IOException {
		try (SpillFile file = SpillFile.open(path(), LARGE)) {
			file.append(List.of(Rows.row(1)));
		}
		String line = UsageLine.write(Rows.row(2));
		Files.writeString(path(), line.substring(0, 50), StandardOpenOption.APPEND);
		try (SpillFile file = SpillFile.open(path(), LARGE)) {
			file.append(List.of(Rows.row(3)));
			SpillFile.Part part = file.peek(100);
			assertThat(part.rows()).containsExactly(Rows.row(1), Rows.row(3));
			assertThat(part.broken()).isOne();
			file.drop(part);
			assertThat(file.rows()).isZero();
		}
	}

	@Test
	void longLinesAndRubbish() throws IOException {
		Files.createDirectories(path().getParent());
		Files.writeString(path(), "x".repeat(700_000) + "\n\n" + UsageLine.write(Rows.row(1)) + "\n");
		try (SpillFile file = SpillFile.open(path(), LARGE)) {
			assertThat(file.rows()).isEqualTo(3);
			assertThat(all(file)).containsExactly(Rows.row(1));
			assertThat(path()).isEmptyFile();
		}
	}

	@Test
	void twoCannotHaveTheSame() throws IOException {
		try (SpillFile file = SpillFile.open(path(), LARGE)) {
			assertThat(file.rows()).isZero();
			assertThatIOException().isThrownBy(() -> SpillFile.open(path(), LARGE)).withMessageContaining("in use");
		}
		SpillFile.open(path(), LARGE).close();
	}

}
