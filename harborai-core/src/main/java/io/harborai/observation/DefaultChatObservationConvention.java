package io.harborai.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.harborai.call.Target;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.FinishReason;
import io.harborai.chat.ResponseMeta;
import io.harborai.observation.HarborAiObservationDocumentation.CallDetails;
import io.harborai.observation.HarborAiObservationDocumentation.CallKeys;
import io.harborai.observation.HarborAiObservationDocumentation.TargetKeys;
import io.harborai.usage.Usage;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * The names and key values of a call's observation as
 * {@link HarborAiObservationDocumentation#CALL} lists them. Thread-safe.
 */
public class DefaultChatObservationConvention implements ChatObservationConvention {

	private static final String NAME = "gen_ai.client.operation";

	private final PerTarget<KeyValues> succeeded = new PerTarget<>(
			(provider, model) -> keyValues(provider, model, TagValues.NONE));

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(ChatObservationContext context) {
		Target target = context.target();
		String model = (target != null) ? target.model() : context.request().model();
		return (model != null) ? TagValues.CHAT + " " + model : TagValues.CHAT;
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ChatObservationContext context) {
		Target target = context.target();
		if (context.error().equals(TagValues.NONE)) {
			return this.succeeded.of(target);
		}
		return (target != null) ? keyValues(target.provider(), TagValues.model(target), context.error())
				: keyValues(TagValues.NONE, TagValues.NONE, context.error());
	}

	private static KeyValues keyValues(String provider, String model, String error) {
		return KeyValues.of(TargetKeys.OPERATION.withValue(TagValues.CHAT), TargetKeys.PROVIDER.withValue(provider),
				TargetKeys.MODEL.withValue(model), CallKeys.ERROR.withValue(error));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ChatObservationContext context) {
		// In the order of their names, so that nobody has to sort them.
		List<KeyValue> values = new ArrayList<>(16);
		add(values, CallDetails.INPUT, context.input());
		add(values, CallDetails.OUTPUT, context.output());
		if (context.isStarting()) {
			addRequest(values, context);
		}
		else {
			addAnswer(values, context);
		}
		return values.isEmpty() ? KeyValues.empty() : KeyValues.of(values);
	}

	private static void addRequest(List<KeyValue> values, ChatObservationContext context) {
		ChatCompletionRequest request = context.request();
		add(values, CallDetails.CHOICES, request.n());
		add(values, CallDetails.MAX_TOKENS, request.maxTokens());
		add(values, CallDetails.SEED, request.seed());
		add(values, CallDetails.STREAM, context.streamed());
		add(values, CallDetails.TEMPERATURE, request.temperature());
		add(values, CallDetails.TOP_P, request.topP());
		add(values, CallDetails.REQUESTED, request.model());
	}

	private static void addAnswer(List<KeyValue> values, ChatObservationContext context) {
		if (!context.finishReasons().isEmpty()) {
			add(values, CallDetails.FINISH_REASONS, reasons(context.finishReasons()));
		}
		add(values, CallDetails.RESPONSE_ID, context.responseId());
		add(values, CallDetails.RESPONSE_MODEL, context.responseModel());
		if (context.timeToFirstChunk() != null) {
			add(values, CallDetails.TIME_TO_FIRST_CHUNK, context.timeToFirstChunk().toNanos() / 1e9);
		}
		Usage usage = context.usage();
		if (!usage.isMissing()) {
			addIfAny(values, CallDetails.CACHED_TOKENS, usage.cachedTokens());
			add(values, CallDetails.INPUT_TOKENS, usage.promptTokens());
			add(values, CallDetails.OUTPUT_TOKENS, usage.completionTokens());
			addIfAny(values, CallDetails.REASONING_TOKENS, usage.reasoningTokens());
		}
		addIfAny(values, CallDetails.ATTEMPTS, context.attempts());
		ResponseMeta meta = context.meta();
		add(values, CallDetails.COST, (meta != null) ? meta.cost() : null);
		if (!usage.isMissing()) {
			add(values, CallDetails.USAGE_SOURCE, (usage.source() == Usage.Source.PROVIDER) ? "provider" : "estimated");
		}
	}

	private static String reasons(List<FinishReason> reasons) {
		return (reasons.size() == 1) ? reasons.get(0).value()
				: reasons.stream().map(FinishReason::value).collect(Collectors.joining(","));
	}

	private static void addIfAny(List<KeyValue> values, CallDetails name, long number) {
		if (number > 0) {
			add(values, name, number);
		}
	}

	private static void add(List<KeyValue> values, CallDetails name, @Nullable Object value) {
		if (value == null) {
			return;
		}
		String text = value.toString();
		if (!text.isEmpty()) {
			values.add(KeyValue.of(name.asString(), text));
		}
	}

}
