package io.harborai.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.harborai.transport.HttpSettings.Protocol;
import io.harborai.transport.ProxySettings.Type;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * How connections are made and kept.
 */
public class HttpProperties {

	/**
	 * Connections that the provider's pool may hold. A quarter more than
	 * resilience.bulkhead.max-concurrent-calls unless set; 320 without a bulkhead.
	 */
	private @Nullable Integer maxConnections;

	/**
	 * How long a call waits for a connection when all are in use.
	 */
	private @Nullable Duration pendingAcquireTimeout;

	/**
	 * How long an unused connection is kept. Should be shorter than the vendor keeps it.
	 */
	private @Nullable Duration maxIdleTime;

	/**
	 * How long a connection is used at all.
	 */
	private @Nullable Duration maxLifeTime;

	/**
	 * HTTP version.
	 */
	private @Nullable Protocol protocol;

	/**
	 * Whether a request is sent once more when a pooled connection breaks before the
	 * first byte of an answer.
	 */
	private @Nullable Boolean resendStale;

	/**
	 * Whether connections are kept for further calls.
	 */
	private @Nullable Boolean reuseConnections;

	/**
	 * Largest body of an answer.
	 */
	private @Nullable DataSize maxBody;

	/**
	 * Largest event of a stream.
	 */
	private @Nullable DataSize maxEvent;

	/**
	 * How much of an error's body is read.
	 */
	private @Nullable DataSize maxErrorBody;

	private final Proxy proxy = new Proxy();

	private final Ssl ssl = new Ssl();

	public @Nullable Integer getMaxConnections() {
		return this.maxConnections;
	}

	public void setMaxConnections(@Nullable Integer maxConnections) {
		this.maxConnections = maxConnections;
	}

	public @Nullable Duration getPendingAcquireTimeout() {
		return this.pendingAcquireTimeout;
	}

	public void setPendingAcquireTimeout(@Nullable Duration pendingAcquireTimeout) {
		this.pendingAcquireTimeout = pendingAcquireTimeout;
	}

	public @Nullable Duration getMaxIdleTime() {
		return this.maxIdleTime;
	}

	public void setMaxIdleTime(@Nullable Duration maxIdleTime) {
		this.maxIdleTime = maxIdleTime;
	}

	public @Nullable Duration getMaxLifeTime() {
		return this.maxLifeTime;
	}

	public void setMaxLifeTime(@Nullable Duration maxLifeTime) {
		this.maxLifeTime = maxLifeTime;
	}

	public @Nullable Protocol getProtocol() {
		return this.protocol;
	}

	public void setProtocol(@Nullable Protocol protocol) {
		this.protocol = protocol;
	}

	public @Nullable Boolean getResendStale() {
		return this.resendStale;
	}

	public void setResendStale(@Nullable Boolean resendStale) {
		this.resendStale = resendStale;
	}

	public @Nullable Boolean getReuseConnections() {
		return this.reuseConnections;
	}

	public void setReuseConnections(@Nullable Boolean reuseConnections) {
		this.reuseConnections = reuseConnections;
	}

	public @Nullable DataSize getMaxBody() {
		return this.maxBody;
	}

	public void setMaxBody(@Nullable DataSize maxBody) {
		this.maxBody = maxBody;
	}

	public @Nullable DataSize getMaxEvent() {
		return this.maxEvent;
	}

	public void setMaxEvent(@Nullable DataSize maxEvent) {
		this.maxEvent = maxEvent;
	}

	public @Nullable DataSize getMaxErrorBody() {
		return this.maxErrorBody;
	}

	public void setMaxErrorBody(@Nullable DataSize maxErrorBody) {
		this.maxErrorBody = maxErrorBody;
	}

	public Proxy getProxy() {
		return this.proxy;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	/**
	 * The proxy that connections go through.
	 */
	public static class Proxy {

		/**
		 * Kind of proxy.
		 */
		private @Nullable Type type;

		/**
		 * Host of the proxy.
		 */
		private @Nullable String host;

		/**
		 * Port of the proxy.
		 */
		private @Nullable Integer port;

		/**
		 * User that the proxy asks for.
		 */
		private @Nullable String username;

		/**
		 * Password that the proxy asks for.
		 */
		private @Nullable String password;

		/**
		 * Hosts that are reached directly. "*" stands for any characters.
		 */
		private List<String> nonProxyHosts = new ArrayList<>();

		public @Nullable Type getType() {
			return this.type;
		}

		public void setType(@Nullable Type type) {
			this.type = type;
		}

		public @Nullable String getHost() {
			return this.host;
		}

		public void setHost(@Nullable String host) {
			this.host = host;
		}

		public @Nullable Integer getPort() {
			return this.port;
		}

		public void setPort(@Nullable Integer port) {
			this.port = port;
		}

		public @Nullable String getUsername() {
			return this.username;
		}

		public void setUsername(@Nullable String username) {
			this.username = username;
		}

		public @Nullable String getPassword() {
			return this.password;
		}

		public void setPassword(@Nullable String password) {
			this.password = password;
		}

		public List<String> getNonProxyHosts() {
			return this.nonProxyHosts;
		}

		public void setNonProxyHosts(List<String> nonProxyHosts) {
			this.nonProxyHosts = nonProxyHosts;
		}

	}

	/**
	 * Trust and keys.
	 */
	public static class Ssl {

		/**
		 * SSL bundle to use.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

}
