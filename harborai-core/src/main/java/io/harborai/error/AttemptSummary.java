package io.harborai.error;

import java.time.Duration;

import io.harborai.usage.Cost;
import org.jspecify.annotations.Nullable;

/**
 * One attempt in the trail of a call: where it went, with which key, how it ended and how
 * long it took.
 *
 * @param target the provider and model, as {@code provider/model}
 * @param keyName the name (never the value) of the key that was used; null where the
 * provider has no named key
 * @param outcome a short lower-case word: {@code ok}, {@code cancelled}, {@code resent},
 * or the kind of error
 * @param time the time from the start of the attempt to its end
 * @param cost what it cost; of one that was sent and then cancelled, as hedges are that
 * come too late, what its prompt is estimated to cost; null where usage or price is
 * unknown and for failures, which vendors don't charge
 */
public record AttemptSummary(String target, @Nullable String keyName, String outcome, Duration time,
		@Nullable Cost cost) {
}
