package io.harborai.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.harborai.json.IncrementalParser.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IncrementalParser}: at every split the same snapshots, and at the end
 * what Jackson says.
 */
class IncrementalParserTests {

	private static final ObjectReader JACKSON = Json.mapper()
		.readerFor(Object.class)
		.with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

	static final List<String> VALID = JsonDocuments.VALID;

	static final List<String> INVALID = JsonDocuments.INVALID;

	static Stream<String> random() {
		return IntStream.range(0, 150).mapToObj((seed) -> JsonDocuments.random(new Random(seed), 4));
	}

	static Stream<String> damaged() {
		return IntStream.range(0, 600).mapToObj((seed) -> {
			Random random = new Random(seed);
			return JsonDocuments.damaged(JsonDocuments.random(random, 3), random);
		});
	}

	@ParameterizedTest
	@FieldSource("VALID")
	void validTextIsWhatJacksonSays(String json) {
		assertThat(whole(json)).isEqualTo(new Result(true, jackson(json).value()));
		sameAtEverySplit(json);
	}

	@ParameterizedTest
	@FieldSource("INVALID")
	void invalidTextIsNoValue(String json) {
		assertThat(jackson(json).valid()).isFalse();
		assertThat(whole(json).valid()).isFalse();
		sameAtEverySplit(json);
	}

	@ParameterizedTest
	@MethodSource("random")
	void randomTextIsWhatJacksonSays(String json) {
		assertThat(whole(json)).isEqualTo(new Result(true, jackson(json).value()));
		sameAtEverySplit(json);
	}

	@ParameterizedTest
	@MethodSource("damaged")
	void damagedTextIsJudgedAsJacksonJudges(String json) {
		assertThat(whole(json)).isEqualTo(jackson(json));
		sameAtEverySplit(json);
	}

	/**
	 * Read character by character and remember each snapshot, then compare with reading
	 * in two pieces, cut anywhere.
	 */
	private static void sameAtEverySplit(String json) {
		List<@Nullable Object> snapshots = new ArrayList<>();
		IncrementalParser slow = new IncrementalParser(false);
		long version = slow.version();
		Object before = null;
		for (int i = 0; i < json.length(); i++) {
			slow.push(json.substring(i, i + 1), 0);
			Object visible = JsonBranch.visible(slow.root());
			if (slow.version() == version) {
				assertThat(visible).isEqualTo(before);
			}
			version = slow.version();
			before = visible;
			snapshots.add(visible);
		}
		for (int cut = 0; cut <= json.length(); cut++) {
			IncrementalParser parser = new IncrementalParser(false);
			parser.push(json.substring(0, cut), 0);
			if (cut > 0) {
				assertThat(JsonBranch.visible(parser.root())).isEqualTo(snapshots.get(cut - 1));
			}
			parser.push(json.substring(cut), 0);
			assertThat(parser.state()).isEqualTo(slow.state());
			assertThat(JsonBranch.visible(parser.root())).isEqualTo(before);
		}
	}

	private static Result whole(String json) {
		IncrementalParser parser = new IncrementalParser(false);
		int end = parser.push(json, 0);
		parser.end();
		boolean complete = parser.state() == State.COMPLETE && isJsonSpace(json.substring(end));
		return new Result(complete, complete ? JsonBranch.visible(parser.root()) : null);
	}

	private static boolean isJsonSpace(String rest) {
		return rest.chars().allMatch((c) -> c == ' ' || c == '\n' || c == '\r' || c == '\t');
	}

	private static Result jackson(String json) {
		try {
			Object value = JACKSON.readValue(json);
			// An empty text is null for some readers.
			return new Result(!json.isBlank(), value);
		}
		catch (JacksonException ex) {
			return new Result(false, null);
		}
	}

