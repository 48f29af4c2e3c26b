package io.harborai.observation;

import io.harborai.call.Attempt;
import io.harborai.call.EmbeddingCall;
import io.harborai.call.Outcome;
import io.harborai.observation.HarborAiObservationDocumentation.AttemptDetails;
import io.harborai.observation.HarborAiObservationDocumentation.AttemptKeys;
import io.harborai.observation.HarborAiObservationDocumentation.TargetKeys;
import io.micrometer.common.KeyValues;

/**
 * The names and key values of an attempt's observation as
 * {@link HarborAiObservationDocumentation#ATTEMPT} lists them. Thread-safe.
 */
public class DefaultAttemptObservationConvention implements AttemptObservationConvention {

	private static final String NAME = "harborai.client.attempt";

	private final PerTarget<KeyValues> started = new PerTarget<>(
			(provider, model) -> keyValues(provider, model, TagValues.NONE));

	private final PerTarget<KeyValues> succeeded = new PerTarget<>(
			(provider, model) -> keyValues(provider, model, Outcome.OK.word()));

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(AttemptObservationContext context) {
		return "attempt " + context.attempt().provider();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(AttemptObservationContext context) {
		String outcome = context.outcome();
		if (context.attempt().call() instanceof EmbeddingCall) {
			return keyValues(context.attempt().provider(), TagValues.model(context.attempt().target()), outcome)
				.and(TargetKeys.OPERATION.withValue(TagValues.EMBEDDINGS));
		}
		if (outcome.equals(TagValues.NONE)) {
			return this.started.of(context.attempt().target());
		}
		return outcome.equals(Outcome.OK.word()) ? this.succeeded.of(context.attempt().target())
				: keyValues(context.attempt().provider(), TagValues.model(context.attempt().target()), outcome);
	}

	private static KeyValues keyValues(String provider, String model, String outcome) {
		return KeyValues.of(TargetKeys.OPERATION.withValue(TagValues.CHAT), TargetKeys.PROVIDER.withValue(provider),
				TargetKeys.MODEL.withValue(model), AttemptKeys.OUTCOME.withValue(outcome));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(AttemptObservationContext context) {
		Attempt attempt = context.attempt();
		String key = attempt.keyName();
		String requestId = attempt.requestId();
		KeyValues values = KeyValues.empty();
		if (key != null) {
			values = values.and(AttemptDetails.KEY.withValue(key));
		}
		return (requestId != null) ? values.and(AttemptDetails.REQUEST_ID.withValue(requestId)) : values;
	}

}
