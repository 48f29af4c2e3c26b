package io.harborai.provider;

/**
 * Makes the providers of one vendor. A bean of this type adds a vendor, or replaces a
 * built-in one, by its name. Called when a provider is first used, on a thread that may
 * block.
 */
public interface ProviderFactory {

	/**
	 * The vendor's name, as it stands in a provider's {@code vendor} setting.
	 * @return the name
	 */
	String vendor();

	/**
	 * Check settings without building anything, so that mistakes show at the start and
	 * not at the first call.
	 * @param settings the settings
	 * @param context what the client gives to its providers, where keys may come from too
	 * @throws ProviderConfigurationException if they can't work
	 */
	default void validate(ProviderSettings settings, ProviderContext context) {
	}

	/**
	 * Build a provider.
	 * @param settings the settings
	 * @param context what the client gives to its providers
	 * @return the provider
	 */
	Provider create(ProviderSettings settings, ProviderContext context);

}