	@Test
	void stringsGrowAndListsGetFinishedItems() {
		assertThat(snapshots("{\"a\":\"xy\",\"b\":[{\"c\":1},\"de\"],\"f\":{\"g\":12}}")).containsExactly(Map.of(),
				Map.of("a", ""), Map.of("a", "x"), Map.of("a", "xy"), Map.of("a", "xy", "b", List.of()),
				Map.of("a", "xy", "b", List.of(Map.of("c", 1))), Map.of("a", "xy", "b", List.of(Map.of("c", 1), "de")),
				Map.of("a", "xy", "b", List.of(Map.of("c", 1), "de"), "f", Map.of()),
				Map.of("a", "xy", "b", List.of(Map.of("c", 1), "de"), "f", Map.of("g", 12)));
	}

	@Test
	void halfOfASurrogatePairIsNotShown() {
		assertThat(snapshots("{\"a\":\"\\ud83d\\ude00\"}")).containsExactly(Map.of(), Map.of("a", ""),
				Map.of("a", "😀"));
	}

	private static List<@Nullable Object> snapshots(String json) {
		List<@Nullable Object> snapshots = new ArrayList<>();
		IncrementalParser parser = new IncrementalParser(false);
		for (char c : json.toCharArray()) {
			parser.push(String.valueOf(c), 0);
			Object visible = JsonBranch.visible(parser.root());
			if (visible != null && (snapshots.isEmpty() || !visible.equals(snapshots.get(snapshots.size() - 1)))) {
				snapshots.add(visible);
			}
		}
		return snapshots;
	}

	@Test
	void depthIsLimited() {
		int max = Json.MAX_DEPTH;
		assertThat(whole("[".repeat(max) + "]".repeat(max)).valid()).isTrue();
		String tooDeep = "[".repeat(max + 1) + "]".repeat(max + 1);
		assertThat(whole(tooDeep).valid()).isFalse();
		assertThat(jackson(tooDeep).valid()).isFalse();
		IncrementalParser parser = new IncrementalParser(false);
		assertThat(parser.push("[".repeat(1_000_000), 0)).isEqualTo(max);
		assertThat(parser.state()).isEqualTo(State.BROKEN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[1,2,]", "{\"a\":1,}", "{\"a\":[{\"b\":2,},],}" })
	void trailingCommasAreLetThroughWhenAskedFor(String json) {
		IncrementalParser parser = new IncrementalParser(true);
		parser.push(json, 0);
		assertThat(parser.state()).isEqualTo(State.COMPLETE);
		assertThat(JsonBranch.visible(parser.root())).isEqualTo(jackson(json.replaceAll(",([\\]}])", "$1")).value());
		assertThat(whole(json).valid()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[,]", "{,}", "[1,,]", "{\"a\":1,,}" })
	void trailingCommasFollowAValue(String json) {
		IncrementalParser parser = new IncrementalParser(true);
		parser.push(json, 0);
		assertThat(parser.state()).isEqualTo(State.BROKEN);
	}

	@Test
	void tellsWhereItStopped() {
		IncrementalParser complete = new IncrementalParser(false);
		assertThat(complete.push("xx{\"a\":1}yy", 2)).isEqualTo(9);
		assertThat(complete.state()).isEqualTo(State.COMPLETE);
		IncrementalParser broken = new IncrementalParser(false);
		assertThat(broken.push("{curly}", 0)).isEqualTo(1);
		assertThat(broken.state()).isEqualTo(State.BROKEN);
		assertThat(broken.looksLikeJson()).isFalse();
	}

	@Test
	void numbersHaveALimit() {
		char[] digits = new char[1000];
		Arrays.fill(digits, '7');
		assertThat(whole(new String(digits)).valid()).isTrue();
		assertThat(whole(new String(digits) + "7").valid()).isFalse();
		assertThat(whole("1e999999999").valid()).isTrue();
		assertThat(whole("1e9999999999").valid()).isFalse();
	}

	/**
	 * What became of a text.
	 *
	 * @param valid whether it is JSON
	 * @param value its value
	 */
	private record Result(boolean valid, @Nullable Object value) {
	}

}
