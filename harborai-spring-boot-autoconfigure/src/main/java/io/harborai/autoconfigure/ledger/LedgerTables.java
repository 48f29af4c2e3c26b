package io.harborai.autoconfigure.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.harborai.error.ErrorClass;
import io.harborai.observation.UsageRecord;
import io.harborai.usage.Cost;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.StatementCreatorUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionStatus;

/**
 * Writes the ledger's tables. Writing rows again that are there already changes nothing:
 * whoever doesn't know whether a batch arrived just repeats it. Thread-safe.
 */
final class LedgerTables {

	static final int MAX_TAG_NAME = 100;

	private static final Logger logger = LoggerFactory.getLogger(LedgerTables.class);

	private static final int MAX_NAME = 200;

	private static final int MAX_WORD = 50;

	private static final int STATEMENT_SECONDS = 10;

	private static final String COLUMNS = "call_id, attempt, started_at, usage_day, provider, model, requested_model, "
			+ "streamed, outcome, error_class, status_code, request_id, input_tokens, output_tokens, cached_tokens, "
			+ "reasoning_tokens, estimated, cost, currency, duration_ms, first_token_ms";

	private final JdbcTemplate jdbc;

	private final JdbcTransactionManager transactions;

	private final String usage;

	private final String tags;

	private final ZoneId timeZone;

	private final AtomicLong inserted = new AtomicLong();

	// Known once the database has been asked.
	private volatile @Nullable String onConflict;

	LedgerTables(DataSource dataSource, String prefix, ZoneId timeZone) {
		this.jdbc = new JdbcTemplate(dataSource);
		this.jdbc.setQueryTimeout(STATEMENT_SECONDS);
		this.transactions = new JdbcTransactionManager(dataSource);
		this.usage = prefix + "usage";
		this.tags = prefix + "usage_tag";
		this.timeZone = timeZone;
	}

	JdbcTemplate jdbc() {
		return this.jdbc;
	}

	String usage() {
		return this.usage;
	}

	String tags() {
		return this.tags;
	}

	/**
	 * How many rows are in the database that weren't there before.
	 * @return the number so far
	 */
	long inserted() {
		return this.inserted.get();
	}

	LocalDate today() {
		return LocalDate.now(this.timeZone);
	}

	/**
	 * Write rows, all together or, if the database objects to one of them, each by
	 * itself.
	 * @param rows the rows
	 * @return what became of them
	 * @throws org.springframework.dao.DataAccessException if the database fails; some may
	 * have been written
	 */
	Written insert(List<UsageRecord> rows) {
		if (rows.isEmpty()) {
			return new Written(0, 0);
		}
		try {
			return new Written(insertTogether(rows), 0);
		}
		catch (DataIntegrityViolationException ex) {
			return insertOneByOne(rows);
		}
	}

	private int insertTogether(List<UsageRecord> rows) {
		String onConflict = onConflict();
		int inserted = inTransaction(() -> insert(rows, tags(rows), onConflict));
		// Now, for whoever repeats what failed later on finds these there.
		this.inserted.addAndGet(inserted);
		return inserted;
	}

	/**
	 * Change the database, for good once this returns: also on connections that don't
	 * commit by themselves.
	 * @param change changes it, by {@link #jdbc()}
	 * @param <T> what it says
	 * @return what it says
	 */
	<T> T inTransaction(Supplier<T> change) {
		TransactionStatus transaction = this.transactions.getTransaction(null);
		T result;
		try {
			result = change.get();
		}
		catch (RuntimeException ex) {
			rollBack(transaction, ex);
			throw ex;
		}
		this.transactions.commit(transaction);
		return result;
	}

	private int insert(List<UsageRecord> rows, List<Tag> tags, String onConflict) {
		int[][] counts = this.jdbc.batchUpdate(
				"insert into " + this.usage + " (" + COLUMNS
						+ ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" + onConflict,
				rows, rows.size(), this::setRow);
		if (!tags.isEmpty()) {
			this.jdbc.batchUpdate("insert into " + this.tags
					+ " (call_id, attempt, tag_name, tag_value) values (?, ?, ?, ?)" + onConflict, tags, tags.size(),
					LedgerTables::setTag);
		}
		return count(counts);
	}

	/**
	 * On a connection that broke this fails as well, and says less than what came before.
	 */
	private void rollBack(TransactionStatus transaction, RuntimeException cause) {
		try {
			this.transactions.rollback(transaction);
		}
		catch (RuntimeException ex) {
			cause.addSuppressed(ex);
		}
	}

