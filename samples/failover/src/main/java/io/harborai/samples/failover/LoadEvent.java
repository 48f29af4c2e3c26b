package io.harborai.samples.failover;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.harborai.chat.ResponseMeta;
import io.harborai.error.AttemptSummary;
import io.harborai.error.HarborAiException;
import org.jspecify.annotations.Nullable;

/**
 * What the page is told. Every call starts and ends once; how the vendors are comes
 * several times a second.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = LoadEvent.Started.class, name = "started"),
		@JsonSubTypes.Type(value = LoadEvent.Ended.class, name = "ended"),
		@JsonSubTypes.Type(value = LoadEvent.Status.class, name = "status") })
sealed interface LoadEvent {

	/**
	 * A call has started.
	 *
	 * @param call its number
	 */
	record Started(long call) implements LoadEvent {
	}

	/**
	 * A call has ended.
	 *
	 * @param call its number
	 * @param provider who answered, null if nobody did
	 * @param attempts all its attempts, oldest first
	 * @param firstTokenMillis from its start to the first token, null if it failed
	 * @param error the type of its failure, null if it went well
	 * @param problem what went wrong and what to do, null if it went well
	 */
	record Ended(long call, @Nullable String provider, List<Try> attempts, @Nullable Long firstTokenMillis,
			@Nullable String error, @Nullable String problem) implements LoadEvent {

		static Ended of(long call, ResponseMeta meta) {
			Long firstToken = (meta.timeToFirstToken() != null) ? meta.timeToFirstToken().toMillis() : null;
			return new Ended(call, meta.provider(), Try.of(meta.attempts()), firstToken, null, null);
		}

		static Ended of(long call, HarborAiException ex) {
			return new Ended(call, null, Try.of(ex.attempts()), null, ex.getClass().getSimpleName(), ex.getMessage());
		}

	}

	/**
	 * One attempt of a call.
	 *
	 * @param provider whom it went to
	 * @param outcome ok, or what happened
	 * @param millis how long it took
	 */
	record Try(String provider, String outcome, long millis) {

		private static List<Try> of(List<AttemptSummary> attempts) {
			return attempts.stream()
				.map((attempt) -> new Try(attempt.target().substring(0, attempt.target().indexOf('/')),
						attempt.outcome(), attempt.time().toMillis()))
				.toList();
		}

	}

	/**
	 * How things are.
	 *
	 * @param running whether calls are made
	 * @param vendors the vendors, in the order of the route
	 */
	record Status(boolean running, List<VendorStatus> vendors) implements LoadEvent {
	}

	/**
	 * How a vendor is.
	 *
	 * @param name the name of the provider that stands for it
	 * @param condition what the buttons have made of it
	 * @param breaker the state of its circuit breaker
	 * @param failureRate the percentage of failures that its breaker sees, null if too
	 * few calls were made to tell
	 * @param inFlight attempts under way
	 * @param requests requests that have reached it
	 */
	record VendorStatus(String name, Condition condition, String breaker, @Nullable Double failureRate, int inFlight,
			long requests) {
	}

}
