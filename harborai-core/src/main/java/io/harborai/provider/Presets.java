package io.harborai.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.harborai.chat.Reasoning;
import io.harborai.chat.StructuredStrategy;
import io.harborai.provider.Dialect.KeyHeader;
import io.harborai.wire.ErrorTables;
import io.harborai.wire.RequestFormat;
import io.harborai.wire.RequestFormat.EmptyContent;
import io.harborai.wire.RequestFormat.ReasoningReplay;
import org.jspecify.annotations.Nullable;

/**
 * The vendors that are nothing but data: a new one is a row here, a row of models in the
 * catalog, and, if its errors have codes of their own, a table of them. The facts come
 * from the vendors' documentation as of autumn 2026.
 */
public final class Presets {

	/** The vendors' names. */
	public static final List<String> VENDORS = List.of("qwen", "moonshot", "zhipu", "hunyuan", "minimax", "stepfun",
			"siliconflow", "openrouter", "ollama", "vllm", "azure-openai", "openai-compatible");

	private Presets() {
	}

	/**
	 * The factory of one of them.
	 * @param vendor its name
	 * @return its factory
	 */
	public static ProviderFactory factory(String vendor) {
		return new DialectFactory(dialect(vendor));
	}

	private static Dialect dialect(String name) {
		return switch (name) {
			case "qwen" -> qwen();
			case "moonshot" -> moonshot();
			case "zhipu" -> zhipu();
			case "hunyuan" -> hunyuan();
			case "minimax" -> minimax();
			case "stepfun" -> stepfun();
			case "siliconflow" -> siliconflow();
			case "openrouter" -> openrouter();
			case "ollama" -> ollama();
			case "vllm" -> vllm();
			case "azure-openai" -> azureOpenAi();
			case "openai-compatible" -> openAiCompatible();
			default -> throw new IllegalArgumentException("There is no preset '" + name + "'");
		};
	}

	private static Dialect qwen() {
		return Dialect.openAiCompatible("qwen")
			.baseUrl("https://dashscope.aliyuncs.com/compatible-mode/v1")
			.keyCheck(KeyKinds.onlyOf("qwen", "DashScope's keys start with sk- and belong to one region."))
			.errors(ErrorTables.QWEN)
			.rule(RequestRules.noForcedTool("Qwen"))
			.spelling((request, model, stream, options) -> {
				Reasoning reasoning = request.reasoning();
				// The open-weight models refuse calls that aren't streamed unless
				// thinking is switched off.
				return (reasoning == null && !stream && model.startsWith("qwen3-")) ? Map.of("enable_thinking", false)
						: ReasoningFields.enableThinking(reasoning);
			})
			// More than 10 texts are refused, of the first two versions more than 25.
			.embeddings(
					EmbeddingRules.upTo(10).upToOf("text-embedding-v1", 25).upToOf("text-embedding-v2", 25).floatOnly())
			.build();
	}

	private static Dialect moonshot() {
		return Dialect.openAiCompatible("moonshot")
			.baseUrl("https://api.moonshot.cn/v1")
			.keyCheck(KeyKinds.onlyOf("moonshot", "Accounts of platform.moonshot.cn and .ai are separate."))
			.errors(ErrorTables.KIMI)
			.format(RequestFormat.builder()
				.reasoningReplay(ReasoningReplay.TOOL_TURNS)
				.emptyContent(EmptyContent.EMPTY_STRING)
				.prefixField("partial")
				.build())
			.rule(RequestRules.noReasoningBudget("Kimi"))
			// thinking and reasoning_effort together are refused.
			.spelling((request, model, stream,
					options) -> (request.reasoning() != null && request.reasoning().effort() != null)
							? ReasoningFields.effort(request.reasoning())
							: ReasoningFields.thinking(request.reasoning()))
			.requestIdHeaders("msh-request-id", "x-request-id")
			.build();
	}

	private static Dialect zhipu() {
		return Dialect.openAiCompatible("zhipu")
			.baseUrl("https://open.bigmodel.cn/api/paas/v4")
			.modelsPath(null)
			.keyCheck(KeyKinds.onlyOf("zhipu", "Zhipu's keys have the form id.secret."))
			.errors(ErrorTables.ZHIPU)
			.format(RequestFormat.builder().endUserField("user_id").build())
			.rule(RequestRules.noForcedTool("Zhipu")
				.and(RequestRules.temperature("Zhipu", 0, 0.9999))
				.and(RequestRules.noReasoningBudget("Zhipu")))
			.spelling((request, model, stream, options) -> ReasoningFields.thinking(request.reasoning()))
			// embedding-3 takes 64 texts.
			.embeddings(EmbeddingRules.upTo(64))
			.build();
	}

	private static Dialect hunyuan() {
		return Dialect.openAiCompatible("hunyuan")
			.baseUrl("https://api.hunyuan.cloud.tencent.com/v1")
			.modelsPath(null)
			.keyCheck(KeyKinds.onlyOf("hunyuan", "Hunyuan's keys start with sk-."))
			.errors(ErrorTables.HUNYUAN)
			.embeddings(EmbeddingRules.upTo(50))
			.build();
	}

