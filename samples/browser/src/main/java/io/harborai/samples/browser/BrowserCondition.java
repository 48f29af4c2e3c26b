package io.harborai.samples.browser;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Skips tests where there is no browser, and says so, unless
 * {@code HARBORAI_REQUIRE_BROWSER=true}, as system property or in the environment: then
 * they run and fail.
 */
final class BrowserCondition implements ExecutionCondition {

	private static final Logger logger = LoggerFactory.getLogger(BrowserCondition.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (Browser.installed() || required()) {
			return ConditionEvaluationResult.enabled("There is a browser, or there must be one");
		}
		if (context.getTestMethod().isEmpty()) {
			logger.warn("{} is skipped. {}", context.getDisplayName(), Browser.MISSING);
		}
		return ConditionEvaluationResult.disabled(Browser.MISSING);
	}

	private static boolean required() {
		return Boolean.getBoolean("HARBORAI_REQUIRE_BROWSER")
				|| Boolean.parseBoolean(System.getenv("HARBORAI_REQUIRE_BROWSER"));
	}

}
