package io.harborai.autoconfigure;

import java.time.Duration;

import io.harborai.provider.ProviderSettings;
import io.harborai.transport.HttpSettings;
import io.harborai.transport.Timeouts;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.ssl.SslBundle;

/**
 * What is inherited from the settings of all HTTP clients of the application
 * ({@code spring.http.clients}): the time to connect and the SSL bundle. Read timeouts
 * and redirects are not: the first would end streams that are well, the second would
 * carry keys to other hosts.
 *
 * @param connectTimeout the time to connect, null if not set
 * @param sslBundle the SSL bundle, null if not set
 */
record BootHttpSettings(@Nullable Duration connectTimeout, @Nullable SslBundle sslBundle) {

	static final BootHttpSettings UNSET = new BootHttpSettings(null, null);

	static BootHttpSettings of(@Nullable HttpClientSettings settings) {
		return (settings != null) ? new BootHttpSettings(settings.connectTimeout(), settings.sslBundle()) : UNSET;
	}

	/**
	 * The layer below {@code harborai.defaults}.
	 * @return the settings
	 */
	ProviderSettings toSettings() {
		return ProviderSettings.builder("spring.http.clients")
			.timeouts(new Timeouts(this.connectTimeout, null, null, null, null, null))
			.http(HttpSettings.builder()
				.tls((this.sslBundle != null) ? TlsSettingsFactory.of(this.sslBundle) : null)
				.build())
			.build();
	}

}
