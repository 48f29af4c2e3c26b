package io.harborai.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletion;
import io.harborai.error.ShuttingDownException;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.test.cassette.CassetteDeck;
import io.harborai.test.cassette.CassetteException;
import io.harborai.test.cassette.CassetteMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventConditions;
import org.junit.platform.testkit.engine.TestExecutionResultConditions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Tests for {@link HarborAiExtension} that run test classes and look at what becomes of
 * them.
 */
class HarborAiExtensionTests {

	private static final String KEY = "canary-41d8cd98f00b204e";

	private static final List<HarborAiClient> clients = new CopyOnWriteArrayList<>();

	private static final List<SimulatedVendor> vendors = new CopyOnWriteArrayList<>();

	private static final Map<String, CountDownLatch> bothThere = new ConcurrentHashMap<>();

	private final Path cassette = CassetteDeck.directoryOf(HarborAiExtensionTests.class)
		.resolve("generated/capital.json");

	@AfterEach
	void cleanUp() throws Exception {
		Files.deleteIfExists(this.cassette);
		Files.deleteIfExists(this.cassette.getParent());
		clients.clear();
		vendors.clear();
		bothThere.clear();
	}

	@Test
	void closesClientsAfterTestsAndTheVendorAfterTheClass() {
		run(Map.of(), Closing.class).testEvents().assertStatistics((s) -> s.succeeded(2));
		assertThat(clients).hasSize(2).doesNotHaveDuplicates();
		assertThat(clients).allSatisfy((client) -> assertThatExceptionOfType(ShuttingDownException.class)
			.isThrownBy(() -> client.chat().completions().create((r) -> r.user("Hi"))));
		assertThat(vendors).hasSize(2).allSatisfy((vendor) -> assertThat(vendor == vendors.get(0)).isTrue());
		assertThat(vendors.get(0).connections().opened()).isPositive();
		assertThat(vendors.get(0).connections().open()).isZero();
	}

	@Test
	void runsClassesBesideEachOtherButNotTheirMethods() {
		bothThere.put("classes", new CountDownLatch(2));
		run(Map.of("junit.jupiter.execution.parallel.enabled", "true", "junit.jupiter.execution.parallel.mode.default",
				"concurrent", "junit.jupiter.execution.parallel.config.strategy", "fixed",
				"junit.jupiter.execution.parallel.config.fixed.parallelism", "4"), Left.class, Right.class)
			.testEvents()
			.assertStatistics((s) -> s.succeeded(4));
		assertThat(vendors).hasSize(4);
		assertThat(vendors.stream().distinct()).hasSize(2);
	}

	@Test
	void refusesVendorsThatTheSimulatorDoesNotSpeakFor() {
		failure(run(Map.of(), UnknownProvider.class), IllegalArgumentException.class,
				"@HarborAiTest has no provider 'gemini'. The simulator speaks for deepseek, doubao, wenxin, openai.");
	}

	@Test
	void refusesACassetteWithoutHarborAiTest() {
		failure(run(Map.of(), NoAnnotation.class), ExtensionConfigurationException.class,
				"@Cassette needs @HarborAiTest on the class");
	}

	@Test
	void recordsAndReplaysACassette() throws Exception {
		try (SimulatedVendor real = SimulatedVendor.builder().requireKey(KEY).build()) {
			real.next(Reply.answer().text("Paris, says the real one."));
			Map<String, String> configuration = Map.of("harborai.providers.deepseek.base-url",
					real.baseUrl(Dialect.DEEPSEEK), "harborai.providers.deepseek.api-key", KEY);
			run(configuration, Recorded.class).testEvents().assertStatistics((s) -> s.succeeded(1).failed(1));
			assertThat(real.requests()).hasSize(1);
			assertThat(Files.readString(this.cassette)).contains("Paris, says the real one.").doesNotContain(KEY);
			real.close();
			run(configuration, Recorded.class).testEvents().assertStatistics((s) -> s.succeeded(1).failed(1));
		}
	}

	@Test
	void failsWithTheReasonWhenARequestIsNotOnTheCassette() {
		failure(run(Map.of(), Mismatched.class), CassetteException.class,
				"/messages/0/content: recorded \"The capital of Italy?\", sent \"The capital of Peru?\"");
	}

