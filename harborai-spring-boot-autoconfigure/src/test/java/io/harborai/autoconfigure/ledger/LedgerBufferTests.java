package io.harborai.autoconfigure.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.harborai.autoconfigure.LedgerProperties;
import io.harborai.observation.UsageRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where rows wait.
 */
class LedgerBufferTests {

	@TempDir
	private Path directory;

	@Test
	void offeringARowNeverWaitsAndTouchesNoFile() throws IOException {
		LedgerProperties properties = new LedgerProperties();
		properties.setQueueSize(10);
		properties.setBatchSize(5);
		Path file = this.directory.resolve("spill.jsonl");
		properties.setSpillFile(file.toString());
		LedgerBuffer buffer = new LedgerBuffer(LedgerSettings.of(properties));
		buffer.open(new Thread(), new Thread());
		List<UsageRecord> rows = Rows.rows(15);
		Mono<Boolean> offers = Mono.fromCallable(() -> {
			rows.forEach(buffer);
			return Schedulers.isInNonBlockingThread();
		}).subscribeOn(Schedulers.parallel());
		// As those who read and write the file hold it, however long the disk takes.
		synchronized (buffer) {
			assertThat(offers.block(Duration.ofSeconds(30))).isTrue();
		}
		assertThat(buffer.inMemory()).isEqualTo(10);
		assertThat(buffer.lost()).isEqualTo(5);
		assertThat(file).isEmptyFile();
		buffer.close();
		assertThat(buffer.lost()).isEqualTo(5);
		assertThat(file).isNotEmptyFile();
	}

}
