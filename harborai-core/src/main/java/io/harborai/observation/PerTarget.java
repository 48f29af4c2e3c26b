package io.harborai.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

import io.harborai.call.Target;
import org.jspecify.annotations.Nullable;

/**
 * Something for each target, made when it is first needed. Bounded: providers are
 * configured, and models that nobody has listed share one. Thread-safe.
 *
 * @param <V> what there is for each
 */
final class PerTarget<V> {

	private final Map<String, Map<String, V>> values = new ConcurrentHashMap<>();

	private final BiFunction<String, String, V> maker;

	/**
	 * Create it, empty.
	 * @param maker makes a value from the provider's and the model's tag
	 */
	PerTarget(BiFunction<String, String, V> maker) {
		this.maker = maker;
	}

	/**
	 * The value of a target.
	 * @param target the target, null if there is none
	 * @return its value
	 */
	V of(@Nullable Target target) {
		return (target != null) ? of(target.provider(), TagValues.model(target)) : of(TagValues.NONE, TagValues.NONE);
	}

	private V of(String provider, String model) {
		Map<String, V> models = this.values.get(provider);
		if (models == null) {
			models = this.values.computeIfAbsent(provider, (name) -> new ConcurrentHashMap<>());
		}
		V value = models.get(model);
		return (value != null) ? value : models.computeIfAbsent(model, (name) -> this.maker.apply(provider, name));
	}

}
