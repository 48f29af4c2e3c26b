package io.harborai.provider.openai;

import io.harborai.chat.StructuredStrategy;
import io.harborai.provider.Dialect;
import io.harborai.provider.DialectFactory;
import io.harborai.provider.KeyKinds;
import io.harborai.provider.ProviderFactory;
import io.harborai.provider.ReasoningFields;
import io.harborai.provider.RequestRules;
import io.harborai.wire.ErrorTables;
import io.harborai.wire.RequestFormat;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's chat completions. Newer models refuse {@code max_tokens}, so
 * {@code max_completion_tokens} is sent; reasoning text never comes, only its token
 * count. The options {@code organization} and {@code project} become headers.
 */
public final class OpenAi {

	private OpenAi() {
	}

	/**
	 * The vendor {@code openai}.
	 * @return its factory
	 */
	public static ProviderFactory factory() {
		return new DialectFactory(Dialect.openAiCompatible("openai")
			.baseUrl("https://api.openai.com/v1")
			.keyCheck(KeyKinds.onlyOf("openai", "OpenAI's keys start with sk- and come from platform.openai.com."))
			.format(RequestFormat.builder().maxTokensField("max_completion_tokens").build())
			.rule(RequestRules.noReasoningBudget("OpenAI"))
			.spelling((request, model, stream, options) -> ReasoningFields.effort(request.reasoning()))
			.structured(OpenAi::structured)
			.errors(ErrorTables.OPENAI)
			.optionHeader("organization", "OpenAI-Organization")
			.optionHeader("project", "OpenAI-Project")
			.callIdHeader("X-Client-Request-Id")
			.build());
	}

	/**
	 * Structured outputs are there from GPT-4o on
	 * (developers.openai.com/api/docs/guides/structured-outputs).
	 */
	private static @Nullable StructuredStrategy structured(String model) {
		boolean older = model.startsWith("gpt-3.5") || model.equals("gpt-4") || model.startsWith("gpt-4-")
				|| model.startsWith("o1-mini") || model.startsWith("o1-preview");
		return older ? null : StructuredStrategy.JSON_SCHEMA;
	}

}
