package io.harborai.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.harborai.call.Target;
import io.harborai.error.ErrorDetails;
import io.harborai.error.HarborAiException;
import io.harborai.error.InvalidRequestException;
import io.harborai.error.ModelNotFoundException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.model.Lifecycle;
import io.harborai.model.ModelCatalog;
import io.harborai.model.ModelInfo;
import io.harborai.model.NearMisses;
import io.harborai.provider.ProviderHandle;
import io.harborai.provider.ProviderRegistry.Entry;
import io.harborai.provider.ProviderRegistry.Snapshot;
import io.harborai.provider.ProviderSettings;
import org.jspecify.annotations.Nullable;

/**
 * Every known model name and what it stands for, compiled once from a snapshot of the
 * registry. Immutable; a lookup of a known name is one map read.
 */
final class RouteTable {

	private final Snapshot snapshot;

	private final Map<String, Route> byName = new HashMap<>();

	RouteTable(Snapshot snapshot) {
		this.snapshot = snapshot;
		ModelCatalog catalog = snapshot.catalog();
		for (Entry entry : snapshot.entries().values()) {
			if (entry.enabled()) {
				add(entry, catalog);
			}
		}
	}

	Snapshot snapshot() {
		return this.snapshot;
	}

	private void add(Entry entry, ModelCatalog catalog) {
		ProviderHandle handle = entry.handle();
		ProviderSettings settings = handle.settings();
		for (ModelInfo model : this.snapshot.models(entry)) {
			put(settings, model.id(), new Route(handle, target(settings, model, model.id()), null, null));
			String alias = model.alias();
			if (alias != null) {
				put(settings, alias, new Route(handle, target(settings, model, alias), null, null));
			}
		}
		for (ModelInfo old : catalog.models(settings.vendorName())) {
			if (old.lifecycle().status() != Lifecycle.Status.ACTIVE) {
				put(settings, old.id(), retired(handle, old, catalog));
			}
		}
	}

	private static Target target(ProviderSettings settings, ModelInfo model, String requested) {
		return new Target(settings.name(), model.id(), requested, model);
	}

	private static Route retired(ProviderHandle handle, ModelInfo old, ModelCatalog catalog) {
		ProviderSettings settings = handle.settings();
		String successor = old.lifecycle().successor();
		boolean replace = old.lifecycle().status() == Lifecycle.Status.LEGACY_ALIAS && successor != null
				&& !Boolean.FALSE.equals(settings.legacyAliases());
		String notice = "Model '" + old.id() + "' of '" + settings.vendorName() + "' is retired"
				+ (replace ? "; '" + successor + "' is asked in its place" : "")
				+ ((successor != null) ? ". Change the name to '" + successor + "'" : "");
		if (!replace || successor == null) {
			return new Route(handle, target(settings, old, old.id()), null, notice);
		}
		ModelInfo known = catalog.find(settings.vendorName(), successor);
		return new Route(handle, new Target(settings.name(), successor, old.id(), known), old.lifecycle().reasoning(),
				notice);
	}

	/**
	 * The provider that was configured first has a bare name; {@code provider/name}
	 * always works.
	 */
	private void put(ProviderSettings settings, String name, Route route) {
		this.byName.putIfAbsent(name, route);
		this.byName.putIfAbsent(settings.name() + "/" + name, route);
	}

	/**
	 * What a name stands for.
	 * @param name the model's name, as the caller wrote it
	 * @return the route
	 * @throws HarborAiException if nobody claims the name
	 */
	Route route(String name) {
		Route known = this.byName.get(name);
		if (known != null) {
			return known;
		}
		int slash = name.indexOf('/');
		if (slash > 0 && slash < name.length() - 1) {
			Entry entry = this.snapshot.entries().get(name.substring(0, slash));
			if (entry != null) {
				String model = name.substring(slash + 1);
				return new Route(enabled(entry, model), new Target(entry.handle().name(), model, name, null), null,
						null);
			}
		}
		throw unknown(name);
	}

	/**
	 * What a name stands for at one provider.
	 * @param provider the provider's name
	 * @param name the model's name
	 * @return the route; a name that the provider doesn't list passes through
	 */
	Route route(String provider, String name) {
		Entry entry = this.snapshot.entries().get(provider);
		if (entry == null) {
			throw new InvalidRequestException(ErrorDetails.problem("there is no provider '" + provider + "'")
				.remedy("Configured are: " + providers() + ".")
				.build(), null);
		}
		Route known = this.byName.get(provider + "/" + name);
		if (known != null) {
			return known;
		}
		if (name.startsWith(provider + "/")) {
			return route(provider, name.substring(provider.length() + 1));
		}
		return new Route(enabled(entry, name), new Target(provider, name, name, null), null, null);
	}

	private static ProviderHandle enabled(Entry entry, String model) {
		if (!entry.enabled()) {
			throw new ProviderUnavailableException(ErrorDetails.problem("the provider is disabled")
				.target(entry.handle().name(), model)
				.remedy("Enable it, or ask for a model of another provider.")
				.build(), null);
		}
		return entry.handle();
	}

	private HarborAiException unknown(String name) {
		List<String> vendors = new ArrayList<>();
		for (ModelInfo known : this.snapshot.catalog().findByName(name)) {
			vendors.add(known.vendor());
		}
		String remedy;
		if (!vendors.isEmpty()) {
			String disabled = disabledProviderOf(vendors);
			remedy = (disabled != null) ? "It is a model of provider '" + disabled + "', which is disabled."
					: "It is a model of " + String.join(" and ", vendors) + ": configure harborai.providers."
							+ vendors.get(0) + ".";
		}
		else {
			List<String> near = NearMisses.find(name, namesInService(), 3);
			remedy = (near.isEmpty() ? "" : "Did you mean " + String.join(" or ", near) + "? ")
					+ "Write provider/model to send any name to a provider as it is; configured are: " + providers()
					+ ".";
		}
		return new ModelNotFoundException(
				ErrorDetails.problem("no configured provider has a model '" + shown(name) + "'").remedy(remedy).build(),
				null);
	}

	/**
	 * Retired names keep working, but nobody should be led to them.
	 */
	private List<String> namesInService() {
		return this.byName.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().notice() == null)
			.map(Map.Entry::getKey)
			.toList();
	}

	private @Nullable String disabledProviderOf(List<String> vendors) {
		for (Entry entry : this.snapshot.entries().values()) {
			if (!entry.enabled() && vendors.contains(entry.handle().settings().vendorName())) {
				return entry.handle().name();
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
