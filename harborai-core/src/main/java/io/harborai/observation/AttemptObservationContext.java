package io.harborai.observation;

import io.harborai.call.Attempt;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;

/**
 * What is known of an attempt while it is observed. What a tracer injects travels to the
 * vendor as headers.
 */
public final class AttemptObservationContext extends SenderContext<Attempt> {

	private final Attempt attempt;

	private String outcome = TagValues.NONE;

	AttemptObservationContext(Attempt attempt) {
		super((carrier, name, value) -> {
			if (carrier != null) {
				carrier.addHeader(name, value);
			}
		}, Kind.CLIENT);
		this.attempt = attempt;
		setCarrier(attempt);
		setRemoteServiceName(attempt.provider());
	}

	/**
	 * The attempt.
	 * @return the attempt
	 */
	public Attempt attempt() {
		return this.attempt;
	}

	/**
	 * How it ended.
	 * @return a word as in the trail, {@code none} while it runs
	 */
	public String outcome() {
		return this.outcome;
	}

	void ended(String outcome) {
		this.outcome = outcome;
	}

}
