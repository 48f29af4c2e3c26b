package io.harborai.provider.deepseek;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Message;
import io.harborai.chat.Reasoning;
import io.harborai.chat.StructuredStrategy;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolChoice;
import io.harborai.error.ErrorCategory;
import io.harborai.provider.Dialect;
import io.harborai.provider.DialectFactory;
import io.harborai.provider.KeyKinds;
import io.harborai.provider.ProviderFactory;
import io.harborai.provider.ReasoningFields;
import io.harborai.provider.RequestRules;
import io.harborai.wire.ErrorTables;
import io.harborai.wire.RequestField;
import io.harborai.wire.RequestFormat;
import io.harborai.wire.RequestFormat.EmptyContent;
import io.harborai.wire.RequestFormat.ReasoningReplay;
import org.jspecify.annotations.Nullable;

/**
 * DeepSeek's chat API (api-docs.deepseek.com, autumn 2026). Messages are plain strings;
 * reasoning is switched by {@code thinking}; the reasoning of turns with tool calls must
 * be sent back, else the next turn is refused; a prefix to continue and strict tools are
 * served by the beta API beside the usual one.
 */
public final class DeepSeek {

	// What the vendor doesn't document (number of answers, seed, logit bias, parallel
	// calls) or ignores (penalties).
	private static final List<RequestField> UNSUPPORTED = List.of(RequestField.N, RequestField.SEED,
			RequestField.LOGIT_BIAS, RequestField.PARALLEL_TOOL_CALLS, RequestField.FREQUENCY_PENALTY,
			RequestField.PRESENCE_PENALTY);

	private DeepSeek() {
	}

	/**
	 * The vendor {@code deepseek}.
	 * @return its factory
	 */
	public static ProviderFactory factory() {
		return new DialectFactory(Dialect.openAiCompatible("deepseek")
			.baseUrl("https://api.deepseek.com")
			.path(DeepSeek::betaUrl)
			.keyCheck(
					KeyKinds.onlyOf("deepseek", "DeepSeek's keys start with sk- and come from platform.deepseek.com."))
			.format(RequestFormat.builder()
				.flattenText(true)
				.emptyContent(EmptyContent.EMPTY_STRING)
				.reasoningReplay(ReasoningReplay.TOOL_TURNS)
				.endUserField("user_id")
				.prefixField("prefix")
				.unsupported(UNSUPPORTED)
				.build())
			.spelling((request, model, stream, options) -> thinking(request.reasoning()))
			.rule(RequestRules.oneChoice("DeepSeek")
				.and(RequestRules.noJsonSchema("DeepSeek"))
				.and(RequestRules.jsonNamed("DeepSeek"))
				.and(RequestRules.noReasoningBudget("DeepSeek"))
				.and(DeepSeek::forcedToolWhileThinking))
			// api-docs.deepseek.com/guides/json_mode
			.structured((model) -> StructuredStrategy.JSON_OBJECT)
			.errors(ErrorTables.DEEPSEEK)
			.remedy(ErrorCategory.INSUFFICIENT_BALANCE, "Top up at platform.deepseek.com.")
			.remedy(ErrorCategory.AUTHENTICATION, "Check the provider's api-key at platform.deepseek.com.")
			.requestIdHeaders("x-ds-trace-id", "x-request-id")
			.embeddings(null)
			.build());
	}

	private static @Nullable String betaUrl(ChatCompletionRequest request, String root) {
		if (!needsBeta(request) || root.endsWith("/beta")) {
			return null;
		}
		String plain = root.endsWith("/v1") ? root.substring(0, root.length() - 3) : root;
		return plain + "/beta/chat/completions";
	}

	private static boolean needsBeta(ChatCompletionRequest request) {
		Message last = request.messages().get(request.messages().size() - 1);
		if (last instanceof AssistantMessage assistant && assistant.prefix()) {
			return true;
		}
		for (Tool tool : request.tools()) {
			if (Boolean.TRUE.equals(tool.strict())) {
				return true;
			}
		}
		return false;
	}

	private static Map<String, Object> thinking(@Nullable Reasoning reasoning) {
		Map<String, Object> thinking = ReasoningFields.thinking(reasoning);
		if (reasoning == null || reasoning.effort() == null) {
			return thinking;
		}
		Map<String, Object> fields = new LinkedHashMap<>(thinking);
		fields.put("reasoning_effort", effort(reasoning.effort()));
		return fields;
	}

	/**
	 * DeepSeek knows low, high and max, and maps the words of others like this itself.
	 */
	private static String effort(String effort) {
		return switch (effort) {
			case "minimal" -> "low";
			case "medium", "xhigh" -> "high";
			case "ultra" -> "max";
			default -> effort;
		};
	}

	private static @Nullable String forcedToolWhileThinking(ChatCompletionRequest request, String model) {
		ToolChoice choice = request.toolChoice();
		boolean forced = choice != null
				&& (choice.mode() == ToolChoice.Mode.REQUIRED || choice.mode() == ToolChoice.Mode.FUNCTION);
		return (forced && request.reasoning() != null && request.reasoning().mode() == Reasoning.Mode.ON)
				? "DeepSeek can't be made to call a tool while it reasons: use Reasoning.off() or ToolChoice.AUTO"
				: null;
	}

}
