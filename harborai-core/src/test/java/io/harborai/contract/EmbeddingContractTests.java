package io.harborai.contract;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.harborai.HarborAiClient;
import io.harborai.chat.ContentPart;
import io.harborai.embedding.Embedding;
import io.harborai.embedding.EmbeddingEncoding;
import io.harborai.embedding.EmbeddingInput;
import io.harborai.embedding.EmbeddingRequest;
import io.harborai.embedding.EmbeddingResponse;
import io.harborai.error.InvalidRequestException;
import io.harborai.error.ModelNotFoundException;
import io.harborai.fault.Wired;
import io.harborai.fixture.Fixtures;
import io.harborai.model.ModelInfo;
import io.harborai.model.PriceRow;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Embeddings as each vendor has them.
 */
class EmbeddingContractTests {

	private static final String VISION = "doubao/doubao-embedding-vision-250615";

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private HarborAiClient client;

	@BeforeEach
	void makeClient() {
		HarborAiClient.Builder builder = SwitchedOff.client().defaults((p) -> p.resilience(Wired.ONCE));
		add(builder, "doubao", Dialect.DOUBAO);
		add(builder, "wenxin", Dialect.WENXIN);
		add(builder, "openai", Dialect.OPENAI);
		add(builder, "deepseek", Dialect.DEEPSEEK);
		for (String preset : List.of("qwen", "zhipu", "siliconflow", "hunyuan", "openrouter", "vllm", "azure-openai",
				"openai-compatible", "minimax")) {
			add(builder, preset, Dialect.OPENAI);
		}
		builder.provider("priced", (p) -> p.vendor("qwen")
			.apiKey("key")
			.baseUrl(this.vendor.baseUrl(Dialect.OPENAI))
			.model(ModelInfo.builder("qwen", "embed-1")
				.alias("priced-embeddings")
				.prices(List
					.of(PriceRow.builder(Currency.getInstance("CNY"), new BigDecimal("0.5"), BigDecimal.ZERO).build()))
				.build()));
		this.client = builder.build();
	}

	private void add(HarborAiClient.Builder builder, String name, Dialect dialect) {
		builder.provider(name, (p) -> p.apiKey("key").baseUrl(this.vendor.baseUrl(dialect)));
	}

	@AfterEach
	void close() {
		this.client.close();
		this.vendor.close();
	}

