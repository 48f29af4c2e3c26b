package io.harborai.autoconfigure.actuate;

import java.util.Map;

/**
 * Adds to what the health of a provider shows. Beans of this type are asked whenever
 * somebody looks at health: they answer at once, and with no secret.
 */
@FunctionalInterface
public interface ProviderHealthDetails {

	/**
	 * What there is to show beside HarborAI's own.
	 * @param provider the provider's name
	 * @return values by name, empty for nothing
	 */
	Map<String, ?> of(String provider);

}
