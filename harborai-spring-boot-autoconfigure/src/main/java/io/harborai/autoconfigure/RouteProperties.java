package io.harborai.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.harborai.routing.RouteSettings.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * A name that stands for several models.
 */
public class RouteProperties {

	/**
	 * Order in which the models are asked.
	 */
	private @Nullable Strategy strategy;

	/**
	 * Models, one of which answers each call.
	 */
	private List<RouteModelProperties> models = new ArrayList<>();

	/**
	 * Whether another model is asked when a vendor's moderation refuses.
	 */
	private @Nullable Boolean fallbackOnContentFilter;

	private final ResilienceProperties.Budget budget = new ResilienceProperties.Budget();

	private final Ejection ejection = new Ejection();

	public @Nullable Strategy getStrategy() {
		return this.strategy;
	}

	public void setStrategy(@Nullable Strategy strategy) {
		this.strategy = strategy;
	}

	public List<RouteModelProperties> getModels() {
		return this.models;
	}

	public void setModels(List<RouteModelProperties> models) {
		this.models = models;
	}

	public @Nullable Boolean getFallbackOnContentFilter() {
		return this.fallbackOnContentFilter;
	}

	public void setFallbackOnContentFilter(@Nullable Boolean fallbackOnContentFilter) {
		this.fallbackOnContentFilter = fallbackOnContentFilter;
	}

	public ResilienceProperties.Budget getBudget() {
		return this.budget;
	}

	public Ejection getEjection() {
		return this.ejection;
	}

	/**
	 * When a failing model is asked last for a while.
	 */
	public static class Ejection {

		/**
		 * Failures in a row after which a model is asked last for a while. 0 for never.
		 */
		private @Nullable Integer failures;

		/**
		 * How long a model is asked last, the first time. Doubles when it fails right
		 * again.
		 */
		private @Nullable Duration time;

		/**
		 * How long a model is asked last at most.
		 */
		private @Nullable Duration maxTime;

		public @Nullable Integer getFailures() {
			return this.failures;
		}

		public void setFailures(@Nullable Integer failures) {
			this.failures = failures;
		}

		public @Nullable Duration getTime() {
			return this.time;
		}

		public void setTime(@Nullable Duration time) {
			this.time = time;
		}

		public @Nullable Duration getMaxTime() {
			return this.maxTime;
		}

		public void setMaxTime(@Nullable Duration maxTime) {
			this.maxTime = maxTime;
		}

	}

}
