package io.harborai.test;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletion;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.test.cassette.CassetteMode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.harborai.test.HarborAiAssertions.assertThat;

/**
 * Tests for {@link Cassette}, by replaying one.
 */
@HarborAiTest(defaultModel = "deepseek-flash")
class CassetteTests {

	@Test
	@Cassette(value = "capital-of-italy", mode = CassetteMode.REPLAY)
	void answersFromTheCassette(HarborAiClient client, SimulatedVendor vendor) {
		ChatCompletion completion = client.chat().completions().create((r) -> r.user("The capital of Italy?"));
		assertThat(completion).hasContent("Rome.").usedTokens(9, 3);
		assertThat(vendor).receivedRequests(0);
	}

	@Test
	void answersFromTheSimulatorElsewhere(HarborAiClient client, SimulatedVendor vendor) {
		vendor.next(Reply.answer().text("Simulated."));
		ChatCompletion completion = client.chat().completions().create((r) -> r.user("The capital of Italy?"));
		assertThat(completion).hasContent("Simulated.");
		assertThat(vendor).receivedRequests(1);
	}

	@Nested
	class InNestedClasses {

		@Test
		@Cassette(value = "capital-of-italy", mode = CassetteMode.REPLAY, replaySpeed = 0)
		void answersFromTheCassette(HarborAiClient client) {
			ChatCompletion completion = client.chat().completions().create((r) -> r.user("The capital of Italy?"));
			assertThat(completion).hasContent("Rome.");
		}

	}

}
