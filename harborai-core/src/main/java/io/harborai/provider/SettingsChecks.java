package io.harborai.provider;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds mistakes in a provider's settings before anything is sent. Never shows a secret.
 */
final class SettingsChecks {

	// The names that examples and tutorials put in place of a key.
	private static final Pattern PLACEHOLDER = Pattern
		.compile("(?i)(sk-)?(x{3,}|\\*{3,}|\\.{3,}|your[-_ ]?.*|<.*>|todo|changeme|change-me|api[-_]?key|replace.*)");

	private SettingsChecks() {
	}

	/**
	 * Check settings.
	 * @param dialect the vendor's dialect
	 * @param settings the settings
	 * @param keysFromSource whether the keys come from elsewhere at run time
	 * @throws ProviderConfigurationException if they can't work
	 */
	static void check(Dialect dialect, ProviderSettings settings, boolean keysFromSource) {
		String name = settings.name();
		baseUrl(dialect, settings);
		boolean pair = settings.accessKey() != null || settings.secretKey() != null;
		if (pair && (settings.accessKey() == null || settings.secretKey() == null)) {
			boolean accessMissing = settings.accessKey() == null;
			throw new ProviderConfigurationException(name, accessMissing ? "access-key" : "secret-key", "is missing",
					"An access key and its secret key go together; set both, or use an api-key.");
		}
		if (!pair && !keysFromSource && settings.apiKeys().isEmpty() && dialect.keyRequired()) {
			throw new ProviderConfigurationException(name, "api-key", "is missing", "Set harborai.providers." + name
					+ ".api-key, for instance from an environment variable, or remove the provider.");
		}
		for (ApiKey key : settings.apiKeys()) {
			String property = "default".equals(key.name()) ? "api-key" : "api-keys." + key.name();
			secret(name, property, key.value());
			String wrongKind = wrongKind(dialect, settings, key);
			if (wrongKind != null) {
				throw new ProviderConfigurationException(name, property, "is a key of the wrong kind", wrongKind);
			}
		}
		if (settings.accessKey() != null && settings.secretKey() != null) {
			secret(name, "access-key", settings.accessKey());
			secret(name, "secret-key", settings.secretKey());
		}
	}

	private static @Nullable String wrongKind(Dialect dialect, ProviderSettings settings, ApiKey key) {
		// Behind a gateway of the user's own a key may look like anything.
		return (settings.baseUrl() == null) ? dialect.keyCheck().problem(key.value()) : null;
	}

	/**
	 * Check a key that came at run time.
	 * @param dialect the vendor's dialect
	 * @param settings the provider's settings
	 * @param key the key
	 * @return why it can't be used, a predicate without the key; null if it can
	 */
	static @Nullable String problem(Dialect dialect, ProviderSettings settings, ApiKey key) {
		String problem = problem(key.value());
		return (problem == null && wrongKind(dialect, settings, key) != null) ? "is a key of the wrong kind" : problem;
	}

	private static void baseUrl(Dialect dialect, ProviderSettings settings) {
		String url = (settings.baseUrl() != null) ? settings.baseUrl() : dialect.baseUrl();
		if (url == null) {
			throw new ProviderConfigurationException(settings.name(), "base-url", "is missing",
					"'" + dialect.vendor() + "' has no address of its own; set the API's root, version included.");
		}
		try {
			BaseUrl.of(url, settings.query());
		}
		catch (IllegalArgumentException ex) {
			throw new ProviderConfigurationException(settings.name(), "base-url", String.valueOf(ex.getMessage()),
					"Give the API's root, version included, for instance https://api.example.com/v1.");
		}
	}

	private static void secret(String provider, String property, String value) {
		String problem = problem(value);
		if (problem != null) {
			throw new ProviderConfigurationException(provider, property, problem,
					"Set it to the key as the vendor's console shows it, and nothing else.");
		}
	}

	private static @Nullable String problem(String value) {
		if (value.isBlank()) {
			return "is empty";
		}
		if (value.contains("${")) {
			return "is a placeholder that nothing resolved";
		}
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c == '\r' || c == '\n') {
				return "has a line break in it";
			}
			if (c < ' ' || c == 0x7f) {
				return "has a control character in it";
			}
			if (c > 0x7f) {
				return "has a character in it that isn't ASCII";
			}
			if (c == ' ') {
				return value.toLowerCase(Locale.ROOT).startsWith("bearer ")
						? "starts with 'Bearer ', which the client adds itself" : "has a space in it";
			}
		}
		if (value.startsWith("\"") || value.startsWith("'")) {
			return "has quotation marks around it";
		}
		return PLACEHOLDER.matcher(value).matches() ? "is an example, not a key" : null;
	}

}
