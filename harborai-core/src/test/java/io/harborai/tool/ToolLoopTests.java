package io.harborai.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Message;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolChoice;
import io.harborai.chat.ToolMessage;
import io.harborai.chat.UserMessage;
import io.harborai.error.HarborAiException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.error.ToolCallException;
import io.harborai.error.ToolCallException.Reason;
import io.harborai.json.Json;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Reply;
import io.harborai.tool.ToolLoopEvent.Delta;
import io.harborai.tool.ToolLoopEvent.Finished;
import io.harborai.tool.ToolLoopEvent.RoundStarted;
import io.harborai.tool.ToolLoopEvent.ToolResult;
import io.harborai.tool.ToolSet.OnFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The loop over real HTTP, in each vendor's own dialect, streamed and not.
 */
class ToolLoopTests {

	/** What JSON escapes, what UTF-8 makes long, and what looks like the end. */
	private static final String THOUGHT = "Need both cities: 杭州 and \"成都\".\n\tC:\\temp \u2028 </think> 😀 [DONE]";

	private static final String HANGZHOU = "{\"city\": \"杭州\", \"days\":2}";

	private static final String CHENGDU = "{ \"city\":\"成都\" }";

	private static LoopBench bench;

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private final ToolSet tools = set(OnFailure.TELL_MODEL);

	@BeforeAll
	static void start() {
		bench = new LoopBench();
	}

	@AfterAll
	static void stop() {
		bench.close();
	}

	@AfterEach
	void reset() {
		bench.vendor().reset();
	}

	private ToolSet set(OnFailure onFailure) {
		return ToolSet.builder().tool("forecast", "The weather in a city", Place.class, (place) -> {
			this.asked.add(place.city());
			if (place.city().equals("Atlantis")) {
				throw new IllegalArgumentException("Nobody knows where that is");
			}
			return new Weather(place.city(), 33);
		}).tool(Tool.function("now", "The time", Map.of("type", "object")), (json) -> {
			this.asked.add("now");
			return "12:00";
		}).onFailure(onFailure).build();
	}

	static Stream<Arguments> ways() {
		return Stream.of(Dialect.values())
			.flatMap((dialect) -> Stream.of(arguments(dialect, false), arguments(dialect, true)));
	}

	private static boolean wantsReasoningBack(Dialect dialect) {
		return dialect == Dialect.DEEPSEEK || dialect == Dialect.DOUBAO;
	}

	@ParameterizedTest
	@MethodSource("ways")
	@DisplayName("F65 what is wanted is run, and reasoning goes back as the vendor insists")
	void runsWhatIsWantedAndAsksAgain(Dialect dialect, boolean streamed) {
		bench.vendor()
			.next(Reply.answer()
				.reasoning(THOUGHT)
				.text("Let me look.")
				.toolCall("forecast", HANGZHOU)
				.toolCall("forecast", CHENGDU)
				.usage(100, 20, 10, 5))
			.next(Reply.answer().reasoning("").text("Equally hot.").usage(200, 3, 90, 0));
		ToolRun run = bench.run(LoopBench.ask(dialect), this.tools, streamed);

		assertThat(run.completion().content()).isEqualTo("Equally hot.");
		assertThat(run.rounds()).isEqualTo(2);
		assertThat(this.asked).containsExactlyInAnyOrder("杭州", "成都");
		assertThat(run.completion().usage().promptTokens()).isEqualTo(300);
		assertThat(run.completion().usage().completionTokens()).isEqualTo(23);
		assertThat(run.completion().usage().cachedTokens()).isEqualTo(100);
		assertThat(run.completion().meta().attempts()).hasSize(2);
		assertThat(bench.requests()).hasSize(2);
		assertThat(bench.requests())
			.allSatisfy((sent) -> assertThat((List<?>) sent.bodyAsMap().get("tools")).hasSize(2));

		List<Map<String, Object>> sent = bench.messages(1);
		assertThat(sent).extracting((message) -> message.get("role"))
			.containsExactly("user", "assistant", "tool", "tool");
		Map<String, Object> turn = sent.get(1);
		assertThat(turn.get("content")).isEqualTo("Let me look.");
		if (wantsReasoningBack(dialect)) {
			assertThat(turn.get("reasoning_content")).isEqualTo(THOUGHT);
		}
		else {
			assertThat(turn).doesNotContainKey("reasoning_content");
		}
		AssistantMessage said = (AssistantMessage) run.messages().get(1);
		List<?> calls = (List<?>) turn.get("tool_calls");
		assertThat(calls).hasSize(2);
		assertThat(calls.get(0)).isEqualTo(call(said.toolCalls().get(0).id(), "forecast", HANGZHOU));
		assertThat(calls.get(1)).isEqualTo(call(said.toolCalls().get(1).id(), "forecast", CHENGDU));
		// Results in the order of the calls, whatever ended first.
		assertResult(sent.get(2), said.toolCalls().get(0).id(), "杭州");
		assertResult(sent.get(3), said.toolCalls().get(1).id(), "成都");
	}

