package io.harborai.observation;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import io.harborai.error.ErrorClass;
import io.harborai.usage.Cost;
import io.harborai.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a call, or one attempt of it, came to: who was asked and when, how it ended and
 * what it used. Never what was asked or answered. Immutable.
 *
 * @param callId the call's id, the same for all its attempts
 * @param attempt the attempt's number in its call, from 1; 0 for the call itself
 * @param startedAt when it started
 * @param provider the provider's name, null if nobody was asked
 * @param model the model's id as it is sent, null if nobody was asked
 * @param requestedModel what the caller named: a model, an alias or a route; null if it
 * named nothing and nobody was asked
 * @param streamed whether it was answered step by step
 * @param outcome a word as in the attempt trail: {@code ok}, {@code cancelled} or the
 * kind of error
 * @param errorClass what the failure means, null if it didn't fail
 * @param statusCode the HTTP status that came with the failure, null if there was none
 * @param requestId the vendor's id of the request, null if it sent none
 * @param usage the tokens; of a call, those of all attempts that ended before it
 * @param cost what they cost, null if that isn't known; of a call, null too if it isn't
 * known for one of its attempts or they are paid in several currencies
 * @param duration from its start to its end
 * @param timeToFirstToken from its start to the first text, reasoning or tool fragment;
 * null if none came or it wasn't streamed
 * @param tags those of the request's tags that are kept
 */
public record UsageRecord(UUID callId, int attempt, Instant startedAt, @Nullable String provider,
		@Nullable String model, @Nullable String requestedModel, boolean streamed, String outcome,
		@Nullable ErrorClass errorClass, @Nullable Integer statusCode, @Nullable String requestId, Usage usage,
		@Nullable Cost cost, Duration duration, @Nullable Duration timeToFirstToken, Map<String, String> tags) {

	public UsageRecord {
		tags = Map.copyOf(tags);
	}

	/**
	 * Whether it is about a whole call.
	 * @return whether it is, and not about one of its attempts
	 */
	public boolean isCall() {
		return this.attempt == 0;
	}

}
