package io.harborai.benchmarks.client;

import io.harborai.HarborAiClient;
import io.harborai.observation.ChatMeters;
import io.harborai.observation.ChatObservations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;

/**
 * Observations and meters. By itself, so that setups without them load none of it.
 */
final class Observed {

	private Observed() {
	}

	/**
	 * As in a Spring Boot application with meters: observations turned into timers, and
	 * the client's own meters.
	 */
	static void add(HarborAiClient.Builder builder) {
		MeterRegistry meters = new SimpleMeterRegistry();
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
		ChatMeters own = new ChatMeters();
		own.bindTo(meters);
		builder.instrumentation(new ChatObservations(observations)).instrumentation(own);
	}

}
