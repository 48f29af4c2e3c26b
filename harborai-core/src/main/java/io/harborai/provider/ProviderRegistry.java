package io.harborai.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import io.harborai.model.Lifecycle;
import io.harborai.model.ModelCatalog;
import io.harborai.model.ModelInfo;
import io.harborai.model.NearMisses;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The providers of a client. What readers see is an immutable snapshot behind one
 * volatile field; every change replaces it by compare-and-set and counts the version up.
 * Readers never lock, and calls in flight keep the snapshot they started with.
 * Thread-safe.
 */
public final class ProviderRegistry {

	private static final AtomicReferenceFieldUpdater<ProviderRegistry, Snapshot> SNAPSHOT = AtomicReferenceFieldUpdater
		.newUpdater(ProviderRegistry.class, Snapshot.class, "snapshot");

	// provider/model must have one meaning only.
	private static final Pattern NAME = Pattern.compile("\\p{Alnum}[\\w.-]*");

	private final Map<String, ProviderFactory> factories;

	private final ProviderContext context;

	private final Supplier<ModelCatalog> catalog;

	private final ProviderSettings defaults;

	private final Set<Optimization> switchedOff;

	// Unregistered, but still working on calls.
	private final Set<ProviderHandle> retired = ConcurrentHashMap.newKeySet();

	private volatile Snapshot snapshot;

	private volatile boolean closed;

	/**
	 * Create an empty registry.
	 * @param factories the vendors, by name
	 * @param context what providers get
	 * @param catalog the model catalog, read on first need
	 * @param defaults what every provider inherits
	 * @param switchedOff the optimizations that providers must do without
	 */
	public ProviderRegistry(Map<String, ProviderFactory> factories, ProviderContext context,
			Supplier<ModelCatalog> catalog, ProviderSettings defaults, Set<Optimization> switchedOff) {
		this.factories = Map.copyOf(factories);
		this.context = context;
		this.catalog = catalog;
		this.defaults = defaults.orElse(ProviderSettings.DEFAULTS);
		this.switchedOff = Set.copyOf(switchedOff);
		this.snapshot = new Snapshot(0, Map.of(), catalog);
	}

	/**
	 * The providers as they are now.
	 * @return one consistent picture that never changes
	 */
	public Snapshot snapshot() {
		return this.snapshot;
	}

	/**
	 * Add a provider. Nothing of it is built until its first use or
	 * {@link #warmUp(String)}.
	 * @param own its settings; what isn't set takes the client's defaults
	 * @throws ProviderConfigurationException if the settings can't work or the name is
	 * taken
	 */
	public void register(ProviderSettings own) {
		ProviderSettings settings = own.orElse(this.defaults).sized().without(this.switchedOff);
		checkName(settings.name());
		ProviderFactory factory = this.factories.get(settings.vendorName());
		if (factory == null) {
			List<String> near = NearMisses.find(settings.vendorName(), this.factories.keySet(), 3);
			throw new ProviderConfigurationException(settings.name(), "vendor",
					"is '" + settings.vendorName() + "', which nobody knows",
					(near.isEmpty() ? "" : "Did you mean " + String.join(" or ", near) + "? ") + "Use one of "
							+ String.join(", ", this.factories.keySet().stream().sorted().toList())
							+ "; 'openai-compatible' fits most others.");
		}
		boolean enabled = !Boolean.FALSE.equals(settings.enabled());
		if (enabled) {
			// One that is switched off may lack its key; it is checked when it is built.
			factory.validate(settings, this.context);
		}
		ProviderHandle handle = new ProviderHandle(settings, factory, this.context);
		change((entries) -> {
			if (entries.containsKey(settings.name())) {
				throw new ProviderConfigurationException(settings.name(), null, "is registered already",
						"Unregister it first, or choose another name.");
			}
			entries.put(settings.name(), new Entry(handle, enabled, List.of()));
			return entries;
		});
		if (this.closed) {
			handle.close(Duration.ZERO).subscribe();
		}
	}

