package io.harborai.provider;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

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
	 */
	@Nullable ApiKey atHand(Target target);

	/**
	 * Fetch a key that isn't at hand.
	 * @param target where the attempt goes
	 * @return the key, or one typed error; empty if none is needed
	 */
	Mono<ApiKey> fetch(Target target);

	/**
	 * The vendor doesn't accept a key any more; a fetched one is forgotten.
	 * @param key the key
	 * @return whether a new one may be fetched, so that trying again makes sense
	 */
	boolean rejected(ApiKey key);

	/**
	 * The secrets in use, to be kept out of messages.
	 * @return the secrets
	 */
	Collection<String> secrets();

	/**
	 * Keys as they were configured, used in turn.
	 * @param keys the keys; none is fine for vendors that need none
	 * @return the credentials
	 */
	static Credentials of(List<ApiKey> keys) {
		return new Configured(keys);
	}

	/**
	 * Keys as they were configured.
	 */
	final class Configured implements Credentials {

		private final List<ApiKey> keys;

		private final AtomicInteger next = new AtomicInteger();

		private Configured(List<ApiKey> keys) {
			this.keys = List.copyOf(keys);
		}

		@Override
		public @Nullable ApiKey atHand(Target target) {
			return switch (this.keys.size()) {
				case 0 -> null;
				case 1 -> this.keys.get(0);
				default -> this.keys.get(Math.floorMod(this.next.getAndIncrement(), this.keys.size()));
			};
		}

		@Override
		public Mono<ApiKey> fetch(Target target) {
			return Mono.empty();
		}

		@Override
		public boolean rejected(ApiKey key) {
			return false;
		}

		@Override
		public Collection<String> secrets() {
			return this.keys.stream().map(ApiKey::value).toList();
		}

	}

}
