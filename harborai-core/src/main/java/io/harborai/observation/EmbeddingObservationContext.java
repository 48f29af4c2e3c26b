package io.harborai.observation;

import io.harborai.call.Attempt;
import io.harborai.call.Target;
import io.harborai.call.Trail;
import io.harborai.embedding.EmbeddingRequest;
import io.harborai.embedding.EmbeddingResponse;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call for embeddings while it is observed. Everything but the request
 * comes with time.
 */
public final class EmbeddingObservationContext extends Observation.Context {

	private final EmbeddingRequest request;

	private @Nullable Target target;

	private String error = TagValues.NONE;

	private int attempts;

	private @Nullable EmbeddingResponse response;

	EmbeddingObservationContext(EmbeddingRequest request) {
		this.request = request;
	}

	/**
	 * What is asked.
	 * @return the request
	 */
	public EmbeddingRequest request() {
		return this.request;
	}

	/**
	 * Who answered, or was asked last.
	 * @return the target, null until the call has ended and if nobody was asked
	 */
	public @Nullable Target target() {
		return this.target;
	}

	/**
	 * How it ended.
	 * @return the type of the exception that it failed with, {@code cancelled}, or
	 * {@code none}
	 */
	public String error() {
		return this.error;
	}

	/**
	 * How many attempts were made.
	 * @return the number, 0 while the call runs
	 */
	public int attempts() {
		return this.attempts;
	}

	/**
	 * What was answered.
	 * @return the response, null if there is none
	 */
	public @Nullable EmbeddingResponse response() {
		return this.response;
	}

	void answered(EmbeddingResponse response) {
		this.response = response;
	}

	void ended(Trail trail, String error) {
		Attempt attempt = trail.current();
		this.target = (attempt != null) ? attempt.target() : null;
		this.attempts = trail.attempts().size();
		this.error = error;
	}

}
