package io.harborai.provider;

import org.jspecify.annotations.Nullable;

/**
 * A provider's settings can't work. Names the setting, the reason and the remedy; never a
 * secret.
 */
public final class ProviderConfigurationException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String provider;

	private final @Nullable String property;

	private final String reason;

	private final String remedy;

	/**
	 * Create the exception.
	 * @param provider the provider's name
	 * @param property the setting below the provider, in kebab case; null if the provider
	 * as a whole is meant
	 * @param reason what is wrong with it, one sentence without a full stop
	 * @param remedy what to do, one sentence
	 */
	public ProviderConfigurationException(String provider, @Nullable String property, String reason, String remedy) {
		super("Provider '" + provider + "': " + ((property != null) ? property + " " : "") + reason + ". " + remedy);
		this.provider = provider;
		this.property = property;
		this.reason = reason;
		this.remedy = remedy;
	}

	/**
	 * The provider's name.
	 * @return the name
	 */
	public String provider() {
		return this.provider;
	}

	/**
	 * The setting below the provider.
	 * @return the setting in kebab case, null if the provider as a whole is meant
	 */
	public @Nullable String property() {
		return this.property;
	}

	/**
	 * What is wrong.
	 * @return one sentence without a full stop
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * What to do.
	 * @return one sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
