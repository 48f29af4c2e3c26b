package io.harborai.routing;

import org.jspecify.annotations.Nullable;

/**
 * A route's settings can't work. Names the setting, the reason and the remedy.
 */
public final class RouteConfigurationException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String route;

	private final @Nullable String property;

	private final String reason;

	private final String remedy;

	/**
	 * Create the exception.
	 * @param route the route's name
	 * @param property the setting below the route, in kebab case; null if the route as a
	 * whole is meant
	 * @param reason what is wrong with it, one sentence without a full stop
	 * @param remedy what to do, one sentence
	 */
	public RouteConfigurationException(String route, @Nullable String property, String reason, String remedy) {
		super("'" + setting(route, property) + "' " + reason + ". " + remedy);
		this.route = route;
		this.property = property;
		this.reason = reason;
		this.remedy = remedy;
	}

	private static String setting(String route, @Nullable String property) {
		return "routes." + route + ((property != null) ? "." + property : "");
	}

	/**
	 * The route's name.
	 * @return the name
	 */
	public String route() {
		return this.route;
	}

	/**
	 * The setting below the route.
	 * @return the setting in kebab case, such as {@code models[1].weight}; null if the
	 * route as a whole is meant
	 */
	public @Nullable String property() {
		return this.property;
	}

	/**
	 * The setting as it stands below {@code harborai} in configuration files.
	 * @return the setting, such as {@code routes.smart.models[1]}
	 */
	public String setting() {
		return setting(this.route, this.property);
	}

	/**
	 * What is wrong.
	 * @return one sentence without a full stop
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * What to do.
	 * @return one sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