	private static Map<String, Object> call(String id, String name, String arguments) {
		return Map.of("id", id, "type", "function", "function", Map.of("name", name, "arguments", arguments));
	}

	private static void assertResult(Map<String, Object> message, String id, String city) {
		assertThat(message).containsOnlyKeys("role", "tool_call_id", "content").containsEntry("tool_call_id", id);
		assertThat(Json.read((String) message.get("content"), Map.class))
			.isEqualTo(Map.of("city", city, "celsius", 33));
	}

	@ParameterizedTest
	@MethodSource("ways")
	void theConversationCanGoOn(Dialect dialect, boolean streamed) {
		bench.vendor()
			.next(Reply.answer().reasoning(THOUGHT).toolCall("now", "{}"))
			.next(Reply.answer().reasoning("Easy.").text("Noon."));
		ToolRun run = bench.run(LoopBench.ask(dialect), this.tools, streamed);
		assertThat(run.messages()).extracting((message) -> (Object) message.getClass())
			.containsExactly(UserMessage.class, AssistantMessage.class, ToolMessage.class, AssistantMessage.class);
		assertThat(run.messages().get(3)).isEqualTo(run.completion().message());

		List<Message> next = new ArrayList<>(run.messages());
		next.add(new UserMessage("And now?"));
		bench.vendor().next(Reply.answer().reasoning("").text("Still noon."));
		assertThat(bench.run(LoopBench.ask(dialect).withMessages(next), this.tools, streamed).completion().content())
			.isEqualTo("Still noon.");
		Map<String, Object> turn = bench.messages(2).get(1);
		assertThat(turn.get("reasoning_content")).isEqualTo(wantsReasoningBack(dialect) ? THOUGHT : null);
		assertThat(bench.messages(2).get(3)).doesNotContainKey("reasoning_content").containsEntry("content", "Noon.");
	}

	@ParameterizedTest
	@MethodSource("ways")
	void aTurnWithoutReasoningHasTheFieldWhereTheVendorInsists(Dialect dialect, boolean streamed) {
		bench.vendor().next(Reply.answer().reasoning("").toolCall("now", "{}")).next(Reply.answer().text("Noon."));
		bench.run(LoopBench.ask(dialect), this.tools, streamed);
		assertThat(bench.messages(1).get(1).get("reasoning_content"))
			.isEqualTo(wantsReasoningBack(dialect) ? "" : null);
	}

	@ParameterizedTest
	@MethodSource("ways")
	@DisplayName("F62, F63 the model is told what is wrong with a call, and nothing is run")
	void theModelIsToldWhatIsWrongWithACall(Dialect dialect, boolean streamed) {
		bench.vendor()
			.next(Reply.answer()
				.toolCall("launch_missiles", "{\"city\":\"Oslo\"}")
				.toolCall("forecast", "{\"city\": \"Osl")
				.toolCall("forecast", "{\"city\": Oslo}")
				.toolCall("forecast", "{\"city\": 5}")
				.toolCall("forecast", "{}")
				.toolCall("forecast", "[\"Oslo\"]")
				.toolCall("forecast", "{\"city\":\"Oslo\"} Done!")
				.toolCall("forecast", "{\"city\":\"Atlantis\"}"))
			.next(Reply.answer().text("Sorry."));
		ToolRun run = bench.run(LoopBench.ask(dialect), this.tools, streamed);
		assertThat(run.completion().content()).isEqualTo("Sorry.");
		assertThat(this.asked).containsExactly("Atlantis");
		assertThat(bench.messages(1).stream().skip(2).map((message) -> message.get("content"))).containsExactly(
				"{\"error\":\"there is no tool 'launch_missiles'. There are: forecast, now\"}",
				cannotBeUsed("they end in the middle of the JSON"),
				cannotBeUsed("they aren't valid JSON from character 9 on"),
				cannotBeUsed("/city is a number, but must be string"), cannotBeUsed("/city is missing"),
				cannotBeUsed("they aren't a JSON object"), cannotBeUsed("something follows the JSON at character 15"),
				"{\"error\":\"Nobody knows where that is\"}");
	}

