package io.harborai.provider.doubao;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.harborai.chat.Reasoning;
import io.harborai.chat.StructuredStrategy;
import io.harborai.error.ErrorCategory;
import io.harborai.provider.Dialect;
import io.harborai.provider.DialectFactory;
import io.harborai.provider.EmbeddingRules;
import io.harborai.provider.KeyKinds;
import io.harborai.provider.ProviderFactory;
import io.harborai.provider.RequestRules;
import io.harborai.wire.ErrorTables;
import io.harborai.wire.RequestField;
import io.harborai.wire.RequestFormat;
import io.harborai.wire.RequestFormat.EmptyContent;
import io.harborai.wire.RequestFormat.ReasoningReplay;
import org.jspecify.annotations.Nullable;

/**
 * Doubao's chat API, Volcengine Ark v3 (volcengine.com/docs/82379, autumn 2026). A model
 * is a dated model id or the id of an inference endpoint, {@code ep-...}. Takes an API
 * key, or an access key and secret key, which are exchanged for a temporary key of one
 * endpoint. The options {@code project-name} and {@code max-wait-timeout-ms} become
 * headers.
 */
public final class Doubao {

	private static final Dialect.KeyCheck KEY_CHECK = KeyKinds.onlyOf("doubao",
			"Ark's API keys come from console.volcengine.com/ark, API key management.");

	private Doubao() {
	}

	/**
	 * The vendor {@code doubao}.
	 * @return its factory
	 */
	public static ProviderFactory factory() {
		return new DialectFactory(Dialect.openAiCompatible("doubao")
			.baseUrl("https://ark.cn-beijing.volces.com/api/v3")
			.keyCheck(Doubao::keyProblem)
			.format(RequestFormat.builder()
				.flattenText(true)
				// An assistant message without content is refused, even one with tool
				// calls.
				.emptyContent(EmptyContent.EMPTY_STRING)
				.reasoningReplay(ReasoningReplay.TOOL_TURNS)
				.unsupported(List.of(RequestField.SEED))
				.build())
			.spelling((request, model, stream, options) -> thinking(request.reasoning()))
			.rule(RequestRules.oneChoice("Doubao").and(RequestRules.noReasoningBudget("Doubao")))
			.structured(Doubao::structured)
			.errors(ErrorTables.ARK)
			.remedy(ErrorCategory.MODEL_NOT_FOUND,
					"Use a dated model id or an endpoint id (ep-...), and open the model in the Ark console.")
			.remedy(ErrorCategory.AUTHENTICATION,
					"Check that the provider's api-key is an Ark API key, "
							+ "not an access key; a pair goes into access-key and secret-key.")
			.optionHeader("project-name", "X-Project-Name")
			.optionHeader("max-wait-timeout-ms", "X-Ark-Max-Wait-Timeout-Ms")
			.callIdHeader("X-Client-Request-Id")
			.requestIdHeaders("x-request-id", "x-tt-logid", "x-client-request-id")
			// At most 256 texts (text embedding API, 2025). Vision models refuse the path
			// for texts; the one for parts makes one vector of all in a request.
			.embeddings(EmbeddingRules.upTo(256).multimodal("/embeddings/multimodal", "embedding-vision"))
			.build(), TemporaryKeys::new);
	}

	/**
	 * Schemas are taken from 1.6 on (volcengine.com/docs/82379/1494384). What an endpoint
	 * serves can't be seen.
	 */
	private static @Nullable StructuredStrategy structured(String model) {
		return (model.startsWith("doubao-seed-1-") || model.startsWith("doubao-seed-2-"))
				? StructuredStrategy.JSON_SCHEMA : null;
	}

	private static @Nullable String keyProblem(String key) {
		if (key.startsWith("AKLT")) {
			return "It is an access key: put it into access-key, and its secret key into secret-key.";
		}
		return KEY_CHECK.problem(key);
	}

	private static Map<String, Object> thinking(@Nullable Reasoning reasoning) {
		if (reasoning == null) {
			return Map.of();
		}
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("thinking", Map.of("type", switch (reasoning.mode()) {
			case ON -> "enabled";
			case OFF -> "disabled";
			case AUTO -> "auto";
		}));
		if (reasoning.effort() != null) {
			fields.put("reasoning_effort", reasoning.effort());
		}
		return fields;
	}

}