	private static void checkName(String name) {
		if (!NAME.matcher(name).matches()) {
			throw new ProviderConfigurationException(name, null, "has a name that can't stand before a model's",
					"Use letters, digits, dots, dashes and underscores.");
		}
	}

	/**
	 * Remove a provider. Its calls in flight end in peace.
	 * @param name its name
	 * @return whether there was one
	 */
	public boolean unregister(String name) {
		Entry before = this.snapshot.entries().get(name);
		Snapshot after = change((entries) -> {
			entries.remove(name);
			return entries;
		});
		if (before != null && !after.entries().containsKey(name)) {
			ProviderHandle handle = before.handle();
			this.retired.add(handle);
			handle.retire().doOnTerminate(() -> this.retired.remove(handle)).subscribe();
			return true;
		}
		return false;
	}

	/**
	 * Let a provider be used again.
	 * @param name its name
	 * @return whether there is such a provider
	 */
	public boolean enable(String name) {
		return enabled(name, true);
	}

	/**
	 * Take a provider out of use and unload it. Its calls in flight end in peace.
	 * @param name its name
	 * @return whether there is such a provider
	 */
	public boolean disable(String name) {
		boolean known = enabled(name, false);
		unload(name);
		return known;
	}

	private boolean enabled(String name, boolean enabled) {
		return change((entries) -> {
			entries.computeIfPresent(name, (key, entry) -> new Entry(entry.handle(), enabled, entry.listed()));
			return entries;
		}).entries().containsKey(name);
	}

	/**
	 * Let go of what was built of a provider; its next call builds it again.
	 * @param name its name
	 * @return whether anything was let go
	 */
	public boolean unload(String name) {
		Entry entry = this.snapshot.entries().get(name);
		return entry != null && entry.handle().unload();
	}

	/**
	 * Give a provider a fresh start: close its circuit breakers, let all its keys be used
	 * again, and forget what was learned of its vendor's limits. Its calls in flight go
	 * on.
	 * @param name its name
	 * @return whether there is such a provider
	 */
	public boolean reset(String name) {
		Entry entry = this.snapshot.entries().get(name);
		if (entry == null) {
			return false;
		}
		entry.handle().reset();
		return true;
	}

	/**
	 * Build a provider now, if it isn't.
	 * @param name its name
	 * @return completes when it is built; empty too if there is no such provider or it is
	 * disabled
	 */
	public Mono<Void> warmUp(String name) {
		return Mono.defer(() -> {
			Entry entry = this.snapshot.entries().get(name);
			return (entry != null && entry.enabled()) ? entry.handle().use().then() : Mono.empty();
		});
	}

	/**
	 * Build a provider and have it go through what a call needs, so that its first call
	 * is as fast as any: its resilience, its classes, a connection. Asks for nothing that
	 * has to be paid.
	 * @param name the provider's name
	 * @return completes when it is done; empty too if there is no such provider or it is
	 * disabled
	 */
	public Mono<Void> rehearse(String name) {
		return Mono.defer(() -> {
			Entry entry = this.snapshot.entries().get(name);
			if (entry == null || !entry.enabled()) {
				return Mono.empty();
			}
			entry.handle().chat();
			return entry.handle().use().flatMap(Provider::rehearse);
		}).subscribeOn(Schedulers.boundedElastic());
	}

	/**
	 * Ask a provider's vendor for its models and add them to the available ones.
	 * @param name the provider's name
	 * @return the vendor's models, or one typed error
	 */
	public Mono<List<ModelInfo>> refresh(String name) {
		return Mono.defer(() -> {
			Entry entry = this.snapshot.entries().get(name);
			if (entry == null || !entry.enabled()) {
				return Mono.just(List.of());
			}
			return entry.handle().use().flatMap(Provider::listModels).doOnNext((listed) -> change((entries) -> {
				entries.computeIfPresent(name,
						(key, current) -> new Entry(current.handle(), current.enabled(), List.copyOf(listed)));
				return entries;
			}));
		});
	}

