package io.harborai.autoconfigure.diagnostics;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Describes a property that is wrong: what it is called, where it stands and why. Its
 * value is left out: it may be a key, and the place says enough.
 */
final class PropertyOrigin {

	private final @Nullable Environment environment;

	PropertyOrigin(@Nullable Environment environment) {
		this.environment = environment;
	}

	/**
	 * Describe a property.
	 * @param property its full path
	 * @param reason what is wrong with it
	 * @return several lines
	 */
	String describe(String property, String reason) {
		Origin origin = find(property);
		return "HarborAI can't work with this property:%n%n    Property: %s%n%s    Reason: %s".formatted(property,
				(origin != null) ? "    Origin: %s%n".formatted(origin) : "", reason);
	}

	private @Nullable Origin find(String property) {
		if (this.environment != null && ConfigurationPropertyName.isValid(property)) {
			ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
			for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
				ConfigurationProperty found = source.getConfigurationProperty(name);
				if (found != null) {
					return found.getOrigin();
				}
			}
		}
		return null;
	}

}
