package io.harborai.simulator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokensTests {

	@Test
	void cutsBeforeSpacesAndBetweenWideCharacters() {
		assertThat(Tokens.split("I am  here")).containsExactly("I", " am", "  here");
		assertThat(Tokens.split("你好世界啊")).containsExactly("你好", "世界", "啊");
		assertThat(Tokens.split("a你b")).containsExactly("a", "你", "b");
		assertThat(Tokens.split("")).isEmpty();
	}

	@Test
	void losesNothing() {
		for (String text : new String[] { "😀😀😀 a", " lead", "x".repeat(100), "a\n\nb 修 c" }) {
			assertThat(String.join("", Tokens.split(text))).isEqualTo(text);
			assertThat(String.join("", Tokens.fragments(text, 3))).isEqualTo(text);
		}
	}

	@Test
	void neverCutsThroughACharacter() {
		assertThat(Tokens.fragments("ab😀cd", 3)).containsExactly("ab😀", "cd");
		assertThat(Tokens.split("😀😀😀")).containsExactly("😀😀", "😀");
	}

	@Test
	void estimatesMoreForWideText() {
		assertThat(Tokens.estimate("")).isZero();
		assertThat(Tokens.estimate("a")).isOne();
		assertThat(Tokens.estimate("abcdefgh")).isEqualTo(2);
		assertThat(Tokens.estimate("你好世界")).isEqualTo(3);
	}

}