	/**
	 * Close all providers, those that were unloaded or unregistered and still work
	 * included. None is built any more.
	 * @param grace how long calls in flight may take
	 * @return completes when nothing is left
	 */
	public Mono<Void> close(Duration grace) {
		return Flux.defer(() -> {
			this.closed = true;
			Set<ProviderHandle> handles = new HashSet<>(this.retired);
			this.snapshot.entries().values().forEach((entry) -> handles.add(entry.handle()));
			return Flux.fromIterable(handles);
		}).flatMap((handle) -> handle.close(grace), Integer.MAX_VALUE).then();
	}

	private Snapshot change(UnaryOperator<Map<String, Entry>> change) {
		for (;;) {
			Snapshot before = this.snapshot;
			Snapshot after = new Snapshot(before.version() + 1, change.apply(new LinkedHashMap<>(before.entries())),
					this.catalog);
			if (SNAPSHOT.compareAndSet(this, before, after)) {
				return after;
			}
		}
	}

	/**
	 * A provider in a snapshot.
	 *
	 * @param handle its life
	 * @param enabled whether it may be used
	 * @param listed the models that its vendor listed when it was last asked
	 */
	public record Entry(ProviderHandle handle, boolean enabled, List<ModelInfo> listed) {

		/**
		 * Where the provider is in its life.
		 * @return the state
		 */
		public ProviderState state() {
			return this.enabled ? this.handle.state() : ProviderState.DISABLED;
		}

	}

	/**
	 * The providers at one moment.
	 */
	public static final class Snapshot {

		private final long version;

		private final Map<String, Entry> entries;

		private final Supplier<ModelCatalog> catalog;

		private volatile @Nullable List<ModelInfo> models;

		Snapshot(long version, Map<String, Entry> entries, Supplier<ModelCatalog> catalog) {
			this.version = version;
			this.entries = Collections.unmodifiableMap(entries);
			this.catalog = catalog;
		}

		/**
		 * How often the registry has changed.
		 * @return the version
		 */
		public long version() {
			return this.version;
		}

		/**
		 * The providers by name, in the order in which they were registered.
		 * @return an immutable map
		 */
		public Map<String, Entry> entries() {
			return this.entries;
		}

		/**
		 * The model catalog.
		 * @return the catalog
		 */
		public ModelCatalog catalog() {
			return this.catalog.get();
		}

		/**
		 * The models that the enabled providers offer.
		 * @return an immutable list, the same at each call
		 */
		public List<ModelInfo> models() {
			List<ModelInfo> current = this.models;
			if (current == null) {
				List<ModelInfo> all = new ArrayList<>();
				this.entries.values().stream().filter(Entry::enabled).forEach((entry) -> all.addAll(models(entry)));
				current = List.copyOf(all);
				this.models = current;
			}
			return current;
		}

		/**
		 * The models that a provider offers: its own settings' first, which the catalog
		 * completes, then what its vendor listed, then the catalog's that are in service.
		 * @param entry the provider
		 * @return its models, each id once
		 */
		public List<ModelInfo> models(Entry entry) {
			ProviderSettings settings = entry.handle().settings();
			Map<String, ModelInfo> models = new LinkedHashMap<>();
			for (ModelInfo model : settings.models()) {
				ModelInfo known = catalog().find(settings.vendorName(), model.id());
				models.put(model.id(), ((known != null) ? model.orElse(known) : model).withProvider(settings.name()));
			}
			for (ModelInfo listed : entry.listed()) {
				ModelInfo known = catalog().find(settings.vendorName(), listed.id());
				models.putIfAbsent(listed.id(), ((known != null) ? known : listed).withProvider(settings.name()));
			}
			for (ModelInfo known : catalog().models(settings.vendorName())) {
				if (known.lifecycle().status() == Lifecycle.Status.ACTIVE) {
					models.putIfAbsent(known.id(), known.withProvider(settings.name()));
				}
			}
			return List.copyOf(models.values());
		}

	}

}
