package io.harborai.provider;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.harborai.call.Attempt;
import io.harborai.call.Target;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Gives each attempt its key. Thread-safe.
 */
public interface Credentials {

	/**
	 * The key for an attempt, if it is at hand.
	 * @param target where the attempt goes
	 * @return the key; null if it must be fetched first, or if there is none at all
	 * @throws io.harborai.error.KeysRestingException if all keys rest
	 */
	@Nullable ApiKey atHand(Target target);

	/**
	 * Fetch a key that isn't at hand.
	 * @param target where the attempt goes
	 * @return the key, or one typed error; empty if none is needed
	 */
	Mono<ApiKey> fetch(Target target);

	/**
	 * Learn from an attempt that is about to be sent with a key: one that the vendor
	 * refuses isn't given out again for a while.
	 * @param attempt the attempt, to listen to
	 * @param key the key
	 */
	void watch(Attempt attempt, ApiKey key);

	/**
	 * The secrets in use, to be kept out of messages.
	 * @return the secrets
	 */
	Collection<String> secrets();

	/**
	 * The names of the keys that were good when one was last chosen.
	 * @return the names
	 */
	default List<String> names() {
		return List.of();
	}

	/**
	 * The keys that rest, as the vendor has refused or limited them.
	 * @return why, by the key's name, with the model after a slash if it rests for this
	 * one only
	 */
	default Map<String, String> resting() {
		return Map.of();
	}

	/**
	 * Let the keys that rest be used again.
	 */
	default void wake() {
	}

}
