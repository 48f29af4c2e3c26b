package io.harborai.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import io.harborai.resilience.BudgetSettings;

/**
 * A name that stands for several models, one of which answers each call; when it can't,
 * another one does. A route's name wins over a model's of the same name, which can still
 * be asked for as {@code provider/model}. Immutable.
 *
 * @param name what callers ask for in place of a model
 * @param strategy in which order the models are asked
 * @param models the models, in the order in which they are asked where the strategy
 * doesn't say otherwise; at least one
 * @param fallbackOnContentFilter whether another model is asked when a vendor's
 * moderation refuses
 * @param budget what pays for attempts beyond the first of each call; what isn't set
 * takes the client's defaults
 * @param ejection when a failing model is asked last for a while
 */
public record RouteSettings(String name, Strategy strategy, List<Model> models, boolean fallbackOnContentFilter,
		BudgetSettings budget, Ejection ejection) {

	// A name with a slash is a provider's model.
	private static final Pattern NAME = Pattern.compile("\\p{Alnum}[\\w.:-]*");

	public RouteSettings {
		if (!NAME.matcher(name).matches()) {
			throw new RouteConfigurationException(name, null, "has a name that can't be asked for",
					"Use letters, digits, dots, colons, dashes and underscores.");
		}
		Objects.requireNonNull(strategy, "strategy");
		models = List.copyOf(models);
		if (models.isEmpty()) {
			throw new RouteConfigurationException(name, "models", "is empty", "List the models that may answer.");
		}
		for (int i = 0; i < models.size(); i++) {
			check(name, "models[" + i + "]", models.get(i));
		}
		if (strategy == Strategy.WEIGHTED && models.stream().allMatch((model) -> model.weight() == 0)) {
			throw new RouteConfigurationException(name, "models", "have no weight at all",
					"Give at least one a 'weight' over 0.");
		}
		Objects.requireNonNull(budget, "budget");
		check(name, ejection);
	}

	private static void check(String route, String path, Model model) {
		if (model.name().isBlank()) {
			throw new RouteConfigurationException(route, path, "names no model", "Name one, or remove the entry.");
		}
		if (model.weight() < 0) {
			throw new RouteConfigurationException(route, path + ".weight",
					"must not be negative, but is " + model.weight(), "Leave it out for 1.");
		}
		if (model.extraBody().containsKey("stream")) {
			throw new RouteConfigurationException(route, path + ".extra-body", "sets 'stream'",
					"Leave it out: each call says itself whether it is streamed.");
		}
	}

	private static void check(String route, Ejection ejection) {
		if (ejection.failures() < 0) {
			throw new RouteConfigurationException(route, "ejection.failures",
					"must not be negative, but is " + ejection.failures(), "Use 0 for no ejection.");
		}
		if (ejection.time().isNegative() || ejection.time().isZero()) {
			throw new RouteConfigurationException(route, "ejection.time",
					"must be longer than zero, not " + ejection.time(), "Leave it out for the default.");
		}
		if (ejection.maxTime().compareTo(ejection.time()) < 0) {
			throw new RouteConfigurationException(route, "ejection.max-time",
					"must not be shorter than 'ejection.time', but " + ejection.maxTime() + " is",
					"Leave it out for the default, or make it longer.");
		}
	}

	/**
	 * Start a route.
	 * @param name its name
	 * @return a builder
	 */
	public static Builder builder(String name) {
		return new Builder(name);
	}

	/**
	 * In which order a route's models are asked.
	 */
	public enum Strategy {

		/** As they are listed. */
		ORDERED,

		/** First one at random, the heavier the likelier; then as they are listed. */
		WEIGHTED,

		/**
		 * First the quicker of two taken at random, by its recent times to the first
		 * token and by how busy it is; then as they are listed.
		 */
		FASTEST,

		/**
		 * By what the prompt and an answer would cost; those without a known price come
		 * last, and prices in different currencies aren't compared.
		 */
		CHEAPEST

	}

	/**
	 * A model of a route.
	 *
	 * @param name a model's name, {@code provider/model}, or another route, whose models
	 * then stand in its place
	 * @param weight how likely it is asked first by {@link Strategy#WEIGHTED}; 0 for only
	 * when others fail. A route's weight is split among its models
	 * @param extraBody further fields of the JSON body that this model needs, as they
	 * are; those of the request itself win
	 */
	public record Model(String name, int weight, Map<String, Object> extraBody) {

		public Model {
			extraBody = Collections.unmodifiableMap(new LinkedHashMap<>(extraBody));
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	/**
	 * When a model that fails again and again is asked last for a while. The last model
	 * of a route that isn't is never ejected.
	 *
	 * @param failures how many failures of its provider in a row it takes; 0 for no
	 * ejection
	 * @param time for how long, the first time; doubles when it fails right again
	 * @param maxTime for how long at most
	 */
	public record Ejection(int failures, Duration time, Duration maxTime) {

		/** What applies where nothing is set. */
		public static final Ejection DEFAULTS = new Ejection(5, Duration.ofSeconds(30), Duration.ofMinutes(5));

	}

	/**
	 * Builds {@link RouteSettings}. Not thread-safe.
	 */
	public static final class Builder {

		private final String name;

		private final List<Model> models = new ArrayList<>();

		private Strategy strategy = Strategy.ORDERED;

		private boolean fallbackOnContentFilter;

		private BudgetSettings budget = BudgetSettings.UNSET;

		private Ejection ejection = Ejection.DEFAULTS;

		private Builder(String name) {
			this.name = name;
		}

		/**
		 * Set in which order the models are asked.
		 * @param strategy the strategy, {@link Strategy#ORDERED} unless set
		 * @return this builder
		 */
		public Builder strategy(Strategy strategy) {
			this.strategy = strategy;
			return this;
		}

		/**
		 * Add a model.
		 * @param name its name, {@code provider/model}, or another route
		 * @return this builder
		 */
		public Builder model(String name) {
			return model(name, 1);
		}

		/**
		 * Add a model with a weight.
		 * @param name its name, {@code provider/model}, or another route
		 * @param weight how likely it is asked first by {@link Strategy#WEIGHTED}
		 * @return this builder
		 */
		public Builder model(String name, int weight) {
			return model(new Model(name, weight, Map.of()));
		}

		/**
		 * Add a model.
		 * @param model the model
		 * @return this builder
		 */
		public Builder model(Model model) {
			this.models.add(model);
			return this;
		}

		/**
		 * Set whether another model is asked when a vendor's moderation refuses.
		 * @param fallback whether, false unless set
		 * @return this builder
		 */
		public Builder fallbackOnContentFilter(boolean fallback) {
			this.fallbackOnContentFilter = fallback;
			return this;
		}

		/**
		 * Set what pays for attempts beyond the first of each call.
		 * @param budget the settings; what isn't set takes the client's defaults
		 * @return this builder
		 */
		public Builder budget(BudgetSettings budget) {
			this.budget = budget;
			return this;
		}

		/**
		 * Set when a failing model is asked last for a while.
		 * @param ejection the settings, {@link Ejection#DEFAULTS} unless set
		 * @return this builder
		 */
		public Builder ejection(Ejection ejection) {
			this.ejection = ejection;
			return this;
		}

		/**
		 * Build the settings.
		 * @return the settings
		 * @throws RouteConfigurationException if they can't work
		 */
		public RouteSettings build() {
			return new RouteSettings(this.name, this.strategy, this.models, this.fallbackOnContentFilter, this.budget,
					this.ejection);
		}

	}

}
