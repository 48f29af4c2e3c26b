package io.harborai.test.cassette;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Secrets}.
 */
class SecretsTests {

	private final Secrets secrets = new Secrets();

	@Test
	void masksWhatWentByInAHeader() {
		this.secrets.watch("Authorization", "Bearer opaque+value");
		this.secrets.watch("api-key", "other.value");
		assertThat(this.secrets.mask("(opaque+value) other.value, otherXvalue"))
			.isEqualTo("(************) ***********, otherXvalue");
		assertThat(this.secrets.isIn("an opaque+value")).isTrue();
		assertThat(this.secrets.isIn("nothing")).isFalse();
	}

	@Test
	void masksTheLongerOfTwoSecrets() {
		this.secrets.watch("api-key", "secret");
		this.secrets.watch("x-token", "secret-and-more");
		assertThat(this.secrets.mask("secret-and-more")).isEqualTo("***************");
	}

	@Test
	void masksSecretsWithEscapedSlashes() {
		this.secrets.watch("authorization", "Bearer abc/def/ghi");
		assertThat(this.secrets.mask("{\"k\":\"abc\\/def\\/ghi\"}")).isEqualTo("{\"k\":\"*************\"}");
	}

	@Test
	void leavesOtherHeadersAlone() {
		this.secrets.watch("X-Title", "My application");
		this.secrets.watch("x-api-key", "short");
		assertThat(this.secrets.mask("My application is short")).isEqualTo("My application is short");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "sk-abcdef123456", "sk-proj-ab****wxyz", "sk-ab...wxyz", "bce-v3/ALTAK-x9/0123456789abcdef",
					"AKLTabcdefgh", "ALTAKabcdefgh", "eyJhbGciOiJI.eyJzdWIiOiIx.c2ln", "Bearer abcdefgh12345" })
	void masksWhatLooksLikeAKey(String key) {
		assertThat(this.secrets.mask("key " + key + " end")).isEqualTo("key " + "*".repeat(key.length()) + " end");
	}

	@ParameterizedTest
	@ValueSource(strings = { "chatcmpl-9f8e7d6c5b4a39281706", "call_00_AbCdEf0123456789", "task-scheduler-2000",
			"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b", "The bearer of bad news" })
	void leavesIdsAndWordsAlone(String text) {
		assertThat(this.secrets.mask(text)).isEqualTo(text);
	}

	@Test
	void masksDeepInJson() {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("list", List.of(Map.of("text", "sk-abcdef123456"), 5));
		body.put("nothing", null);
		assertThat(TapeFormat.compact(this.secrets.maskJson(body)))
			.isEqualTo("{\"list\":[{\"text\":\"***************\"},5],\"nothing\":null}");
	}

}
