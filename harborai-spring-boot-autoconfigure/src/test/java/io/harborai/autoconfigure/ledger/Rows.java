package io.harborai.autoconfigure.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.harborai.error.ErrorClass;
import io.harborai.observation.UsageRecord;
import io.harborai.usage.Cost;
import io.harborai.usage.Usage;
import org.h2.jdbcx.JdbcDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rows to be written, and where to.
 */
final class Rows {

	private static final AtomicLong NUMBERS = new AtomicLong();

	private Rows() {
	}

	/**
	 * An attempt that went well.
	 */
	static UsageRecord row() {
		return row(NUMBERS.incrementAndGet());
	}

	/**
	 * The same attempt for the same number.
	 */
	static UsageRecord row(long number) {
		return attempt(new UUID(1, number), 1, Instant.parse("2026-03-01T10:00:00.123Z"), "deepseek", "deepseek-flash",
				Usage.of(100, 20, 40, 5), cost("0.0123", "CNY"), Map.of("tenant", "acme"));
	}

	static List<UsageRecord> rows(int count) {
		List<UsageRecord> rows = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			rows.add(row());
		}
		return rows;
	}

	static UsageRecord attempt(UUID call, int attempt, Instant at, String provider, String model, Usage usage,
			Cost cost, Map<String, String> tags) {
		return new UsageRecord(call, attempt, at, provider, model, "smart", true, "ok", null, null, "req-1", usage,
				cost, Duration.ofMillis(1234), Duration.ofMillis(56), tags);
	}

	static UsageRecord failedCall(UUID call, Instant at) {
		return new UsageRecord(call, 0, at, null, null, null, false, "model_not_found", ErrorClass.MODEL, 404, null,
				Usage.MISSING, null, Duration.ofMillis(1), null, Map.of());
	}

	static Cost cost(String amount, String currency) {
		return Cost.of(Currency.getInstance(currency), new BigDecimal(amount), BigDecimal.ZERO, BigDecimal.ZERO);
	}

	/**
	 * A database in memory, which stays as long as the JVM.
	 */
	static JdbcDataSource h2() {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setURL("jdbc:h2:mem:ledger" + NUMBERS.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
		return dataSource;
	}

	static void eventually(String what, BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as(what).isLessThan(end);
			LockSupport.parkNanos(1_000_000);
		}
	}

}
