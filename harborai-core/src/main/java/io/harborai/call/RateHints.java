package io.harborai.call;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What an answer's headers tell about the vendor's own limits. Each part is null where
 * the vendor doesn't say.
 *
 * @param remainingRequests how many more requests are allowed in the running window
 * @param requestsResetIn when that window ends
 * @param remainingTokens how many more tokens are allowed in the running window
 * @param tokensResetIn when that window ends
 */
public record RateHints(@Nullable Long remainingRequests, @Nullable Duration requestsResetIn,
		@Nullable Long remainingTokens, @Nullable Duration tokensResetIn) {

	/** The vendor says nothing. */
	public static final RateHints NONE = new RateHints(null, null, null, null);

}
