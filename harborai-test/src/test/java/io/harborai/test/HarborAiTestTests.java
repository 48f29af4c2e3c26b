package io.harborai.test;

import java.util.HashSet;
import java.util.Set;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletion;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.harborai.test.HarborAiAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HarborAiTest} without Spring, by using it.
 */
@HarborAiTest(defaultModel = "deepseek-flash")
class HarborAiTestTests {

	private static final Set<HarborAiClient> clients = new HashSet<>();

	private static SimulatedVendor sharedVendor;

	private static SimulatedVendor vendorBeforeAll;

	private SimulatedVendor vendor;

	private HarborAiClient client;

	private final SimulatedVendor untouched = null;

	@BeforeAll
	static void keep(SimulatedVendor vendor) {
		vendorBeforeAll = vendor;
	}

	@BeforeEach
	void script() {
		this.vendor.next(Reply.answer().text("Scripted before."));
	}

	@Test
	void fillsFieldsAndParameters(SimulatedVendor vendor, HarborAiClient client) {
		assertThat(vendor == this.vendor && vendor == sharedVendor && vendor == vendorBeforeAll).isTrue();
		assertThat(client == this.client).isTrue();
		assertThat(this.untouched == null).isTrue();
	}

	@Test
	void answersFromTheSimulatorAndUsesTheDefaultModel() {
		ChatCompletion completion = this.client.chat().completions().create((r) -> r.user("Hi"));
		assertThat(completion).hasContent("Scripted before.").cameFrom("deepseek");
		assertThat(this.vendor).receivedRequests(1).lastRequest().hasModel("deepseek-flash").hasUserMessage("Hi");
	}

	@ParameterizedTest
	@CsvSource({ "deepseek/m, DEEPSEEK", "doubao/m, DOUBAO", "wenxin/m, WENXIN", "openai/m, OPENAI" })
	void knowsFourProviders(String model, Dialect dialect) {
		this.client.chat().completions().create((r) -> r.model(model).user("Hi"));
		assertThat(this.vendor).receivedRequests(dialect, 1).lastRequest().hasModel("m");
	}

	@RepeatedTest(3)
	void forgetsScriptsAndRequestsBetweenTests() {
		assertThat(this.vendor).receivedRequests(0);
		this.vendor.next(Reply.status(503)).always(Reply.status(503));
		this.client.chat().completions().create((r) -> r.user("Hi"));
		assertThat(this.vendor).receivedRequests(1);
	}

	@RepeatedTest(2)
	void givesEachTestAClientOfItsOwn() {
		assertThat(clients.add(this.client)).isTrue();
	}

	@Nested
	class InNestedClasses {

		private HarborAiClient nestedClient;

		@Test
		void sharesTheVendor(SimulatedVendor vendor) {
			assertThat(vendor == HarborAiTestTests.this.vendor).isTrue();
			assertThat(this.nestedClient == HarborAiTestTests.this.client).isTrue();
			ChatCompletion completion = this.nestedClient.chat().completions().create((r) -> r.user("Hi"));
			assertThat(completion).hasContent("Scripted before.");
		}

	}

	@Nested
	@HarborAiTest(providers = "openai")
	class WithItsOwnAnnotation {

		@Test
		void hasItsOwnProviders(HarborAiClient client, SimulatedVendor vendor) {
			assertThat(client.providers().snapshot().entries()).containsOnlyKeys("openai");
			assertThat(vendor != vendorBeforeAll).isTrue();
		}

	}

}