	private static Dialect minimax() {
		return Dialect.openAiCompatible("minimax")
			.baseUrl("https://api.minimaxi.com/v1")
			.modelsPath(null)
			.keyCheck(KeyKinds.onlyOf("minimax", "MiniMax's keys come from its own console."))
			.errors(ErrorTables.MINIMAX)
			.rule(RequestRules.oneChoice("MiniMax"))
			// Split reasoning comes with details that MiniMax wants back unchanged in
			// tool loops.
			.spelling((request, model, stream, options) -> Map.of("reasoning_split", true))
			.inlineThink()
			// Its embeddings are of a shape of their own.
			.embeddings(null)
			.build();
	}

	private static Dialect stepfun() {
		return Dialect.openAiCompatible("stepfun")
			.baseUrl("https://api.stepfun.com/v1")
			.keyCheck(KeyKinds.onlyOf("stepfun", "StepFun's keys come from its own console."))
			.errors(ErrorTables.STEPFUN)
			.build();
	}

	private static Dialect siliconflow() {
		return Dialect.openAiCompatible("siliconflow")
			.baseUrl("https://api.siliconflow.cn/v1")
			.keyCheck(KeyKinds.onlyOf("siliconflow", "SiliconFlow's keys start with sk-."))
			.errors(ErrorTables.SILICONFLOW)
			.rule((request, model) -> {
				Integer budget = (request.reasoning() != null) ? request.reasoning().budgetTokens() : null;
				return (budget != null && (budget < 128 || budget > 32768))
						? "SiliconFlow takes a reasoning budget from 128 to 32768 tokens, not " + budget : null;
			})
			.spelling((request, model, stream, options) -> ReasoningFields.enableThinking(request.reasoning()))
			.requestIdHeaders("x-siliconcloud-trace-id", "x-request-id")
			.embeddings(EmbeddingRules.upTo(32))
			.build();
	}

	private static Dialect openrouter() {
		return Dialect.openAiCompatible("openrouter")
			.baseUrl("https://openrouter.ai/api/v1")
			.keyCheck(KeyKinds.onlyOf("openrouter", "OpenRouter's keys start with sk-or-."))
			.errors(ErrorTables.OPENROUTER)
			// Usage always comes; asking for it is deprecated.
			.format(RequestFormat.builder().streamUsage(false).build())
			.spelling((request, model, stream, options) -> openRouterReasoning(request.reasoning()))
			.optionHeader("referer", "HTTP-Referer")
			.optionHeader("title", "X-Title")
			.requestIdHeaders("x-generation-id", "x-request-id")
			.build();
	}

	private static Map<String, Object> openRouterReasoning(@Nullable Reasoning reasoning) {
		if (reasoning == null || reasoning.mode() == Reasoning.Mode.AUTO) {
			return Map.of();
		}
		Map<String, Object> fields = new LinkedHashMap<>();
		if (reasoning.effort() != null) {
			fields.put("effort", reasoning.effort());
		}
		else if (reasoning.budgetTokens() != null) {
			fields.put("max_tokens", reasoning.budgetTokens());
		}
		else {
			fields.put("enabled", reasoning.mode() == Reasoning.Mode.ON);
		}
		return Map.of("reasoning", fields);
	}

	private static Dialect ollama() {
		return Dialect.openAiCompatible("ollama")
			.baseUrl("http://localhost:11434/v1")
			.keyOptional()
			.rule(RequestRules.noReasoningBudget("Ollama"))
			// docs.ollama.com/capabilities/structured-outputs
			.structured((model) -> StructuredStrategy.JSON_SCHEMA)
			.spelling((request, model, stream, options) -> ReasoningFields.effort(request.reasoning()))
			.inlineThink()
			.build();
	}

	private static Dialect vllm() {
		return Dialect.openAiCompatible("vllm")
			.keyOptional()
			.rule(RequestRules.noReasoningBudget("vLLM"))
			// docs.vllm.ai/en/latest/features/structured_outputs
			.structured((model) -> StructuredStrategy.JSON_SCHEMA)
			.spelling((request, model, stream, options) -> {
				Reasoning reasoning = request.reasoning();
				return (reasoning == null || reasoning.mode() == Reasoning.Mode.AUTO) ? Map.of() : Map
					.of("chat_template_kwargs", Map.of("enable_thinking", reasoning.mode() == Reasoning.Mode.ON));
			})
			.inlineThink()
			.build();
	}

	private static Dialect azureOpenAi() {
		return Dialect.openAiCompatible("azure-openai")
			.keyHeader(KeyHeader.API_KEY)
			.errors(ErrorTables.AZURE)
			.format(RequestFormat.builder().maxTokensField("max_completion_tokens").build())
			.rule(RequestRules.noReasoningBudget("Azure OpenAI"))
			.spelling((request, model, stream, options) -> ReasoningFields.effort(request.reasoning()))
			.requestIdHeaders("apim-request-id", "x-request-id")
			.build();
	}

	private static Dialect openAiCompatible() {
		return Dialect.openAiCompatible("openai-compatible")
			.keyOptional()
			.spelling((request, model, stream, options) -> ReasoningFields.effort(request.reasoning()))
			.inlineThink()
			.build();
	}

}
