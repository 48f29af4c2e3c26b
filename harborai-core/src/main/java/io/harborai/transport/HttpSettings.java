package io.harborai.transport;

import java.time.Duration;

import io.harborai.error.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * How a provider's connections are made and kept. A null component is not set and takes
 * its value from the next layer.
 *
 * @param maxConnections how many connections the provider's pool may hold
 * @param pendingAcquireTimeout how long a call waits for a connection when all are in use
 * @param maxIdleTime how long an unused connection is kept; keep it shorter than the
 * vendor's load balancer does
 * @param maxLifeTime how long a connection is used at all
 * @param protocol the HTTP version
 * @param resendStale whether a request is sent once more when a pooled connection that
 * was used before breaks before the first byte of an answer
 * @param reuseConnections whether connections are kept for further calls
 * @param maxBody the largest body of an answer, in bytes
 * @param maxEvent the largest event of a stream, in bytes
 * @param maxErrorBody how much of an error's body is read, in bytes
 * @param proxy the proxy to go through
 * @param tls trust and keys that differ from the JVM's
 */
public record HttpSettings(@Nullable Integer maxConnections, @Nullable Duration pendingAcquireTimeout,
		@Nullable Duration maxIdleTime, @Nullable Duration maxLifeTime, @Nullable Protocol protocol,
		@Nullable Boolean resendStale, @Nullable Boolean reuseConnections, @Nullable Integer maxBody,
		@Nullable Integer maxEvent, @Nullable Integer maxErrorBody, @Nullable ProxySettings proxy,
		@Nullable TlsSettings tls) {

	/** Nothing is set. */
	public static final HttpSettings UNSET = builder().build();

	/** What applies where nothing is set. */
	public static final HttpSettings DEFAULTS = builder().maxConnections(320)
		.pendingAcquireTimeout(Duration.ofSeconds(2))
		.maxIdleTime(Duration.ofSeconds(30))
		.maxLifeTime(Duration.ofMinutes(30))
		.protocol(Protocol.HTTP1_1)
		.resendStale(true)
		.reuseConnections(true)
		.maxBody(16 * 1024 * 1024)
		.maxEvent(4 * 1024 * 1024)
		.maxErrorBody(64 * 1024)
		.build();

	public HttpSettings {
		requirePositive("max-connections", maxConnections);
		requirePositive("max-body", maxBody);
		requirePositive("max-event", maxEvent);
		requirePositive("max-error-body", maxErrorBody);
		requirePositive("pending-acquire-timeout", pendingAcquireTimeout);
		requirePositive("max-idle-time", maxIdleTime);
		requirePositive("max-life-time", maxLifeTime);
	}

	private static void requirePositive(String name, @Nullable Integer value) {
		if (value != null && value < 1) {
			throw new InvalidSettingException("http." + name, "must be at least 1, not " + value,
					"Leave it out for the default.");
		}
	}

	private static void requirePositive(String name, @Nullable Duration value) {
		if (value != null && (value.isNegative() || value.isZero())) {
			throw new InvalidSettingException("http." + name, "must be longer than zero, not " + value,
					"Leave it out for the default.");
		}
	}

	/**
	 * Start with nothing set.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The same with another size of the pool.
	 * @param maxConnections how many connections it may hold, null to leave it open
	 * @return the settings
	 */
	public HttpSettings withMaxConnections(@Nullable Integer maxConnections) {
		return new HttpSettings(maxConnections, this.pendingAcquireTimeout, this.maxIdleTime, this.maxLifeTime,
				this.protocol, this.resendStale, this.reuseConnections, this.maxBody, this.maxEvent, this.maxErrorBody,
				this.proxy, this.tls);
	}

	/**
	 * Fill what isn't set here.
	 * @param other the next layer
	 * @return the merged settings
	 */
	public HttpSettings orElse(HttpSettings other) {
		return new HttpSettings(or(this.maxConnections, other.maxConnections),
				or(this.pendingAcquireTimeout, other.pendingAcquireTimeout), or(this.maxIdleTime, other.maxIdleTime),
				or(this.maxLifeTime, other.maxLifeTime), or(this.protocol, other.protocol),
				or(this.resendStale, other.resendStale), or(this.reuseConnections, other.reuseConnections),
				or(this.maxBody, other.maxBody), or(this.maxEvent, other.maxEvent),
				or(this.maxErrorBody, other.maxErrorBody), or(this.proxy, other.proxy), or(this.tls, other.tls));
	}

	private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
		return (first != null) ? first : second;
	}

	/**
	 * The HTTP versions.
	 */
	public enum Protocol {

		/** HTTP/1.1. */
		HTTP1_1,

		/**
		 * HTTP/2 where TLS and the vendor allow it, else HTTP/1.1. Without TLS always
		 * HTTP/1.1.
		 */
		HTTP2

	}

	/**
	 * Builds {@link HttpSettings}. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable Integer maxConnections;

		private @Nullable Duration pendingAcquireTimeout;

		private @Nullable Duration maxIdleTime;

		private @Nullable Duration maxLifeTime;

		private @Nullable Protocol protocol;

		private @Nullable Boolean resendStale;

		private @Nullable Boolean reuseConnections;

		private @Nullable Integer maxBody;

		private @Nullable Integer maxEvent;

		private @Nullable Integer maxErrorBody;

		private @Nullable ProxySettings proxy;

		private @Nullable TlsSettings tls;

		private Builder() {
		}

		/**
		 * Set how many connections the pool may hold.
		 * @param maxConnections the number
		 * @return this builder
		 */
		public Builder maxConnections(@Nullable Integer maxConnections) {
			this.maxConnections = maxConnections;
			return this;
		}

		/**
		 * Set how long a call waits for a connection.
		 * @param pendingAcquireTimeout the wait
		 * @return this builder
		 */
		public Builder pendingAcquireTimeout(@Nullable Duration pendingAcquireTimeout) {
			this.pendingAcquireTimeout = pendingAcquireTimeout;
			return this;
		}

		/**
		 * Set how long an unused connection is kept.
		 * @param maxIdleTime the time
		 * @return this builder
		 */
		public Builder maxIdleTime(@Nullable Duration maxIdleTime) {
			this.maxIdleTime = maxIdleTime;
			return this;
		}

		/**
		 * Set how long a connection is used at all.
		 * @param maxLifeTime the time
		 * @return this builder
		 */
		public Builder maxLifeTime(@Nullable Duration maxLifeTime) {
			this.maxLifeTime = maxLifeTime;
			return this;
		}

		/**
		 * Set the HTTP version.
		 * @param protocol the version
		 * @return this builder
		 */
		public Builder protocol(@Nullable Protocol protocol) {
			this.protocol = protocol;
			return this;
		}

		/**
		 * Set whether a request is sent once more when a pooled connection turns out to
		 * be dead.
		 * @param resendStale whether it is
		 * @return this builder
		 */
		public Builder resendStale(@Nullable Boolean resendStale) {
			this.resendStale = resendStale;
			return this;
		}

		/**
		 * Set whether connections are kept for further calls.
		 * @param reuseConnections whether they are
		 * @return this builder
		 */
		public Builder reuseConnections(@Nullable Boolean reuseConnections) {
			this.reuseConnections = reuseConnections;
			return this;
		}

		/**
		 * Set the largest body of an answer.
		 * @param maxBody in bytes
		 * @return this builder
		 */
		public Builder maxBody(@Nullable Integer maxBody) {
			this.maxBody = maxBody;
			return this;
		}

		/**
		 * Set the largest event of a stream.
		 * @param maxEvent in bytes
		 * @return this builder
		 */
		public Builder maxEvent(@Nullable Integer maxEvent) {
			this.maxEvent = maxEvent;
			return this;
		}

		/**
		 * Set how much of an error's body is read.
		 * @param maxErrorBody in bytes
		 * @return this builder
		 */
		public Builder maxErrorBody(@Nullable Integer maxErrorBody) {
			this.maxErrorBody = maxErrorBody;
			return this;
		}

		/**
		 * Set the proxy to go through.
		 * @param proxy the proxy
		 * @return this builder
		 */
		public Builder proxy(@Nullable ProxySettings proxy) {
			this.proxy = proxy;
			return this;
		}

		/**
		 * Set trust and keys that differ from the JVM's.
		 * @param tls the TLS settings
		 * @return this builder
		 */
		public Builder tls(@Nullable TlsSettings tls) {
			this.tls = tls;
			return this;
		}

		/**
		 * Build the settings.
		 * @return the settings
		 */
		public HttpSettings build() {
			return new HttpSettings(this.maxConnections, this.pendingAcquireTimeout, this.maxIdleTime, this.maxLifeTime,
					this.protocol, this.resendStale, this.reuseConnections, this.maxBody, this.maxEvent,
					this.maxErrorBody, this.proxy, this.tls);
		}

	}

}