	private static EngineExecutionResults run(Map<String, String> configuration, Class<?>... classes) {
		EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter")
			.configurationParameter("junit.jupiter.conditions.deactivate", "none");
		configuration.forEach(kit::configurationParameter);
		for (Class<?> type : classes) {
			kit.selectors(selectClass(type));
		}
		return kit.execute();
	}

	private static void failure(EngineExecutionResults results, Class<? extends Throwable> type, String message) {
		results.allEvents()
			.assertThatEvents()
			.haveAtLeastOne(EventConditions.finishedWithFailure(TestExecutionResultConditions.instanceOf(type),
					TestExecutionResultConditions.message((text) -> text.contains(message))));
	}

	private static void meet() throws InterruptedException {
		CountDownLatch latch = bothThere.get("classes");
		latch.countDown();
		assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@HarborAiTest(defaultModel = "deepseek-flash")
	static class Closing {

		@Test
		void one(HarborAiClient client, SimulatedVendor vendor) {
			use(client, vendor);
		}

		@Test
		void two(HarborAiClient client, SimulatedVendor vendor) {
			use(client, vendor);
		}

		private static void use(HarborAiClient client, SimulatedVendor vendor) {
			client.chat().completions().create((r) -> r.user("Hi"));
			clients.add(client);
			vendors.add(vendor);
		}

	}

	@HarborAiTest(defaultModel = "deepseek-flash")
	static class Left {

		private final ManyQuestions questions = new ManyQuestions();

		@Test
		void one(HarborAiClient client, SimulatedVendor vendor) throws Exception {
			this.questions.ask("left", client, vendor);
		}

		@Test
		void two(HarborAiClient client, SimulatedVendor vendor) throws Exception {
			this.questions.ask("left", client, vendor);
		}

	}

	@HarborAiTest(defaultModel = "deepseek-flash")
	static class Right {

		private final ManyQuestions questions = new ManyQuestions();

		@Test
		void one(HarborAiClient client, SimulatedVendor vendor) throws Exception {
			this.questions.ask("right", client, vendor);
		}

		@Test
		void two(HarborAiClient client, SimulatedVendor vendor) throws Exception {
			this.questions.ask("right", client, vendor);
		}

	}

	/**
	 * Asks so often that another test at the same vendor would show.
	 */
	static class ManyQuestions {

		void ask(String side, HarborAiClient client, SimulatedVendor vendor) throws InterruptedException {
			vendors.add(vendor);
			meet();
			vendor.always(Reply.answer().text(side));
			for (int i = 1; i <= 20; i++) {
				ChatCompletion completion = client.chat().completions().create((r) -> r.user("Hi"));
				assertThat(completion.content()).isEqualTo(side);
				assertThat(vendor.requests()).hasSize(i);
			}
		}

	}

	@HarborAiTest(providers = "gemini")
	static class UnknownProvider {

		@Test
		void test(HarborAiClient client) {
			assertThat(client).isNotNull();
		}

	}

	static class NoAnnotation {

		@Test
		@Cassette("none")
		void test() {
			assertThat(1).isOne();
		}

	}

	@HarborAiTest(providers = { "deepseek", "openai" })
	static class Recorded {

		@Test
		@Cassette("generated/capital")
		void capital(HarborAiClient client, SimulatedVendor vendor) {
			ChatCompletion completion = client.chat()
				.completions()
				.create((r) -> r.model("deepseek-flash").user("The capital of France?"));
			assertThat(completion.content()).isEqualTo("Paris, says the real one.");
			assertThat(vendor.requests()).isEmpty();
		}

		@Test
		@Cassette(value = "generated/missing", mode = CassetteMode.REPLAY)
		void missing(HarborAiClient client) {
			assertThat(client).isNotNull();
		}

	}

	@HarborAiTest
	static class Mismatched {

		@Test
		@Cassette(value = "capital-of-italy", mode = CassetteMode.REPLAY)
		void capital(HarborAiClient client) {
			client.chat().completions().create((r) -> r.model("deepseek-flash").user("The capital of Peru?"));
		}

	}

}
