package io.harborai.routing;

import java.util.List;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletion;
import io.harborai.error.InvalidRequestException;
import io.harborai.error.ModelNotFoundException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.model.ModelInfo;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the way from a model's name to a provider.
 */
class ModelRoutingTests {

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final HarborAiClient client = HarborAiClient.builder()
		.provider("deepseek", (p) -> p.apiKey("sk-one").baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK)))
		.provider("doubao", (p) -> p.apiKey("two")
			.baseUrl(this.vendor.baseUrl(Dialect.DOUBAO))
			.model(ModelInfo.builder("doubao", "ep-20250101-abcde").alias("doubao-pro").contextWindow(32768).build()))
		.provider("second",
				(p) -> p.vendor("deepseek")
					.apiKey("sk-three")
					.legacyAliases(false)
					.baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK)))
		.defaultModel("deepseek-flash")
		.build();

	@AfterEach
	void close() {
		this.client.close();
		this.vendor.close();
	}

	@Test
	void bareNameGoesToTheProviderThatWasConfiguredFirst() {
		assertThat(ask("deepseek-v4-pro").meta().provider()).isEqualTo("deepseek");
		assertThat(this.client.providers().snapshot().entries().get("doubao").handle().builds()).isZero();
		assertThat(this.client.providers().snapshot().entries().get("second").handle().builds()).isZero();
	}

	@Test
	void defaultModelAnswersRequestsThatNameNone() {
		ChatCompletion answer = this.client.chat().completions().create((r) -> r.user("Hello"));
		assertThat(answer.meta().model()).isEqualTo("deepseek-flash");
	}

	@Test
	void pinnedNamePassesThroughUntouched() {
		ask("second/some-new-model");
		assertThat(lastRequest().bodyAsMap()).containsEntry("model", "some-new-model");
	}

	@Test
	void aliasIsSentAsItsId() {
		ChatCompletion answer = ask("doubao-pro");
		assertThat(lastRequest().bodyAsMap()).containsEntry("model", "ep-20250101-abcde");
		assertThat(answer.meta().requestedModel()).isEqualTo("doubao-pro");
		assertThat(answer.meta().model()).isEqualTo("ep-20250101-abcde");
	}

	@Test
	void retiredNamesKeepWorkingAsTheirSuccessor() {
		ChatCompletion answer = ask("deepseek-chat");
		assertThat(answer.meta().requestedModel()).isEqualTo("deepseek-chat");
		assertThat(answer.meta().model()).isEqualTo("deepseek-flash");
		assertThat(lastRequest().body()).contains("\"thinking\":{\"type\":\"disabled\"}");
		ask("deepseek-reasoner");
		assertThat(lastRequest().body()).contains("\"thinking\":{\"type\":\"enabled\"}");
	}

	@Test
	void retiredNamesAreSentAsTheyAreIfSoConfigured() {
		ask("second/deepseek-chat");
		assertThat(lastRequest().bodyAsMap()).containsEntry("model", "deepseek-chat").doesNotContainKey("thinking");
	}

	@Test
	void pinnedViewSendsEverythingToItsProvider() {
		HarborAiClient doubao = this.client.provider("doubao");
		ChatCompletion answer = doubao.chat().completions().create((r) -> r.model("deepseek-flash").user("Hello"));
		assertThat(answer.meta().provider()).isEqualTo("doubao");
		assertThat(doubao.availableModels()).isNotEmpty().allMatch((model) -> model.provider().equals("doubao"));
		doubao.close();
		assertThat(ask("deepseek-flash").content()).isNotBlank();
	}

	@Test
	void unknownNameIsRefusedWithNearMisses() {
		assertThatExceptionOfType(ModelNotFoundException.class).isThrownBy(() -> ask("deepseek-flesh"))
			.withMessageContaining("deepseek-flesh")
			.withMessageContaining("Did you mean deepseek-flash")
			.satisfies((ex) -> assertThat(ex.retryable()).isFalse());
		assertThat(this.vendor.requests()).isEmpty();
	}

	@Test
	void nobodyIsLedToARetiredName() {
		assertThatExceptionOfType(ModelNotFoundException.class).isThrownBy(() -> ask("deepseek-chatt"))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("Did you mean deepseek-chat or")
				.doesNotContain(" or deepseek-chat"));
	}

	@Test
	void modelOfAnUnconfiguredVendorNamesTheVendor() {
		assertThatExceptionOfType(ModelNotFoundException.class).isThrownBy(() -> ask("ernie-4.5-turbo-128k"))
			.withMessageContaining("harborai.providers.wenxin");
	}

	@Test
	void disabledProviderIsNotAsked() {
		this.client.providers().disable("doubao");
		assertThatExceptionOfType(ModelNotFoundException.class).isThrownBy(() -> ask("doubao-pro"));
		assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(() -> ask("doubao/doubao-pro"))
			.withMessageContaining("disabled");
		this.client.providers().enable("doubao");
		assertThat(ask("doubao-pro").content()).isNotBlank();
	}

	@Test
	void availableModelsAreTheSameListUntilSomethingChanges() {
		List<ModelInfo> models = this.client.availableModels();
		assertThat(models).isSameAs(this.client.availableModels())
			.extracting(ModelInfo::id)
			.contains("deepseek-flash", "ep-20250101-abcde")
			.doesNotContain("deepseek-chat");
		this.client.providers().disable("doubao");
		assertThat(this.client.availableModels()).extracting(ModelInfo::provider).doesNotContain("doubao");
	}

	@Test
	void thereMustBeADefaultOrAName() {
		try (HarborAiClient bare = HarborAiClient.builder().build()) {
			assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> bare.chat().completions().create((r) -> r.user("Hello")))
				.withMessageContaining("harborai.default-model");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.provider("nobody"))
			.withMessageContaining("deepseek, doubao, second");
	}

	private ChatCompletion ask(String model) {
		return this.client.chat().completions().create((r) -> r.model(model).user("Hello"));
	}

	private RecordedRequest lastRequest() {
		return this.vendor.requests().get(this.vendor.requests().size() - 1);
	}

}
