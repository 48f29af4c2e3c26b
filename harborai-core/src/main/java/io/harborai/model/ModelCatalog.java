package io.harborai.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is known about the models of all vendors, whether they are configured or not. The
 * catalog is advice, not a gate: a model that it does not list may be called all the
 * same. Names are case-sensitive. Immutable; every lookup is a map read.
 */
public final class ModelCatalog {

	private static final ModelCatalog EMPTY = new ModelCatalog(List.of());

	private final List<ModelInfo> models;

	private final Map<String, List<ModelInfo>> byVendor;

	private final Map<String, List<ModelInfo>> byName;

	private ModelCatalog(Collection<ModelInfo> models) {
		this.models = List.copyOf(models);
		Map<String, List<ModelInfo>> byVendor = new LinkedHashMap<>();
		Map<String, List<ModelInfo>> byName = new LinkedHashMap<>();
		for (ModelInfo model : this.models) {
			byVendor.computeIfAbsent(model.vendor(), (key) -> new ArrayList<>()).add(model);
			byName.computeIfAbsent(model.id(), (key) -> new ArrayList<>(1)).add(model);
			if (model.alias() != null && !model.alias().equals(model.id())) {
				byName.computeIfAbsent(model.alias(), (key) -> new ArrayList<>(1)).add(model);
			}
		}
		byVendor.replaceAll((key, value) -> List.copyOf(value));
		byName.replaceAll((key, value) -> List.copyOf(value));
		this.byVendor = byVendor;
		this.byName = byName;
	}

	/**
	 * A catalog that knows nothing.
	 * @return the catalog
	 */
	public static ModelCatalog empty() {
		return EMPTY;
	}

	/**
	 * A catalog of these models.
	 * @param models the models
	 * @return the catalog
	 * @throws IllegalArgumentException if a vendor has two models of one id
	 */
	public static ModelCatalog of(Collection<ModelInfo> models) {
		Set<Key> keys = new LinkedHashSet<>();
		for (ModelInfo model : models) {
			if (!keys.add(Key.of(model))) {
				throw new IllegalArgumentException(
						"The model '" + model.id() + "' of '" + model.vendor() + "' is listed twice");
			}
		}
		return new ModelCatalog(models);
	}

	/**
	 * This catalog with some models replaced or added. A row replaces the whole entry of
	 * the same vendor and id; start from {@link ModelInfo#toBuilder()} to change a part.
	 * @param rows the rows; of two with the same vendor and id the later wins
	 * @return the new catalog
	 */
	public ModelCatalog withOverrides(List<ModelInfo> rows) {
		if (rows.isEmpty()) {
			return this;
		}
		Map<Key, ModelInfo> merged = new LinkedHashMap<>();
		this.models.forEach((model) -> merged.put(Key.of(model), model));
		rows.forEach((model) -> merged.put(Key.of(model), model));
		return new ModelCatalog(merged.values());
	}

	/**
	 * All models, in the order of the catalog.
	 * @return the models
	 */
	public List<ModelInfo> models() {
		return this.models;
	}

	/**
	 * The models of a vendor, in the order of the catalog.
	 * @param vendor the vendor's name
	 * @return the models, empty if none is known
	 */
	public List<ModelInfo> models(String vendor) {
		return this.byVendor.getOrDefault(vendor, List.of());
	}

	/**
	 * One model of a vendor.
	 * @param vendor the vendor's name
	 * @param name the model's id or alias
	 * @return the model, {@code null} if it is not known
	 */
	public @Nullable ModelInfo find(String vendor, String name) {
		List<ModelInfo> named = findByName(name);
		for (int i = 0; i < named.size(); i++) {
			if (named.get(i).vendor().equals(vendor)) {
				return named.get(i);
			}
		}
		return null;
	}

	/**
	 * The models that go by a name, whoever sells them.
	 * @param name an id or alias
	 * @return the models, empty if none is known
	 */
	public List<ModelInfo> findByName(String name) {
		return this.byName.getOrDefault(name, List.of());
	}

	/**
	 * Names of active models that someone who typed an unknown name may have meant, the
	 * nearest first. For messages, not for choosing a model.
	 * @param name the name that was typed
	 * @param limit how many names to return at most
	 * @return the names, empty if none is near
	 */
	public List<String> nearMisses(String name, int limit) {
		Set<String> names = new LinkedHashSet<>();
		for (ModelInfo model : this.models) {
			if (model.lifecycle().status() == Lifecycle.Status.ACTIVE) {
				names.add(model.id());
				if (model.alias() != null) {
					names.add(model.alias());
				}
			}
		}
		return NearMisses.find(name, names, limit);
	}

	private record Key(String vendor, String id) {

		static Key of(ModelInfo model) {
			return new Key(model.vendor(), model.id());
		}

		// A record's own are put together by the JVM at their first use, for which the
		// first call would wait.
		@Override
		public int hashCode() {
			return 31 * this.vendor.hashCode() + this.id.hashCode();
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Key key && this.vendor.equals(key.vendor) && this.id.equals(key.id);
		}

	}

}
