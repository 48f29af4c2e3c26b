package io.harborai.autoconfigure;

import java.util.Arrays;
import java.util.List;

import io.harborai.model.NearMisses;
import io.harborai.transport.TlsSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Turns Spring Boot's SSL bundles into what core understands.
 */
final class TlsSettingsFactory {

	private final @Nullable SslBundles bundles;

	/**
	 * Create the factory.
	 * @param bundles the application's bundles, null if it has none
	 */
	TlsSettingsFactory(@Nullable SslBundles bundles) {
		this.bundles = bundles;
	}

	/**
	 * Look a bundle up.
	 * @param property the property that names it
	 * @param name the bundle's name
	 * @return its settings
	 * @throws InvalidPropertyException if there is no such bundle
	 */
	TlsSettings named(String property, String name) {
		if (this.bundles != null) {
			try {
				return of(this.bundles.getBundle(name));
			}
			catch (NoSuchSslBundleException ex) {
				throw new InvalidPropertyException(property, "names the SSL bundle '" + name + "', which doesn't exist",
						hint(name, this.bundles.getBundleNames()), ex);
			}
		}
		throw new InvalidPropertyException(property, "names the SSL bundle '" + name + "', but there are no bundles",
				"Define it under spring.ssl.bundle.");
	}

	private static String hint(String name, List<String> existing) {
		List<String> near = NearMisses.find(name, existing, 3);
		return (near.isEmpty() ? "" : "Did you mean " + String.join(" or ", near) + "? ")
				+ "Bundles are defined under spring.ssl.bundle.";
	}

	/**
	 * Translate a bundle.
	 * @param bundle the bundle
	 * @return its settings
	 */
	static TlsSettings of(SslBundle bundle) {
		return new TlsSettings(bundle.getManagers().getTrustManagerFactory(),
				bundle.getManagers().getKeyManagerFactory(), list(bundle.getOptions().getEnabledProtocols()),
				list(bundle.getOptions().getCiphers()));
	}

	private static List<String> list(String @Nullable [] values) {
		return (values != null) ? Arrays.asList(values) : List.of();
	}

}
