package io.harborai.model;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NearMisses}.
 */
class NearMissesTests {

	private static final List<String> NAMES = List.of("gpt-4o", "gpt-4o-mini", "deepseek-flash", "ernie-x1-turbo-32k",
			"doubao-seed-1-6-250615");

	@ParameterizedTest
	@CsvSource({ "'', '', 0", "abc, abc, 0", "abc, '', 3", "'', abc, 3", "abc, abd, 1", "abc, acb, 1", "abc, ab, 1",
			"abc, xabc, 1", "kitten, sitting, 3", "ca, abc, 3", "deepseek-flsah, deepseek-flash, 1" })
	void distanceCountsEditsAndSwaps(String a, String b, int expected) {
		assertThat(NearMisses.distance(a, b)).isEqualTo(expected);
	}

	@Test
	void distanceIsSymmetricAndZeroOnlyForEqualWords() {
		Random random = new Random(42);
		for (int i = 0; i < 5_000; i++) {
			String a = word(random);
			String b = word(random);
			int distance = NearMisses.distance(a, b);
			assertThat(distance).isEqualTo(NearMisses.distance(b, a))
				.isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
			assertThat(distance == 0).isEqualTo(a.equals(b));
		}
	}

	@Test
	void findsSlipsOfTheKeyboard() {
		assertThat(NearMisses.find("deepseek-falsh", NAMES, 3)).containsExactly("deepseek-flash");
		assertThat(NearMisses.find("DeepSeek-Flash", NAMES, 3)).containsExactly("deepseek-flash");
	}

	@Test
	void findsNamesThatWereCutShortOrGrownLong() {
		assertThat(NearMisses.find("doubao-seed-1-6", NAMES, 3)).containsExactly("doubao-seed-1-6-250615");
		assertThat(NearMisses.find("ernie-x1-turbo-32k-preview-of-something", NAMES, 3))
			.containsExactly("ernie-x1-turbo-32k");
	}

	@Test
	void theNearestComesFirst() {
		assertThat(NearMisses.find("gpt-4", NAMES, 5)).containsExactly("gpt-4o", "gpt-4o-mini");
		assertThat(NearMisses.find("gpt-4", NAMES, 1)).containsExactly("gpt-4o");
	}

	@Test
	void strangersAreNotNear() {
		assertThat(NearMisses.find("claude-opus", NAMES, 3)).isEmpty();
		assertThat(NearMisses.find("", NAMES, 3)).isEmpty();
	}

	private static String word(Random random) {
		return random.ints(random.nextInt(6), 'a', 'd')
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

}
