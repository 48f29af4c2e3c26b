package io.harborai.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.harborai.call.Target;
import io.harborai.error.ErrorDetails;
import io.harborai.error.HarborAiException;
import io.harborai.error.InvalidRequestException;
import io.harborai.error.ModelNotFoundException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.model.Lifecycle;
import io.harborai.model.Lifecycle.ReasoningDefault;
import io.harborai.model.ModelCatalog;
import io.harborai.model.ModelInfo;
import io.harborai.model.NearMisses;
import io.harborai.provider.ProviderHandle;
import io.harborai.provider.ProviderRegistry.Entry;
import io.harborai.provider.ProviderRegistry.Snapshot;
import io.harborai.provider.ProviderSettings;
import org.jspecify.annotations.Nullable;

/**
 * Every known name of a model or route and what it stands for, compiled once from a
 * snapshot of the registry. Immutable; a lookup of a known name is one map read.
 */
final class RouteTable {

	private final Snapshot snapshot;

	private final Function<Target, TargetState> states;

	private final Map<String, Destination> byName = new HashMap<>();

	/**
	 * Compile a snapshot.
	 * @param snapshot the providers
	 * @param plans the routes by name
	 * @param states what is known of a target
	 */
	RouteTable(Snapshot snapshot, Map<String, RoutePlan> plans, Function<Target, TargetState> states) {
		this.snapshot = snapshot;
		this.states = states;
		ModelCatalog catalog = snapshot.catalog();
		for (Entry entry : snapshot.entries().values()) {
			if (entry.enabled()) {
				add(entry, catalog);
			}
		}
		List<Route> routes = plans.values().stream().map(this::route).toList();
		routes.forEach((route) -> this.byName.put(route.plan().settings().name(), route));
	}

	Snapshot snapshot() {
		return this.snapshot;
	}

	private void add(Entry entry, ModelCatalog catalog) {
		ProviderHandle handle = entry.handle();
		ProviderSettings settings = handle.settings();
		for (ModelInfo model : this.snapshot.models(entry)) {
			put(settings, model.id(), known(handle, target(settings, model, model.id()), null, null));
			String alias = model.alias();
			if (alias != null) {
				put(settings, alias, known(handle, target(settings, model, alias), null, null));
			}
		}
		for (ModelInfo old : catalog.models(settings.vendorName())) {
			if (old.lifecycle().status() != Lifecycle.Status.ACTIVE) {
				put(settings, old.id(), retired(handle, old, catalog));
			}
		}
	}

	private Candidate known(ProviderHandle handle, Target target, @Nullable ReasoningDefault reasoning,
			@Nullable String notice) {
		boolean hedged = isHedged(handle);
		return new Candidate(handle, target, reasoning, notice, hedged, hedged ? this.states.apply(target) : null,
				null);
	}

	private static Candidate passedThrough(ProviderHandle handle, String model, String requested) {
		Target target = new Target(handle.name(), model, requested, null);
		// Names that nobody has listed must not make anything grow.
		return new Candidate(handle, target, null, null, false, null, null);
	}

	private static boolean isHedged(ProviderHandle handle) {
		return Boolean.TRUE.equals(handle.settings().resilience().hedge().enabled());
	}

	private Route route(RoutePlan plan) {
		List<Candidate> candidates = new ArrayList<>();
		for (RoutePlan.Member member : plan.members()) {
			if (find(member.name()) instanceof Candidate known) {
				Candidate candidate = known.in(plan.settings().name(), member.place(),
						this.states.apply(known.target()), isHedged(known.handle()));
				if (candidates.stream().noneMatch(candidate::asksTheSameAs)) {
					candidates.add(candidate);
				}
			}
		}
		return new Route(plan, List.copyOf(candidates));
	}

	private static Target target(ProviderSettings settings, ModelInfo model, String requested) {
		return new Target(settings.name(), model.id(), requested, model);
	}

	private Candidate retired(ProviderHandle handle, ModelInfo old, ModelCatalog catalog) {
		ProviderSettings settings = handle.settings();
		String successor = old.lifecycle().successor();
		boolean replace = old.lifecycle().status() == Lifecycle.Status.LEGACY_ALIAS && successor != null
				&& !Boolean.FALSE.equals(settings.legacyAliases());
		String notice = "Model '" + old.id() + "' of '" + settings.vendorName() + "' is retired"
				+ (replace ? "; '" + successor + "' is asked in its place" : "")
				+ ((successor != null) ? ". Change the name to '" + successor + "'" : "");
		if (!replace || successor == null) {
			return known(handle, target(settings, old, old.id()), null, notice);
		}
		ModelInfo known = catalog.find(settings.vendorName(), successor);
		return known(handle, new Target(settings.name(), successor, old.id(), known), old.lifecycle().reasoning(),
				notice);
	}

	/**
	 * The provider that was configured first has a bare name; {@code provider/name}
	 * always works.
	 */
	private void put(ProviderSettings settings, String name, Candidate candidate) {
		this.byName.putIfAbsent(name, candidate);
		this.byName.putIfAbsent(settings.name() + "/" + name, candidate);
	}

