package io.harborai.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.harborai.usage.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChatCompletionAccumulatorTests {

	private static final ResponseMeta META = new ResponseMeta("p", "m", "m", null, null, null, null, List.of(),
			List.of(), false);

	private final ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator(META);

	@Test
	void nothingIsAnEmptyCompletion() {
		ChatCompletion completion = new ChatCompletionAccumulator().toCompletion();
		assertThat(completion.content()).isEmpty();
		assertThat(completion.choices()).isEmpty();
		assertThat(completion.usage().isMissing()).isTrue();
		assertThat(this.accumulator.toCompletion().meta()).isEqualTo(META);
	}

	@Test
	void textAndReasoningAreAppendedAndTheRestIsKept() {
		add(choice("", "think", null));
		add(choice("Hel", "ing", null));
		assertThat(this.accumulator.toCompletion().content()).isEqualTo("Hel");
		add(choice("lo", null, FinishReason.LENGTH));
		ChatCompletion completion = this.accumulator.toCompletion();
		assertThat(completion.content()).isEqualTo("Hello");
		assertThat(completion.reasoning()).isEqualTo("thinking");
		assertThat(completion.finishReason()).isEqualTo(FinishReason.LENGTH);
		assertThat(completion.id()).isEqualTo("id");
		assertThat(completion.created()).isEqualTo(Instant.ofEpochSecond(1));
	}

	@Test
	void ofTheUsageTheLastWordCounts() {
		add(Usage.of(9, 1));
		add(Usage.of(9, 2));
		add(Usage.MISSING);
		assertThat(this.accumulator.toCompletion().usage()).isEqualTo(Usage.of(9, 2));
	}

	@Test
	void theLastChunksMetaCounts() {
		ResponseMeta last = new ResponseMeta("p", "m", "m", "r-1", null, null, null, List.of(), List.of(), false);
		this.accumulator.add(new ChatCompletionChunk("", "", null, List.of(), Usage.MISSING, last, true, Map.of()));
		assertThat(this.accumulator.toCompletion().meta().requestId()).isEqualTo("r-1");
	}

	@Test
	void argumentsAreAppendedByIndex() {
		calls(call(0, "a", "one", ""));
		calls(call(1, "b", "two", "{"));
		calls(call(0, null, null, "{}"));
		calls(call(1, "", "", "}"));
		expect("a one {}", "b two {}");
	}

	@Test
	void anIdThatRepeatsIsTheSameCall() {
		calls(call(0, "a", "one", "{"));
		calls(call(0, "a", "", "}"));
		calls(call(null, "a", "one", ""));
		expect("a one {}");
	}

	@Test
	void anIdThatIsNewIsANewCallEvenWithTheSameIndex() {
		calls(call(0, "a", "one", "{}"));
		calls(call(0, "b", "one", "{"));
		calls(call(0, null, null, "}"));
		expect("a one {}", "b one {}");
	}

	@Test
	void withoutIndexAFragmentContinuesTheLastCall() {
		calls(call(null, "a", "one", "{"));
		calls(call(null, null, null, "}"));
		calls(call(null, "b", "two", ""));
		calls(call(null, null, null, "{}"));
		expect("a one {}", "b two {}");
	}

	@Test
	void anotherNameAfterCompleteArgumentsIsANewCall() {
		calls(call(0, null, "one", "{\"a\":"));
		calls(call(0, null, "other", "1}"));
		calls(call(0, null, "two", "{}"));
		expect("call_1 other {\"a\":1}", "call_2 two {}");
	}

	@Test
	void aBraceThatIsNotTheEndIsNoEnd() {
		calls(call(0, null, "one", "{\"a\":{}"));
		calls(call(0, null, "two", "}"));
		expect("call_1 two {\"a\":{}}");
	}

	@Test
	void anIdThatComesLateBelongsToTheCallThatHasNone() {
		calls(call(0, null, "one", "{"));
		calls(call(0, "late", null, "}"));
		expect("late one {}");
	}

	@Test
	void anIdThatComesWithTheNameAgainIsANewCall() {
		calls(call(0, null, "one", "{}"));
		calls(call(0, "b", "one", "{\"x\":1}"));
		expect("call_1 one {}", "b one {\"x\":1}");
	}

	@Test
	void callsThatAllHaveTheSameIdAreToldApartByIndex() {
		calls(call(0, "0", "one", "{\"x\":"));
		calls(call(0, "0", null, "1}"));
		calls(call(1, "0", "one", "{\"x\":"));
		calls(call(1, "0", null, "2}"));
		expect("0 one {\"x\":1}", "call_1 one {\"x\":2}");
	}

	@Test
	void severalCallsInOneDeltaAreSeveralCalls() {
		calls(call(null, null, "one", "{\"x\":1}"), call(null, null, "one", "{\"x\":2}"));
		expect("call_1 one {\"x\":1}", "call_2 one {\"x\":2}");
	}

	@Test
	void fragmentsWithNothingInThemAreSkipped() {
		calls(call(0, "a", "one", "{}"));
		calls(call(1, null, null, ""), call(2, " ", "", ""));
		expect("a one {}");
	}

	@Test
	void noArgumentsAreAnEmptyObject() {
		calls(call(0, "a", "one", ""), call(1, "b", "two", " "));
		expect("a one {}", "b two {}");
	}

	@Test
	void generatedIdsAvoidThoseThatAreThere() {
		calls(call(0, null, "one", "{}"), call(1, "call_1", "two", "{}"), call(2, null, "three", "{}"));
		expect("call_2 one {}", "call_1 two {}", "call_3 three {}");
	}

	@Test
	void callsAreOrderedByIndexWhereIndicesTellThemApart() {
		calls(call(1, "b", "two", "{}"));
		calls(call(0, "a", "one", "{}"));
		expect("a one {}", "b two {}");
	}

	@Test
	void aPlainStopWithToolCallsMeansToolCalls() {
		calls(call(0, "a", "one", "{}"));
		add(choice("", null, FinishReason.of("eos")));
		assertThat(this.accumulator.toCompletion().finishReason()).isEqualTo(new FinishReason("tool_calls", "eos"));
	}

	@Test
	void anotherFinishWithToolCallsStaysWhatItIs() {
		calls(call(0, "a", "one", "{\"x"));
		add(choice("", null, FinishReason.LENGTH));
		assertThat(this.accumulator.toCompletion().finishReason()).isEqualTo(FinishReason.LENGTH);
		expect("a one {\"x");
	}

	@Test
	void fieldsOfAMessageThatStreamAreAppended() {
		additional(Map.of("reasoning_details", List.of(Map.of("index", 0, "type", "t", "text", "a")), "refusal", "No"));
		additional(Map.of("reasoning_details", List.of(Map.of("index", 0, "text", "b")), "refusal", "!", "other", 1));
		additional(Map.of("reasoning_details", List.of(Map.of("index", 1, "type", "t", "text", "c")), "other", 2));
		Map<String, Object> first = this.accumulator.toCompletion().message().additional();
		assertThat(first).containsEntry("refusal", "No!")
			.containsEntry("other", 2)
			.containsEntry("reasoning_details", List.of(Map.of("index", 0, "type", "t", "text", "ab"),
					Map.of("index", 1, "type", "t", "text", "c")));
		additional(Map.of("refusal", "?"));
		assertThat(first).containsEntry("refusal", "No!");
	}

	@Test
	void fieldsAtTheTopAreReplaced() {
		this.accumulator.add(chunk(List.of(), Usage.MISSING, Map.of("citations", List.of(1), "a", 1)));
		this.accumulator.add(chunk(List.of(), Usage.MISSING, Map.of("citations", List.of(1, 2))));
		assertThat(this.accumulator.toCompletion().additional()).containsEntry("citations", List.of(1, 2))
			.containsEntry("a", 1);
	}

	@Test
	void choicesAreOrderedByIndex() {
		add(new ChunkChoice(2, "two", null, List.of(), null, null, Map.of(), Map.of()));
		add(new ChunkChoice(0, "zero", null, List.of(), null, null, Map.of(), Map.of()));
		assertThat(this.accumulator.toCompletion().choices()).map(Choice::index).containsExactly(0, 2);
		assertThat(this.accumulator.toCompletion().content()).isEqualTo("zero");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void howeverFragmentsAreInterleavedTheCallsComeOutWhole(long seed) {
		Random random = new Random(seed);
		for (int round = 0; round < 300; round++) {
			ChatCompletionAccumulator interleaved = new ChatCompletionAccumulator(META);
			List<List<ToolCallDelta>> calls = new ArrayList<>();
			List<String> expected = new ArrayList<>();
			int count = 1 + random.nextInt(4);
			boolean repeatId = random.nextBoolean();
			for (int i = 0; i < count; i++) {
				String arguments = "{\"n\":" + random.nextInt(1_000) + ",\"s\":\"" + "x}{".repeat(random.nextInt(5))
						+ "\"}";
				String name = "tool_" + random.nextInt(2);
				calls.add(fragments(i, "id" + i, name, arguments, repeatId, random));
				expected.add("id" + i + " " + name + " " + arguments);
			}
			while (!calls.isEmpty()) {
				List<ToolCallDelta> delta = new ArrayList<>();
				for (int i = random.nextInt(3); i >= 0 && !calls.isEmpty(); i--) {
					List<ToolCallDelta> call = calls.get(random.nextInt(calls.size()));
					delta.add(call.remove(0));
					calls.removeIf(List::isEmpty);
				}
				interleaved.add(chunk(List.of(new ChunkChoice(0, "", null, delta, null, null, Map.of(), Map.of())),
						Usage.MISSING, Map.of()));
			}
			assertThat(described(interleaved.toCompletion())).isEqualTo(expected);
		}
	}

	private static List<ToolCallDelta> fragments(int index, String id, String name, String arguments, boolean repeatId,
			Random random) {
		List<ToolCallDelta> fragments = new ArrayList<>();
		fragments.add(call(index, id, name, ""));
		int at = 0;
		while (at < arguments.length()) {
			int to = Math.min(arguments.length(), at + 1 + random.nextInt(8));
			fragments.add(call(index, repeatId ? id : random.nextBoolean() ? "" : null,
					random.nextBoolean() ? "" : null, arguments.substring(at, to)));
			at = to;
		}
		return fragments;
	}

	private static ToolCallDelta call(Integer index, String id, String name, String arguments) {
		return new ToolCallDelta(index, id, name, arguments, Map.of());
	}

	private static ChunkChoice choice(String content, String reasoning, FinishReason finish) {
		return new ChunkChoice(0, content, reasoning, List.of(), finish, null, Map.of(), Map.of());
	}

	private static ChatCompletionChunk chunk(List<ChunkChoice> choices, Usage usage, Map<String, Object> additional) {
		return new ChatCompletionChunk("id", "model", Instant.ofEpochSecond(1), choices, usage, META, false,
				additional);
	}

	private void add(ChunkChoice choice) {
		this.accumulator.add(chunk(List.of(choice), Usage.MISSING, Map.of()));
	}

	private void add(Usage usage) {
		this.accumulator.add(chunk(List.of(), usage, Map.of()));
	}

	private void calls(ToolCallDelta... fragments) {
		add(new ChunkChoice(0, "", null, List.of(fragments), null, null, Map.of(), Map.of()));
	}

	private void additional(Map<String, Object> fields) {
		add(new ChunkChoice(0, "", null, List.of(), null, null, Map.of(), fields));
	}

	private void expect(String... calls) {
		assertThat(described(this.accumulator.toCompletion())).containsExactly(calls);
	}

	private static List<String> described(ChatCompletion completion) {
		return completion.toolCalls()
			.stream()
			.map((call) -> call.id() + " " + call.name() + " " + call.arguments())
			.toList();
	}

}
