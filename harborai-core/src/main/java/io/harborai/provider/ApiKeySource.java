package io.harborai.provider;

import java.util.List;

/**
 * Gives a provider its keys at run time, in place of those in its settings, so that they
 * can be changed without a restart. A bean of this type is asked for every provider that
 * it {@linkplain #serves serves}. Thread-safe.
 */
public interface ApiKeySource {

	/**
	 * Whether this source has the keys of a provider.
	 * @param provider the provider's name
	 * @return whether it has
	 */
	boolean serves(String provider);

	/**
	 * The keys that are good now. Asked before each attempt, so it must answer from
	 * memory and never block; the same list as before costs nothing, another one takes
	 * effect with the next attempt. A key that can't be one is left out with a warning.
	 * When this throws, the keys from before stay in use.
	 * @param provider the provider's name
	 * @return the keys, at least one, in a list that never changes
	 */
	List<ApiKey> keys(String provider);

}
