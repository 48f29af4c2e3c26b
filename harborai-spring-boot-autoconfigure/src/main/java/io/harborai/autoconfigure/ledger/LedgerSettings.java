package io.harborai.autoconfigure.ledger;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.harborai.autoconfigure.InvalidPropertyException;
import io.harborai.autoconfigure.LedgerProperties;
import io.harborai.autoconfigure.LedgerProperties.InitializeSchema;
import io.harborai.autoconfigure.PropertyText;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * The properties of the ledger, complete and checked.
 *
 * @param queueSize how many rows wait in memory at most
 * @param batchSize how many rows are written at once
 * @param flushInterval how long a row waits for others
 * @param spillFile where rows go that don't fit into memory, null for nowhere
 * @param spillMaxSize how large that may become, in bytes
 * @param retention how long rows are kept, null for ever
 * @param tablePrefix what the names of the tables start with
 * @param initializeSchema when the tables are made
 * @param tags the names of the tags that are kept
 * @param timeZone whose days usage is counted by
 */
record LedgerSettings(int queueSize, int batchSize, Duration flushInterval, @Nullable Path spillFile, long spillMaxSize,
		@Nullable Duration retention, String tablePrefix, InitializeSchema initializeSchema, List<String> tags,
		ZoneId timeZone) {

	private static final String GROUP = "harborai.ledger.";

	private static final int MAX_ROWS = 10_000_000;

	private static final int MAX_BATCH = 10_000;

	private static final Pattern PREFIX = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,29}");

	static LedgerSettings of(LedgerProperties properties) {
		int queueSize = number("queue-size", properties.getQueueSize(), 10_000, MAX_ROWS);
		int batchSize = number("batch-size", properties.getBatchSize(), Math.min(500, queueSize), MAX_BATCH);
		if (batchSize > queueSize) {
			throw invalid("batch-size", "is larger than " + GROUP + "queue-size, " + queueSize,
					"Make it smaller, or the queue larger.");
		}
		Path spillFile = spillFile(properties.getSpillFile());
		return new LedgerSettings(queueSize, batchSize, flushInterval(properties.getFlushInterval()), spillFile,
				spillMaxSize(properties.getSpillMaxSize(), spillFile), retention(properties.getRetention()),
				tablePrefix(properties.getTablePrefix()),
				(properties.getInitializeSchema() != null) ? properties.getInitializeSchema()
						: InitializeSchema.EMBEDDED,
				tags(properties.getTags()),
				(properties.getTimeZone() != null) ? properties.getTimeZone() : ZoneId.of("UTC"));
	}

	private static InvalidPropertyException invalid(String property, String reason, String remedy) {
		return new InvalidPropertyException(GROUP + property, reason, remedy);
	}

	private static int number(String property, @Nullable Integer value, int byDefault, int max) {
		if (value == null) {
			return byDefault;
		}
		if (value < 1 || value > max) {
			throw invalid(property, "must be from 1 to " + max + ", not " + value,
					"Leave it out for the default, " + byDefault + ".");
		}
		return value;
	}

	private static Duration flushInterval(@Nullable Duration value) {
		if (value == null) {
			return Duration.ofSeconds(1);
		}
		if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
			throw invalid("flush-interval", "must be from 1ms to 1h", "Leave it out for the default, 1s.");
		}
		return value;
	}

	private static @Nullable Path spillFile(@Nullable String value) {
		String text = PropertyText.read(GROUP + "spill-file", value);
		try {
			return (text != null) ? Path.of(text).toAbsolutePath() : null;
		}
		catch (InvalidPathException ex) {
			throw new InvalidPropertyException(GROUP + "spill-file", "is no path of a file",
					"Name a file in a directory that the application may write to.", ex);
		}
	}

	private static long spillMaxSize(@Nullable DataSize value, @Nullable Path spillFile) {
		if (value == null) {
			return DataSize.ofMegabytes(64).toBytes();
		}
		if (spillFile == null) {
			throw invalid("spill-max-size", "is set, but there is no file",
					"Set " + GROUP + "spill-file, or remove the property.");
		}
		if (value.toBytes() < 1) {
			throw invalid("spill-max-size", "must be larger than 0",
					"Remove " + GROUP + "spill-file to write no file.");
		}
		return value.toBytes();
	}

	private static @Nullable Duration retention(@Nullable Duration value) {
		if (value != null
				&& (value.compareTo(Duration.ofDays(1)) < 0 || !value.equals(Duration.ofDays(value.toDays())))) {
			throw invalid("retention", "must be a number of whole days, at least 1",
					"Write for instance 90d, or remove the property to keep rows for ever.");
		}
		return value;
	}

	private static String tablePrefix(@Nullable String value) {
		String text = PropertyText.read(GROUP + "table-prefix", value);
		if (text == null) {
			return LedgerSchema.PREFIX;
		}
		if (!PREFIX.matcher(text).matches()) {
			throw invalid("table-prefix", "must be up to 30 letters, digits and underscores, and start with no digit",
					"Leave it out for the default, " + LedgerSchema.PREFIX
							+ "; choose a schema by the DataSource's URL.");
		}
		return text;
	}

	private static List<String> tags(List<String> values) {
		Set<String> tags = new LinkedHashSet<>();
		for (int i = 0; i < values.size(); i++) {
			String property = "tags[" + i + "]";
			String text = PropertyText.read(GROUP + property, values.get(i));
			if (text == null) {
				throw invalid(property, "is empty", "Name a tag, or remove the entry.");
			}
			if (text.length() > LedgerTables.MAX_TAG_NAME) {
				throw invalid(property, "is longer than " + LedgerTables.MAX_TAG_NAME + " characters",
						"Choose a shorter name.");
			}
			tags.add(text);
		}
		return List.copyOf(tags);
	}

}
