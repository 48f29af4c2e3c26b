package io.harborai.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A model of a route: its name alone, or a group.
 */
public class RouteModelProperties {

	/**
	 * Name of a model, provider/model, or another route, whose models then stand in its
	 * place. It may stand alone in place of the group.
	 */
	private @Nullable String name;

	/**
	 * How likely the model is asked first by the strategy "weighted". 0 for only when
	 * others fail.
	 */
	private @Nullable Integer weight;

	/**
	 * Further fields of the JSON body that this model needs. Those of the request itself
	 * win.
	 */
	private Map<String, Object> extraBody = new LinkedHashMap<>();

	/**
	 * Nothing is set yet.
	 */
	public RouteModelProperties() {
	}

	/**
	 * A name alone: Spring's conversion finds this constructor.
	 * @param name the name
	 */
	public RouteModelProperties(String name) {
		this.name = name;
	}

	public @Nullable String getName() {
		return this.name;
	}

	public void setName(@Nullable String name) {
		this.name = name;
	}

	public @Nullable Integer getWeight() {
		return this.weight;
	}

	public void setWeight(@Nullable Integer weight) {
		this.weight = weight;
	}

	public Map<String, Object> getExtraBody() {
		return this.extraBody;
	}

	public void setExtraBody(Map<String, Object> extraBody) {
		this.extraBody = extraBody;
	}

}
