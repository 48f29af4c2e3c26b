package io.harborai.structured;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Reasoning;
import io.harborai.chat.StructuredOutputException;
import io.harborai.chat.StructuredStrategy;
import io.harborai.error.InvalidRequestException;
import io.harborai.resilience.BudgetSettings;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.structured.Shapes.City;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How each vendor is asked for an answer of a given shape, in every way it takes, whole
 * and streamed.
 */
class StrategyTests {

	private static final String PARIS = "{\"name\":\"Paris\",\"population\":2100000,\"mayor\":null}";

	private static final City CITY = new City("Paris", 2_100_000, null);

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final HarborAiClient client = HarborAiClient.builder()
		.provider("deepseek", (p) -> p.apiKey("sk-test-key-1").baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK)))
		.provider("doubao", (p) -> p.apiKey("ark-test-key-2").baseUrl(this.vendor.baseUrl(Dialect.DOUBAO)))
		.provider("wenxin", (p) -> p.apiKey("bce-v3/test-key-3").baseUrl(this.vendor.baseUrl(Dialect.WENXIN)))
		.provider("openai", (p) -> p.apiKey("sk-test-key-4").baseUrl(this.vendor.baseUrl(Dialect.OPENAI)))
		.provider("ollama", (p) -> p.baseUrl(this.vendor.baseUrl(Dialect.OPENAI)))
		.provider("vllm", (p) -> p.baseUrl(this.vendor.baseUrl(Dialect.OPENAI)))
		.route("smart", (r) -> r.model("openai/gpt-4o").model("deepseek/deepseek-flash"))
		.route("poor", (r) -> r.model("openai/gpt-4o").budget(new BudgetSettings(0d, 0d, 1d, 0d)))
		.provider("qwen", (p) -> p.apiKey("sk-test-key-5").baseUrl(this.vendor.baseUrl(Dialect.OPENAI)))
		.build();

	@AfterEach
	void close() {
		this.client.close();
		this.vendor.close();
	}

	static Stream<Arguments> everyWayOfEveryVendor() {
		List<Arguments> all = new ArrayList<>();
		for (String model : List.of("deepseek/deepseek-flash", "doubao/doubao-seed-2-1-pro-260628",
				"wenxin/ernie-4.5-turbo-128k", "openai/gpt-4o")) {
			for (StructuredStrategy strategy : StructuredStrategy.values()) {
				if (!(model.startsWith("deepseek") && strategy == StructuredStrategy.JSON_SCHEMA)) {
					all.add(Arguments.of(model, strategy));
				}
			}
		}
		return all.stream();
	}

	@ParameterizedTest
	@MethodSource("everyWayOfEveryVendor")
	void vendorIsAskedThatWay(String model, StructuredStrategy strategy) {
		ChatCompletionRequest request = ChatCompletionRequest.of((r) -> r.model(model)
			.user("Paris?")
			.reasoning(Reasoning.off())
			.options((o) -> o.structured((s) -> s.withStrategy(strategy))));
		this.vendor.next(reply(strategy)).next(reply(strategy));
		ParsedCompletion<City> city = this.client.chat().completions().create(request, City.class);
		assertThat(city.value()).isEqualTo(CITY);
		assertThat(city.completion().meta().structured()).isEqualTo(strategy);
		assertAsked(strategy);
		List<Partial<City>> partials = this.client.chat()
			.completions()
			.stream(request, City.class)
			.collectList()
			.block(Duration.ofSeconds(30));
		Partial<City> last = partials.get(partials.size() - 1);
		assertThat(last.complete()).isTrue();
		assertThat(last.value()).isEqualTo(CITY);
		assertThat(partials)
			.allSatisfy((partial) -> assertThat(partial.chunk().meta().structured()).isEqualTo(strategy));
		assertAsked(strategy);
	}

	private static Reply reply(StructuredStrategy strategy) {
		return (strategy == StructuredStrategy.TOOL) ? Reply.answer().toolCall("City", PARIS)
				: Reply.answer().text(PARIS);
	}

	private void assertAsked(StructuredStrategy strategy) {
		Map<String, Object> sent = sent();
		String messages = String.valueOf(sent.get("messages"));
		switch (strategy) {
			case JSON_SCHEMA -> {
				assertThat(sent.get("response_format").toString()).contains("json_schema", "City", "strict=true");
				assertThat(messages).doesNotContain("JSON");
			}
			case TOOL -> {
				assertThat(sent.get("tool_choice").toString()).contains("City");
				assertThat(sent.get("tools").toString()).contains("population");
				assertThat(messages).doesNotContain("JSON");
			}
			case JSON_OBJECT -> {
				assertThat(sent.get("response_format")).isEqualTo(Map.of("type", "json_object"));
				assertThat(messages).contains("JSON", "population");
			}
			case PROMPT -> {
				assertThat(sent).doesNotContainKeys("response_format", "tools");
				assertThat(messages).contains("JSON", "population");
			}
		}
	}

	private Map<String, Object> sent() {
		List<RecordedRequest> requests = this.vendor.requests();
		return requests.get(requests.size() - 1).bodyAsMap();
	}

	@ParameterizedTest
	@CsvSource({ "deepseek/deepseek-flash,JSON_OBJECT", "deepseek/some-new-model,JSON_OBJECT",
			"doubao/doubao-seed-2-1-pro-260628,JSON_SCHEMA", "doubao/doubao-seed-1-8-251228,JSON_SCHEMA",
			"doubao/ep-20250101-abcde,PROMPT", "wenxin/ernie-4.5-turbo-128k,JSON_OBJECT",
			"wenxin/ernie-x1-turbo-32k,PROMPT", "openai/gpt-4o,JSON_SCHEMA", "openai/some-new-model,JSON_SCHEMA",
			"openai/gpt-3.5-turbo,PROMPT", "ollama/any,JSON_SCHEMA", "vllm/any,JSON_SCHEMA", "qwen/any,PROMPT" })
	void bestWayThatIsKnownIsTaken(String model, StructuredStrategy strategy) {
		this.vendor.next(reply(strategy));
		ParsedCompletion<City> city = this.client.chat()
			.completions()
			.create((r) -> r.model(model).user("Paris?"), City.class);
		assertThat(city.completion().meta().structured()).isEqualTo(strategy);
	}

	@Test
	void wayThatTheVendorRefusesIsSaidToBeSo() {
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.client.chat()
				.completions()
				.create((r) -> r.model("deepseek-flash")
					.user("Paris?")
					.options((o) -> o.structured((s) -> s.withStrategy(StructuredStrategy.JSON_SCHEMA))), City.class))
			.withMessageContaining("JSON_OBJECT");
		assertThat(this.vendor.requests()).isEmpty();
	}

	@Test
	void eachCandidateOfARouteIsAskedInItsOwnWay() {
		this.vendor.next(Reply.status(500)).next(reply(StructuredStrategy.JSON_OBJECT));
		ParsedCompletion<City> city = this.client.chat()
			.completions()
			.create((r) -> r.model("smart").user("Paris?").options((o) -> o.maxAttempts(1)), City.class);
		assertThat(city.value()).isEqualTo(CITY);
		assertThat(city.completion().meta().structured()).isEqualTo(StructuredStrategy.JSON_OBJECT);
		assertThat(this.vendor.requests().get(0).body()).contains("json_schema");
		assertThat(this.vendor.requests().get(1).body()).contains("json_object");
	}

	@Test
	void repairsOfARouteArePaidForByIt() {
		this.vendor.always(Reply.answer().text("no JSON"));
		assertThatExceptionOfType(StructuredOutputException.class).isThrownBy(
				() -> this.client.chat().completions().create((r) -> r.model("poor").user("Paris?"), City.class));
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void plainCallsKnowNothingOfIt() {
		this.vendor.next(Reply.answer().text("Hello"));
		assertThat(
				this.client.chat().completions().create((r) -> r.model("openai/gpt-4o").user("Hi")).meta().structured())
			.isNull();
		assertThat(sent()).doesNotContainKeys("response_format", "tools");
	}

}
