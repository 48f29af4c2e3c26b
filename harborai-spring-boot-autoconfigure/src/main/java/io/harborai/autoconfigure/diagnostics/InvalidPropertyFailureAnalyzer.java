package io.harborai.autoconfigure.diagnostics;

import io.harborai.autoconfigure.InvalidPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains a property that can't work, or is missing.
 */
@Order(0)
class InvalidPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPropertyException> {

	private final PropertyOrigin origin;

	InvalidPropertyFailureAnalyzer(@Nullable Environment environment) {
		this.origin = new PropertyOrigin(environment);
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidPropertyException cause) {
		return new FailureAnalysis(this.origin.describe(cause.property(), cause.reason()), cause.remedy(), cause);
	}

}
