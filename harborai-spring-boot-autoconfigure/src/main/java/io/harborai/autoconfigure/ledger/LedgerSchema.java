package io.harborai.autoconfigure.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

import io.harborai.autoconfigure.LedgerProperties.InitializeSchema;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * Makes the ledger's tables where that is wanted, by the scripts that Flyway can run as
 * well.
 */
final class LedgerSchema {

	/** What names start with in the scripts. */
	static final String PREFIX = "harborai_";

	private static final String SCRIPT = "db/harborai/%s/V1__usage_ledger.sql";

	private final LedgerTables tables;

	private final InitializeSchema mode;

	private final String prefix;

	LedgerSchema(LedgerTables tables, InitializeSchema mode, String prefix) {
		this.tables = tables;
		this.mode = mode;
		this.prefix = prefix;
	}

	/**
	 * Make the tables, if that is wanted and they aren't there.
	 */
	void prepare() {
		if (this.mode != InitializeSchema.NEVER) {
			this.tables.inTransaction(() -> this.tables.jdbc().execute((ConnectionCallback<Boolean>) this::prepare));
		}
	}

	private boolean prepare(Connection connection) throws SQLException {
		DatabaseMetaData database = connection.getMetaData();
		boolean wanted = this.mode == InitializeSchema.ALWAYS || isEmbedded(database.getURL());
		if (wanted) {
			ScriptUtils.executeSqlScript(connection,
					new ByteArrayResource(script(database.getDatabaseProductName()).getBytes(StandardCharsets.UTF_8)));
		}
		return wanted;
	}

	private static boolean isEmbedded(@Nullable String url) {
		return url != null && url.startsWith("jdbc:h2:mem:");
	}

	private String script(String product) {
		String database = switch (product) {
			case "H2" -> "h2";
			case "PostgreSQL" -> "postgresql";
			default -> throw new IllegalStateException("There is no script for " + product
					+ ". Make the tables yourself and set harborai.ledger.initialize-schema to never");
		};
		try {
			return new ClassPathResource(SCRIPT.formatted(database), LedgerSchema.class.getClassLoader())
				.getContentAsString(StandardCharsets.UTF_8)
				.replace(PREFIX, this.prefix);
		}
		catch (IOException ex) {
			throw new IllegalStateException("The script of the ledger's tables can't be read", ex);
		}
	}

}
