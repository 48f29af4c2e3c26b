package io.harborai.tool;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Description;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolCall;
import io.harborai.json.SchemaCheck;
import jakarta.validation.constraints.Max;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ToolSetTests {

	private static Object call(ToolSet tools, String name, String arguments) throws Exception {
		ChatCompletionRequest request = ChatCompletionRequest
			.of((r) -> r.user("x").options((o) -> o.tag("user", "ann")));
		return tools.find(name).body().call(new ToolInvocation(new ToolCall("1", name, arguments), 1, request));
	}

	private static Tool tool(ToolSet tools, String name) {
		return tools.tools().stream().filter((tool) -> tool.name().equals(name)).findFirst().orElseThrow();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object value) {
		return (Map<String, Object>) value;
	}

	@Test
	void aMethodsParametersAreItsArguments() throws Exception {
		ToolSet tools = ToolSet.of(new Harbor());
		Tool berth = tool(tools, "berth");
		assertThat(berth.description()).isEqualTo("Finds a berth");
		assertThat(berth.parameters()).containsEntry("type", "object")
			.containsEntry("additionalProperties", false)
			.containsEntry("required", List.of("ship", "metres"));
		Map<String, Object> properties = map(berth.parameters().get("properties"));
		assertThat(properties).containsOnlyKeys("ship", "metres", "quay", "nights");
		assertThat(map(properties.get("ship"))).containsEntry("type", "string")
			.containsEntry("description", "The ship's name");
		assertThat(map(properties.get("metres"))).containsEntry("type", "integer");
		assertThat(call(tools, "berth", "{\"ship\":\"Ever Given\",\"metres\":400}"))
			.isEqualTo("Ever Given 400 null Optional.empty");
		assertThat(call(tools, "berth", "{\"ship\":\"A\",\"metres\":1,\"quay\":null,\"nights\":null}"))
			.isEqualTo("A 1 null Optional.empty");
		assertThat(call(tools, "berth", "{\"nights\":2,\"quay\":\"North\",\"metres\":1,\"ship\":\"A\",\"more\":0}"))
			.isEqualTo("A 1 North Optional[2]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{} | /ship is missing", "{\"ship\":\"A\"} | /metres is missing",
					"{\"ship\":null,\"metres\":1} | /ship is null, but must be string",
					"{\"ship\":\"A\",\"metres\":\"long\"} | /metres is a string, but must be integer",
					"{\"ship\":\"A\",\"metres\":1.5} | /metres is a number, but must be integer",
					"{\"ship\":\"A\",\"metres\":1,\"nights\":\"two\"} | /nights is a string, but must be integer" })
	void argumentsThatDoNotFitAreNamed(String arguments, String problem) {
		ToolSet tools = ToolSet.of(new Harbor());
		assertThatExceptionOfType(ArgumentsException.class).isThrownBy(() -> call(tools, "berth", arguments))
			.withMessage(problem);
	}

	@Test
	void oneRecordIsAllTheArguments() throws Exception {
		ToolSet tools = ToolSet.of(new Harbor());
		assertThat(map(tool(tools, "tide").parameters().get("properties"))).containsOnlyKeys("port", "hour");
		assertThat(call(tools, "tide", "{\"port\":\"Ningbo\",\"hour\":3}")).isInstanceOf(Mono.class);
		assertThat(tools.find("tide").blocking()).isFalse();
		assertThat(tools.find("tide").timeout()).isEqualTo(Duration.ofSeconds(5));
		assertThat(tools.find("berth").blocking()).isTrue();
		assertThat(tools.find("berth").timeout()).isNull();
	}

	@Test
	void aMethodLearnsWhoCalls() throws Exception {
		ToolSet tools = ToolSet.of(new Harbor());
		assertThat(map(tool(tools, "whoami").parameters().get("properties"))).isEmpty();
		assertThat(call(tools, "whoami", "null")).isEqualTo("ann");
		assertThat(call(tools, "whoami", "{}")).isEqualTo("ann");
	}

	@Test
	void aMethodThatReturnsNothingIsDone() throws Exception {
		ToolSet tools = ToolSet.of(new Harbor());
		assertThat(call(tools, "ring", "{\"times\":2}")).isEqualTo("done");
		assertThat(call(tools, "ring", "{}")).isEqualTo("done");
	}

	@Test
	void whatAMethodThrowsIsThrown() {
		ToolSet tools = ToolSet.of(new Harbor());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> call(tools, "sink", "{}")).withMessage("glug");
	}

	@Test
	void definitionsOfSeveralParametersStayApart() throws Exception {
		ToolSet tools = ToolSet.of(new Fleet());
		Map<String, Object> schema = tool(tools, "compare").parameters();
		SchemaCheck check = new SchemaCheck(schema);
		String good = "{\"left\":{\"name\":\"a\",\"parts\":[{\"name\":\"b\",\"parts\":[]}]},"
				+ "\"right\":{\"name\":\"c\",\"parts\":[]},\"spare\":[{\"id\":1,\"next\":{\"id\":2,\"next\":null}}]}";
		assertThat(check.check(ToolArgument.parse(good))).isNull();
		assertThat(call(tools, "compare", good)).isEqualTo("a c 2");
		assertThat(check.check(ToolArgument.parse(good.replace("\"name\":\"b\"", "\"name\":5"))).path())
			.isEqualTo("/left/parts/0/name");
		assertThat(check.check(ToolArgument.parse(good.replace("\"id\":2", "\"id\":\"2\""))).path())
			.startsWith("/spare/0/next");
	}

	@Test
	void theOrderIsAlwaysTheSame() {
		assertThat(ToolSet.of(new Harbor()).tools()).extracting(Tool::name)
			.containsExactly("berth", "ring", "sink", "tide", "whoami");
	}

	@Test
	void proxiesAreCalledAsSuch() throws Exception {
		ToolSet classProxy = ToolSet.of(new Harbor() {

			@Override
			String berth(String ship, int metres, @Nullable String quay, OptionalInt nights) {
				return "advised " + super.berth(ship, metres, quay, nights);
			}

		});
		assertThat((String) call(classProxy, "berth", "{\"ship\":\"A\",\"metres\":1}")).startsWith("advised A");

		Pilot pilot = (ship) -> "pilots " + ship;
		Pilot interfaceProxy = (Pilot) Proxy.newProxyInstance(Pilot.class.getClassLoader(),
				new Class<?>[] { Pilot.class }, (proxy, method, arguments) -> {
					try {
						return "advised " + method.invoke(pilot, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
		assertThat(call(ToolSet.of(interfaceProxy), "pilot", "{\"ship\":\"A\"}")).isEqualTo("advised pilots A");
	}

	@Test
	void aLambdaTakesARecord() throws Exception {
		ToolSet tools = ToolSet.builder()
			.tool("tide", "Tells the tide", Tide.class, (tide) -> tide.port() + tide.hour())
			.asyncTool("later", "Tells it later", Tide.class, (tide) -> Mono.just(tide.port()))
			.timeout("tide", Duration.ofSeconds(1))
			.build();
		assertThat(call(tools, "tide", "{\"port\":\"Ningbo\",\"hour\":3}")).isEqualTo("Ningbo3");
		assertThat(tools.find("tide").blocking()).isTrue();
		assertThat(tools.find("tide").timeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(tools.find("later").blocking()).isFalse();
		assertThat(tools.timeout(tools.find("later"))).isEqualTo(ToolSet.DEFAULT_TIMEOUT);
	}

	@Test
	void limitsAreHeld() throws Exception {
		ToolSet tools = ToolSet.builder()
			.tool("moor", "Moors a ship", Mooring.class, (mooring) -> mooring.lines() + " " + mooring.side())
			.build();
		assertThat(
				call(tools, "moor", "{\"lines\":4,\"side\":\"PORT\",\"pilot\":{\"type\":\"Known\",\"name\":\"Ann\"}}"))
			.isEqualTo("4 PORT");
		assertThatExceptionOfType(ArgumentsException.class)
			.isThrownBy(() -> call(tools, "moor", "{\"lines\":9,\"side\":\"PORT\",\"pilot\":{\"type\":\"Any\"}}"))
			.withMessage("/lines must be at most 8");
		assertThatExceptionOfType(ArgumentsException.class)
			.isThrownBy(() -> call(tools, "moor", "{\"lines\":2,\"side\":\"LEFT\",\"pilot\":{\"type\":\"Any\"}}"))
			.withMessage("/side must be one of [PORT, STARBOARD]");
		assertThatExceptionOfType(ArgumentsException.class)
			.isThrownBy(() -> call(tools, "moor", "{\"lines\":2,\"side\":\"PORT\",\"pilot\":{\"type\":\"Known\"}}"))
			.withMessageStartingWith("/pilot");
	}

	@Test
	void aPlainSchemaIsChecked() throws Exception {
		ToolSet tools = ToolSet.builder()
			.tool(Tool.function("echo", "Says it again",
					Map.of("type", "object", "properties",
							Map.of("mood", Map.of("type", "string", "enum", List.of("calm", "rough"))), "required",
							List.of("mood"))),
					(json) -> json)
			.build();
		assertThat(call(tools, "echo", "{ \"mood\": \"calm\" }")).isEqualTo("{ \"mood\": \"calm\" }");
		assertThatExceptionOfType(ArgumentsException.class).isThrownBy(() -> call(tools, "echo", "{\"mood\":\"wild\"}"))
			.withMessage("/mood must be one of [calm, rough]");
		assertThatExceptionOfType(ArgumentsException.class).isThrownBy(() -> call(tools, "echo", "{}"))
			.withMessage("/mood is missing");
	}

	@Test
	void whatCannotWorkIsSaidAtOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> ToolSet.of("a string"))
			.withMessageContaining("java.lang.String has no method with @HarborTool");
		assertThatIllegalArgumentException().isThrownBy(() -> ToolSet.of(new Hidden()))
			.withMessageContaining("Hidden.secret()")
			.withMessageContaining("public");
		assertThatIllegalArgumentException().isThrownBy(() -> ToolSet.of(new Slow()))
			.withMessageContaining("isn't a duration such as PT5S, but '5s'");
		assertThatIllegalArgumentException().isThrownBy(() -> ToolSet.of(new Harbor(), new Harbor()))
			.withMessageContaining("Two tools are named 'berth'");
		ToolSet.Builder builder = ToolSet.builder();
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("at least one tool");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.tool("text", "x", String.class, (text) -> text))
			.withMessageContaining("record or bean");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout("nobody", Duration.ofSeconds(1)))
			.withMessageContaining("nobody");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.maxRounds(0));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.parallelism(0));
	}

	@Test
	void resultsBecomeText() {
		assertThat(ResultText.of("plain").block()).isEqualTo("plain");
		assertThat(ResultText.of(null).block()).isEqualTo("null");
		assertThat(ResultText.of(" ").block()).isEqualTo("\" \"");
		assertThat(ResultText.of(List.of(1, "a")).block()).isEqualTo("[1,\"a\"]");
		assertThat(ResultText.of(Mono.just(5)).block()).isEqualTo("5");
		assertThat(ResultText.of(Mono.empty()).block()).isEqualTo("done");
		assertThat(ResultText.of(Flux.just(1, 2)).block()).isEqualTo("[1,2]");
		assertThat(ResultText.of(CompletableFuture.completedFuture("later")).block()).isEqualTo("later");
		assertThat(ResultText.of(CompletableFuture.completedStage("later")).block()).isEqualTo("later");
	}

	static class Harbor {

		@HarborTool("Finds a berth")
		String berth(@Description("The ship's name") String ship, int metres, @Nullable String quay,
				OptionalInt nights) {
			return ship + " " + metres + " " + quay + " "
					+ (nights.isPresent() ? "Optional[" + nights.getAsInt() + "]" : "Optional.empty");
		}

		@HarborTool(value = "Tells the tide", timeout = "PT5S")
		Mono<String> tide(Tide tide) {
			return Mono.just(tide.port());
		}

		@HarborTool(name = "whoami")
		public String who(ToolInvocation invocation) {
			return invocation.request().options().tags().get("user");
		}

		@HarborTool
		void ring(Optional<Integer> times) {
			times.ifPresent((number) -> assertThat(number).isEqualTo(2));
		}

		@HarborTool
		String sink() throws IOException {
			throw new IOException("glug");
		}

	}

	static class Fleet {

		@HarborTool
		String compare(Ship left, Ship right, List<Link> spare) {
			return left.name() + " " + right.name() + " " + spare.get(0).next().id();
		}

	}

	static class Hidden {

		@HarborTool
		private String secret() {
			return "";
		}

	}

	static class Slow {

		@HarborTool(timeout = "5s")
		String wait(String what) {
			return what;
		}

	}

	interface Pilot {

		@HarborTool
		String pilot(String ship);

	}

	record Tide(String port, int hour) {
	}

	record Mooring(@Max(8) int lines, Side side, Pilots pilot) {
	}

	enum Side {

		PORT, STARBOARD

	}

	sealed interface Pilots {

	}

	record Any() implements Pilots {
	}

	record Known(String name) implements Pilots {
	}

	record Ship(String name, List<Ship> parts) {
	}

	record Link(int id, @Nullable Link next) {
	}

}
