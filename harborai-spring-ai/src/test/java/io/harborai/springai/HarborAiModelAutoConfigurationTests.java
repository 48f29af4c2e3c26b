package io.harborai.springai;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for when Spring AI gets its models from here.
 */
class HarborAiModelAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HarborAiAutoConfiguration.class, HarborAiModelAutoConfiguration.class,
				ToolCallingAutoConfiguration.class, ChatClientAutoConfiguration.class))
		.withPropertyValues("harborai.providers.deepseek.api-key=sk-abcdef", "harborai.default-model=deepseek-flash");

	@Test
	void oneChatModelAndAClientOnIt() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ChatModel.class).hasSingleBean(HarborAiChatModel.class);
			assertThat(context).hasSingleBean(ChatClient.Builder.class);
			assertThat(context).doesNotHaveBean(EmbeddingModel.class);
			assertThat(context.getBean(ChatModel.class).getOptions().getModel()).isNull();
		});
	}

	@Test
	void theModelsThatAreNamed() {
		this.runner
			.withPropertyValues("spring.ai.harborai.chat.model=deepseek/deepseek-v4-pro",
					"spring.ai.harborai.embedding.model=doubao/ep-1", "spring.ai.harborai.embedding.dimensions=512")
			.run((context) -> {
				assertThat(context.getBean(ChatModel.class).getOptions().getModel())
					.isEqualTo("deepseek/deepseek-v4-pro");
				assertThat(context.getBean(EmbeddingModel.class)).hasToString("HarborAiEmbeddingModel[doubao/ep-1]");
				assertThat(context.getBean(EmbeddingModel.class).dimensions()).isEqualTo(512);
			});
	}

	@Test
	void anotherChatModelWins() {
		this.runner.withBean("other", ChatModel.class, Other::new).run((context) -> {
			assertThat(context).hasSingleBean(ChatModel.class).doesNotHaveBean(HarborAiChatModel.class);
			assertThat(context).getBean(HarborAiClient.class).isNotNull();
		});
	}

	@Test
	void springAisOwnSwitches() {
		this.runner
			.withPropertyValues("spring.ai.model.chat=openai", "spring.ai.model.embedding=none",
					"spring.ai.harborai.embedding.model=doubao/ep-1")
			.run((context) -> assertThat(context).doesNotHaveBean(ChatModel.class)
				.doesNotHaveBean(EmbeddingModel.class));
		this.runner.withPropertyValues("spring.ai.model.chat=harborai")
			.run((context) -> assertThat(context).hasSingleBean(HarborAiChatModel.class));
	}

	@Test
	void withoutAClientThereIsNothing() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HarborAiModelAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChatModel.class));
	}

	@Test
	void worksWithoutSpringAisChatClient() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(HarborAiAutoConfiguration.class, HarborAiModelAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(ChatClient.class))
			.withPropertyValues("harborai.providers.deepseek.api-key=sk-abcdef")
			.run((context) -> assertThat(context).hasSingleBean(ChatModel.class));
	}

	@Test
	void everyPropertyIsDescribed() throws IOException {
		try (InputStream in = Objects.requireNonNull(
				HarborAiChatModel.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
			assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
				.contains("\"spring.ai.harborai.chat.model\"")
				.contains("\"spring.ai.harborai.embedding.model\"")
				.contains("\"spring.ai.harborai.embedding.dimensions\"")
				.contains("Length of the vectors");
		}
	}

	private static final class Other implements ChatModel {

		@Override
		public ChatResponse call(Prompt prompt) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Flux<ChatResponse> stream(Prompt prompt) {
			return Flux.empty();
		}

	}

}
