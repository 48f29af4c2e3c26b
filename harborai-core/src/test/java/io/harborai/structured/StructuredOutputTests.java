package io.harborai.structured;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.JsonSchema;
import io.harborai.chat.Reasoning;
import io.harborai.chat.ResponseFormat;
import io.harborai.chat.StructuredOutputException;
import io.harborai.chat.StructuredOutputException.Reason;
import io.harborai.chat.StructuredStrategy;
import io.harborai.chat.Tool;
import io.harborai.chat.TypeRef;
import io.harborai.error.HarborAiException;
import io.harborai.error.RateLimitedException;
import io.harborai.model.Capability;
import io.harborai.model.ModelInfo;
import io.harborai.resilience.BudgetSettings;
import io.harborai.resilience.ResilienceSettings;
import io.harborai.simulator.Chunking;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.RecordedRequest;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.structured.Shapes.Address;
import io.harborai.structured.Shapes.Booking;
import io.harborai.structured.Shapes.Circle;
import io.harborai.structured.Shapes.City;
import io.harborai.structured.Shapes.Figure;
import io.harborai.structured.Shapes.Person;
import io.harborai.structured.Shapes.Picky;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for answers as Java values over real HTTP.
 */
class StructuredOutputTests {

	private static final String PARIS = "{\"name\":\"Paris\",\"population\":2100000,\"mayor\":null}";

	private final SimulatedVendor vendor = SimulatedVendor.start();

