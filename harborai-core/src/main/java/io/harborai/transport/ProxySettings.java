package io.harborai.transport;

import java.util.List;
import java.util.regex.Pattern;

import io.harborai.error.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that a provider's connections go through.
 *
 * @param type the kind of proxy
 * @param host its host
 * @param port its port
 * @param username the user it asks for, null for none
 * @param password the password it asks for, null for none; never shown
 * @param nonProxyHosts hosts that are reached directly; {@code *} stands for any
 * characters
 */
public record ProxySettings(Type type, String host, int port, @Nullable String username, @Nullable String password,
		List<String> nonProxyHosts) {

	public ProxySettings {
		if (host.isBlank()) {
			throw new InvalidSettingException("http.proxy.host", "is blank",
					"Name the proxy's host, without a scheme.");
		}
		if (port < 1 || port > 65535) {
			throw new InvalidSettingException("http.proxy.port", "is " + port, "Use a port from 1 to 65535.");
		}
		nonProxyHosts = List.copyOf(nonProxyHosts);
	}

	/**
	 * Whether a host is reached directly.
	 */
	boolean bypasses(String target) {
		return this.nonProxyHosts.stream()
			.map((pattern) -> "\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E")
			.anyMatch((regex) -> Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(target).matches());
	}

	@Override
	public String toString() {
		return "ProxySettings[" + this.type + " " + this.host + ":" + this.port + "]";
	}

	/**
	 * The kinds of proxy.
	 */
	public enum Type {

		/** An HTTP proxy, by CONNECT. */
		HTTP,

		/** A SOCKS 5 proxy. */
		SOCKS5

	}

}
