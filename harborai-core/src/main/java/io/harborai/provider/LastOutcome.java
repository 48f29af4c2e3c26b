package io.harborai.provider;

import java.time.Instant;

/**
 * How a provider's latest attempt ended.
 *
 * @param outcome a short lower-case word, as in the attempt trail: {@code ok},
 * {@code cancelled} or the kind of error
 * @param at when it ended
 */
public record LastOutcome(String outcome, Instant at) {
}
