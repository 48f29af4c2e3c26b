package io.harborai.autoconfigure.actuate;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiProperties;
import io.harborai.autoconfigure.InvalidPropertyException;
import io.harborai.observation.AttemptObservationConvention;
import io.harborai.observation.ChatObservationConvention;
import io.harborai.observation.ChatObservations;
import io.harborai.observation.ContentCapture;
import io.harborai.observation.ContentRedactor;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of the observations of calls and attempts, where the application has
 * a registry for them.
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass({ HarborAiClient.class, ObservationRegistry.class })
@ConditionalOnBean(ObservationRegistry.class)
@EnableConfigurationProperties(HarborAiProperties.class)
public final class HarborAiObservationAutoConfiguration {

	HarborAiObservationAutoConfiguration() {
	}

	@Bean
	@Order(0)
	@ConditionalOnMissingBean
	ChatObservations harborAiChatObservations(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<ChatObservationConvention> call, ObjectProvider<AttemptObservationConvention> attempt,
			ObjectProvider<ContentRedactor> redactor, HarborAiProperties properties) {
		return new ChatObservations(registry.getIfUnique(() -> ObservationRegistry.NOOP), call.getIfAvailable(),
				attempt.getIfAvailable(), content(properties.getObservations().getContent(),
						redactor.getIfAvailable(ContentCapture.NONE::redactor)));
	}

	private static ContentCapture content(HarborAiProperties.Content content, ContentRedactor redactor) {
		Integer maxLength = content.getMaxLength();
		if (maxLength != null && maxLength < 1) {
			throw new InvalidPropertyException("harborai.observations.content.max-length",
					"must be at least 1, not " + maxLength, "Leave prompts and answers off to record nothing.");
		}
		return new ContentCapture(Boolean.TRUE.equals(content.getPrompts()), Boolean.TRUE.equals(content.getAnswers()),
				(maxLength != null) ? maxLength : ContentCapture.DEFAULT_MAX_LENGTH, redactor);
	}

}
