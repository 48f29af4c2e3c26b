package io.harborai.provider.wenxin;

import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Reasoning;
import io.harborai.chat.StructuredStrategy;
import io.harborai.error.ErrorCategory;
import io.harborai.provider.Dialect;
import io.harborai.provider.DialectFactory;
import io.harborai.provider.EmbeddingRules;
import io.harborai.provider.ProviderFactory;
import io.harborai.provider.ReasoningFields;
import io.harborai.provider.RequestRules;
import io.harborai.transport.RateHeaders;
import io.harborai.wire.ErrorTables;
import io.harborai.wire.ModelListReader;
import io.harborai.wire.RequestField;
import io.harborai.wire.RequestFormat;
import io.harborai.wire.RequestFormat.EmptyContent;
import org.jspecify.annotations.Nullable;

/**
 * ERNIE's chat API, Baidu Qianfan v2 (cloud.baidu.com/doc/qianfan-api, autumn 2026).
 * Takes an API key ({@code bce-v3/...}), or an access key and secret key, which are
 * exchanged for a bearer token. The option {@code app-id} becomes the {@code appid}
 * header; the option {@code web-search: true} lets the model search the web, which a
 * request can also ask for itself by {@code extraBody("web_search", ...)}.
 */
public final class Wenxin {

	// What the vendor doesn't document.
	private static final List<RequestField> UNSUPPORTED = List.of(RequestField.N, RequestField.LOGPROBS,
			RequestField.TOP_LOGPROBS, RequestField.LOGIT_BIAS);

	private Wenxin() {
	}

	/**
	 * The vendor {@code wenxin}.
	 * @return its factory
	 */
	public static ProviderFactory factory() {
		return new DialectFactory(Dialect.openAiCompatible("wenxin")
			.baseUrl("https://qianfan.baidubce.com/v2")
			.keyCheck(Wenxin::keyProblem)
			.format(RequestFormat.builder()
				.flattenText(true)
				.emptyContent(EmptyContent.EMPTY_STRING)
				.unsupported(UNSUPPORTED)
				.build())
			.spelling(Wenxin::fields)
			.rule(RequestRules.oneChoice("ERNIE")
				.and(RequestRules.temperature("ERNIE", 0, 1))
				.and(RequestRules.lastMessageNotBlank("ERNIE"))
				.and(Wenxin::ranges))
			.structured(Wenxin::structured)
			.errors(ErrorTables.QIANFAN)
			.remedy(ErrorCategory.AUTHENTICATION,
					"Check that the provider's api-key starts with bce-v3/; "
							+ "a pair goes into access-key and secret-key.")
			.remedy(ErrorCategory.INSUFFICIENT_BALANCE, "Pay what is overdue in Baidu AI Cloud's console.")
			.modelList(new ModelListReader("wenxin", Currency.getInstance("CNY"), 1000))
			.optionHeader("app-id", "appid")
			.requestIdHeaders("x-request-id", "x-bce-request-id")
			.rateHeaders(RateHeaders.QIANFAN)
			// Embedding-V1 and the bge models take 16 texts, tao-8k takes one, and
			// vectors come as decimal numbers (Qianfan's embedding API, 2026).
			.embeddings(EmbeddingRules.upTo(16).upToOf("tao-8k", 1).floatOnly())
			.build(), BearerTokens::new);
	}

	/**
	 * ERNIE takes a response format, but for X1 Turbo (cloud.baidu.com/doc/qianfan-api).
	 */
	private static @Nullable StructuredStrategy structured(String model) {
		return (model.startsWith("ernie-") && !model.startsWith("ernie-x1")) ? StructuredStrategy.JSON_OBJECT : null;
	}

	private static @Nullable String keyProblem(String key) {
		if (key.startsWith("bce-v3/")) {
			return null;
		}
		if (key.startsWith("ALTAK")) {
			return "It is an access key: put it into access-key, and its secret key into secret-key, "
					+ "or make an API key (bce-v3/...) in Qianfan's console.";
		}
		return "Qianfan's API keys start with bce-v3/; the API key and secret key of an application belong to the "
				+ "older v1 API and don't work here. Make an API key in Qianfan's console.";
	}

	private static Map<String, Object> fields(ChatCompletionRequest request, String model, boolean stream,
			Map<String, String> options) {
		Reasoning reasoning = request.reasoning();
		boolean search = Boolean.parseBoolean(options.get("web-search"));
		if (reasoning == null && !search) {
			return Map.of();
		}
		Map<String, Object> fields = new LinkedHashMap<>(ReasoningFields.enableThinking(reasoning));
		if (reasoning != null && reasoning.effort() != null) {
			fields.put("reasoning_effort", reasoning.effort());
		}
		if (search) {
			fields.put("web_search", Map.of("enable", true));
		}
		return fields;
	}

	private static @Nullable String ranges(ChatCompletionRequest request, String model) {
		if (request.topP() != null && request.topP() <= 0) {
			return "ERNIE takes a topP above 0, not " + request.topP();
		}
		if (request.maxTokens() != null && request.maxTokens() < 2) {
			return "ERNIE takes at least 2 for maxTokens, not " + request.maxTokens();
		}
		if (request.seed() != null && (request.seed() <= 0 || request.seed() >= Integer.MAX_VALUE)) {
			return "ERNIE takes a seed above 0 and below " + Integer.MAX_VALUE + ", not " + request.seed();
		}
		if (request.stop().size() > 4) {
			return "ERNIE takes at most 4 stop texts, not " + request.stop().size();
		}
		for (String stop : request.stop()) {
			if (stop.length() > 20) {
				return "ERNIE takes stop texts of at most 20 characters; one has " + stop.length();
			}
		}
		Integer budget = (request.reasoning() != null) ? request.reasoning().budgetTokens() : null;
		return (budget != null && budget < 100) ? "ERNIE takes a reasoning budget of at least 100 tokens, not " + budget
				: null;
	}

}
