package io.harborai.autoconfigure.ledger;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.locks.LockSupport;

import io.harborai.autoconfigure.InvalidPropertyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;

/**
 * Writes the rows that wait to the database, on a thread of its own, and deletes old
 * ones. While the database fails it tries again and again, further and further apart. A
 * second thread moves rows from memory to the file, so that a database that doesn't even
 * say no can't keep them from there.
 */
final class LedgerWriter implements SmartLifecycle {

	// After the client, which is at 4096 below: its last calls are still written.
	static final int PHASE = DEFAULT_PHASE - 8192;

	private static final Logger logger = LoggerFactory.getLogger(LedgerWriter.class);

	private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

	private static final long LONGEST_PAUSE = Duration.ofSeconds(10).toNanos();

	// A file that was full or failed may take rows again.
	private static final long SPILL_AGAIN_AFTER = Duration.ofSeconds(1).toNanos();

	private static final int DELETED_AT_ONCE = 1000;

	private static final long RETENTION_INTERVAL = Duration.ofHours(1).toNanos();

	private final LedgerBuffer buffer;

	private final LedgerTables tables;

	private final LedgerSchema schema;

	private final long flushNanos;

	private final @Nullable Duration retention;

	private volatile @Nullable Run run;

	LedgerWriter(LedgerBuffer buffer, LedgerTables tables, LedgerSchema schema, LedgerSettings settings) {
		this.buffer = buffer;
		this.tables = tables;
		this.schema = schema;
		this.flushNanos = settings.flushInterval().toNanos();
		this.retention = settings.retention();
	}

	/**
	 * How many rows are in the database that weren't there before.
	 * @return the number so far
	 */
	long written() {
		return this.tables.inserted();
	}

	@Override
	public void start() {
		Run run = new Run();
		try {
			this.buffer.open(run.writer, run.spiller);
		}
		catch (IOException ex) {
			throw new InvalidPropertyException("harborai.ledger.spill-file",
					"names a file that can't be used: " + ex.getMessage(),
					"Name a file that the application may write to, one for each of its instances.", ex);
		}
		this.run = run;
		run.writer.start();
		run.spiller.start();
	}

	@Override
	public void stop() {
		Run run = this.run;
		this.run = null;
		if (run != null) {
			run.stop();
			this.buffer.close();
		}
	}

	@Override
	public boolean isRunning() {
		return this.run != null;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * The time from a start to a stop.
	 */
	private final class Run {

		private final Thread writer = daemon(this::write, "harborai-ledger");

		private final Thread spiller = daemon(this::spill, "harborai-ledger-spill");

		private volatile boolean stopping;

		// Known to the writer only.
		private boolean prepared;

		private LedgerBuffer.@Nullable Batch batch;

		private int failures;

		private long lostBefore;

		private long retainedAt = System.nanoTime() - RETENTION_INTERVAL;

		private static Thread daemon(Runnable work, String name) {
			Thread thread = new Thread(work, name);
			thread.setDaemon(true);
			return thread;
		}

		/**
		 * What waits is written, if that is possible soon.
		 */
		private void stop() {
			this.stopping = true;
			LockSupport.unpark(this.writer);
			LockSupport.unpark(this.spiller);
			try {
				this.writer.join(STOP_WITHIN.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private void spill() {
			while (!this.stopping) {
				if (LedgerWriter.this.buffer.isCrowded()) {
					LedgerWriter.this.buffer.spill();
				}
				if (LedgerWriter.this.buffer.isCrowded()) {
					LockSupport.parkNanos(this, SPILL_AGAIN_AFTER);
				}
				else {
					LockSupport.park(this);
				}
			}
		}

		private void write() {
			boolean last = false;
			while (!last) {
				last = this.stopping;
				try {
					prepare();
					writeAll(last);
					succeeded();
					if (!last) {
						retain();
					}
				}
				catch (RuntimeException ex) {
					failed(ex);
				}
				if (!last) {
					pause();
				}
			}
		}

		private void prepare() {
			if (!this.prepared) {
				LedgerWriter.this.schema.prepare();
				this.prepared = true;
			}
		}

		/**
		 * Write what waits: whole batches only as long as they last, so that rows which
		 * come while others are written wait for company.
		 */
		private void writeAll(boolean last) {
			do {
				LedgerBuffer.Batch batch = this.batch;
				if (batch == null) {
					batch = LedgerWriter.this.buffer.take();
				}
				if (batch.isEmpty()) {
					return;
				}
				this.batch = batch;
				LedgerTables.Written written = LedgerWriter.this.tables.insert(batch.rows());
				this.batch = null;
				LedgerWriter.this.buffer.done(batch, written.refused());
			}
			while (last || LedgerWriter.this.buffer.hasMore());
		}

		private void succeeded() {
			if (this.failures > 0) {
				logger.info("The usage ledger's database works again; {} rows were lost meanwhile",
						LedgerWriter.this.buffer.lost() - this.lostBefore);
			}
			this.failures = 0;
			this.lostBefore = LedgerWriter.this.buffer.lost();
		}

		private void failed(RuntimeException ex) {
			if (this.failures == 0) {
				logger.warn("The usage ledger's database fails; rows are kept as far as there is room: {}",
						NestedExceptionUtils.getMostSpecificCause(ex).toString());
			}
			this.failures++;
		}

		private void pause() {
			long pause = Math.min(LedgerWriter.this.flushNanos << Math.min(this.failures, 4),
					Math.max(LONGEST_PAUSE, LedgerWriter.this.flushNanos));
			long end = System.nanoTime() + pause;
			for (long left = pause; left > 0 && !this.stopping; left = end - System.nanoTime()) {
				if (this.failures == 0 && LedgerWriter.this.buffer.hasBatch()) {
					return;
				}
				LockSupport.parkNanos(this, left);
			}
		}

		/**
		 * Delete old rows, a few at a time, so that new ones needn't wait.
		 */
		private void retain() {
			Duration retention = LedgerWriter.this.retention;
			if (retention == null || System.nanoTime() - this.retainedAt < RETENTION_INTERVAL) {
				return;
			}
			LocalDate first = LedgerWriter.this.tables.today().minusDays(retention.toDays());
			try {
				if (LedgerWriter.this.tables.deleteBefore(first, DELETED_AT_ONCE) == DELETED_AT_ONCE) {
					// There may be more, after the next new ones.
					return;
				}
			}
			catch (RuntimeException ex) {
				logger.warn("Old rows of the usage ledger couldn't be deleted; tried again in an hour: {}",
						NestedExceptionUtils.getMostSpecificCause(ex).toString());
			}
			this.retainedAt = System.nanoTime();
		}

	}

}
