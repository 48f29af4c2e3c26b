package io.harborai.autoconfigure.actuate;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.harborai.routing.RouteSettings;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may see of the client.
 *
 * @param defaultModel the model of requests that name none, null for none
 * @param registryVersion how often the set of providers has changed
 * @param providers the providers by name, in the order of the configuration
 * @param routes the routes by name
 */
public record HarborAiDescription(@Nullable String defaultModel, long registryVersion,
		Map<String, ProviderDescription> providers, Map<String, Route> routes) {

	/**
	 * A route.
	 *
	 * @param strategy in which order its models are asked
	 * @param models the models, as they are listed
	 */
	public record Route(String strategy, List<String> models) {

		static Route of(RouteSettings route) {
			return new Route(route.strategy().name().toLowerCase(Locale.ROOT),
					route.models().stream().map(RouteSettings.Model::name).toList());
		}

	}

}
