package io.harborai.json;

import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;

/**
 * Jakarta Validation's constraints as a schema's limits. Loaded only where Jakarta
 * Validation is.
 */
final class JakartaLimits {

	private JakartaLimits() {
	}

	static void addTo(SchemaGeneratorConfigBuilder builder) {
		builder.with(new JakartaValidationModule(JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS));
	}

}
