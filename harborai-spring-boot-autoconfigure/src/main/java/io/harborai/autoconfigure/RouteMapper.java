package io.harborai.autoconfigure;

import java.util.List;
import java.util.Objects;

import io.harborai.error.InvalidSettingException;
import io.harborai.routing.RouteConfigurationException;
import io.harborai.routing.RouteSettings;
import org.jspecify.annotations.Nullable;

/**
 * Turns the properties of routes into what core understands.
 */
final class RouteMapper {

	// What is a provider's elsewhere stands at the route itself here.
	private static final String RESILIENCE = "resilience.";

	private RouteMapper() {
	}

	/**
	 * The full path of a route's properties.
	 * @param route the route's name
	 * @return the path
	 */
	static String path(String route) {
		return "harborai.routes." + route;
	}

	/**
	 * Translate a route.
	 * @param name its name
	 * @param properties its properties
	 * @return the settings
	 * @throws InvalidPropertyException if a value can't work
	 */
	static RouteSettings map(String name, RouteProperties properties) {
		String path = path(name);
		try {
			RouteSettings.Builder builder = RouteSettings.builder(name);
			if (properties.getStrategy() != null) {
				builder.strategy(properties.getStrategy());
			}
			List<RouteModelProperties> models = properties.getModels();
			for (int i = 0; i < models.size(); i++) {
				builder.model(model(path + ".models[" + i + "]", models.get(i)));
			}
			return builder.fallbackOnContentFilter(Boolean.TRUE.equals(properties.getFallbackOnContentFilter()))
				.budget(ResilienceMapper.budget(properties.getBudget()))
				.ejection(ejection(properties.getEjection()))
				.build();
		}
		catch (InvalidSettingException ex) {
			String setting = ex.setting();
			throw new InvalidPropertyException(
					path + "." + (setting.startsWith(RESILIENCE) ? setting.substring(RESILIENCE.length()) : setting),
					ex.reason(), ex.remedy(), ex);
		}
		catch (RouteConfigurationException ex) {
			throw failure(ex);
		}
	}

	/**
	 * Name the property that core refuses.
	 * @param ex what core says
	 * @return the same with the property's full path
	 */
	static InvalidPropertyException failure(RouteConfigurationException ex) {
		return new InvalidPropertyException("harborai." + ex.setting(), ex.reason(), ex.remedy(), ex);
	}

	private static RouteSettings.Model model(String path, RouteModelProperties properties) {
		String name = PropertyText.read(path, properties.getName());
		if (name == null) {
			throw new InvalidPropertyException(path, "names no model",
					"Write the model's name, or its 'name' with the rest below it.");
		}
		Integer weight = properties.getWeight();
		return new RouteSettings.Model(name, (weight != null) ? weight : 1,
				JsonValues.of(path + ".extra-body", properties.getExtraBody()));
	}

	private static RouteSettings.Ejection ejection(RouteProperties.Ejection properties) {
		RouteSettings.Ejection defaults = RouteSettings.Ejection.DEFAULTS;
		return new RouteSettings.Ejection(or(properties.getFailures(), defaults.failures()),
				or(properties.getTime(), defaults.time()), or(properties.getMaxTime(), defaults.maxTime()));
	}

	private static <T> T or(@Nullable T value, T otherwise) {
		return Objects.requireNonNullElse(value, otherwise);
	}

}
