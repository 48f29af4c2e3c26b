package io.harborai.autoconfigure.ledger;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The ledger on PostgreSQL.
 */
@ExtendWith(PostgresCondition.class)
class PostgresLedgerTests extends LedgerDatabaseContract {

	private static Postgres postgres;

	@BeforeAll
	static void start() {
		postgres = Postgres.start();
	}

	@AfterAll
	static void stop() {
		postgres.close();
	}

	@Override
	DataSource dataSource() {
		return postgres.dataSource();
	}

}
