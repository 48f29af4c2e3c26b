package io.harborai.autoconfigure.diagnostics;

import io.harborai.provider.ProviderConfigurationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

/**
 * Explains provider settings that can't work and that came not from properties but from
 * an application's own code.
 */
@Order(1)
class ProviderConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ProviderConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ProviderConfigurationException cause) {
		String setting = (cause.property() != null) ? "%n    Setting: %s".formatted(cause.property()) : "";
		return new FailureAnalysis(
				"HarborAI can't work with the settings of a provider:%n%n    Provider: %s%s%n    Reason: %s"
					.formatted(cause.provider(), setting, cause.reason()),
				cause.remedy(), cause);
	}

}
