package io.harborai.test;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.harborai.simulator.SimulatedVendor;
import io.harborai.test.cassette.CassetteDeck;
import org.jspecify.annotations.Nullable;

/**
 * A provider of a Spring application, and what its properties become in a test.
 *
 * @param name its name
 * @param settings what the application says of it
 */
record ConfiguredProvider(String name, Settings settings) {

	/**
	 * Put the provider behind a deck, if it is known where it lives.
	 * @param deck the deck
	 * @param vendor answers it while no cassette is in
	 */
	void joinDeck(CassetteDeck.Builder deck, SimulatedVendor vendor) {
		Optional<SimulatedProvider> simulated = simulated();
		String url = isReal(this.settings.baseUrl()) ? this.settings.baseUrl()
				: simulated.map(SimulatedProvider::url).orElse(null);
		if (url != null) {
			deck.provider(this.name, url, simulated.map((provider) -> vendor.baseUrl(provider.dialect())).orElse(null),
					hasRealKey() || simulated.isEmpty() ? null : "it has no key. Set " + property("api-key")
							+ ", for instance from an environment variable.");
		}
	}

	/**
	 * Return the properties to set instead of the application's.
	 * @param bench the servers
	 * @param recording whether real keys are wanted
	 * @return the properties; none for a provider that is left alone
	 */
	Map<String, Object> overrides(TestBench bench, boolean recording) {
		Map<String, Object> properties = new LinkedHashMap<>();
		Optional<SimulatedProvider> simulated = simulated();
		CassetteDeck deck = bench.deck();
		if (deck != null && deck.has(this.name)) {
			properties.put(property("base-url"), deck.baseUrl(this.name));
		}
		else if (simulated.isPresent()) {
			properties.put(property("base-url"), bench.vendor().baseUrl(simulated.get().dialect()));
		}
		if (!properties.isEmpty() && !(recording && hasRealKey())) {
			keys(properties, bench.vendor());
		}
		return properties;
	}

	/** Of the kinds that the application uses, so that it goes the same ways. */
	private void keys(Map<String, Object> properties, SimulatedVendor vendor) {
		Map<String, String> named = this.settings.apiKeys();
		if (named != null) {
			named.keySet().forEach((key) -> properties.put(property("api-keys" + element(key)), fake(key)));
		}
		boolean pair = this.settings.accessKey() != null || this.settings.secretKey() != null;
		if (pair) {
			properties.put(property("access-key"), fake("access"));
			properties.put(property("secret-key"), fake("secret"));
			simulated().filter((provider) -> provider.credentialsOption() != null)
				.ifPresent((provider) -> properties.put(property("options." + provider.credentialsOption()),
						vendor.credentialsUrl(provider.dialect())));
		}
		if (this.settings.apiKey() != null || (!pair && (named == null || named.isEmpty()))) {
			properties.put(property("api-key"), SimulatedProvider.KEY);
		}
	}

	private static String fake(String name) {
		return SimulatedProvider.KEY + '-' + name.replaceAll("[^A-Za-z0-9]", "-");
	}

	private Optional<SimulatedProvider> simulated() {
		return SimulatedProvider.find((this.settings.vendor() != null) ? this.settings.vendor() : this.name);
	}

	private boolean hasRealKey() {
		Map<String, String> named = this.settings.apiKeys();
		return isReal(this.settings.apiKey())
				|| (isReal(this.settings.accessKey()) && isReal(this.settings.secretKey()))
				|| (named != null && named.values().stream().anyMatch(ConfiguredProvider::isReal));
	}

	private static boolean isReal(@Nullable String value) {
		return value != null && !value.isBlank() && !value.contains("${");
	}

	private String property(String property) {
		return "harborai.providers" + element(this.name) + '.' + property;
	}

	/** A map's key as it stands in a property's name. */
	private static String element(String key) {
		return key.matches("[a-z0-9-]+") ? '.' + key : '[' + key + ']';
	}

	/**
	 * The properties of interest, as they are before the test changes them.
	 *
	 * @param vendor the vendor, null for that of the provider's name
	 * @param baseUrl the base URL, null for the vendor's own
	 * @param apiKey the API key, null if there is none
	 * @param apiKeys the named API keys, null if there are none
	 * @param accessKey the access key, null if there is none
	 * @param secretKey the secret key, null if there is none
	 */
	record Settings(@Nullable String vendor, @Nullable String baseUrl, @Nullable String apiKey,
			@Nullable Map<String, String> apiKeys, @Nullable String accessKey, @Nullable String secretKey) {

		static final Settings NONE = new Settings(null, null, null, null, null, null);

		@Override
		public String toString() {
			return "Settings[vendor " + this.vendor + "]";
		}

	}

}
