package io.harborai.simulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.harborai.simulator.VendorClient.at;
import static io.harborai.simulator.VendorClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class EmbeddingsTests {

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final VendorClient client = new VendorClient();

	@AfterEach
	void stop() {
		this.vendor.close();
	}

	@ParameterizedTest
	@CsvSource({ "OPENAI, list", "DOUBAO, list", "WENXIN, embedding_list" })
	void embedsEveryInput(Dialect dialect, String object) {
		Object answer = embed(dialect, "{\"model\":\"e\",\"input\":[\"one\",\"two\",\"one\"]}");
		assertThat(at(answer, "object")).isEqualTo(object);
		assertThat((List<?>) at(answer, "data")).hasSize(3);
		assertThat(at(answer, "data.2.index")).isEqualTo(2);
		assertThat(at(answer, "data.0.embedding")).isEqualTo(at(answer, "data.2.embedding"))
			.isNotEqualTo(at(answer, "data.1.embedding"));
		assertThat(vector(at(answer, "data.0.embedding")).stream().mapToDouble((value) -> value * value).sum())
			.isBetween(0.999, 1.001);
		assertThat((int) at(answer, "usage.prompt_tokens")).isPositive();
		assertThat(at(answer, "id") == null).isEqualTo(dialect == Dialect.OPENAI);
	}

	@Test
	void saysTheSameInBase64() {
		Object plain = embed(Dialect.OPENAI, "{\"model\":\"e\",\"input\":\"one\",\"dimensions\":3}");
		Object packed = embed(Dialect.OPENAI,
				"{\"model\":\"e\",\"input\":\"one\",\"dimensions\":3,\"encoding_format\":\"base64\"}");
		ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(at(packed, "data.0.embedding").toString()))
			.order(ByteOrder.LITTLE_ENDIAN);
		assertThat(bytes.remaining()).isEqualTo(12);
		for (double value : vector(at(plain, "data.0.embedding"))) {
			assertThat(bytes.getFloat()).isCloseTo((float) value, within(1e-5f));
		}
	}

	@Test
	void aListOfNumbersIsOneInput() {
		assertThat((List<?>) at(embed(Dialect.OPENAI, "{\"model\":\"e\",\"input\":[1,2,3]}"), "data")).hasSize(1);
		assertThat((List<?>) at(embed(Dialect.OPENAI, "{\"model\":\"e\",\"input\":[[1,2],[3]]}"), "data")).hasSize(2);
	}

	@Test
	void arksVisionModelsAnswerOneObject() {
		Object answer = json(this.client.post(this.vendor.baseUrl(Dialect.DOUBAO) + "/embeddings/multimodal", """
				{"model":"doubao-embedding-vision-250615","input":[{"type":"text","text":"one"},
				{"type":"image_url","image_url":{"url":"https://example.com/x.png"}}]}""").body());
		assertThat(vector(at(answer, "data.embedding"))).hasSize(8);
		assertThat((int) at(answer, "usage.prompt_tokens_details.image_tokens")).isPositive();
	}

	@Test
	void refusesNothing() {
		assertThat(
				this.client.post(this.vendor.baseUrl(Dialect.OPENAI) + "/embeddings", "{\"model\":\"e\"}").statusCode())
			.isEqualTo(400);
	}

	private Object embed(Dialect dialect, String body) {
		return json(this.client.post(this.vendor.baseUrl(dialect) + "/embeddings", body).body());
	}

	private static List<Double> vector(Object embedding) {
		return ((List<?>) embedding).stream().map((value) -> ((Number) value).doubleValue()).toList();
	}

}
