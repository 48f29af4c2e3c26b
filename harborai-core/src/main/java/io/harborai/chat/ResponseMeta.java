package io.harborai.chat;

import java.time.Duration;
import java.util.List;

import io.harborai.error.AttemptSummary;
import io.harborai.usage.Cost;
import org.jspecify.annotations.Nullable;

/**
 * How an answer came about. On a stream, chunks before the last one know only who
 * answers; the last one knows all.
 *
 * @param provider the configured provider that answered
 * @param model the model's id as it was sent
 * @param requestedModel the name that the caller used, which may be an alias
 * @param requestId the vendor's id of the request, null if it sent none
 * @param timeToFirstToken from the start of the call to the first text, reasoning or tool
 * fragment; null if unknown yet or not streamed
 * @param totalTime from the start of the call to its end; null while it runs
 * @param cost what the call cost, attempts beside the one that answered included as far
 * as they are in its currency; null if usage or price of the answer is unknown
 * @param attempts every attempt of the call, oldest first; empty while it runs
 * @param omitted the request's fields that were left out because this vendor doesn't take
 * them
 * @param cached whether the answer was given to an equal question before: nobody was
 * asked and nothing has to be paid this time, and {@code usage} tells what the first one
 * took
 * @param structured how an answer of a given shape was asked for; null if none was
 */
public record ResponseMeta(String provider, String model, String requestedModel, @Nullable String requestId,
		@Nullable Duration timeToFirstToken, @Nullable Duration totalTime, @Nullable Cost cost,
		List<AttemptSummary> attempts, List<String> omitted, boolean cached, @Nullable StructuredStrategy structured) {

	public ResponseMeta {
		attempts = List.copyOf(attempts);
		omitted = List.copyOf(omitted);
	}

	/**
	 * Create meta data of an answer that has no given shape.
	 * @param provider the provider
	 * @param model the model's id as it was sent
	 * @param requestedModel the name that the caller used
	 * @param requestId the vendor's id of the request
	 * @param timeToFirstToken the time to the first token
	 * @param totalTime the whole time
	 * @param cost what the call cost
	 * @param attempts every attempt
	 * @param omitted the fields left out
	 * @param cached whether it had been given before
	 */
	public ResponseMeta(String provider, String model, String requestedModel, @Nullable String requestId,
			@Nullable Duration timeToFirstToken, @Nullable Duration totalTime, @Nullable Cost cost,
			List<AttemptSummary> attempts, List<String> omitted, boolean cached) {
		this(provider, model, requestedModel, requestId, timeToFirstToken, totalTime, cost, attempts, omitted, cached,
				null);
	}

}
