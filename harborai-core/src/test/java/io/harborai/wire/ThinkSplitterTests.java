package io.harborai.wire;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThinkSplitterTests {

	private static final String[] PIECES = { "<think>", "</think>", "<", "</", "/", ">", "think", "\n", "\r\n", " ",
			"a", "好", "<thin", "</thin" };

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = { "\"<think>#先想一下#</think>##结论。\" | \"先想一下\" | \"结论。\"",
			"\"<think>a</think>b\" | \"a\" | \"b\"", "\" #<think>##a##b##</think>##b##\" | \"a##b\" | \"b##\"",
			"\"<think>##</think>##b\" | \"\" | \"b\"", "\"<think>a\" | \"a\" | \"\"",
			"\"<think>a</thin\" | \"a</thin\" | \"\"", "\"<think>a#\" | \"a#\" | \"\"",
			"\"<think>1 </ 2 <</think>b</think>c\" | \"1 </ 2 <\" | \"b</think>c\"",
			"\"<think>a</think>b <think>c</think>\" | \"a\" | \"b <think>c</think>\"",
			"\"b <think>c</think>\" | \"\" | \"b <think>c</think>\"", "\"## <thin#king\" | \"\" | \"## <thin#king\"",
			"\"<\" | \"\" | \"<\"", "\" ##\" | \"\" | \" ##\"", "\"\" | \"\" | \"\"" })
	void splitsWherevereThePiecesAreCut(String text, String reasoning, String content) {
		String lines = text.replace('#', '\n');
		for (int first = 0; first <= lines.length(); first++) {
			for (int second = first; second <= lines.length(); second++) {
				Split split = split(lines.substring(0, first), lines.substring(first, second), lines.substring(second));
				assertThat(split).isEqualTo(new Split(reasoning.replace('#', '\n'), content.replace('#', '\n')));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5 })
	void cutsNeverChangeAnything(int seed) {
		Random random = new Random(seed);
		for (int round = 0; round < 2_000; round++) {
			StringBuilder text = new StringBuilder();
			for (int i = random.nextInt(12); i > 0; i--) {
				text.append(PIECES[random.nextInt(PIECES.length)]);
			}
			String whole = text.toString();
			assertThat(split(whole.split("(?<=.)"))).as(whole.replace("\n", "#")).isEqualTo(split(whole));
		}
	}

	@Test
	void handsOutAtOnceWhatIsCertain() {
		ThinkSplitter splitter = new ThinkSplitter();
		splitter.add("<think>one <");
		assertThat(splitter.reasoning()).isEqualTo("one ");
		splitter.add("b> two\n");
		assertThat(splitter.reasoning()).isEqualTo("<b> two");
		splitter.add("three");
		assertThat(splitter.reasoning()).isEqualTo("\nthree");
		splitter.add("</think>answer <");
		assertThat(splitter.content()).isEqualTo("answer <");
	}

	@Test
	void longTextsOfHalfTagsAndLineBreaksAreKept() {
		String hard = ("<".repeat(1_000) + "\n".repeat(1_000) + "</think").repeat(200);
		assertThat(split("<think>", hard, "!</think>x")).isEqualTo(new Split(hard + "!", "x"));
	}

	private static Split split(String... pieces) {
		ThinkSplitter splitter = new ThinkSplitter();
		StringBuilder reasoning = new StringBuilder();
		StringBuilder content = new StringBuilder();
		for (String piece : pieces) {
			splitter.add(piece);
			reasoning.append(splitter.reasoning());
			content.append(splitter.content());
		}
		splitter.end();
		return new Split(reasoning + splitter.reasoning(), content + splitter.content());
	}

	private record Split(String reasoning, String content) {

	}

}
