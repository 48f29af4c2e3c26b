package io.harborai.autoconfigure.ledger;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Skips tests where there is no PostgreSQL, and says so, unless
 * {@code HARBORAI_REQUIRE_POSTGRES=true}, as system property or in the environment: then
 * they run and fail.
 */
final class PostgresCondition implements ExecutionCondition {

	private static final Logger logger = LoggerFactory.getLogger(PostgresCondition.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (Postgres.installed() || required()) {
			return ConditionEvaluationResult.enabled("There is PostgreSQL, or there must be");
		}
		if (context.getTestMethod().isEmpty()) {
			logger.warn("{} is skipped. {}", context.getDisplayName(), Postgres.MISSING);
		}
		return ConditionEvaluationResult.disabled(Postgres.MISSING);
	}

	private static boolean required() {
		return Boolean.getBoolean("HARBORAI_REQUIRE_POSTGRES")
				|| Boolean.parseBoolean(System.getenv("HARBORAI_REQUIRE_POSTGRES"));
	}

}
