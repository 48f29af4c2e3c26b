package io.harborai.contract;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.harborai.ChatCompletions;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.error.HarborAiException;
import io.harborai.fixture.Fixture;
import io.harborai.fixture.Fixtures;
import io.harborai.model.ModelInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Every fixture, served over real HTTP to the client that users use, whole, byte by byte
 * and cut at random: the outcome is what its manifest says.
 */
class FixtureContractTests {

	// Not answers to a chat or to a request for models: embeddings have no API yet, the
	// balance and the older API's token are asked for by nobody, the request is a golden
	// of RequestGoldenTests and the bearer token is served in KeyExchangeTests.
	private static final Set<String> ELSEWHERE = Set.of("doubao/embeddings.json", "doubao/embeddings-multimodal.json",
			"qianfan/embeddings.json", "deepseek/user-balance.json", "qianfan-v1/oauth-token.json",
			"deepseek/request-tool-loop-second-turn.json", "qianfan/bearer-token-201.json");

	private static ContractClient contract;

	@BeforeAll
	static void start() {
		contract = new ContractClient();
	}

	@AfterAll
	static void stop() {
		contract.close();
	}

	@AfterEach
	void reset() {
		contract.vendor().reset();
	}

	static Stream<Fixture> streams() {
		return Fixtures.where(Fixture::isStream);
	}

	static Stream<Fixture> bodies() {
		return Fixtures
			.where((fixture) -> !fixture.isStream() && !isModels(fixture) && !ELSEWHERE.contains(fixture.file()));
	}

	static Stream<Fixture> models() {
		return Fixtures.where(FixtureContractTests::isModels);
	}

	private static boolean isModels(Fixture fixture) {
		return fixture.name().endsWith("models.json");
	}

	@ParameterizedTest
	@MethodSource("streams")
	void streamed(Fixture fixture) {
		for (Cut cut : Cut.ALL) {
			contract.vendor().next(cut.serve(fixture));
			verify(cut, Outcome.ofStream(fixture, completions(fixture).stream(request(fixture))));
		}
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void called(Fixture fixture) {
		for (Cut cut : Cut.ALL) {
			contract.vendor().next(cut.serve(fixture));
			verify(cut, Outcome.ofCall(fixture, completions(fixture).createAsync(request(fixture))));
		}
		contract.vendor().next(Cut.ALL.get(0).serve(fixture));
		Outcome blocking;
		try {
			blocking = new Outcome(fixture, completions(fixture).create(request(fixture)), null, List.of());
		}
		catch (HarborAiException ex) {
			blocking = new Outcome(fixture, null, ex, List.of());
		}
		verify(Cut.ALL.get(0), blocking);
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void answeredWithABodyThoughAStreamWasAsked(Fixture fixture) {
		for (Cut cut : Cut.ALL) {
			contract.vendor().next(cut.serve(fixture));
			Outcome outcome = Outcome.ofStream(fixture, completions(fixture).stream(request(fixture)));
			verify(cut, outcome);
			if (outcome.failure() == null) {
				assertThat(outcome.chunks()).as(cut.name()).hasSize(2);
				assertThat(outcome.chunks().stream().map(ChatCompletionChunk::last)).containsExactly(false, true);
			}
			else {
				assertThat(outcome.chunks()).as(cut.name()).isEmpty();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("models")
	void listed(Fixture fixture) {
		for (Cut cut : Cut.ALL) {
			contract.vendor().next(cut.serve(fixture));
			List<ModelInfo> models = contract.client().providers().refresh(ContractClient.provider(fixture)).block();
			assertThat(models).as(cut.name()).isNotEmpty();
			fixture.expect().forEach((key, value) -> {
				assertThat(key).as("keys that mean something").isEqualTo("usable");
				assertThat(models.stream().map(ModelInfo::id)).isEqualTo(value);
			});
		}
	}

	@Test
	void everyFixtureIsServedSomewhere() {
		List<Fixture> served = Stream.of(streams(), bodies(), models()).flatMap((some) -> some).toList();
		assertThat(Fixtures.all().stream().map(Fixture::file).filter((file) -> !ELSEWHERE.contains(file)))
			.containsExactlyInAnyOrderElementsOf(served.stream().map(Fixture::file).toList());
		assertThat(Fixtures.all().stream().map(Fixture::file)).containsAll(ELSEWHERE).hasSizeGreaterThan(110);
	}

	private static void verify(Cut cut, Outcome outcome) {
		if (outcome.failure() != null) {
			contract.forget(ContractClient.provider(outcome.fixture()));
		}
		try {
			Expectations.verify(outcome);
			if (outcome.failure() == null && !outcome.chunks().isEmpty()) {
				assertThat(outcome.chunks().stream().filter(ChatCompletionChunk::last)).hasSize(1);
				assertThat(outcome.chunks().get(outcome.chunks().size() - 1).last()).isTrue();
			}
		}
		catch (AssertionError ex) {
			fail(outcome.fixture() + ", " + cut + ": " + ex.getMessage(), ex);
		}
	}

	private static ChatCompletions completions(Fixture fixture) {
		return contract.client().provider(ContractClient.provider(fixture)).chat().completions();
	}

	private static ChatCompletionRequest request(Fixture fixture) {
		return ChatCompletionRequest.of((r) -> r.model("contract-model").user("Say what the fixture says."));
	}

}
