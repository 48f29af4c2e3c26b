package io.harborai.wire;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.List;

import io.harborai.fixture.Fixtures;
import io.harborai.model.ModelInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ModelListReaderTests {

	private static final Currency CNY = Currency.getInstance("CNY");

	private static final Currency USD = Currency.getInstance("USD");

	@Test
	void deepSeekSendsIdsOnly() {
		assertThat(read(new ModelListReader("deepseek"), "deepseek/models.json")).map(ModelInfo::id)
			.containsExactly("deepseek-flash", "deepseek-v4-pro");
	}

	@Test
	void whatArkHasShutDownIsLeftOut() {
		assertThat(read(new ModelListReader("doubao"), "doubao/models.json")).map(ModelInfo::id)
			.isEqualTo(Fixtures.get("doubao/models.json").expect().get("usable"));
	}

	@Test
	void qianfanPricesAThousandTokens() {
		ModelInfo model = read(new ModelListReader("wenxin", CNY, 1_000), "qianfan/models.json").get(0);
		assertThat(model.id()).isEqualTo("ernie-4.5-turbo-128k");
		assertThat(model.vendor()).isEqualTo("wenxin");
		assertThat(model.contextWindow()).isEqualTo(131_072);
		assertThat(model.maxOutput()).isEqualTo(12_288);
		assertThat(model.prices()).singleElement().satisfies((price) -> {
			assertThat(price.currency()).isEqualTo(CNY);
			assertThat(price.input()).isEqualByComparingTo("0.8");
			assertThat(price.output()).isEqualByComparingTo("3.2");
			assertThat(price.cachedInput()).isNull();
		});
		assertThat(read(new ModelListReader("wenxin"), "qianfan/models.json").get(0).prices()).isEmpty();
	}

	@Test
	void openRouterPricesOneToken() {
		List<ModelInfo> models = read(new ModelListReader("openrouter", USD, 1),
				"composed/others/openrouter-models.json");
		assertThat(models.get(0).displayName()).isEqualTo("DeepSeek: Chat");
		assertThat(models.get(0).maxOutput()).isEqualTo(16_384);
		assertThat(models.get(0).prices().get(0).input()).isEqualByComparingTo(new BigDecimal("0.27"));
		assertThat(models.get(0).prices().get(0).cachedInput()).isEqualByComparingTo(new BigDecimal("0.07"));
		assertThat(models.get(1).prices()).isEmpty();
		assertThat(models.get(1).maxOutput()).isNull();
	}

	@Test
	void whateverIsNoModelIsPassedOver() {
		assertThat(read("{\"data\":[null,7,\"a\",\" \",{},{\"id\":null,\"name\":\"b\"},{\"id\":\"a\"},[],"
				+ "{\"id\":\"c\",\"max_model_len\":\"4096\",\"context_length\":-1,\"pricing\":\"free\"},"
				+ "{\"id\":\"d\",\"pricing\":{\"prompt\":\"1e999999999\",\"completion\":\"x\"},\"max_output_tokens\":0}]}"))
			.map((model) -> model.id() + " " + model.contextWindow() + " " + model.maxOutput())
			.containsExactly("a null null", "b null null", "c 4096 null", "d null null");
	}

	@Test
	void otherFrames() {
		assertThat(read("[{\"id\":\"a\"}]")).hasSize(1);
		assertThat(read("{\"models\":[{\"name\":\"qwen3:8b\"}]}")).hasSize(1);
		assertThat(read("{\"data\":[]}")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"data\":null}", "{\"data\":{}}", "<html>", "42", "{\"data\":[" })
	void whatIsNoListIsRefused(String body) {
		assertThatExceptionOfType(UnreadableAnswerException.class).isThrownBy(() -> read(body));
	}

	@Test
	void anErrorIsThrown() {
		assertThatExceptionOfType(VendorErrorException.class)
			.isThrownBy(() -> read("{\"error\":{\"message\":\"m\",\"code\":\"c\"}}"))
			.satisfies((ex) -> assertThat(ex.body().code()).isEqualTo("c"));
	}

	private static List<ModelInfo> read(ModelListReader reader, String file) {
		byte[] bytes = Fixtures.get(file).bytes();
		return reader.read(bytes, 0, bytes.length);
	}

	private static List<ModelInfo> read(String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return new ModelListReader("v", USD, 1).read(bytes, 0, bytes.length);
	}

}
