package io.harborai.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;

import io.harborai.call.AttemptBudget;
import io.harborai.call.Ticker;
import io.harborai.resilience.BudgetSettings;

/**
 * A route whose own routes have been replaced by their models, and the state that it
 * keeps whatever becomes of the registry. Thread-safe.
 *
 * @param settings its settings
 * @param members its models
 * @param budget pays for attempts beyond the first
 */
record RoutePlan(RouteSettings settings, List<Member> members, AttemptBudget budget) {

	/**
	 * Plan routes.
	 * @param routes the routes
	 * @param budget what pays for attempts where a route's settings don't say
	 * @param ticker the time
	 * @param random from 0 to 1
	 * @return the plans by name, in the same order
	 * @throws RouteConfigurationException if two have one name, or one leads back to
	 * itself
	 */
	static Map<String, RoutePlan> of(List<RouteSettings> routes, BudgetSettings budget, Ticker ticker,
			DoubleSupplier random) {
		Map<String, RouteSettings> byName = new LinkedHashMap<>();
		for (RouteSettings route : routes) {
			if (byName.putIfAbsent(route.name(), route) != null) {
				throw new RouteConfigurationException(route.name(), null, "is there twice", "Rename one.");
			}
		}
		Map<String, RoutePlan> plans = new LinkedHashMap<>();
		for (RouteSettings route : routes) {
			List<Flat> flat = flatten(route, byName, new LinkedHashSet<>());
			List<Ejection> ejections = Ejection.group(flat.size(), route.ejection(), ticker, random);
			List<Member> members = new ArrayList<>();
			for (int i = 0; i < flat.size(); i++) {
				members.add(new Member(flat.get(i).name(),
						new Candidate.Place(flat.get(i).weight(), flat.get(i).extraBody(), ejections.get(i))));
			}
			plans.put(route.name(),
					new RoutePlan(route, List.copyOf(members), route.budget().orElse(budget).budget(ticker)));
		}
		return plans;
	}

	private static List<Flat> flatten(RouteSettings route, Map<String, RouteSettings> routes, Set<String> way) {
		way.add(route.name());
		List<Flat> flat = new ArrayList<>();
		for (int i = 0; i < route.models().size(); i++) {
			RouteSettings.Model model = route.models().get(i);
			RouteSettings inner = routes.get(model.name());
			if (inner == null) {
				flat.add(new Flat(model.name(), model.weight(), model.extraBody()));
			}
			else if (way.contains(inner.name())) {
				throw new RouteConfigurationException(route.name(), "models[" + i + "]", circle(inner.name(), way),
						"Remove the entry; a model of that name is asked for as provider/" + inner.name() + ".");
			}
			else {
				add(flat, model, flatten(inner, routes, way));
			}
		}
		way.remove(route.name());
		return flat;
	}

	private static String circle(String again, Set<String> way) {
		List<String> names = new ArrayList<>(way);
		List<String> circle = new ArrayList<>(names.subList(names.indexOf(again), names.size()));
		circle.add(again);
		return "leads in a circle: " + String.join(" -> ", circle);
	}

	private static void add(List<Flat> flat, RouteSettings.Model outer, List<Flat> inner) {
		double sum = inner.stream().mapToDouble(Flat::weight).sum();
		for (Flat each : inner) {
			Map<String, Object> extraBody = new LinkedHashMap<>(each.extraBody());
			extraBody.putAll(outer.extraBody());
			double part = (sum > 0) ? each.weight() / sum : 1d / inner.size();
			flat.add(new Flat(each.name(), outer.weight() * part, extraBody));
		}
	}

	private record Flat(String name, double weight, Map<String, Object> extraBody) {
	}

	/**
	 * A model of a route.
	 *
	 * @param name the model's name
	 * @param place its place in the route
	 */
	record Member(String name, Candidate.Place place) {
	}

}
