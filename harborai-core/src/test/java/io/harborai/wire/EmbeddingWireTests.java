package io.harborai.wire;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.harborai.chat.ContentPart;
import io.harborai.chat.ResponseMeta;
import io.harborai.embedding.Embedding;
import io.harborai.embedding.EmbeddingEncoding;
import io.harborai.embedding.EmbeddingRequest;
import io.harborai.embedding.EmbeddingResponse;
import io.harborai.fixture.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for writing requests for embeddings and reading their answers.
 */
class EmbeddingWireTests {

	private static final ResponseMeta META = new ResponseMeta("p", "m", "m", null, null, null, null, List.of(),
			List.of(), false);

	private final EmbeddingResponseReader reader = new EmbeddingResponseReader();

	private static String written(EmbeddingRequest request, boolean multimodal) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new EmbeddingRequestWriter("user").write(request, "m-1", multimodal, out);
		return out.toString(StandardCharsets.UTF_8);
	}

	private EmbeddingResponse read(String json, int inputs) {
		byte[] bytes = ("  " + json).getBytes(StandardCharsets.UTF_8);
		return this.reader.read(bytes, 2, bytes.length - 2, inputs, null, META);
	}

	private EmbeddingResponse fixture(String file) {
		byte[] body = Fixtures.get(file).bytes();
		return this.reader.read(body, 0, body.length, 1, 3, META);
	}

	@Test
	void textsAreAlwaysAList() {
		assertThat(written(EmbeddingRequest.of((r) -> r.model("x").input("\"a\"")), false))
			.isEqualTo("{\"model\":\"m-1\",\"input\":[\"\\\"a\\\"\"]}");
	}

	@Test
	void everyField() {
		EmbeddingRequest request = EmbeddingRequest.of((r) -> r.model("x")
			.inputs(List.of("a", "b"))
			.dimensions(256)
			.encoding(EmbeddingEncoding.BASE64)
			.endUser("u-1")
			.extraBody("text_type", "query"));
		assertThat(written(request, false)).isEqualTo("{\"model\":\"m-1\",\"input\":[\"a\",\"b\"],\"dimensions\":256,"
				+ "\"encoding_format\":\"base64\",\"user\":\"u-1\",\"text_type\":\"query\"}");
	}

	@Test
	void extraBodyWins() {
		EmbeddingRequest request = EmbeddingRequest.of((r) -> r.model("x")
			.input("a")
			.dimensions(256)
			.endUser("u")
			.extraBody("dimensions", "large")
			.extraBody("model", "other")
			.extraBody("user", "v"));
		assertThat(written(request, false))
			.isEqualTo("{\"input\":[\"a\"],\"dimensions\":\"large\",\"model\":\"other\",\"user\":\"v\"}");
	}

	@Test
	void parts() {
		EmbeddingRequest request = EmbeddingRequest.of((r) -> r.model("x")
			.input(ContentPart.text("red"), ContentPart.image(URI.create("https://a.example/1.png")),
					ContentPart.video(URI.create("https://a.example/1.mp4"))));
		assertThat(written(request, true))
			.isEqualTo("{\"model\":\"m-1\",\"input\":[{\"type\":\"text\",\"text\":\"red\"},"
					+ "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a.example/1.png\"}},"
					+ "{\"type\":\"video_url\",\"video_url\":{\"url\":\"https://a.example/1.mp4\"}}]}");
		assertThat(written(EmbeddingRequest.of((r) -> r.model("x").input("a")), true))
			.isEqualTo("{\"model\":\"m-1\",\"input\":[{\"type\":\"text\",\"text\":\"a\"}]}");
	}

	@Test
	void whatIsNoJsonIsRefusedWithoutShowingIt() {
		Map<String, Object> circle = new LinkedHashMap<>();
		circle.put("secret-name", circle);
		EmbeddingRequest request = EmbeddingRequest.of((r) -> r.model("x").input("a").extraBody(circle));
		assertThatIllegalArgumentException().isThrownBy(() -> written(request, false))
			.withMessageContaining("extraBody")
			.withMessageNotContaining("secret-name");
	}

	@Test
	void fixtures() {
		EmbeddingResponse doubao = fixture("doubao/embeddings.json");
		assertThat(doubao.vector()).containsExactly(0.12f, -0.04f, 0.33f);
		assertThat(doubao.model()).isEqualTo("doubao-embedding-large-text-250515");
		assertThat(doubao.usage().promptTokens()).isEqualTo(5);
		EmbeddingResponse multimodal = fixture("doubao/embeddings-multimodal.json");
		assertThat(multimodal.vector()).containsExactly(0.12f, -0.04f, 0.33f);
		assertThat(multimodal.usage().totalTokens()).isEqualTo(25);
		assertThat(multimodal.usage().additional()).containsEntry("prompt_tokens_details",
				Map.of("text_tokens", 5, "image_tokens", 20));
		EmbeddingResponse qianfan = fixture("qianfan/embeddings.json");
		assertThat(qianfan.vector()).containsExactly(0.02f, -0.11f, 0.4f);
		assertThat(qianfan.usage().promptTokens()).isEqualTo(4);
	}

	@Test
	void base64IsLittleEndian() {
		EmbeddingResponse response = read("{\"data\":[{\"embedding\":\"AACAPwAAAMA=\",\"index\":0}]}", 1);
		assertThat(response.vector()).containsExactly(1, -2);
		assertThat(response.usage().isMissing()).isTrue();
	}

	@Test
	void theIndexDecidesWhereAVectorGoes() {
		EmbeddingResponse response = read(
				"{\"data\":[{\"index\":1,\"embedding\":[1]},{\"index\":2,\"embedding\":[2]},{\"index\":0,\"embedding\":[0]}]}",
				3);
		assertThat(response.embeddings()).extracting(Embedding::index).containsExactly(0, 1, 2);
		assertThat(response.embeddings()).extracting((embedding) -> embedding.vector()[0]).containsExactly(0f, 1f, 2f);
	}

	@Test
	void withoutAnyIndexTheOrderStands() {
		EmbeddingResponse response = read("{\"data\":[{\"embedding\":[7]},{\"embedding\":[8]}]}", 2);
		assertThat(response.embeddings()).extracting((embedding) -> embedding.vector()[0]).containsExactly(7f, 8f);
	}

	@Test
	void unknownFieldsAreKept() {
		assertThat(read("{\"id\":\"i\",\"data\":[{\"embedding\":[1],\"x\":[{}]}],\"y\":{\"z\":null},\"w\":null}", 1)
			.additional()).containsOnlyKeys("id", "y");
	}

	@Test
	void aLongVector() {
		StringBuilder numbers = new StringBuilder("0.5");
		for (int i = 1; i < 4096; i++) {
			numbers.append(',').append(i);
		}
		float[] vector = read("{\"data\":[{\"embedding\":[" + numbers + "]}]}", 1).vector();
		assertThat(vector).hasSize(4096);
		assertThat(vector[0]).isEqualTo(0.5f);
		assertThat(vector[4095]).isEqualTo(4095);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "{\"data\":[{\"embedding\":[1]}]}; 1 vectors for 2 inputs",
					"{\"data\":[]}; 0 vectors for 2 inputs", "{\"data\":{\"embedding\":[1]}}; 1 vectors",
					"{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[1]}]}; indices",
					"{\"data\":[{\"index\":1,\"embedding\":[1]},{\"index\":2,\"embedding\":[1]}]}; indices",
					"{\"data\":[{\"index\":0,\"embedding\":[1]},{\"embedding\":[1]}]}; indices",
					"{\"data\":[{\"embedding\":[1]},{\"embedding\":[1,2]}]}; 2 dimensions, the first has 1",
					"{\"data\":[{\"embedding\":[1]},{\"embedding\":[]}]}; vector 1 is empty",
					"{\"data\":[{\"embedding\":[1]},{\"embedding\":[NaN]}]}; finite",
					"{\"data\":[{\"embedding\":[1]},{\"embedding\":[1e39]}]}; finite",
					"{\"data\":[{\"embedding\":[1]},{\"embedding\":[null]}]}; finite",
					"{\"data\":[{\"embedding\":[1]},{\"embedding\":[\"3\"]}]}; finite",
					"{\"data\":[{\"embedding\":[1]},{\"embedding\":[[3]]}]}; finite",
					"{\"data\":[{\"embedding\":[1]},{\"embedding\":{}}]}; no vector",
					"{\"data\":[{\"embedding\":[1]},{\"embedding\":\"%%\"}]}; base64",
					"{\"data\":[{\"embedding\":[1]},{\"embedding\":\"AACA\"}]}; whole number",
					"{\"data\":[{\"embedding\":\"AADAfw==\"},{\"embedding\":[1]}]}; finite",
					"{\"data\":[{\"index\":0},{\"embedding\":[1]}]}; no vector", "{\"data\":[1,2]}; object",
					"{\"data\":\"secret\"}; no data", "{\"secret\":1}; no data", "[]; no data", "\"secret\"; no data" })
	void whatIsNotWhatWasAskedForIsUnreadable(String json, String because) {
		assertThatExceptionOfType(UnreadableAnswerException.class).isThrownBy(() -> read(json, 2))
			.withMessageContaining(because)
			.withMessageNotContaining("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{\"data\":[{\"embedding\":[1,", "{]", "nonsense",
			"{\"data\":[{\"embedding\":[1 2]}]}", "{\"data\":[{\"embedding\":[1]}" })
	void garbageIsUnreadable(String json) {
		assertThatExceptionOfType(UnreadableAnswerException.class).isThrownBy(() -> read(json, 1));
	}

	@Test
	void everyCutIsUnreadable() {
		String whole = new String(Fixtures.get("qianfan/embeddings.json").bytes(), StandardCharsets.UTF_8).strip();
		for (int length = 0; length < whole.length(); length++) {
			String cut = whole.substring(0, length);
			assertThatExceptionOfType(UnreadableAnswerException.class).as(cut).isThrownBy(() -> read(cut, 1));
		}
	}

	@Test
	void vectorsOfAnotherLengthThanAskedForAreRefused() {
		byte[] body = Fixtures.get("qianfan/embeddings.json").bytes();
		assertThatExceptionOfType(UnreadableAnswerException.class)
			.isThrownBy(() -> this.reader.read(body, 0, body.length, 1, 4, META))
			.withMessageContaining("3 dimensions where 4");
	}

	@Test
	void anErrorWhereAnAnswerWasExpected() {
		assertThatExceptionOfType(VendorErrorException.class)
			.isThrownBy(() -> read("{\"error\":{\"message\":\"no\",\"code\":\"x\"}}", 1))
			.satisfies((ex) -> assertThat(ex.body().code()).isEqualTo("x"));
		assertThatExceptionOfType(VendorErrorException.class)
			.isThrownBy(() -> read("{\"error_code\":336003,\"error_msg\":\"no\"}", 1));
	}

}
