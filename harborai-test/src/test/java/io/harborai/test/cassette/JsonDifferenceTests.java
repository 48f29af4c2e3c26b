package io.harborai.test.cassette;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JsonDifference}.
 */
class JsonDifferenceTests {

	@Test
	void ignoresOrderOfFieldsAndSpellingOfNumbers() {
		assertThat(between("{\"a\":1,\"b\":[0.50,null]}", "{\"b\":[5e-1,null],\"a\":1.0}")).isEmpty();
	}

	@Test
	void keepsTheOrderOfElements() {
		assertThat(between("[1,2]", "[2,1]")).containsExactly("/0: recorded 1, sent 2", "/1: recorded 2, sent 1");
	}

	@Test
	void namesFieldsThatAreMissingOrNew() {
		assertThat(between("{\"a/b\":1,\"n\":null}", "{\"c~d\":true}")).containsExactly("/a~1b: recorded 1, not sent",
				"/n: recorded null, not sent", "/c~0d: sent true, not in the recording");
	}

	@Test
	void namesAnotherNumberOfElements() {
		assertThat(between("[[1]]", "[[1,2]]")).containsExactly("/0: recorded 1 elements, sent 2");
	}

	@Test
	void tellsKindsApart() {
		assertThat(between("\"1\"", "1")).containsExactly("the body: recorded \"1\", sent 1");
		assertThat(between("{}", "")).containsExactly("the body: recorded {}, sent null");
	}

	@Test
	void showsAFewAndShortens() {
		assertThat(between("[1,2,3,4,5]", "[0,0,0,0,0]")).hasSize(3);
		assertThat(between("\"" + "a".repeat(500) + "\"", "1")).singleElement()
			.satisfies((difference) -> assertThat(difference).hasSizeLessThan(150));
	}

	private static List<String> between(String recorded, String sent) {
		return JsonDifference.between(body(recorded), body(sent), 3);
	}

	private static Object body(String json) {
		return TapeFormat.body(json.getBytes(StandardCharsets.UTF_8));
	}

}
