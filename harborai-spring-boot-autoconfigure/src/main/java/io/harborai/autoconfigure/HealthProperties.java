package io.harborai.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How the health of the providers is found out.
 */
public class HealthProperties {

	private final Probe probe = new Probe();

	public Probe getProbe() {
		return this.probe;
	}

	/**
	 * Asks vendors for their models, beside what calls show.
	 */
	public static class Probe {

		/**
		 * Whether vendors are asked for their models, which costs nothing, when health is
		 * looked at. Without it, health is what calls showed.
		 */
		private @Nullable Boolean enabled;

		/**
		 * How long an answer counts before a vendor is asked again.
		 */
		private @Nullable Duration interval;

		/**
		 * How long a vendor may take to answer.
		 */
		private @Nullable Duration timeout;

		/**
		 * Whether providers that nobody has used yet are built in order to be asked.
		 */
		private @Nullable Boolean buildProviders;

		public @Nullable Boolean getEnabled() {
			return this.enabled;
		}

		public void setEnabled(@Nullable Boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable Duration getInterval() {
			return this.interval;
		}

		public void setInterval(@Nullable Duration interval) {
			this.interval = interval;
		}

		public @Nullable Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(@Nullable Duration timeout) {
			this.timeout = timeout;
		}

		public @Nullable Boolean getBuildProviders() {
			return this.buildProviders;
		}

		public void setBuildProviders(@Nullable Boolean buildProviders) {
			this.buildProviders = buildProviders;
		}

	}

}
