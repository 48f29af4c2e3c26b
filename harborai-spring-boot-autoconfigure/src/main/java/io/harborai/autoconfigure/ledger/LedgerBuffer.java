package io.harborai.autoconfigure.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.harborai.observation.UsageRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows that wait for the database: in memory up to a bound, then in a file up to
 * another, then lost and counted. Calls only ever put a row into a queue, or leave it.
 * Thread-safe.
 */
final class LedgerBuffer implements Consumer<UsageRecord> {

	private static final Logger logger = LoggerFactory.getLogger(LedgerBuffer.class);

	private final int capacity;

	private final int batchSize;

	private final @Nullable Path path;

	private final long maxFileSize;

	private final Queue<UsageRecord> queue = new ConcurrentLinkedQueue<>();

	private final AtomicInteger queued = new AtomicInteger();

	private final AtomicLong lost = new AtomicLong();

	// Woken when there is something to do for them.
	private volatile @Nullable Thread writer;

	private volatile @Nullable Thread spiller;

	// Guarded by this, as is taking from the queue.
	private @Nullable SpillFile file;

	private List<UsageRecord> underway = List.of();

	private boolean fileFails;

	LedgerBuffer(LedgerSettings settings) {
		this.capacity = settings.queueSize();
		this.batchSize = settings.batchSize();
		this.path = settings.spillFile();
		this.maxFileSize = settings.spillMaxSize();
	}

	/**
	 * Take a row in. Called on the threads of calls: neither blocks nor does any work.
	 */
	@Override
	public void accept(UsageRecord row) {
		int size = this.queued.incrementAndGet();
		if (size > this.capacity) {
			this.queued.decrementAndGet();
			this.lost.incrementAndGet();
			return;
		}
		this.queue.add(row);
		if (size == this.batchSize) {
			LockSupport.unpark(this.writer);
		}
		if (size == spillLevel()) {
			LockSupport.unpark(this.spiller);
		}
	}

	private int spillLevel() {
		return Math.max(1, this.capacity / 2);
	}

	/**
	 * Begin to work.
	 * @param writer is woken when there is a whole batch
	 * @param spiller is woken when memory runs short, and while it does, when the file
	 * gets room
	 * @throws IOException if the file can't be used
	 */
	synchronized void open(Thread writer, Thread spiller) throws IOException {
		Path path = this.path;
		if (path != null) {
			this.file = SpillFile.open(path, this.maxFileSize);
			if (this.file.rows() > 0) {
				logger.info("The usage ledger writes {} rows that an earlier run has left in {}", this.file.rows(),
						path);
			}
		}
		this.writer = writer;
		this.spiller = spiller;
	}

	/**
	 * Whether a whole batch waits.
	 * @return whether it is worth writing at once
	 */
	boolean hasBatch() {
		return this.queued.get() >= this.batchSize;
	}

	/**
	 * Whether more than a few rows wait.
	 * @return whether to go on writing
	 */
	boolean hasMore() {
		return hasBatch() || inFile() > 0;
	}

	/**
	 * Whether memory runs short.
	 * @return whether to {@link #spill}
	 */
	boolean isCrowded() {
		return this.queued.get() >= spillLevel();
	}

	/**
	 * Take the oldest rows out. They count as underway until they are {@link #done}.
	 * @return the rows, empty if there are none
	 */
	synchronized Batch take() {
		SpillFile file = this.file;
		if (file != null && file.rows() > 0) {
			try {
				SpillFile.Part part = file.peek(this.batchSize);
				return new Batch(part.rows(), file, part);
			}
			catch (IOException ex) {
				fileFailed(ex);
			}
		}
		List<UsageRecord> rows = new ArrayList<>();
		while (rows.size() < this.batchSize) {
			UsageRecord row = this.queue.poll();
			if (row == null) {
				break;
			}
			this.queued.decrementAndGet();
			rows.add(row);
		}
		this.underway = rows;
		return new Batch(rows, null, null);
	}

	/**
	 * Rows have been written.
	 * @param batch the rows
	 * @param refused how many of them the database refused
	 */
	synchronized void done(Batch batch, int refused) {
		this.lost.addAndGet(refused);
		if (this.underway == batch.rows()) {
			this.underway = List.of();
		}
		SpillFile file = batch.file();
		SpillFile.Part part = batch.part();
		if (file != null && part != null && file == this.file) {
			this.lost.addAndGet(part.broken());
			try {
				file.drop(part);
			}
			catch (IOException ex) {
				fileFailed(ex);
			}
			if (isCrowded()) {
				LockSupport.unpark(this.spiller);
			}
		}
	}

	/**
	 * Move what is in memory to the file, as far as there is room.
	 */
	synchronized void spill() {
		SpillFile file = this.file;
		if (file == null) {
			return;
		}
		try {
			for (int count = file.append(this.queue); count > 0; count = file.append(this.queue)) {
				for (int i = 0; i < count; i++) {
					this.queue.poll();
				}
				this.queued.addAndGet(-count);
			}
			this.fileFails = false;
		}
		catch (IOException | RuntimeException ex) {
			// The rows stay in memory, and the next ones are counted if they find no
			// room.
			fileFailed(ex);
		}
	}

	private void fileFailed(Exception ex) {
		if (!this.fileFails) {
			logger.warn("The usage ledger's file {} fails: {}", this.path, ex.toString());
		}
		this.fileFails = true;
	}

	/**
	 * End: what waits goes to the file. What is underway too: being written twice does no
	 * harm. What has no room is lost.
	 */
	synchronized void close() {
		this.writer = null;
		this.spiller = null;
		List<UsageRecord> left = new ArrayList<>(this.underway);
		this.underway = List.of();
		for (UsageRecord row = this.queue.poll(); row != null; row = this.queue.poll()) {
			this.queued.decrementAndGet();
			left.add(row);
		}
		int saved = 0;
		SpillFile file = this.file;
		if (file != null) {
			this.file = null;
			try (file) {
				for (int count = file.append(left); count > 0; count = file.append(left.subList(saved, left.size()))) {
					saved += count;
				}
			}
			catch (IOException | RuntimeException ex) {
				fileFailed(ex);
			}
		}
		if (saved < left.size()) {
			this.lost.addAndGet(left.size() - saved);
			logger.warn("The usage ledger has lost {} rows at its end, since the database didn't take them{}",
					left.size() - saved, (this.path != null) ? " and the file has no room" : "; there is no file");
		}
	}

	/**
	 * How many rows are in memory.
	 * @return those that wait and those that are underway
	 */
	synchronized int inMemory() {
		return this.queued.get() + this.underway.size();
	}

	/**
	 * How many rows are in the file.
	 * @return their number
	 */
	synchronized long inFile() {
		SpillFile file = this.file;
		return (file != null) ? file.rows() : 0;
	}

	/**
	 * How many rows were lost.
	 * @return the number so far
	 */
	long lost() {
		return this.lost.get();
	}

	/**
	 * Rows to be written together.
	 *
	 * @param rows the rows, oldest first
	 * @param file the file that they are in, null if they come from memory
	 * @param part what they are in it
	 */
	record Batch(List<UsageRecord> rows, @Nullable SpillFile file, SpillFile.@Nullable Part part) {

		boolean isEmpty() {
			return this.rows.isEmpty() && this.part == null;
		}

	}

}
