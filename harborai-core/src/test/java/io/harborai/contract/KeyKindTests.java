package io.harborai.contract;

import io.harborai.HarborAiClient;
import io.harborai.provider.ProviderConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A key of the wrong kind is told at once, with the right kind named and the key not
 * shown.
 */
class KeyKindTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			deepseek   | bce-v3/ALTAK-abcdefgh/0123456789          | wenxin      | platform.deepseek.com
			deepseek   | 01234567-89ab-cdef-0123-456789abcdef       | doubao      | start with sk-
			deepseek   | sk-or-v1-abcdefghijklmnop                  | openrouter  | start with sk-
			openai     | sk-ant-api03-abcdefghijkl                  | anthropic   | platform.openai.com
			openai     | AIzaSyAbcdefghijklmnop                     | gemini      | start with sk-
			doubao     | AKLTabcdefghijklmnopqrstuv                 | access key  | secret-key
			doubao     | bce-v3/ALTAK-abcdefgh/0123456789          | wenxin      | console.volcengine.com/ark
			doubao     | sk-proj-abcdefghijklmnop                   | openai      | API key management
			wenxin     | ALTAKabcdefghijklmnop                      | access key  | bce-v3/
			wenxin     | abcdefghijklmnopqrstuvwx                   | v1 API      | bce-v3/
			wenxin     | 01234567-89ab-cdef-0123-456789abcdef       | v1 API      | Qianfan's console
			qwen       | sk-or-v1-abcdefghijklmnop                  | openrouter  | sk-
			moonshot   | bce-v3/ALTAK-abcdefgh/0123456789          | wenxin      | moonshot.cn
			openrouter | sk-proj-abcdefghijklmnop                   | openai      | sk-or-
			""")
	void saysWhatItIsAndWhatIsRight(String vendor, String key, String kind, String right) {
		assertThatExceptionOfType(ProviderConfigurationException.class)
			.isThrownBy(() -> SwitchedOff.client().provider(vendor, (p) -> p.apiKey(key)).build())
			.withMessageContaining(vendor)
			.withMessageContaining("wrong kind")
			.withMessageContaining(kind)
			.withMessageContaining(right)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(key).doesNotContain(key.substring(0, 12)));
	}

	@ParameterizedTest
	@CsvSource({ "deepseek, sk-0123456789abcdef", "doubao, 01234567-89ab-cdef-0123-456789abcdef",
			"wenxin, bce-v3/ALTAK-abcdefgh/0123456789", "openai, sk-proj-0123456789abcdef",
			"openrouter, sk-or-v1-0123456789", "zhipu, 0123456789.abcdef", "minimax, eyJhbGciOi.abc.def" })
	void takesTheRightKind(String vendor, String key) {
		try (HarborAiClient client = SwitchedOff.client().provider(vendor, (p) -> p.apiKey(key)).build()) {
			assertThat(client.providers().snapshot().entries()).containsKey(vendor);
		}
	}

	@Test
	void takesAnyKeyAtAnAddressOfTheUsersOwn() {
		try (HarborAiClient client = SwitchedOff.client()
			.provider("wenxin", (p) -> p.apiKey("gateway-key").baseUrl("https://gateway.example.com/v2"))
			.build()) {
			assertThat(client.providers().snapshot().entries()).containsKey("wenxin");
		}
	}

}