	private final HarborAiClient client = HarborAiClient.builder()
		.provider("deepseek", (p) -> p.apiKey("sk-test-key-1").baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK)))
		.provider("wenxin", (p) -> p.apiKey("bce-v3/test-key-3").baseUrl(this.vendor.baseUrl(Dialect.WENXIN)))
		.provider("openai", (p) -> p.apiKey("sk-test-key-4").baseUrl(this.vendor.baseUrl(Dialect.OPENAI)))
		.provider("own",
				(p) -> p.vendor("openai-compatible")
					.apiKey("sk-test-key-5")
					.baseUrl(this.vendor.baseUrl(Dialect.OPENAI))
					.model(ModelInfo.builder("own", "with-schema").capabilities(Capability.JSON_SCHEMA).build())
					.model(ModelInfo.builder("own", "with-tools")
						.capabilities(Capability.TOOLS, Capability.TOOL_CHOICE_REQUIRED, Capability.JSON_OBJECT)
						.build()))
		.build();

	@AfterEach
	void close() {
		this.client.close();
		this.vendor.close();
	}

	private City city(String model) {
		return this.client.chat().completions().create((r) -> r.model(model).user("Paris?"), City.class).value();
	}

	private Map<String, Object> sent() {
		List<RecordedRequest> requests = this.vendor.requests();
		return requests.get(requests.size() - 1).bodyAsMap();
	}

	@Test
	void vendorHoldsTheModelToTheSchemaWhereItCan() {
		this.vendor.next(Reply.answer().text(PARIS));
		ParsedCompletion<City> city = this.client.chat()
			.completions()
			.create((r) -> r.model("with-schema").user("Paris?"), City.class);
		assertThat(city.value()).isEqualTo(new City("Paris", 2_100_000, null));
		assertThat(city.completion().meta().structured()).isEqualTo(StructuredStrategy.JSON_SCHEMA);
		assertThat(sent().get("response_format")).isEqualTo(Map.of("type", "json_schema", "json_schema",
				Map.of("name", "City", "strict", true, "schema", JsonSchema.of(City.class).strict())));
		assertThat(sent().get("messages")).isEqualTo(List.of(Map.of("role", "user", "content", "Paris?")));
	}

	@Test
	void schemasWithMapsAreNotStrict() {
		this.vendor.next(Reply.answer().text("{\"value\":{\"a\":1}}"));
		assertThat(this.client.chat()
			.completions()
			.create((r) -> r.model("with-schema").user("Count."), new TypeRef<Map<String, Integer>>() {
			})
			.value()).containsExactly(Map.entry("a", 1));
		assertThat(sent().toString()).contains("strict=false");
	}

	@Test
	void modelIsMadeToCallAToolWhereItObeys() {
		this.vendor.next(Reply.answer().toolCall("City", PARIS));
		ParsedCompletion<City> city = this.client.chat()
			.completions()
			.create((r) -> r.model("with-tools").user("Paris?"), City.class);
		assertThat(city.value().name()).isEqualTo("Paris");
		assertThat(city.completion().meta().structured()).isEqualTo(StructuredStrategy.TOOL);
		assertThat(sent().get("tool_choice")).isEqualTo(Map.of("type", "function", "function", Map.of("name", "City")));
		assertThat(sent()).containsKey("tools").doesNotContainKey("response_format");
	}

	@Test
	void callersToolsKeepTheModelFree() {
		this.vendor.next(Reply.answer().text(PARIS));
		Tool tool = Tool.function("lookup", "Looks something up", Map.of("type", "object"));
		ParsedCompletion<City> city = this.client.chat()
			.completions()
			.create((r) -> r.model("with-tools").user("Paris?").tool(tool), City.class);
		assertThat(city.completion().meta().structured()).isEqualTo(StructuredStrategy.JSON_OBJECT);
		this.vendor.next(Reply.answer().toolCall("lookup", "{}"));
		assertThat(failure(() -> this.client.chat()
			.completions()
			.create((r) -> r.model("with-tools").user("Paris?").tool(tool), City.class)).reason())
			.isEqualTo(Reason.TOOL_CALLS);
	}

	@Test
	void promptHasSchemaAndTheWordJsonWhereTheVendorKnowsOnlyObjects() {
		this.vendor.next(Reply.answer().text(PARIS));
		ParsedCompletion<City> city = this.client.chat()
			.completions()
			.create((r) -> r.model("deepseek-flash").system("Be exact.").user("Paris?"), City.class);
		assertThat(city.completion().meta().structured()).isEqualTo(StructuredStrategy.JSON_OBJECT);
		assertThat(sent().get("response_format")).isEqualTo(Map.of("type", "json_object"));
		assertThat(sent().get("messages").toString()).contains("Be exact.\n\nAnswer with one JSON object")
			.contains("Its name in English");
		assertThat((List<?>) sent().get("messages")).hasSize(2);
	}

	@Test
	void promptAloneWorksWithEveryModel() {
		this.vendor.next(Reply.answer().text("Sure:\n```json\n" + PARIS + "\n```"));
		ParsedCompletion<City> city = this.client.chat()
			.completions()
			.create((r) -> r.model("wenxin/ernie-x1-turbo-32k").user("Paris?"), City.class);
		assertThat(city.value().population()).isEqualTo(2_100_000);
		assertThat(city.completion().meta().structured()).isEqualTo(StructuredStrategy.PROMPT);
		assertThat(sent()).doesNotContainKeys("response_format", "tools");
	}

	@ParameterizedTest
	@EnumSource(StructuredStrategy.class)
	void strategyCanBeChosen(StructuredStrategy strategy) {
		this.vendor.next((strategy == StructuredStrategy.TOOL) ? Reply.answer().toolCall("City", PARIS)
				: Reply.answer().text(PARIS));
		ParsedCompletion<City> city = this.client.chat()
			.completions()
			.create((r) -> r.model("own/some-model")
				.user("Paris?")
				.options((o) -> o.structured((s) -> s.withStrategy(strategy))), City.class);
		assertThat(city.completion().meta().structured()).isEqualTo(strategy);
	}

	@Test
	void simulatedModelsFillTheSchemaThemselves() {
		assertThat(city("with-schema")).isNotNull();
		assertThat(this.client.chat()
			.completions()
			.create((r) -> r.model("with-tools").user("Who?"), Address.class)
			.value()).isNotNull();
	}

	@Test
	void badAnswerIsSentBackWithTheReason() {
		this.vendor.next(Reply.answer().text("{\"name\":\"Paris\",\"population\":\"many\",\"mayor\":null}"))
			.next(Reply.answer().text(PARIS));
		ParsedCompletion<City> city = this.client.chat()
			.completions()
			.create((r) -> r.model("deepseek-flash").user("Paris?"), City.class);
		assertThat(city.value().population()).isEqualTo(2_100_000);
		assertThat(city.completion().meta().attempts()).hasSize(2);
		List<?> messages = (List<?>) sent().get("messages");
		assertThat(messages).hasSize(4);
		assertThat(messages.get(2).toString()).contains("assistant", "many");
		assertThat(messages.get(3).toString()).contains("/population is a string, but must be integer");
	}

	@Test
	void repairsAreBounded() {
		this.vendor.always(Reply.answer().text("no JSON"));
		StructuredOutputException wrong = failure(() -> this.client.chat()
			.completions()
			.create((r) -> r.model("deepseek-flash")
				.user("Paris?")
				.options((o) -> o.structured((s) -> s.withRepairs(3))), City.class));
		assertThat(wrong.reason()).isEqualTo(Reason.NO_JSON);
		assertThat(this.vendor.requests()).hasSize(4);
		assertThat(wrong.attempts()).hasSize(4);
	}

	@Test
	void repairsArePaidForByTheBudget() {
		try (HarborAiClient poor = HarborAiClient.builder()
			.provider("deepseek",
					(p) -> p.apiKey("sk-test-key-1")
						.baseUrl(this.vendor.baseUrl(Dialect.DEEPSEEK))
						.resilience(ResilienceSettings.UNSET.withBudget(new BudgetSettings(0d, 0d, 1d, 1d))))
			.build()) {
			this.vendor.always(Reply.answer().text("no JSON"));
			assertThat(failure(() -> poor.chat()
				.completions()
				.create((r) -> r.model("deepseek-flash")
					.user("Paris?")
					.options((o) -> o.structured((s) -> s.withRepairs(5))), City.class))
				.reason()).isEqualTo(Reason.NO_JSON);
			assertThat(this.vendor.requests()).hasSize(2);
		}
	}

	@Test
	void failedRepairStillTellsWhatWasWrong() {
		this.vendor.next(Reply.answer().text("no JSON")).next(Reply.status(400));
		StructuredOutputException wrong = failure(() -> city("deepseek-flash"));
		assertThat(wrong.reason()).isEqualTo(Reason.NO_JSON);
		assertThat(wrong.getSuppressed()).singleElement().isInstanceOf(HarborAiException.class);
	}

	@Test
	void cutAnswerIsSaidToBeCutAndNotRepaired() {
		this.vendor.next(Reply.answer().text(PARIS.substring(0, 20)).finish("length"));
		StructuredOutputException cut = failure(() -> city("deepseek-flash"));
		assertThat(cut.reason()).isEqualTo(Reason.TRUNCATED);
		assertThat(cut).hasMessageContaining("cut at the token limit").hasMessageContaining("maxTokens");
		assertThat(cut.rawText()).isEqualTo(PARIS.substring(0, 20));
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void blankAnswerIsSaidToBeCutWhereTheVendorSaysSo() {
		this.vendor.next(Reply.answer().text(" \n \n ").finish("length"));
		assertThat(failure(() -> city("deepseek-flash")).reason()).isEqualTo(Reason.TRUNCATED);
	}

	@Test
	void refusalIsNotAskedAgain() {
		this.vendor.next(Reply.raw(200, "application/json", """
				{"id":"x","object":"chat.completion","created":1,"model":"gpt-4o","choices":[{"index":0,"message":
				{"role":"assistant","content":null,"refusal":"I won't."},"finish_reason":"stop"}]}"""
			.getBytes(StandardCharsets.UTF_8)));
		StructuredOutputException refused = failure(() -> city("openai/gpt-4o"));
		assertThat(refused.reason()).isEqualTo(Reason.STOPPED);
		assertThat(refused).hasMessageContaining("refused").hasMessageNotContaining("won't");
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void messageTellsWhereButNeverWhat() {
		this.vendor.always(Reply.answer().text("{\"name\":\"Secretville\",\"population\":\"hush\"}"));
		StructuredOutputException wrong = failure(() -> city("deepseek-flash"));
		assertThat(wrong.path()).isEqualTo("/population");
		assertThat(wrong.reason()).isEqualTo(Reason.DOES_NOT_FIT);
		assertThat(wrong.rawText()).contains("Secretville");
		assertThat(wrong.completion().usage().isMissing()).isFalse();
		assertThat(wrong).hasMessageContaining("City").hasMessageContaining("/population");
		assertThat(wrong.toString()).doesNotContain("Secretville", "hush");
		this.vendor.always(Reply.answer().text("{\"value\":{\"Secretville\":\"hush\"}}"));
		assertThat(failure(() -> this.client.chat()
			.completions()
			.create((r) -> r.model("deepseek-flash").user("Count."), new TypeRef<Map<String, Integer>>() {
			})).path()).isEqualTo("/*");
	}

	@Test
	void constraintsAreInTheSchemaAndChecked() {
		assertThat(JsonSchema.of(Booking.class).toJson()).contains("\"maxLength\":20", "\"minimum\":1", "\"maximum\":9",
				"\"format\":\"email\"");
		assertThat(JsonSchema.of(Booking.class).strict().toString()).doesNotContain("maxLength=")
			.contains("maxLength: 20");
		this.vendor.always(Reply.answer().text("{\"guest\":\"Ann\",\"nights\":12,\"mail\":\"a@b.c\"}"));
		assertThat(failure(() -> booking()).path()).isEqualTo("/nights");
		this.vendor.always(Reply.answer().text("{\"guest\":\"Ann\",\"nights\":2,\"mail\":\"not one\"}"));
		StructuredOutputException wrong = failure(() -> booking());
		assertThat(wrong.reason()).isEqualTo(Reason.INVALID_VALUE);
		assertThat(wrong.path()).isEqualTo("/mail");
		assertThat(wrong).hasMessageNotContaining("not one");
	}

	private Booking booking() {
		return this.client.chat()
			.completions()
			.create((r) -> r.model("deepseek-flash").user("Book."), Booking.class)
			.value();
	}

	@Test
	void trailingCommasAreLetThroughOnlyWhenAskedFor() {
		String text = "{\"name\":\"Paris\",\"population\":1,\"mayor\":null,}";
		this.vendor.always(Reply.answer().text(text));
		assertThat(failure(() -> city("deepseek-flash")).reason()).isEqualTo(Reason.INVALID_JSON);
		assertThat(this.client.chat()
			.completions()
			.create((r) -> r.model("deepseek-flash")
				.user("Paris?")
				.options((o) -> o.structured((s) -> s.withTrailingCommas())), City.class)
			.value()
			.population()).isEqualTo(1);
	}

	@Test
	void piecesOfABrokenAnswerAreNotTakenForTheWhole() {
		this.vendor.always(Reply.answer()
			.text("{\"name\":\"top\",\"children\":[{\"name\":\"a\",\"children\":[],}],\"x\":{\"name\":\"b\",\"children\":[]}}"));
		assertThat(failure(() -> this.client.chat()
			.completions()
			.create((r) -> r.model("deepseek-flash").user("Tree?"), Shapes.Tree.class)).reason())
			.isEqualTo(Reason.INVALID_JSON);
	}

	@Test
	void sealedTypesAreToldApart() {
		this.vendor.next(Reply.answer().text("{\"value\":{\"type\":\"Circle\",\"radius\":2.5}}"))
			.next(Reply.answer().text("{\"type\":\"Circle\",\"radius\":2.5}"));
		for (int i = 0; i < 2; i++) {
			assertThat(this.client.chat()
				.completions()
				.create((r) -> r.model("deepseek-flash").user("Draw."), Figure.class)
				.value()).isEqualTo(new Circle(2.5));
		}
	}

	@Test
	void formatAndSchemaExcludeEachOther() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.client.chat()
				.completions()
				.create((r) -> r.model("deepseek-flash").user("json?").responseFormat(ResponseFormat.JSON_OBJECT),
						City.class))
			.withMessageContaining("responseFormat");
		assertThatIllegalArgumentException().isThrownBy(() -> ChatCompletionRequest
			.of((r) -> r.user("x").answerSchema(JsonSchema.of(new TypeRef<List<String>>() {
			})))).withMessageContaining("inside");
	}

	@Test
	void typesWithoutASchemaAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.chat()
			.completions()
			.create((r) -> r.model("deepseek-flash").user("x"), Shapes.Unknown.class));
		assertThat(this.vendor.requests()).isEmpty();
	}

	@Test
	void otherFailuresStayWhatTheyAre() {
		this.vendor.always(Reply.status(429));
		assertThatExceptionOfType(RateLimitedException.class).isThrownBy(() -> this.client.chat()
			.completions()
			.create((r) -> r.model("deepseek-flash").user("x").options((o) -> o.maxAttempts(1)), City.class));
	}

	@Test
	void recordFillsWhileItArrives() {
		String json = "{\"name\":\"Ann\",\"age\":7,\"height\":1.5,\"active\":true,"
				+ "\"address\":{\"street\":\"Long Road\",\"unit\":null,\"number\":4},\"tags\":[\"x\",\"y\"],"
				+ "\"scores\":{\"a\":1},\"nick\":null,\"color\":\"deep-green\","
				+ "\"homes\":[{\"street\":\"A\",\"unit\":null,\"number\":1},{\"street\":\"B\",\"unit\":null,\"number\":2}]}";
		this.vendor.next(Reply.answer().text(json).chunking(Chunking.oneByte()));
		List<Partial<Person>> partials = this.client.chat()
			.completions()
			.stream((r) -> r.model("deepseek-flash").user("Who?"), Person.class)
			.collectList()
			.block(Duration.ofSeconds(30));
		Person first = partials.get(0).value();
		assertThat(first.tags()).isEmpty();
		assertThat(first.scores()).isEmpty();
		assertThat(first.nick()).isEmpty();
		assertThat(partials).extracting((partial) -> partial.value().homes().size()).contains(0, 1, 2).isSorted();
		assertThat(partials.subList(0, partials.size() - 1)).extracting(Partial::value).doesNotHaveDuplicates();
		List<Address> homes = new ArrayList<>();
		partials.stream()
			.filter((partial) -> !partial.complete() && partial.value().homes().size() == 2)
			.forEach((partial) -> homes.add(partial.value().homes().get(0)));
		assertThat(homes).allSatisfy((home) -> assertThat(home).isSameAs(homes.get(0)));
		Partial<Person> last = partials.get(partials.size() - 1);
		assertThat(last.complete()).isTrue();
		assertThat(last.chunk().last()).isTrue();
		assertThat(last.value().color()).isEqualTo(Shapes.Color.GREEN);
		assertThat(last.value().address().street()).isEqualTo("Long Road");
	}

	@Test
	void typesThatRefusePartsShowWhenTheyCanBeMade() {
		this.vendor.next(Reply.answer()
			.text("{\"name\":\"Ann\",\"address\":{\"street\":\"Long Road\",\"unit\":null,\"number\":4}}"));
		List<Partial<Picky>> partials = this.client.chat()
			.completions()
			.stream((r) -> r.model("deepseek-flash").user("Who?"), Picky.class)
			.collectList()
			.block(Duration.ofSeconds(30));
		assertThat(partials).allSatisfy((partial) -> assertThat(partial.value().address()).isNotNull());
		assertThat(partials.get(partials.size() - 1).value().address().number()).isEqualTo(4);
	}

	@Test
	void brokenStreamKeepsTheLastGoodSnapshot() {
		this.vendor.next(Reply.answer().text(PARIS + " and more words after it").truncateAfter(12));
		List<City> seen = new ArrayList<>();
		StructuredOutputException broken = failure(() -> this.client.chat()
			.completions()
			.stream((r) -> r.model("deepseek-flash").user("Paris?").reasoning(Reasoning.off()), City.class)
			.doOnNext((partial) -> seen.add(partial.value()))
			.blockLast(Duration.ofSeconds(30)));
		assertThat(broken.reason()).isEqualTo(Reason.INTERRUPTED);
		assertThat(broken.lastValue(City.class)).isEqualTo(seen.get(seen.size() - 1));
		assertThat(broken.getCause()).isInstanceOf(HarborAiException.class);
	}

	@Test
	void streamOfSomethingElseEndsInATypedErrorWithTheSnapshot() {
		this.vendor.next(Reply.answer().text("{\"name\":\"Paris\",\"population\":true,\"mayor\":null}"));
		StepVerifier.create(
				this.client.chat().completions().stream((r) -> r.model("deepseek-flash").user("Paris?"), City.class))
			.thenConsumeWhile((partial) -> !partial.complete())
			.expectErrorSatisfies((ex) -> {
				StructuredOutputException wrong = (StructuredOutputException) ex;
				assertThat(wrong.path()).isEqualTo("/population");
				assertThat(wrong.lastValue(City.class).name()).isEqualTo("Paris");
			})
			.verify(Duration.ofSeconds(30));
		assertThat(this.vendor.requests()).hasSize(1);
	}

	@Test
	void toolArgumentsFillTheRecordToo() {
		this.vendor.next(Reply.answer().toolCall("City", PARIS));
		List<Partial<City>> partials = this.client.chat()
			.completions()
			.stream((r) -> r.model("with-tools").user("Paris?"), City.class)
			.collectList()
			.block(Duration.ofSeconds(30));
		assertThat(partials.get(partials.size() - 1).value().name()).isEqualTo("Paris");
		assertThat(partials.get(partials.size() - 1).chunk().meta().structured()).isEqualTo(StructuredStrategy.TOOL);
	}

	@ParameterizedTest
	@EnumSource
	void itemsComeAsTheyAreFinished(Around around) {
		this.vendor.next(Reply.answer()
			.text(around.before
					+ "[{\"street\":\"A\",\"unit\":null,\"number\":1},{\"street\":\"B\",\"unit\":\"2\",\"number\":2}]"
					+ around.after)
			.chunking(Chunking.oneByte()));
		StepVerifier
			.create(this.client.chat()
				.completions()
				.streamItems((r) -> r.model("deepseek-flash").user("Where?"), Address.class))
			.expectNext(new Address("A", null, 1), new Address("B", "2", 2))
			.expectComplete()
			.verify(Duration.ofSeconds(30));
	}

	/**
	 * What stands around a list.
	 */
	enum Around {

		OBJECT("{\"items\":", "}"), NOTHING("", ""), FENCE("Here you are:\n```json\n{\"items\":", "}\n```\nBye.");

		private final String before;

		private final String after;

		Around(String before, String after) {
			this.before = before;
			this.after = after;
		}

	}

	@Test
	void wrongItemEndsTheListWithATypedError() {
		this.vendor.next(Reply.answer()
			.text("{\"items\":[{\"street\":\"A\",\"unit\":null,\"number\":1},{\"street\":\"B\",\"number\":\"x\"},{}]}"));
		StepVerifier
			.create(this.client.chat()
				.completions()
				.streamItems((r) -> r.model("deepseek-flash").user("Where?"), Address.class))
			.expectNext(new Address("A", null, 1))
			.expectErrorSatisfies((ex) -> {
				assertThat(((StructuredOutputException) ex).path()).isEqualTo("/1/number");
				assertThat(((StructuredOutputException) ex).lastValue(Address.class).street()).isEqualTo("A");
			})
			.verify(Duration.ofSeconds(30));
	}

	@Test
	void cutListGivesItsFinishedItemsAndAnError() {
		this.vendor.next(Reply.answer()
			.text("{\"items\":[{\"street\":\"A\",\"unit\":null,\"number\":1},{\"str")
			.finish("length"));
		StepVerifier
			.create(this.client.chat()
				.completions()
				.streamItems((r) -> r.model("deepseek-flash").user("Where?"), Address.class))
			.expectNext(new Address("A", null, 1))
			.expectErrorSatisfies(
					(ex) -> assertThat(((StructuredOutputException) ex).reason()).isEqualTo(Reason.TRUNCATED))
			.verify(Duration.ofSeconds(30));
	}

	@Test
	void itemsRespectDemandAndCancel() {
		this.vendor.next(Reply.answer()
			.text("{\"items\":[{\"street\":\"A\",\"unit\":null,\"number\":1},{\"street\":\"B\",\"unit\":null,\"number\":2},"
					+ "{\"street\":\"C\",\"unit\":null,\"number\":3}]}"));
		StepVerifier
			.create(this.client.chat()
				.completions()
				.streamItems((r) -> r.model("deepseek-flash").user("Where?"), Address.class), 0)
			.thenRequest(1)
			.expectNext(new Address("A", null, 1))
			.thenRequest(1)
			.expectNext(new Address("B", null, 2))
			.thenCancel()
			.verify(Duration.ofSeconds(30));
	}

	private static StructuredOutputException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
		StructuredOutputException failure = catchThrowableOfType(StructuredOutputException.class, call);
		assertThat(failure).isNotNull();
		return failure;
	}

}
