package io.harborai.autoconfigure.redis;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Skips tests where there is no Redis, and says so, unless
 * {@code HARBORAI_REQUIRE_REDIS=true}, as system property or in the environment: then
 * they run and fail.
 */
final class RedisCondition implements ExecutionCondition {

	private static final Logger logger = LoggerFactory.getLogger(RedisCondition.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (RedisServer.installed() || required()) {
			return ConditionEvaluationResult.enabled("There is a Redis, or there must be one");
		}
		if (context.getTestMethod().isEmpty()) {
			logger.warn("{} is skipped. {}", context.getDisplayName(), RedisServer.MISSING);
		}
		return ConditionEvaluationResult.disabled(RedisServer.MISSING);
	}

	private static boolean required() {
		return Boolean.getBoolean("HARBORAI_REQUIRE_REDIS")
				|| Boolean.parseBoolean(System.getenv("HARBORAI_REQUIRE_REDIS"));
	}

}
