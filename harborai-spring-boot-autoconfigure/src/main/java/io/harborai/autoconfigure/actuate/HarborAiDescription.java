package io.harborai.autoconfigure.actuate;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.harborai.autoconfigure.monitor.Alert;
import io.harborai.autoconfigure.monitor.PerformanceFigure;
import io.harborai.cache.CacheStatistics;
import io.harborai.routing.RouteSettings;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may see of the client.
 *
 * @param defaultModel the model of requests that name none, null for none
 * @param registryVersion how often the set of providers has changed
 * @param providers the providers by name, in the order of the configuration
 * @param routes the routes by name
 * @param optimizations the ways of saving time and memory, and whether they are used
 * @param cache what the cache of answers did, null if there is none
 * @param alerts the alerts that are up, the oldest first
 * @param performance the figures of the client's performance, empty if nobody watches it
 */
public record HarborAiDescription(@Nullable String defaultModel, long registryVersion,
		Map<String, ProviderDescription> providers, Map<String, Route> routes, Map<String, Boolean> optimizations,
		@Nullable Cache cache, List<Alert> alerts, Map<String, PerformanceFigure> performance) {

	/**
	 * The cache of answers.
	 *
	 * @param hits calls that got a kept answer
	 * @param misses calls that could have got one but there was none
	 * @param joined calls that got the answer to an equal one that was under way
	 * @param size how many answers are kept, null if nobody knows
	 */
	public record Cache(long hits, long misses, long joined, @Nullable Long size) {

		static @Nullable Cache of(@Nullable CacheStatistics statistics) {
			return (statistics != null) ? new Cache(statistics.hits(), statistics.misses(), statistics.joined(),
					(statistics.size() >= 0) ? Long.valueOf(statistics.size()) : null) : null;
		}

	}

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
