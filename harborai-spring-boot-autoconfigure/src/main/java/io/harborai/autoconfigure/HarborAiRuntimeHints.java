package io.harborai.autoconfigure;

import java.util.List;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ContentPart;
import io.harborai.chat.Reasoning;
import io.harborai.chat.ResponseFormat;
import io.harborai.chat.SystemMessage;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolCall;
import io.harborai.chat.ToolChoice;
import io.harborai.chat.ToolMessage;
import io.harborai.chat.UserMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * What a native image must keep: the properties, which are bound by reflection, the parts
 * of a question, which the cache of answers compares by their components, and the model
 * catalog.
 */
class HarborAiRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<Class<?>> QUESTION = List.of(SystemMessage.class, UserMessage.class,
			AssistantMessage.class, ToolMessage.class, ContentPart.Text.class, ContentPart.Image.class,
			ContentPart.Audio.class, ContentPart.Video.class, ToolCall.class, Tool.class, ToolChoice.class,
			ResponseFormat.class, Reasoning.class);

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BindableRuntimeHintsRegistrar
			.forTypes(HarborAiProperties.class, ProviderProperties.class, RouteProperties.class, BudgetProperties.class)
			.registerHints(hints, classLoader);
		// A name alone becomes a group by its constructor.
		hints.reflection().registerType(RouteModelProperties.class, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
		for (Class<?> part : QUESTION) {
			hints.reflection().registerType(part, MemberCategory.INVOKE_PUBLIC_METHODS);
		}
		hints.resources().registerPattern("io/harborai/models.json");
	}

}
