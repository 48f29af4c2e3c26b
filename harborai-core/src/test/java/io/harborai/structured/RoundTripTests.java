package io.harborai.structured;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.harborai.HarborAiClient;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.JsonSchema;
import io.harborai.chat.Reasoning;
import io.harborai.chat.StructuredOutputException;
import io.harborai.chat.TypeRef;
import io.harborai.json.AnswerJson;
import io.harborai.json.Json;
import io.harborai.simulator.Chunking;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.simulator.SimulatedVendor;
import io.harborai.structured.Shapes.Bean;
import io.harborai.structured.Shapes.City;
import io.harborai.structured.Shapes.Color;
import io.harborai.structured.Shapes.Drawing;
import io.harborai.structured.Shapes.Figure;
import io.harborai.structured.Shapes.Loose;
import io.harborai.structured.Shapes.Named;
import io.harborai.structured.Shapes.Numbers;
import io.harborai.structured.Shapes.Person;
import io.harborai.structured.Shapes.Picky;
import io.harborai.structured.Shapes.Times;
import io.harborai.structured.Shapes.Tree;
import io.harborai.structured.Shapes.Zoo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random values of many types make the whole way: type, schema, request, simulated answer
 * - clean and dirty - and back. It ends in the same value or a typed error. A schema
 * validator and Jackson, neither of them ours, say which.
 */
class RoundTripTests {

	private static final int VALUES = 8;

	private static final SimulatedVendor VENDOR = SimulatedVendor.start();

	private static final HarborAiClient CLIENT = HarborAiClient.builder()
		.provider("deepseek", (p) -> p.apiKey("sk-test-key-1").baseUrl(VENDOR.baseUrl(Dialect.DEEPSEEK)))
		.defaultModel("deepseek-flash")
		.build();

	private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

	@AfterAll
	static void close() {
		CLIENT.close();
		VENDOR.close();
	}

	static Stream<TypeRef<?>> types() {
		return Stream.of(TypeRef.of(City.class), TypeRef.of(Person.class), TypeRef.of(Times.class),
				TypeRef.of(Numbers.class), TypeRef.of(Drawing.class), TypeRef.of(Figure.class), TypeRef.of(Tree.class),
				TypeRef.of(Zoo.class), TypeRef.of(Named.class), TypeRef.of(Loose.class), TypeRef.of(Bean.class),
				TypeRef.of(Picky.class), TypeRef.of(Color.class), TypeRef.of(String.class), TypeRef.of(Integer.class),
				TypeRef.of(LocalDate.class), new TypeRef<List<City>>() {
				}, new TypeRef<List<Figure>>() {
				}, new TypeRef<Map<String, City>>() {
				}, new TypeRef<List<Integer>>() {
				}, new TypeRef<Map<String, List<Tree>>>() {
				});
	}

