package io.harborai.autoconfigure.ledger;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What calls came to, of one day, provider, model or value of a tag.
 *
 * @param key the day, the provider's name, the model's id or the tag's value;
 * {@code none} for calls that never got to a provider
 * @param calls the number of calls
 * @param attempts the number of attempts; where a call moved to another provider or
 * model, each counts its own
 * @param errors the number of calls that failed; cancelled ones didn't
 * @param inputTokens the tokens of the input of all attempts, cached ones included
 * @param outputTokens the tokens of the output of all attempts, thinking included
 * @param cachedTokens the tokens of the input that came from vendors' caches
 * @param reasoningTokens the tokens of the output that were thinking
 * @param cost what the attempts cost, by currency
 * @param unpriced the number of attempts that used tokens whose price is unknown, so that
 * their cost is missing
 */
public record UsageSum(String key, long calls, long attempts, long errors, long inputTokens, long outputTokens,
		long cachedTokens, long reasoningTokens, Map<String, BigDecimal> cost, long unpriced) {

	public UsageSum {
		cost = Map.copyOf(cost);
	}

}
