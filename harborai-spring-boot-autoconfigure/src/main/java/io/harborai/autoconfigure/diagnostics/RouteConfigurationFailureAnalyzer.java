package io.harborai.autoconfigure.diagnostics;

import io.harborai.routing.RouteConfigurationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

/**
 * Explains routes that can't work and that came not from properties but from an
 * application's own code.
 */
@Order(1)
class RouteConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<RouteConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RouteConfigurationException cause) {
		String setting = (cause.property() != null) ? "%n    Setting: %s".formatted(cause.property()) : "";
		return new FailureAnalysis("HarborAI can't work with a route:%n%n    Route: %s%s%n    Reason: %s"
			.formatted(cause.route(), setting, cause.reason()), cause.remedy(), cause);
	}

}