	private Written insertOneByOne(List<UsageRecord> rows) {
		int inserted = 0;
		int refused = 0;
		for (UsageRecord row : rows) {
			try {
				inserted += insertTogether(List.of(row));
			}
			catch (DuplicateKeyException ex) {
				logger.debug("A row of the usage ledger was there already");
			}
			catch (DataIntegrityViolationException ex) {
				logger.warn("The database refuses a row of the usage ledger, which is lost: {}",
						NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
				refused++;
			}
		}
		return new Written(inserted, refused);
	}

	private static int count(int[][] counts) {
		int count = 0;
		for (int[] batch : counts) {
			for (int one : batch) {
				// Drivers that rewrite batches don't count.
				count += (one != 0) ? 1 : 0;
			}
		}
		return count;
	}

	/**
	 * What to add to an insertion so that rows that are there already are passed over.
	 * Elsewhere the key stops the batch, and each row is tried by itself.
	 */
	private String onConflict() {
		String known = this.onConflict;
		if (known == null) {
			String product = this.jdbc.execute(
					(ConnectionCallback<String>) (connection) -> connection.getMetaData().getDatabaseProductName());
			known = "PostgreSQL".equals(product) ? " on conflict do nothing" : "";
			this.onConflict = known;
		}
		return known;
	}

	private void setRow(PreparedStatement statement, UsageRecord row) throws SQLException {
		Usage usage = row.usage();
		Cost cost = row.cost();
		ErrorClass errorClass = row.errorClass();
		Duration firstToken = row.timeToFirstToken();
		Parameters parameters = new Parameters(statement);
		parameters.text(row.callId().toString(), MAX_WORD);
		parameters.set(Types.INTEGER, row.attempt());
		parameters.object(row.startedAt().atOffset(ZoneOffset.UTC));
		parameters.object(LocalDate.ofInstant(row.startedAt(), this.timeZone));
		parameters.text(row.provider(), MAX_NAME);
		parameters.text(row.model(), MAX_NAME);
		parameters.text(row.requestedModel(), MAX_NAME);
		parameters.set(Types.BOOLEAN, row.streamed());
		parameters.text(row.outcome(), MAX_WORD);
		parameters.text((errorClass != null) ? errorClass.name() : null, MAX_WORD);
		parameters.set(Types.INTEGER, row.statusCode());
		parameters.text(row.requestId(), MAX_NAME);
		parameters.set(Types.BIGINT, usage.isMissing() ? null : usage.promptTokens());
		parameters.set(Types.BIGINT, usage.isMissing() ? null : usage.completionTokens());
		parameters.set(Types.BIGINT, usage.isMissing() ? null : usage.cachedTokens());
		parameters.set(Types.BIGINT, usage.isMissing() ? null : usage.reasoningTokens());
		parameters.set(Types.BOOLEAN, usage.source() == Usage.Source.ESTIMATED);
		parameters.set(Types.NUMERIC, (cost != null) ? cost.amount() : null);
		parameters.text((cost != null) ? cost.currency().getCurrencyCode() : null, MAX_WORD);
		parameters.set(Types.BIGINT, row.duration().toMillis());
		parameters.set(Types.BIGINT, (firstToken != null) ? firstToken.toMillis() : null);
	}

	private static List<Tag> tags(List<UsageRecord> rows) {
		List<Tag> tags = new ArrayList<>();
		for (UsageRecord row : rows) {
			for (Map.Entry<String, String> tag : row.tags().entrySet()) {
				tags.add(new Tag(row, tag.getKey(), tag.getValue()));
			}
		}
		return tags;
	}

	private static void setTag(PreparedStatement statement, Tag tag) throws SQLException {
		Parameters parameters = new Parameters(statement);
		parameters.text(tag.row().callId().toString(), MAX_WORD);
		parameters.set(Types.INTEGER, tag.row().attempt());
		parameters.text(tag.name(), MAX_TAG_NAME);
		parameters.text(tag.value(), MAX_NAME);
	}

	/**
	 * Delete old rows, with their tags.
	 * @param day the first day whose rows stay
	 * @param max how many at most
	 * @return how many were deleted
	 */
	int deleteBefore(LocalDate day, int max) {
		return inTransaction(() -> delete(day, max));
	}

	private int delete(LocalDate day, int max) {
		List<Object[]> keys = this.jdbc.query((connection) -> {
			PreparedStatement statement = connection.prepareStatement(
					"select call_id, attempt from " + this.usage + " where usage_day < ? order by usage_day");
			statement.setMaxRows(max);
			statement.setObject(1, day);
			return statement;
		}, (row, number) -> new Object[] { row.getString(1), row.getInt(2) });
		this.jdbc.batchUpdate("delete from " + this.usage + " where call_id = ? and attempt = ?", keys);
		return keys.size();
	}

	/**
	 * What became of rows.
	 *
	 * @param inserted how many are new in the database
	 * @param refused how many it will never take
	 */
	record Written(int inserted, int refused) {
	}

	private record Tag(UsageRecord row, String name, String value) {
	}

	/**
	 * Sets the parameters of a statement one after the other.
	 */
	private static final class Parameters {

		private final PreparedStatement statement;

		private int count;

		private Parameters(PreparedStatement statement) {
			this.statement = statement;
		}

		private void set(int type, @Nullable Object value) throws SQLException {
			StatementCreatorUtils.setParameterValue(this.statement, ++this.count, type, value);
		}

		private void object(Object value) throws SQLException {
			this.statement.setObject(++this.count, value);
		}

		/**
		 * As much of a text as the column takes, without what PostgreSQL refuses: the
		 * character 0, and halves of characters.
		 */
		private void text(@Nullable String value, int max) throws SQLException {
			set(Types.VARCHAR, (value != null) ? fit(value.replace("\0", ""), max) : null);
		}

		private static String fit(String text, int max) {
			String cut = (text.length() > max) ? text.substring(0, max) : text;
			return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
		}

	}

}
