package io.harborai.autoconfigure.ledger;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.harborai.error.HarborAiException;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The database goes away and comes back while calls are made: no call notices, and in the
 * end there is a row for each call and each attempt, and no other.
 */
class DatabaseOutageTests {

	@TempDir
	private Path directory;

	private final AtomicInteger requests = new AtomicInteger();

	// What callers saw.
	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicInteger answered = new AtomicInteger();

	private final AtomicInteger failed = new AtomicInteger();

	private final AtomicInteger cancelled = new AtomicInteger();

	private final SimulatedVendor vendor = SimulatedVendor.start().always(Reply.script((request) -> {
		int number = this.requests.incrementAndGet();
		return (number % 13 == 0) ? Reply.status(503)
				: (number % 29 == 0) ? Reply.error(400, "invalid_request_error", "No")
						: Reply.answer().text("one two three four").usage(100, 20);
	}));

	@AfterEach
	void stop() {
		this.vendor.close();
	}

	@Test
	@ExtendWith(PostgresCondition.class)
	void postgresCrashesAndComesBack() {
		try (Postgres postgres = Postgres.start()) {
			outage(pool(postgres), new JdbcTemplate(postgres.dataSource()), postgres::down, postgres::up);
		}
	}

	private static HikariDataSource pool(Postgres postgres) {
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(postgres.dataSource());
		pool.setConnectionTimeout(1000);
		pool.setMaximumPoolSize(2);
		return pool;
	}

	@Test
	void h2RefusesConnectionsAndTakesThemAgain() {
		FlakyDataSource database = new FlakyDataSource(Rows.h2());
		outage(database, new JdbcTemplate(database.getTargetDataSource()), database::leave, database::comeBack);
	}

	@Test
	void h2FallsSilentAndAnswersAgain() {
		FlakyDataSource database = new FlakyDataSource(Rows.h2());
		outage(database, new JdbcTemplate(database.getTargetDataSource()), database::fallSilent, database::comeBack);
	}

	private void outage(DataSource dataSource, JdbcTemplate look, Runnable down, Runnable up) {
		try (LedgerApplication app = LedgerApplication.start(this.vendor, dataSource,
				Map.of("harborai.ledger.queue-size", "2000", "harborai.ledger.batch-size", "50",
						"harborai.ledger.spill-file", this.directory.resolve("spill.jsonl").toString()))) {
			call(app, 200).blockLast();
			Rows.eventually("rows are written", () -> app.writer().written() > 0);

			// The database goes while calls are made, and isn't there until they have
			// ended.
			Disposable underLoad = call(app, 500).subscribe();
			down.run();
			call(app, 1000).blockLast();
			Rows.eventually("every call ends", underLoad::isDisposed);
			Rows.eventually("rows are in the file", () -> app.buffer().inFile() > 0);
			assertThat(this.calls).hasValue(1700);
			assertThat(this.answered.get() + this.failed.get() + this.cancelled.get()).isEqualTo(1700);

			// It comes back while calls are made.
			underLoad = call(app, 500).subscribe();
			up.run();
			call(app, 300).blockLast();
			Rows.eventually("every call ends", underLoad::isDisposed);
			Rows.eventually("nothing waits any more", () -> app.buffer().inMemory() == 0 && app.buffer().inFile() == 0);
			assertThat(app.buffer().lost()).isZero();
		}
		assertThat(count(look, "attempt = 0")).as("rows of calls").isEqualTo(this.calls.get()).isEqualTo(2500);
		assertThat(count(look, "attempt > 0")).as("rows of attempts").isEqualTo(this.requests.get());
		assertThat(count(look, "attempt = 0 and outcome = 'ok'")).isEqualTo(this.answered.get()).isGreaterThan(2000);
		assertThat(count(look, "attempt = 0 and outcome = 'cancelled'")).isEqualTo(this.cancelled.get()).isPositive();
		assertThat(count(look, "attempt = 0 and error_class is not null")).isEqualTo(this.failed.get()).isPositive();
		assertThat(count(look, "attempt > 1")).as("repeated attempts").isPositive();
		assertThat(look.queryForObject(
				"select count(*) from harborai_usage a where attempt > 0 and not exists"
						+ " (select 1 from harborai_usage c where c.call_id = a.call_id and c.attempt = 0)",
				Integer.class))
			.as("attempts of no call")
			.isZero();
	}

	private static Integer count(JdbcTemplate look, String which) {
		return look.queryForObject("select count(*) from harborai_usage where " + which, Integer.class);
	}

	/**
	 * Calls, a few at a time: most whole, some streamed, some of these cancelled.
	 */
	private Flux<Void> call(LedgerApplication app, int count) {
		return Flux.range(0, count).flatMap((i) -> {
			this.calls.incrementAndGet();
			Mono<Void> call = (i % 10 == 3) ? cancelled(app)
					: (i % 10 == 5) ? answered(app.client().chat().completions().stream((r) -> r.user("Hello")))
							: answered(app.client().chat().completions().createAsync((r) -> r.user("Hello")).flux());
			return call;
		}, 16);
	}

	private Mono<Void> answered(Flux<?> call) {
		return call.then(Mono.<Void>fromRunnable(this.answered::incrementAndGet))
			.onErrorResume(HarborAiException.class, (ex) -> Mono.fromRunnable(this.failed::incrementAndGet));
	}

	/**
	 * A stream whose reader leaves after its first chunk.
	 */
	private Mono<Void> cancelled(LedgerApplication app) {
		return app.client()
			.chat()
			.completions()
			.stream((r) -> r.user("Hello"))
			.next()
			.then(Mono.<Void>fromRunnable(this.cancelled::incrementAndGet))
			.onErrorResume(HarborAiException.class, (ex) -> Mono.fromRunnable(this.failed::incrementAndGet));
	}

}
