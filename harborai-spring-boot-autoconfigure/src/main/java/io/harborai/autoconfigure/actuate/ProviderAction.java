package io.harborai.autoconfigure.actuate;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What an operator may do to a provider.
 */
enum ProviderAction {

	/** Build it, connect, and ask its vendor for its models. */
	WARM_UP,

	/** Let go of what was built; the next call builds it again. */
	UNLOAD,

	/** Let it be used again. */
	ENABLE,

	/** Take it out of use. */
	DISABLE,

	/** Close its circuit breakers, wake its keys, forget its vendor's limits. */
	RESET;

	/**
	 * The word for it.
	 * @return its name in lower case, with dashes
	 */
	String word() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * The action that a word stands for.
	 * @param word the word
	 * @return the action, null if there is none
	 */
	static @Nullable ProviderAction of(@Nullable String word) {
		for (ProviderAction action : values()) {
			if (action.word().equals(word)) {
				return action;
			}
		}
		return null;
	}

}
