package io.harborai.autoconfigure.actuate;

import org.jspecify.annotations.Nullable;

/**
 * What became of an action.
 *
 * @param provider the provider's name
 * @param action the action that was asked for, null if none was
 * @param outcome {@code done}; {@code unchanged} if there was nothing to do;
 * {@code failed}; or {@code refused} if it makes no sense
 * @param message what was done, or why not
 * @param description the provider as it is now, null if there is none
 */
public record ActionResult(String provider, @Nullable String action, String outcome, String message,
		@Nullable ProviderDescription description) {

	static final String DONE = "done";

	static final String UNCHANGED = "unchanged";

	static final String FAILED = "failed";

	static final String REFUSED = "refused";

}
