package io.harborai.autoconfigure.ledger;

import java.time.ZoneOffset;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ledger on H2.
 */
class H2LedgerTests extends LedgerDatabaseContract {

	private final DataSource dataSource = Rows.h2();

	@Override
	DataSource dataSource() {
		return this.dataSource;
	}

	@Test
	void flywayMakesTheTablesAsWell() {
		DataSource another = Rows.h2();
		Flyway.configure()
			.dataSource(another)
			.locations("classpath:db/harborai/h2")
			.table("harborai_schema_history")
			.load()
			.migrate();
		LedgerTables tables = new LedgerTables(another, "harborai_", ZoneOffset.UTC);
		assertThat(tables.insert(Rows.rows(2)).inserted()).isEqualTo(2);
		assertThat(new JdbcTemplate(another)
			.queryForObject("select \"version\" from \"harborai_schema_history\" where \"type\" = 'SQL'", String.class))
			.isEqualTo("1");
	}

}
