package io.harborai.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * How the client is watched, and what raises an alert.
 */
public class MonitorProperties {

	/**
	 * Whether the client is watched, in applications with Actuator.
	 */
	private @Nullable Boolean enabled;

	/**
	 * Time between one look and the next.
	 */
	private @Nullable Duration interval;

	private final Thresholds thresholds = new Thresholds();

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

	public Thresholds getThresholds() {
		return this.thresholds;
	}

	/**
	 * What raises an alert when it is crossed.
	 */
	public static class Thresholds {

		/**
		 * How long making the client may take. 0 for no alert.
		 */
		private @Nullable Duration initialization;

		/**
		 * How much memory the client may keep, by an estimate from what is built and
		 * connected. 0 for no alert.
		 */
		private @Nullable DataSize retainedMemory;

		/**
		 * How long the client itself may need until a call is handed to the network, 95 %
		 * of the calls of the last five minutes. 0 for no alert.
		 */
		private @Nullable Duration overhead;

		/**
		 * How many calls should end in a second at least, as long as there are any.
		 */
		private @Nullable Double throughput;

		/**
		 * How long a provider may take to the first token of a stream, 95 % of the
		 * streams of the last five minutes.
		 */
		private @Nullable Duration firstToken;

		/**
		 * Part of a provider's calls of the last five minutes that may fail by no fault
		 * of the caller's, from 0 to 1. 0 for no alert.
		 */
		private @Nullable Double errorRate;

		public @Nullable Duration getInitialization() {
			return this.initialization;
		}

		public void setInitialization(@Nullable Duration initialization) {
			this.initialization = initialization;
		}

		public @Nullable DataSize getRetainedMemory() {
			return this.retainedMemory;
		}

		public void setRetainedMemory(@Nullable DataSize retainedMemory) {
			this.retainedMemory = retainedMemory;
		}

		public @Nullable Duration getOverhead() {
			return this.overhead;
		}

		public void setOverhead(@Nullable Duration overhead) {
			this.overhead = overhead;
		}

		public @Nullable Double getThroughput() {
			return this.throughput;
		}

		public void setThroughput(@Nullable Double throughput) {
			this.throughput = throughput;
		}

		public @Nullable Duration getFirstToken() {
			return this.firstToken;
		}

		public void setFirstToken(@Nullable Duration firstToken) {
			this.firstToken = firstToken;
		}

		public @Nullable Double getErrorRate() {
			return this.errorRate;
		}

		public void setErrorRate(@Nullable Double errorRate) {
			this.errorRate = errorRate;
		}

	}

}