	@ParameterizedTest
	@MethodSource("types")
	void valuesFitTheirSchemas(TypeRef<?> type) {
		AnswerType<?> answer = new AnswerType<>(type, null);
		Schema schema = SCHEMAS.getSchema(answer.schema().toJson());
		Map<String, Object> strictly = answer.schema().strict();
		Schema strict = (strictly != null) ? SCHEMAS.getSchema(Json.text(strictly)) : null;
		for (int seed = 0; seed < VALUES * 3; seed++) {
			String json = json(type.type(), seed);
			assertThat(schema.validate(json, InputFormat.JSON)).as(json).isEmpty();
			if (strict != null) {
				assertThat(strict.validate(json, InputFormat.JSON)).as(json).isEmpty();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("types")
	void cleanAnswersAreTheSameValue(TypeRef<?> type) {
		for (int seed = 0; seed < VALUES; seed++) {
			String json = json(type.type(), seed);
			for (String text : List.of(json, "```json\n" + json + "\n```",
					"Here is {what} you [really] asked for:\n\n" + json + "\n\nI hope } it ] helps.")) {
				Object expected = AnswerJson.read(bare(type.type(), seed), type.type());
				assertThat(called(type, text)).as(text).isEqualTo(expected);
				assertThat(streamed(type, text, seed)).as(text).isEqualTo(expected);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("types")
	void dirtyAnswersAreAValueOrATypedError(TypeRef<?> type) {
		JsonSchema asked = new AnswerType<>(type, null).schema();
		Schema schema = SCHEMAS.getSchema(asked.toJson());
		for (int seed = 0; seed < VALUES; seed++) {
			Random random = new Random(seed);
			String json = json(type.type(), seed);
			List<String> texts = new ArrayList<>();
			texts.add(without(json, random));
			texts.add(mistyped(json, random));
			texts.add(json.substring(0, 1 + random.nextInt(json.length() - 1)));
			texts.add(json.substring(0, 1 + random.nextInt(json.length() - 1)) + "\n```");
			for (String text : texts) {
				Object expected = expected(schema, text, type.type(),
						!asked.toMap().equals(JsonSchema.of(type).toMap()));
				assertOutcome(called(type, text), expected, text);
				assertOutcome(streamed(type, text, seed), expected, text);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("types")
	void answersThatAreCutAnywhereAreNoValues(TypeRef<?> type) {
		AnswerType<?> answer = new AnswerType<>(type, null);
		for (int seed = 0; seed < 4; seed++) {
			String json = json(type.type(), seed);
			for (int cut = 0; cut < json.length(); cut++) {
				AnswerFinder finder = new AnswerFinder(answer, false, (root) -> answer.whole(root).failure());
				finder.read(json.substring(0, cut));
				assertThat(finder.end()).as("%s cut at %s", json, cut).isNotNull();
			}
		}
	}

	private static void assertOutcome(Object outcome, @Nullable Object expected, String text) {
		if (expected != null) {
			assertThat(outcome).as(text).isEqualTo(expected);
		}
		else {
			assertThat(outcome).as(text).isInstanceOf(StructuredOutputException.class);
		}
	}

	/**
	 * What a text must become: null for an error.
	 */
	private static @Nullable Object expected(Schema schema, String text, Type type, boolean inside) {
		try {
			if (!schema.validate(text, InputFormat.JSON).isEmpty()) {
				return null;
			}
			Object plain = AnswerJson.plain(text);
			Object part = (inside && plain instanceof Map<?, ?> map) ? map.values().iterator().next() : plain;
			return AnswerJson.read(AnswerJson.plainText(part), type);
		}
		catch (JacksonException | IllegalArgumentException ex) {
			return null;
		}
	}

	private static String bare(Type type, int seed) {
		Object value = new RandomValues(seed).of(type, 4);
		return AnswerJson.write(value, type);
	}

	private static String json(Type type, int seed) {
		String json = bare(type, seed);
		AnswerType<?> answer = new AnswerType<>(TypeRef.of(type), null);
		if (answer.schema().toMap().equals(JsonSchema.of(TypeRef.of(type)).toMap())) {
			return json;
		}
		Map<?, ?> properties = (Map<?, ?>) answer.schema().toMap().get("properties");
		return "{\"" + properties.keySet().iterator().next() + "\":" + json + "}";
	}

	private static Map<String, Object> someObject(Object plain, Random random) {
		List<Map<String, Object>> objects = new ArrayList<>();
		collect(plain, objects);
		return objects.get(random.nextInt(objects.size()));
	}

	@SuppressWarnings("unchecked")
	private static void collect(Object part, List<Map<String, Object>> objects) {
		if (part instanceof Map<?, ?> map) {
			if (!map.isEmpty()) {
				objects.add((Map<String, Object>) map);
			}
			map.values().forEach((value) -> collect(value, objects));
		}
		else if (part instanceof List<?> list) {
			list.forEach((item) -> collect(item, objects));
		}
	}

	private static String without(String json, Random random) {
		Object plain = AnswerJson.plain(json);
		Map<String, Object> object = someObject(plain, random);
		object.remove(new ArrayList<>(object.keySet()).get(random.nextInt(object.size())));
		return AnswerJson.plainText(plain);
	}

	private static String mistyped(String json, Random random) {
		Object plain = AnswerJson.plain(json);
		Map<String, Object> object = someObject(plain, random);
		String name = new ArrayList<>(object.keySet()).get(random.nextInt(object.size()));
		object.put(name, switch (random.nextInt(4)) {
			case 0 -> List.of(1);
			case 1 -> Map.of("no", "such");
			case 2 -> 3.5;
			default -> "text";
		});
		return AnswerJson.plainText(plain);
	}

	private static Object called(TypeRef<?> type, String text) {
		VENDOR.next(Reply.answer().text(text));
		try {
			return CLIENT.chat().completions().create(request(), type).value();
		}
		catch (StructuredOutputException ex) {
			return ex;
		}
	}

	private static Object streamed(TypeRef<?> type, String text, long seed) {
		VENDOR.next(Reply.answer().text(text).chunking(Chunking.random(seed)));
		try {
			List<? extends Partial<?>> partials = CLIENT.chat()
				.completions()
				.stream(request(), type)
				.collectList()
				.block(Duration.ofSeconds(30));
			Partial<?> last = partials.get(partials.size() - 1);
			assertThat(last.complete()).isTrue();
			assertThat(partials.subList(0, partials.size() - 1)).noneMatch(Partial::complete);
			return last.value();
		}
		catch (StructuredOutputException ex) {
			return ex;
		}
	}

	private static ChatCompletionRequest request() {
		return ChatCompletionRequest.of((r) -> r.user("Tell me.")
			.reasoning(Reasoning.off())
			.options((o) -> o.structured((s) -> s.withRepairs(0))));
	}

}
