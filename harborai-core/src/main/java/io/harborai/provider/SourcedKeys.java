package io.harborai.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.harborai.error.AuthenticationException;
import io.harborai.error.ErrorDetails;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that a provider's {@link ApiKeySource} has right now, as far as they can be
 * used. Each is checked when it is first seen. As long as nothing changes, the same list
 * is returned. Thread-safe.
 */
final class SourcedKeys implements Supplier<List<ApiKey>> {

	private static final Logger logger = LoggerFactory.getLogger(SourcedKeys.class);

	private final String provider;

	private final ApiKeySource source;

	private final Function<ApiKey, @Nullable String> check;

	private final boolean required;

	private volatile Seen seen = new Seen(List.of(), List.of(), List.of(), "it has none");

	private volatile boolean failing;

	/**
	 * Create the view; the source isn't asked yet.
	 * @param provider the provider's name
	 * @param source where the keys come from
	 * @param check says why a key can't be used, a predicate without the key; null if it
	 * can
	 * @param required whether the vendor asks for a key at all
	 */
	SourcedKeys(String provider, ApiKeySource source, Function<ApiKey, @Nullable String> check, boolean required) {
		this.provider = provider;
		this.source = source;
		this.check = check;
		this.required = required;
	}

	/**
	 * The keys.
	 * @return an immutable list, the same one until a key changes
	 * @throws AuthenticationException if there is none that can be used
	 */
	@Override
	public List<ApiKey> get() {
		Seen current = this.seen;
		RuntimeException failure = null;
		try {
			if (this.source.keys(this.provider) != current.given() || this.failing) {
				current = look();
			}
		}
		catch (RuntimeException ex) {
			current = failed(ex);
			failure = ex;
		}
		if (current.usable().isEmpty() && this.required) {
			throw none((failure != null) ? "it failed with " + failure.getClass().getName() : current.problems(),
					failure);
		}
		return current.usable();
	}

	/**
	 * Asks again: of two threads that see a change the later one must not bring back what
	 * was replaced.
	 */
	private synchronized Seen look() {
		List<ApiKey> given = this.source.keys(this.provider);
		List<ApiKey> keys = List.copyOf(given);
		Seen before = this.seen;
		this.failing = false;
		Seen now = keys.equals(before.keys()) ? new Seen(given, before.keys(), before.usable(), before.problems())
				: check(given, keys, before);
		this.seen = now;
		return now;
	}

	private Seen check(List<ApiKey> given, List<ApiKey> keys, Seen before) {
		List<ApiKey> usable = new ArrayList<>();
		List<String> problems = new ArrayList<>();
		for (ApiKey key : keys) {
			String problem = this.check.apply(key);
			if (problem == null) {
				usable.add(key);
				continue;
			}
			problems.add("'" + key.name() + "' " + problem);
			if (!before.keys().contains(key)) {
				logger.warn("Key '{}' of provider '{}' {} and isn't used; correct it in its source", key.name(),
						this.provider, problem);
			}
		}
		return new Seen(given, keys, List.copyOf(usable),
				problems.isEmpty() ? "it has none" : String.join(", ", problems));
	}

	/**
	 * A source that fails takes nothing down as long as there are keys from before.
	 */
	private synchronized Seen failed(RuntimeException failure) {
		if (!this.failing) {
			this.failing = true;
			logger.warn("The key source of provider '{}' failed with {}; {}", this.provider,
					failure.getClass().getName(), this.seen.usable().isEmpty() ? "there are no keys from before"
							: "the keys from before stay in use");
		}
		return this.seen;
	}

	private AuthenticationException none(String why, @Nullable RuntimeException failure) {
		return new AuthenticationException(
				ErrorDetails.problem("the provider's key source gives no key that can be used: " + why)
					.target(this.provider, null)
					.remedy("Have the ApiKeySource return at least one key, as the vendor's console shows it.")
					.build(),
				failure);
	}

	@Override
	public String toString() {
		return "SourcedKeys[" + this.provider + "]";
	}

	/**
	 * What the source gave when it was last different.
	 *
	 * @param given the very list
	 * @param keys what was in it
	 * @param usable those that can be used
	 * @param problems what is wrong with the others
	 */
	private record Seen(List<ApiKey> given, List<ApiKey> keys, List<ApiKey> usable, String problems) {
	}

}
