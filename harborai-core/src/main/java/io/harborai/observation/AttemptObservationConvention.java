package io.harborai.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and key values of the observation of an attempt. A bean of this type replaces
 * {@link DefaultAttemptObservationConvention}. Asked twice, at the start and at the end.
 */
public interface AttemptObservationConvention extends ObservationConvention<AttemptObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof AttemptObservationContext;
	}

}
