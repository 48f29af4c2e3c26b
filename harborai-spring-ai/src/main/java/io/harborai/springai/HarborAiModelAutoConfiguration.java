package io.harborai.springai;

import java.util.Objects;

import io.harborai.HarborAiClient;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * Gives Spring AI a chat model, and an embedding model if one is named, where no other is
 * there. Comes after the vendors' own modules of Spring AI, so that theirs win.
 */
@AutoConfiguration(afterName = "io.harborai.autoconfigure.HarborAiAutoConfiguration")
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnBean(HarborAiClient.class)
@EnableConfigurationProperties(HarborAiModelProperties.class)
public final class HarborAiModelAutoConfiguration {

	private static final String NAME = "harborai";

	@Bean
	@ConditionalOnMissingBean(ChatModel.class)
	@ConditionalOnProperty(name = "spring.ai.model.chat", havingValue = NAME, matchIfMissing = true)
	HarborAiChatModel harborAiChatModel(HarborAiClient client, HarborAiModelProperties properties) {
		return new HarborAiChatModel(client,
				HarborAiChatOptions.builder().model(properties.getChat().getModel()).build());
	}

	@Bean
	@ConditionalOnMissingBean(EmbeddingModel.class)
	@ConditionalOnProperty(name = "spring.ai.model.embedding", havingValue = NAME, matchIfMissing = true)
	@ConditionalOnProperty("spring.ai.harborai.embedding.model")
	HarborAiEmbeddingModel harborAiEmbeddingModel(HarborAiClient client, HarborAiModelProperties properties) {
		return new HarborAiEmbeddingModel(client, Objects.requireNonNull(properties.getEmbedding().getModel()),
				properties.getEmbedding().getDimensions());
	}

}
