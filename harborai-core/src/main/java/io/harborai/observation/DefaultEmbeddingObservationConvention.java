package io.harborai.observation;

import java.util.ArrayList;
import java.util.List;

import io.harborai.call.Target;
import io.harborai.embedding.EmbeddingResponse;
import io.harborai.observation.HarborAiObservationDocumentation.CallDetails;
import io.harborai.observation.HarborAiObservationDocumentation.CallKeys;
import io.harborai.observation.HarborAiObservationDocumentation.EmbeddingDetails;
import io.harborai.observation.HarborAiObservationDocumentation.TargetKeys;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import org.jspecify.annotations.Nullable;

/**
 * The names and key values of the observation of a call for embeddings as
 * {@link HarborAiObservationDocumentation#EMBEDDINGS} lists them. Another one is
 * registered with the observation registry. Thread-safe.
 */
public class DefaultEmbeddingObservationConvention implements ObservationConvention<EmbeddingObservationContext> {

	private static final String NAME = "gen_ai.client.operation";

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof EmbeddingObservationContext;
	}

	@Override
	public String getContextualName(EmbeddingObservationContext context) {
		Target target = context.target();
		return TagValues.EMBEDDINGS + " " + ((target != null) ? target.model() : context.request().model());
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(EmbeddingObservationContext context) {
		Target target = context.target();
		return KeyValues.of(TargetKeys.OPERATION.withValue(TagValues.EMBEDDINGS),
				TargetKeys.PROVIDER.withValue((target != null) ? target.provider() : TagValues.NONE),
				TargetKeys.MODEL.withValue((target != null) ? TagValues.model(target) : TagValues.NONE),
				CallKeys.ERROR.withValue(context.error()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(EmbeddingObservationContext context) {
		List<KeyValue> values = new ArrayList<>();
		add(values, EmbeddingDetails.REQUESTED.asString(), context.request().model());
		add(values, EmbeddingDetails.INPUTS.asString(), context.request().inputs().size());
		EmbeddingResponse response = context.response();
		if (response != null) {
			add(values, EmbeddingDetails.DIMENSIONS.asString(), response.embeddings().get(0).dimensions());
			add(values, CallDetails.RESPONSE_MODEL.asString(), response.model());
			if (!response.usage().isMissing()) {
				add(values, CallDetails.INPUT_TOKENS.asString(), response.usage().promptTokens());
			}
			add(values, CallDetails.COST.asString(), response.cost());
		}
		if (context.attempts() > 0) {
			add(values, CallDetails.ATTEMPTS.asString(), context.attempts());
		}
		return KeyValues.of(values);
	}

	private static void add(List<KeyValue> values, String name, @Nullable Object value) {
		if (value != null && !value.toString().isEmpty()) {
			values.add(KeyValue.of(name, value.toString()));
		}
	}

}
