package io.harborai.provider;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Makes the providers of a vendor that is described by a {@link Dialect}.
 */
public final class DialectFactory implements ProviderFactory {

	private final Dialect dialect;

	private final @Nullable Function<Exchanging, Credentials> keyExchange;

	/**
	 * A vendor whose keys are used as they are.
	 * @param dialect the dialect
	 */
	public DialectFactory(Dialect dialect) {
		this(dialect, null);
	}

	/**
	 * A vendor that also takes a pair of access key and secret key, to be exchanged for a
	 * temporary key.
	 * @param dialect the dialect
	 * @param keyExchange exchanges the pair
	 */
	public DialectFactory(Dialect dialect, @Nullable Function<Exchanging, Credentials> keyExchange) {
		this.dialect = dialect;
		this.keyExchange = keyExchange;
	}

	@Override
	public String vendor() {
		return this.dialect.vendor();
	}

	@Override
	public void validate(ProviderSettings settings, ProviderContext context) {
		SettingsChecks.check(this.dialect, settings, context.keySource(settings.name()) != null);
		if (settings.accessKey() != null && this.keyExchange == null) {
			throw new ProviderConfigurationException(settings.name(), "access-key",
					"isn't a thing that '" + vendor() + "' knows", "Use an api-key.");
		}
	}

	@Override
	public Provider create(ProviderSettings settings, ProviderContext context) {
		validate(settings, context);
		return new DialectProvider(this.dialect, settings, context,
				(settings.accessKey() != null) ? this.keyExchange : null);
	}

}