	/**
	 * What a name stands for.
	 * @param name the name, as the caller wrote it
	 * @return the destination, null if nobody in service claims the name
	 */
	@Nullable Destination find(String name) {
		Destination known = this.byName.get(name);
		if (known != null) {
			return known;
		}
		Entry entry = pinned(name);
		return (entry != null && entry.enabled()) ? passedThrough(entry.handle(), modelOf(name), name) : null;
	}

	/**
	 * What a name stands for at one provider.
	 * @param provider the provider's name
	 * @param name the model's name
	 * @return the candidate; a name that the provider doesn't list passes through. Null
	 * if the provider isn't in service
	 */
	@Nullable Candidate find(String provider, String name) {
		if (this.byName.get(provider + "/" + name) instanceof Candidate known) {
			return known;
		}
		if (name.startsWith(provider + "/")) {
			return find(provider, name.substring(provider.length() + 1));
		}
		Entry entry = this.snapshot.entries().get(provider);
		return (entry != null && entry.enabled()) ? passedThrough(entry.handle(), name, name) : null;
	}

	private @Nullable Entry pinned(String name) {
		int slash = name.indexOf('/');
		return (slash > 0 && slash < name.length() - 1) ? this.snapshot.entries().get(name.substring(0, slash)) : null;
	}

	private static String modelOf(String name) {
		return name.substring(name.indexOf('/') + 1);
	}

	/**
	 * Whether only its provider's being disabled keeps a name from standing for
	 * something.
	 * @param name the name
	 * @return whether it may be back
	 */
	boolean isOutOfService(String name) {
		Entry entry = pinned(name);
		return (entry != null && !entry.enabled()) || disabledProviderOf(name) != null;
	}

	/**
	 * Why a name stands for nothing.
	 * @param name the name
	 * @return the failure
	 */
	HarborAiException absence(String name) {
		Entry entry = pinned(name);
		return (entry != null) ? disabled(entry, modelOf(name)) : unknown(name);
	}

	/**
	 * Why a name stands for nothing at one provider.
	 * @param provider the provider's name
	 * @param name the name
	 * @return the failure
	 */
	HarborAiException absence(String provider, String name) {
		Entry entry = this.snapshot.entries().get(provider);
		if (entry != null) {
			return disabled(entry, name);
		}
		return new InvalidRequestException(ErrorDetails.problem("there is no provider '" + provider + "'")
			.remedy("Configured are: " + providers() + ".")
			.build(), null);
	}

	private static HarborAiException disabled(Entry entry, String model) {
		return new ProviderUnavailableException(ErrorDetails.problem("the provider is disabled")
			.target(entry.handle().name(), model)
			.remedy("Enable it, or ask for a model of another provider.")
			.build(), null);
	}

	private HarborAiException unknown(String name) {
		return new ModelNotFoundException(
				ErrorDetails.problem("no configured provider has a model '" + shown(name) + "'")
					.remedy(remedy(name))
					.build(),
				null);
	}

	/**
	 * What to do about a name that nobody claims.
	 * @param name the name
	 * @return one or two sentences
	 */
	String remedy(String name) {
		String disabled = disabledProviderOf(name);
		if (disabled != null) {
			return "It is a model of provider '" + disabled + "', which is disabled.";
		}
		List<ModelInfo> vendors = this.snapshot.catalog().findByName(name);
		if (!vendors.isEmpty()) {
			return "It is a model of " + String.join(" and ", vendors.stream().map(ModelInfo::vendor).toList())
					+ ": configure harborai.providers." + vendors.get(0).vendor() + ".";
		}
		List<String> near = NearMisses.find(name, namesInService(), 3);
		return (near.isEmpty() ? "" : "Did you mean " + String.join(" or ", near) + "? ")
				+ "Write provider/model to send any name to a provider as it is; configured are: " + providers() + ".";
	}

	/**
	 * Retired names keep working, but nobody should be led to them.
	 */
	private List<String> namesInService() {
		return this.byName.entrySet()
			.stream()
			.filter((entry) -> !(entry.getValue() instanceof Candidate known) || known.notice() == null)
			.map(Map.Entry::getKey)
			.toList();
	}

	private @Nullable String disabledProviderOf(String name) {
		for (Entry entry : this.snapshot.entries().values()) {
			ProviderSettings settings = entry.handle().settings();
			if (!entry.enabled()
					&& (this.snapshot.catalog().find(settings.vendorName(), name) != null || this.snapshot.models(entry)
						.stream()
						.anyMatch((model) -> name.equals(model.id()) || name.equals(model.alias())))) {
				return settings.name();
			}
		}
		return null;
	}

	private static String shown(String name) {
		String clean = name.replaceAll("\\p{Cntrl}", "?");
		return (clean.length() <= 80) ? clean : clean.substring(0, 80) + "...";
	}

	private String providers() {
		return this.snapshot.entries().isEmpty() ? "none" : String.join(", ", this.snapshot.entries().keySet());
	}

}
