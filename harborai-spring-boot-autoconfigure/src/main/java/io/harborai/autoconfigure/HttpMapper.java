package io.harborai.autoconfigure;

import io.harborai.transport.HttpSettings;
import io.harborai.error.InvalidSettingException;
import io.harborai.transport.ProxySettings;
import io.harborai.transport.TlsSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Turns the properties of connections into what core understands.
 */
final class HttpMapper {

	private final TlsSettingsFactory tls;

	HttpMapper(TlsSettingsFactory tls) {
		this.tls = tls;
	}

	/**
	 * Translate the properties.
	 * @param path their full path
	 * @param properties the properties
	 * @return the settings; what isn't set stays unset
	 * @throws InvalidSettingException if a value can't work
	 * @throws InvalidPropertyException if a value can't work
	 */
	HttpSettings map(String path, HttpProperties properties) {
		return HttpSettings.builder()
			.maxConnections(properties.getMaxConnections())
			.pendingAcquireTimeout(properties.getPendingAcquireTimeout())
			.maxIdleTime(properties.getMaxIdleTime())
			.maxLifeTime(properties.getMaxLifeTime())
			.protocol(properties.getProtocol())
			.resendStale(properties.getResendStale())
			.reuseConnections(properties.getReuseConnections())
			.maxBody(bytes(path + ".max-body", properties.getMaxBody()))
			.maxEvent(bytes(path + ".max-event", properties.getMaxEvent()))
			.maxErrorBody(bytes(path + ".max-error-body", properties.getMaxErrorBody()))
			.proxy(proxy(path + ".proxy", properties.getProxy()))
			.tls(tls(path + ".ssl.bundle", properties.getSsl().getBundle()))
			.build();
	}

	private static @Nullable Integer bytes(String path, @Nullable DataSize size) {
		if (size == null) {
			return null;
		}
		if (size.toBytes() > Integer.MAX_VALUE) {
			throw new InvalidPropertyException(path, "must be less than 2GB", "Choose a smaller size.");
		}
		return (int) size.toBytes();
	}

	private static @Nullable ProxySettings proxy(String path, HttpProperties.Proxy proxy) {
		String host = PropertyText.read(path + ".host", proxy.getHost());
		Integer port = proxy.getPort();
		String username = PropertyText.read(path + ".username", proxy.getUsername());
		String password = PropertyText.readSecret(path + ".password", proxy.getPassword());
		if (host == null) {
			if (port != null || username != null || password != null || proxy.getType() != null
					|| !proxy.getNonProxyHosts().isEmpty()) {
				throw new InvalidPropertyException(path + ".host",
						"is missing, though other properties of the proxy " + "are set",
						"Set the host, or remove the others. A proxy is inherited as a whole.");
			}
			return null;
		}
		if (port == null) {
			throw new InvalidPropertyException(path + ".port", "is missing, though the proxy's host is set",
					"Set the port that the proxy listens on.");
		}
		if (password != null && username == null) {
			throw new InvalidPropertyException(path + ".username", "is missing, though a password is set",
					"Set the user that the proxy knows, or remove the password.");
		}
		ProxySettings.Type type = (proxy.getType() != null) ? proxy.getType() : ProxySettings.Type.HTTP;
		return new ProxySettings(type, host, port, username, password, proxy.getNonProxyHosts());
	}

	private @Nullable TlsSettings tls(String path, @Nullable String bundle) {
		String name = PropertyText.read(path, bundle);
		return (name != null) ? this.tls.named(path, name) : null;
	}

}