	private static List<String> texts(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "Text number " + i).toList();
	}

	private List<Integer> sizes() {
		return this.vendor.requests()
			.stream()
			.map((request) -> ((List<?>) request.bodyAsMap().get("input")).size())
			.toList();
	}

	/**
	 * Check that each text has the vector that it has alone.
	 */
	private void inOrder(EmbeddingResponse response, String model, List<String> texts) {
		assertThat(response.embeddings()).extracting(Embedding::index)
			.containsExactlyElementsOf(IntStream.range(0, texts.size()).boxed().toList());
		for (int i = 0; i < texts.size(); i++) {
			assertThat(response.embeddings().get(i).vector()).as(texts.get(i))
				.isEqualTo(this.client.embeddings().create(model, texts.get(i)).vector());
		}
	}

	@ParameterizedTest
	@CsvSource({ "doubao, doubao-embedding-large-text-250515", "wenxin, embedding-v1", "openai, text-embedding-3-small",
			"qwen, text-embedding-v4", "zhipu, embedding-3", "siliconflow, BAAI/bge-m3", "hunyuan, hunyuan-embedding",
			"openrouter, openai/text-embedding-3-small", "vllm, bge", "azure-openai, text-embedding-3-small",
			"openai-compatible, e5" })
	void everyVendorThatEmbeds(String provider, String model) {
		EmbeddingResponse response = this.client.embeddings()
			.create(provider + "/" + model, List.of("The sky is blue", "天很蓝"));
		assertThat(response.embeddings()).hasSize(2);
		assertThat(response.embeddings()).allMatch((embedding) -> embedding.dimensions() == 8);
		assertThat(response.embeddings().get(0).vector()).isNotEqualTo(response.embeddings().get(1).vector());
		assertThat(response.usage().promptTokens()).isPositive();
		assertThat(response.meta().provider()).isEqualTo(provider);
		assertThat(response.meta().model()).isEqualTo(model);
		assertThat(response.meta().attempts()).extracting("outcome").containsExactly("ok");
		assertThat(response.meta().attempts()).extracting("keyName").containsExactly("default");
		assertThat(response.meta().requestId()).isNotNull();
		RecordedRequest request = this.vendor.requests().get(0);
		assertThat(request.path()).endsWith("/embeddings");
		assertThat(request.bodyAsMap()).isEqualTo(Map.of("model", model, "input", List.of("The sky is blue", "天很蓝")));
		assertThat(request.header("User-Agent")).isEqualTo("harborai-java");
	}

	@ParameterizedTest
	@ValueSource(strings = { "openai/text-embedding-3-small", VISION })
	void floatAndBase64AreTheSameVectors(String model) {
		float[] floats = this.client.embeddings()
			.create((r) -> r.model(model).input("a").dimensions(64).encoding(EmbeddingEncoding.FLOAT))
			.vector();
		float[] bytes = this.client.embeddings()
			.create((r) -> r.model(model).input("a").dimensions(64).encoding(EmbeddingEncoding.BASE64))
			.vector();
		assertThat(floats).hasSize(64);
		for (int i = 0; i < floats.length; i++) {
			assertThat(bytes[i]).isCloseTo(floats[i], within(1e-5f));
		}
		assertThat(this.vendor.requests()).extracting((request) -> request.bodyAsMap().get("encoding_format"))
			.containsExactly("float", "base64");
	}

	@ParameterizedTest
	@ValueSource(strings = { "wenxin/embedding-v1", "qwen/text-embedding-v4" })
	void base64IsLeftOutWhereTheVendorDoesntKnowIt(String model) {
		EmbeddingResponse response = this.client.embeddings()
			.create((r) -> r.model(model).input("a").encoding(EmbeddingEncoding.BASE64));
		assertThat(response.vector()).hasSize(8);
		assertThat(response.meta().omitted()).containsExactly("encoding_format");
		assertThat(this.vendor.requests().get(0).bodyAsMap()).doesNotContainKey("encoding_format");
	}

	@ParameterizedTest
	@ValueSource(strings = { "deepseek/deepseek-flash", "minimax/embo-01" })
	void aVendorWithoutEmbeddingsSaysSo(String model) {
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.client.embeddings().create(model, "a"))
			.withMessageContaining(model)
			.withMessageContaining("this vendor has no embeddings")
			.withMessageContaining("Ask for an embedding model of another provider");
		assertThat(this.vendor.requests()).isEmpty();
	}

	@Test
	void visionModelsEmbedTextsWhereTheyEmbedParts() {
		List<String> texts = texts(3);
		EmbeddingResponse response = this.client.embeddings()
			.create((r) -> r.model(VISION).inputs(texts).concurrency(1));
		assertThat(this.vendor.requests()).hasSize(3);
		for (int i = 0; i < 3; i++) {
			assertThat(this.vendor.requests().get(i).path()).endsWith("/embeddings/multimodal");
			assertThat(this.vendor.requests().get(i).bodyAsMap()).containsEntry("input",
					List.of(Map.of("type", "text", "text", texts.get(i))));
		}
		inOrder(response, VISION, texts);
	}

	@Test
	void partsBecomeOneVectorEach() {
		URI image = URI.create("https://example.com/1.png");
		EmbeddingResponse response = this.client.embeddings()
			.create((r) -> r.model("doubao/ep-20260101-abcde")
				.input(ContentPart.text("red"), ContentPart.image(image))
				.input("only text")
				.input(ContentPart.image(image)));
		assertThat(response.embeddings()).hasSize(3);
		assertThat(this.vendor.requests()).extracting((request) -> request.path().replaceFirst(".*/embeddings", ""))
			.containsExactlyInAnyOrder("/multimodal", "", "/multimodal");
		assertThat(response.usage().promptTokens()).isGreaterThan(512);
	}

	@ParameterizedTest
	@ValueSource(strings = { "wenxin/embedding-v1", "openai/text-embedding-3-small" })
	void vendorsOfTextsRefuseParts(String model) {
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.client.embeddings()
				.create((r) -> r.model(model).input(ContentPart.image(URI.create("https://example.com/1.png")))))
			.withMessageContaining("embeds texts only");
		assertThat(this.vendor.requests()).isEmpty();
	}

	@Test
	void nobodyEmbedsAudio() {
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.client.embeddings()
				.create((r) -> r.model(VISION).input(ContentPart.audio(new byte[] { 1 }, "wav"))))
			.withMessageContaining("no audio");
	}

	@ParameterizedTest
	@CsvSource({ "qwen/text-embedding-v4, 23, 10 10 3", "qwen/text-embedding-v2, 26, 25 1",
			"wenxin/bge-large-zh, 33, 16 16 1", "wenxin/tao-8k, 2, 1 1", "wenxin/embedding-v1, 16, 16",
			"siliconflow/BAAI/bge-m3, 33, 32 1", "zhipu/embedding-3, 65, 64 1",
			"doubao/doubao-embedding-large-text-250515, 257, 256 1", "openai/text-embedding-3-small, 2049, 2048 1" })
	void moreThanTheVendorTakesIsSentInSeveralRequests(String model, int count, String sizes) {
		List<String> texts = texts(count);
		EmbeddingResponse response = this.client.embeddings()
			.create((r) -> r.model(model).inputs(texts).concurrency(1));
		List<Integer> expected = List.of(sizes.split(" ")).stream().map(Integer::valueOf).toList();
		assertThat(sizes()).isEqualTo(expected);
		assertThat(response.embeddings()).hasSize(count);
		assertThat(response.meta().attempts()).hasSize(expected.size());
		if (count < 30) {
			inOrder(response, model, texts);
		}
	}

	@Test
	void soIsWhatHasMoreTokensThanItTakes() {
		List<String> texts = Collections.nCopies(250, "word ".repeat(800));
		EmbeddingResponse response = this.client.embeddings()
			.create((r) -> r.model("openai/text-embedding-3-small").inputs(texts).concurrency(1));
		assertThat(response.embeddings()).hasSize(250);
		assertThat(sizes()).containsExactly(200, 50);
	}

	@Test
	void orderIsKeptHoweverTheAnswersCome() {
		// The first requests are the slowest.
		this.vendor.always(Reply.script((request) -> Reply.answer()
			.latency(Duration.ofMillis(
					request.body().contains("number 0\"") ? 150 : request.body().contains("number 10\"") ? 50 : 0))));
		List<String> texts = texts(35);
		EmbeddingResponse response = this.client.embeddings().create("qwen/text-embedding-v4", texts);
		this.vendor.always(Reply.answer());
		inOrder(response, "qwen/text-embedding-v4", texts);
	}

	@Test
	void noMoreThanAFewRequestsAtOnce() {
		this.vendor.always(Reply.answer().latency(Duration.ofMillis(20)));
		this.client.embeddings().create((r) -> r.model("qwen/text-embedding-v4").inputs(texts(200)).concurrency(3));
		assertThat(this.vendor.mostInFlight()).isBetween(1, 3);
		assertThat(this.vendor.requests()).hasSize(20);
	}

	@Test
	void usageAndCostAreSums() {
		List<String> texts = texts(23);
		long tokens = 0;
		for (String text : texts) {
			tokens += this.client.embeddings().create("priced-embeddings", text).usage().promptTokens();
		}
		EmbeddingResponse response = this.client.embeddings().create("priced-embeddings", texts);
		assertThat(response.usage().promptTokens()).isEqualTo(tokens);
		assertThat(response.usage().totalTokens()).isEqualTo(tokens);
		assertThat(response.cost()).isNotNull();
		assertThat(response.cost().amount())
			.isEqualByComparingTo(new BigDecimal("0.5").multiply(BigDecimal.valueOf(tokens)).movePointLeft(6));
		assertThat(response.meta().requestedModel()).isEqualTo("priced-embeddings");
		assertThat(response.meta().model()).isEqualTo("embed-1");
		assertThat(response.meta().attempts()).hasSize(3).allMatch((attempt) -> attempt.cost() != null);
		assertThat(response.meta().totalTime()).isPositive();
	}

	@Test
	void anUnknownPriceStaysUnknown() {
		assertThat(this.client.embeddings().create("qwen/text-embedding-v4", texts(23)).cost()).isNull();
		assertThat(this.client.embeddings().create("text-embedding-3-small", "a").cost()).isNotNull();
	}

	@Test
	void usageThatOnePartDoesntTellIsMissing() {
		String answer = "{\"data\":[{\"embedding\":[1,2,3,4,5,6,7,8]}]}";
		this.vendor.always(Reply.script((request) -> request.body().contains("number 1\"") ? Reply.answer()
				: Reply.raw(200, "application/json", answer.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
		EmbeddingResponse response = this.client.embeddings().create("wenxin/tao-8k", texts(2));
		assertThat(response.usage().isMissing()).isTrue();
		assertThat(response.cost()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "doubao/embeddings.json, doubao/ep-1, 5", "doubao/embeddings-multimodal.json, " + VISION + ", 25",
			"qianfan/embeddings.json, wenxin/embedding-v1, 4" })
	void recordedAnswers(String file, String model, int tokens) {
		this.vendor.always(Reply.raw(200, "application/json", Fixtures.get(file).bytes()));
		EmbeddingResponse response = this.client.embeddings().create(model, "a");
		assertThat(response.vector()).hasSize(3);
		assertThat(response.usage().totalTokens()).isEqualTo(tokens);
	}

	@Test
	void everythingThatARequestCanCarry() {
		this.client.embeddings()
			.create((r) -> r.model("doubao/ep-1")
				.input("a")
				.endUser("u-1")
				.extraBody("instructions", "Target: text")
				.options((o) -> o.header("X-Trace", "t-1")));
		RecordedRequest request = this.vendor.requests().get(0);
		assertThat(request.bodyAsMap()).containsEntry("user", "u-1").containsEntry("instructions", "Target: text");
		assertThat(request.header("X-Trace")).isEqualTo("t-1");
		assertThat(request.header("X-Client-Request-Id")).isNotBlank();
	}

	@Test
	void namesAreFoundAsForChat() {
		assertThat(this.client.embeddings().create("text-embedding-3-small", "a").meta().provider())
			.isEqualTo("openai");
		assertThat(this.client.provider("vllm").embeddings().create("text-embedding-3-small", "a").meta().provider())
			.isEqualTo("vllm");
		assertThatExceptionOfType(ModelNotFoundException.class)
			.isThrownBy(() -> this.client.embeddings().create("text-embedding-3-smal", "a"))
			.withMessageContaining("Did you mean text-embedding-3-small");
	}

	@Test
	void aRequestCanBeSentAgain() {
		EmbeddingRequest request = EmbeddingRequest.builder()
			.model("openai/text-embedding-3-small")
			.input(EmbeddingInput.text("a"))
			.build();
		List<EmbeddingResponse> twice = new ArrayList<>();
		twice.add(this.client.embeddings().createAsync(request).block());
		twice.add(this.client.embeddings().createAsync(request).block());
		assertThat(twice.get(0).embeddings()).isEqualTo(twice.get(1).embeddings());
	}

}
