package io.harborai.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.harborai.model.NearMisses;
import io.harborai.provider.ProviderRegistry.Entry;
import io.harborai.provider.ProviderRegistry.Snapshot;
import io.harborai.provider.ProviderSettings;

/**
 * Finds routes that name models which nobody has. The model catalog is read only for
 * names that the settings alone don't explain.
 */
final class RouteChecks {

	private RouteChecks() {
	}

	static void check(List<RouteSettings> routes, Set<String> names, Snapshot snapshot) {
		for (RouteSettings route : routes) {
			for (int i = 0; i < route.models().size(); i++) {
				String model = route.models().get(i).name();
				if (!names.contains(model) && !isConfigured(model, snapshot) && !isListed(model, snapshot)) {
					throw unknown(route.name(), "models[" + i + "]", model, names, snapshot);
				}
			}
		}
	}

	private static boolean isConfigured(String model, Snapshot snapshot) {
		int slash = model.indexOf('/');
		if (slash > 0 && slash < model.length() - 1 && snapshot.entries().containsKey(model.substring(0, slash))) {
			return true;
		}
		return snapshot.entries()
			.values()
			.stream()
			.flatMap((entry) -> entry.handle().settings().models().stream())
			.anyMatch((known) -> model.equals(known.id()) || model.equals(known.alias()));
	}

	private static boolean isListed(String model, Snapshot snapshot) {
		// A provider that is disabled now may be back.
		return snapshot.entries().values().stream().map(Entry::handle).anyMatch((handle) -> {
			ProviderSettings settings = handle.settings();
			return snapshot.catalog().find(settings.vendorName(), model) != null;
		});
	}

	private static RouteConfigurationException unknown(String route, String property, String model, Set<String> names,
			Snapshot snapshot) {
		List<String> others = new ArrayList<>(names);
		others.remove(route);
		List<String> near = NearMisses.find(model, others, 1);
		String remedy = near.isEmpty() ? new RouteTable(snapshot, Map.of(), (target) -> new TargetState()).remedy(model)
				: "Did you mean the route " + near.get(0) + "?";
		return new RouteConfigurationException(route, property,
				"names '" + model + "', which is neither a route nor a model of a configured provider", remedy);
	}

}