	private static String cannotBeUsed(String why) {
		return "{\"error\":\"the model's arguments for tool 'forecast' can't be used: " + why + "\"}";
	}

	private ToolCallException raised(Reply reply, boolean streamed) {
		bench.vendor().next(reply);
		ToolCallException raised = catchThrowableOfType(ToolCallException.class,
				() -> bench.run(LoopBench.ask(Dialect.DEEPSEEK), set(OnFailure.RAISE), streamed));
		assertThat(bench.requests()).hasSize(1);
		assertThat(raised.provider()).isEqualTo("deepseek");
		assertThat(raised.attempts()).hasSize(1);
		return raised;
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	@DisplayName("F63 an unknown tool is raised")
	void anUnknownToolIsRaised(boolean streamed) {
		ToolCallException raised = raised(Reply.answer().toolCall("launch_missiles", "{}").toolCall("now", "{}"),
				streamed);
		assertThat(raised.reason()).isEqualTo(Reason.UNKNOWN_TOOL);
		assertThat(raised.tool()).isEqualTo("launch_missiles");
		assertThat(raised.getMessage()).doesNotContain("launch_missiles");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void wrongArgumentsAreRaised(boolean streamed) {
		ToolCallException raised = raised(Reply.answer().toolCall("forecast", "{\"city\":{\"secret\":1}}"), streamed);
		assertThat(raised.reason()).isEqualTo(Reason.INVALID_ARGUMENTS);
		assertThat(raised.tool()).isEqualTo("forecast");
		assertThat(raised.getMessage()).contains("/city is an object, but must be string").doesNotContain("secret");
		assertThat(this.asked).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aToolsFailureIsRaised(boolean streamed) {
		ToolCallException raised = raised(Reply.answer().toolCall("forecast", "{\"city\":\"Atlantis\"}"), streamed);
		assertThat(raised.reason()).isEqualTo(Reason.FAILED);
		assertThat(raised.getMessage()).doesNotContain("Nobody");
		assertThat(raised).hasRootCauseInstanceOf(IllegalArgumentException.class);
	}

	@ParameterizedTest
	@MethodSource("ways")
	void theRoundsAreBounded(Dialect dialect, boolean streamed) {
		bench.vendor().always(Reply.answer().toolCall("now", "{}"));
		ToolSet twice = ToolSet.builder().tool(Tool.function("now", "The time", Map.of("type", "object")), (json) -> {
			this.asked.add(json);
			return "12:00";
		}).maxRounds(2).build();
		assertThatExceptionOfType(ToolCallException.class)
			.isThrownBy(() -> bench.run(LoopBench.ask(dialect), twice, streamed))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.TOO_MANY_ROUNDS))
			.withMessageContaining("2 times");
		assertThat(bench.requests()).hasSize(3);
		assertThat(this.asked).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void manyRoundsAreNoDeeperThanFew(boolean streamed) {
		bench.vendor().always(Reply.answer().toolCall("now", "{}"));
		ToolSet often = ToolSet.builder()
			.asyncTool(Tool.function("now", "The time", Map.of("type", "object")), (json) -> Mono.just(depth()))
			.maxRounds(60)
			.build();
		assertThatExceptionOfType(ToolCallException.class)
			.isThrownBy(() -> bench.run(LoopBench.ask(Dialect.OPENAI), often, streamed));
		List<Integer> depths = this.asked.stream().map(Integer::valueOf).toList();
		assertThat(depths).hasSize(60);
		assertThat(depths.get(59)).isLessThan(depths.get(0) + 40);
	}

	private String depth() {
		String depth = String.valueOf(Thread.currentThread().getStackTrace().length);
		this.asked.add(depth);
		return depth;
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aForcedChoiceHoldsForTheFirstAnswerOnly(boolean streamed) {
		bench.vendor().next(Reply.answer().toolCall("now", "{}")).next(Reply.answer().text("Noon."));
		ChatCompletionRequest request = LoopBench.ask(Dialect.OPENAI)
			.toBuilder()
			.toolChoice(ToolChoice.REQUIRED)
			.build();
		bench.run(request, this.tools, streamed);
		assertThat(bench.requests()).extracting((sent) -> sent.bodyAsMap().get("tool_choice"))
			.containsExactly("required", "auto");
	}

	@ParameterizedTest
	@ValueSource(strings = { "length", "content_filter" })
	void callsOfAnAnswerThatWasCutAreNotRun(String finish) {
		for (boolean streamed : new boolean[] { false, true }) {
			bench.vendor().next(Reply.answer().toolCall("now", "{}").finish(finish));
			assertThatExceptionOfType(ToolCallException.class)
				.isThrownBy(() -> bench.run(LoopBench.ask(Dialect.OPENAI), this.tools, streamed))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.CUT));
		}
		assertThat(this.asked).isEmpty();
		assertThat(bench.requests()).hasSize(2);
	}

	@ParameterizedTest
	@MethodSource("ways")
	void callsOfAStreamThatBreaksAreNotRun(Dialect dialect, boolean streamed) {
		bench.vendor().next(Reply.answer().toolCall("now", "{}").toolCall("forecast", HANGZHOU).truncateAfter(3));
		assertThatExceptionOfType(HarborAiException.class)
			.isThrownBy(() -> bench.run(LoopBench.ask(dialect), this.tools, streamed))
			.satisfies((ex) -> {
				if (streamed) {
					assertThat(ex).isInstanceOf(StreamInterruptedException.class);
				}
			});
		assertThat(this.asked).isEmpty();
		assertThat(bench.requests()).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("ways")
	void aFailureOfALaterAnswerIsItsOwn(Dialect dialect, boolean streamed) {
		bench.vendor().next(Reply.answer().toolCall("now", "{}")).next(Reply.status(503));
		assertThatExceptionOfType(ProviderUnavailableException.class)
			.isThrownBy(() -> bench.run(LoopBench.ask(dialect), this.tools, streamed));
		assertThat(this.asked).containsExactly("now");
	}

	@Test
	void aStreamTellsWhatHappens() {
		bench.vendor()
			.next(Reply.answer().reasoning("Look").text("Let me look.").toolCall("now", "{}"))
			.next(Reply.answer().reasoning("").text("It is noon."));
		List<ToolLoopEvent> events = bench.client()
			.chat()
			.tools()
			.stream(LoopBench.ask(Dialect.DOUBAO), this.tools)
			.collectList()
			.block();
		StringBuilder story = new StringBuilder();
		for (ToolLoopEvent event : events) {
			if (event instanceof Delta delta) {
				story.append(delta.content()).append((delta.reasoning() != null) ? "(" + delta.reasoning() + ")" : "");
			}
			else if (event instanceof RoundStarted round) {
				story.append(" | ").append(round.calls().get(0).name()).append(" of ").append(round.round());
			}
			else if (event instanceof ToolResult result) {
				assertThat(result.failure()).isNull();
				story.append(" | ").append(result.content()).append(" of ").append(result.round()).append(" | ");
			}
			else {
				story.append(" | ").append(event.round()).append(" rounds");
			}
		}
		assertThat(story).hasToString("(Look)Let me look. | now of 1 | 12:00 of 1 | It is noon. | 2 rounds");
		assertThat(((Finished) events.get(events.size() - 1)).completion().content()).isEqualTo("It is noon.");
		assertThat(events.toString()).doesNotContain("Look", "12:00", "noon");
	}

	@Test
	void aViewOfAProviderAsksThatOne() {
		bench.vendor().next(Reply.answer().toolCall("now", "{}")).next(Reply.answer().text("Noon."));
		assertThat(bench.client()
			.provider("openai")
			.chat()
			.tools()
			.run((r) -> r.model("gpt-5-mini").user("When is it?"), this.tools)
			.content()).isEqualTo("Noon.");
		assertThat(bench.requests()).extracting((sent) -> sent.dialect()).containsOnly(Dialect.OPENAI);
	}

	@Test
	void anAnswerWithoutToolsEndsTheLoopAtOnce() {
		bench.vendor().next(Reply.answer().text("Hi."));
		ToolRun run = bench.run(LoopBench.ask(Dialect.WENXIN), this.tools, false);
		assertThat(run.rounds()).isEqualTo(1);
		assertThat(bench.requests()).hasSize(1);
	}

	@Test
	void aRequestThatCannotBeALoopsIsRefused() {
		ChatCompletionRequest plain = LoopBench.ask(Dialect.OPENAI);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> bench.run(plain.toBuilder().tool(Tool.function("mine", "x", Map.of())).build(),
					this.tools, false))
			.withMessageContaining("mine");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> bench.run(plain.toBuilder().n(2).build(), this.tools, true))
			.withMessageContaining("'n'");
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> bench.run(plain.toBuilder().message(AssistantMessage.prefix("He")).build(), this.tools, true))
			.withMessageContaining("prefix");
		assertThat(bench.requests()).isEmpty();
	}

	record Place(String city, @Nullable Integer days) {
	}

	record Weather(String city, int celsius) {
	}

}
