package io.harborai.autoconfigure.ledger;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * What calls used and cost, summed up by the database. Waits for the database: not to be
 * called on an event loop. Thread-safe.
 */
public final class UsageLedger {

	/** How many sums a report has at most. */
	public static final int MAX_SUMS = 1000;

	// A key has a row for each currency, and one for what has none.
	private static final int MAX_ROWS = 4 * MAX_SUMS;

	private static final String TAG = "tag:";

	// A key's, in all its currencies. Not its cost: amounts in different currencies have
	// no
	// order.
	private static final String TOKENS = "key_tokens";

	private final LedgerTables tables;

	private final List<String> tags;

	private final ZoneId timeZone;

	UsageLedger(LedgerTables tables, LedgerSettings settings) {
		this.tables = tables;
		this.tags = settings.tags();
		this.timeZone = settings.timeZone();
	}

	/**
	 * Today, by the ledger's time zone.
	 * @return the day
	 */
	public LocalDate today() {
		return this.tables.today();
	}

	/**
	 * Sum up.
	 * @param by {@code day}, {@code provider}, {@code model}, or {@code tag:} and the
	 * name of a tag that is kept
	 * @param from the first day
	 * @param to the last day
	 * @return at most {@link #MAX_SUMS} sums: the first days, or else those with the most
	 * tokens
	 * @throws IllegalArgumentException if there is no such sum, or the days are the wrong
	 * way round
	 * @throws org.springframework.dao.DataAccessException if the database fails
	 */
	public UsageReport sums(String by, LocalDate from, LocalDate to) {
		if (from.isAfter(to)) {
			throw new IllegalArgumentException("'from', " + from + ", is after 'to', " + to);
		}
		String tag = by.startsWith(TAG) ? by.substring(TAG.length()) : null;
		// Parts of the statement come from here only, never from who asks.
		String key = (tag != null) ? "t.tag_value" : switch (by) {
			case "day" -> "u.usage_day";
			case "provider" -> "u.provider";
			case "model" -> "u.model";
			default ->
				throw new IllegalArgumentException("'by' is day, provider, model or tag:<name>, not '" + by + "'");
		};
		if (tag != null && !this.tags.contains(tag)) {
			throw new IllegalArgumentException("'" + tag + "' is not among the tags that are kept: "
					+ (this.tags.isEmpty() ? "none is" : String.join(", ", this.tags))
					+ ". Name it in harborai.ledger.tags");
		}
		Collector collector = new Collector();
		String sql = statement(key, tag != null, by.equals("day") ? "" : TOKENS + " desc, ");
		this.tables.jdbc().query((connection) -> {
			PreparedStatement statement = connection.prepareStatement(sql);
			statement.setMaxRows(MAX_ROWS);
			int parameter = 0;
			if (tag != null) {
				statement.setString(++parameter, tag);
			}
			statement.setObject(++parameter, from);
			statement.setObject(++parameter, to);
			return statement;
		}, (RowCallbackHandler) collector::add);
		return collector.report(by, from, to);
	}

	/**
	 * Attempts are what uses tokens and money; the rows of calls only repeat it.
	 */
	private String statement(String key, boolean tagged, String firstBy) {
		return "select " + key + " as sum_key, u.currency as sum_currency, "
				+ "sum(case when u.attempt = 0 then 1 else 0 end) as calls, "
				+ "sum(case when u.attempt > 0 then 1 else 0 end) as attempts, "
				+ "sum(case when u.attempt = 0 and u.error_class is not null then 1 else 0 end) as errors, "
				+ "sum(case when u.attempt > 0 then u.input_tokens else 0 end) as input_tokens, "
				+ "sum(case when u.attempt > 0 then u.output_tokens else 0 end) as output_tokens, "
				+ "sum(case when u.attempt > 0 then u.cached_tokens else 0 end) as cached_tokens, "
				+ "sum(case when u.attempt > 0 then u.reasoning_tokens else 0 end) as reasoning_tokens, "
				+ "sum(case when u.attempt > 0 then u.cost end) as cost, "
				+ "sum(case when u.attempt > 0 and u.input_tokens is not null and u.cost is null then 1 else 0 end) "
				+ "as unpriced, sum(sum(case when u.attempt > 0 then coalesce(u.input_tokens, 0) "
				+ "+ coalesce(u.output_tokens, 0) else 0 end)) over (partition by " + key + ") as " + TOKENS + " from "
				+ this.tables.usage() + " u"
				+ (tagged ? " join " + this.tables.tags()
						+ " t on t.call_id = u.call_id and t.attempt = u.attempt and t.tag_name = ?" : "")
				+ " where u.usage_day between ? and ? group by " + key + ", u.currency order by " + firstBy + "sum_key";
	}

	/**
	 * Puts the rows of one key together. They come one after the other.
	 */
	private final class Collector {

		private final List<UsageSum> sums = new ArrayList<>();

		private int rows;

		private void add(ResultSet row) throws SQLException {
			this.rows++;
			Object key = row.getObject("sum_key");
			String name = (key != null) ? key.toString() : "none";
			UsageSum sum = new UsageSum(name, row.getLong("calls"), row.getLong("attempts"), row.getLong("errors"),
					row.getLong("input_tokens"), row.getLong("output_tokens"), row.getLong("cached_tokens"),
					row.getLong("reasoning_tokens"), cost(row.getString("sum_currency"), row.getBigDecimal("cost")),
					row.getLong("unpriced"));
			int last = this.sums.size() - 1;
			if (last >= 0 && this.sums.get(last).key().equals(name)) {
				this.sums.set(last, plus(this.sums.get(last), sum));
			}
			else {
				this.sums.add(sum);
			}
		}

		private static Map<String, BigDecimal> cost(@Nullable String currency, @Nullable BigDecimal amount) {
			if (currency == null || amount == null) {
				return Map.of();
			}
			BigDecimal plain = amount.stripTrailingZeros();
			return Map.of(currency, (plain.scale() < 0) ? plain.setScale(0) : plain);
		}

		private static UsageSum plus(UsageSum one, UsageSum other) {
			Map<String, BigDecimal> cost = new LinkedHashMap<>(one.cost());
			other.cost().forEach((currency, amount) -> cost.merge(currency, amount, BigDecimal::add));
			return new UsageSum(one.key(), one.calls() + other.calls(), one.attempts() + other.attempts(),
					one.errors() + other.errors(), one.inputTokens() + other.inputTokens(),
					one.outputTokens() + other.outputTokens(), one.cachedTokens() + other.cachedTokens(),
					one.reasoningTokens() + other.reasoningTokens(), cost, one.unpriced() + other.unpriced());
		}

		private UsageReport report(String by, LocalDate from, LocalDate to) {
			List<UsageSum> shown = this.sums;
			if (this.rows == MAX_ROWS) {
				// Of the last one some may be missing.
				shown = shown.subList(0, shown.size() - 1);
			}
			boolean truncated = this.rows == MAX_ROWS || shown.size() > MAX_SUMS;
			return new UsageReport(by, from, to, UsageLedger.this.timeZone,
					shown.subList(0, Math.min(shown.size(), MAX_SUMS)), truncated);
		}

	}

}
