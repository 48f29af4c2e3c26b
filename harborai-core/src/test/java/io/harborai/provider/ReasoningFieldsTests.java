package io.harborai.provider;

import java.util.Map;

import io.harborai.chat.Reasoning;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReasoningFields}.
 */
class ReasoningFieldsTests {

	@Test
	void whatWasSpelledIsNotOmitted() {
		for (Reasoning reasoning : new Reasoning[] { Reasoning.off(), Reasoning.effort(Reasoning.LOW) }) {
			assertThat(ReasoningFields.omitted(reasoning, ReasoningFields.effort(reasoning))).isNull();
		}
		for (Reasoning reasoning : new Reasoning[] { Reasoning.off(), Reasoning.on(), Reasoning.auto(),
				Reasoning.budget(200) }) {
			assertThat(ReasoningFields.omitted(reasoning, ReasoningFields.enableThinking(reasoning))).isNull();
		}
		assertThat(ReasoningFields.omitted(Reasoning.effort("high"), Map.of("reasoning", Map.of("effort", "high"))))
			.isNull();
		assertThat(ReasoningFields.omitted(Reasoning.off(), Map.of("reasoning", Map.of("enabled", false)))).isNull();
		assertThat(ReasoningFields.omitted(null, Map.of())).isNull();
	}

	@Test
	void whatAVendorHasNoWordForIsNamed() {
		assertThat(ReasoningFields.omitted(Reasoning.off(), Map.of("reasoning_split", true))).isEqualTo("reasoning");
		assertThat(ReasoningFields.omitted(Reasoning.effort("high"), Map.of())).isEqualTo("reasoning");
		Reasoning effort = Reasoning.effort("high");
		assertThat(ReasoningFields.omitted(effort, ReasoningFields.thinking(effort))).isEqualTo("reasoning.effort");
		Reasoning budget = Reasoning.budget(200);
		assertThat(ReasoningFields.omitted(budget, ReasoningFields.thinking(budget))).isEqualTo("reasoning.budget");
	}

}
