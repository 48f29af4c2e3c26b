package io.harborai.autoconfigure.ledger;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.harborai.observation.UsageRecord;
import org.jspecify.annotations.Nullable;

/**
 * A file in which rows wait, a JSON object on each line. Written at its end and read from
 * its start; once all is read it is emptied, and what was read makes room where that is
 * needed before. What had been read when the application crashed is read again. Not
 * thread-safe.
 */
final class SpillFile implements Closeable {

	private static final int BLOCK = 256 * 1024;

	private final RandomAccessFile file;

	private final long maxSize;

	// Where the first row stands that hasn't been read.
	private long start;

	private long rows;

	private SpillFile(RandomAccessFile file, long maxSize) {
		this.file = file;
		this.maxSize = maxSize;
	}

	/**
	 * Open a file, with the rows that an earlier run has left in it.
	 * @param path the file; it and its directory are made if they are missing
	 * @param maxSize how large it may become, in bytes
	 * @return the file, which nobody else can open until it is closed
	 * @throws IOException if it can't be used, or is in use
	 */
	static SpillFile open(Path path, long maxSize) throws IOException {
		Path directory = path.getParent();
		if (directory != null) {
			Files.createDirectories(directory);
		}
		RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
		try {
			lock(file);
			SpillFile spill = new SpillFile(file, maxSize);
			spill.count();
			return spill;
		}
		catch (IOException ex) {
			file.close();
			throw ex;
		}
	}

	/**
	 * The lock ends with the file.
	 */
	private static void lock(RandomAccessFile file) throws IOException {
		FileLock lock;
		try {
			lock = file.getChannel().tryLock();
		}
		catch (OverlappingFileLockException ex) {
			lock = null;
		}
		if (lock == null) {
			throw new IOException("It is in use by another instance of the application");
		}
	}

	private void count() throws IOException {
		byte[] block = new byte[BLOCK];
		byte last = '\n';
		this.file.seek(0);
		for (int read = this.file.read(block); read > 0; read = this.file.read(block)) {
			for (int i = 0; i < read; i++) {
				this.rows += (block[i] == '\n') ? 1 : 0;
			}
			last = block[read - 1];
		}
		if (last != '\n') {
			// The application ended in the middle of a row.
			this.file.write('\n');
			this.rows++;
		}
	}

	/**
	 * How many rows wait.
	 * @return their number, broken ones included
	 */
	long rows() {
		return this.rows;
	}

	/**
	 * Write rows at the end.
	 * @param more the rows, from which as many are taken as there is room for, and no
	 * more than are worth writing at once
	 * @return how many were written; 0 if there is no room
	 * @throws IOException if none could be written
	 */
	int append(Iterable<UsageRecord> more) throws IOException {
		ByteArrayOutputStream lines = new ByteArrayOutputStream();
		int count = 0;
		for (UsageRecord row : more) {
			byte[] line = (UsageLine.write(row) + "\n").getBytes(StandardCharsets.UTF_8);
			if (lines.size() >= BLOCK || !hasRoom(lines.size() + line.length)) {
				break;
			}
			lines.writeBytes(line);
			count++;
		}
		long length = length();
		try {
			this.file.seek(length);
			this.file.write(lines.toByteArray());
		}
		catch (IOException ex) {
			// Half a row is none.
			this.file.setLength(length);
			throw ex;
		}
		this.rows += count;
		return count;
	}

	private boolean hasRoom(int size) throws IOException {
		if (this.start > 0 && length() + size > this.maxSize) {
			moveToFront();
		}
		return length() + size <= this.maxSize;
	}

	/**
	 * How long the file is. If somebody else has made it shorter than what was read,
	 * nothing waits in it any more.
	 */
	private long length() throws IOException {
		long length = this.file.length();
		if (length < this.start) {
			empty();
			return 0;
		}
		return length;
	}

	private void empty() throws IOException {
		this.file.setLength(0);
		this.start = 0;
		this.rows = 0;
	}

	/**
	 * Move what wasn't read to the place of what was. What a crash meanwhile leaves twice
	 * is written twice, which does no harm.
	 */
	private void moveToFront() throws IOException {
		byte[] block = new byte[BLOCK];
		try {
			long length = this.file.length();
			long to = 0;
			for (long from = this.start; from < length; from = this.start + to) {
				int size = (int) Math.min(BLOCK, length - from);
				this.file.seek(from);
				this.file.readFully(block, 0, size);
				this.file.seek(to);
				this.file.write(block, 0, size);
				to += size;
			}
			this.file.setLength(to);
			this.start = 0;
		}
		catch (IOException ex) {
			// Rows may be in both places: all are read again.
			this.start = 0;
			this.rows = 0;
			count();
			throw ex;
		}
	}

	/**
	 * Read rows from the start; they stay there until they are {@linkplain #drop
	 * dropped}.
	 * @param max how many at most
	 * @return the rows
	 * @throws IOException if the file can't be read
	 */
	Part peek(int max) throws IOException {
		byte[] block = block(BLOCK);
		List<UsageRecord> read = new ArrayList<>();
		int broken = 0;
		int from = 0;
		for (int i = 0; i < block.length && read.size() + broken < max; i++) {
			if (block[i] == '\n') {
				UsageRecord row = row(new String(block, from, i - from, StandardCharsets.UTF_8));
				if (row != null) {
					read.add(row);
				}
				else {
					broken++;
				}
				from = i + 1;
			}
		}
		if (from == 0 && block.length > 0) {
			// What is left is no row, and none will come of it.
			return new Part(read, 1, block.length);
		}
		return new Part(read, broken, from);
	}

	/**
	 * A part of the file that holds a whole row at least, if there is one.
	 */
	private byte[] block(int size) throws IOException {
		int length = (int) Math.min(size, length() - this.start);
		byte[] block = new byte[length];
		this.file.seek(this.start);
		this.file.readFully(block);
		for (byte each : block) {
			if (each == '\n') {
				return block;
			}
		}
		return (length < size) ? block : block(size * 2);
	}

	private static @Nullable UsageRecord row(String line) {
		try {
			return UsageLine.read(line);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Drop what was read.
	 * @param part what was read last
	 * @throws IOException if the file can't be emptied
	 */
	void drop(Part part) throws IOException {
		this.start += part.size();
		this.rows -= part.rows().size() + part.broken();
		if (this.start >= this.file.length()) {
			empty();
		}
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

	/**
	 * What was read.
	 *
	 * @param rows the rows, oldest first
	 * @param broken how many lines among them are no rows
	 * @param size how many bytes they take
	 */
	record Part(List<UsageRecord> rows, int broken, int size) {
	}

}
