package io.harborai.wire;

import java.util.List;
import java.util.Map;
import java.util.Random;

import io.harborai.chat.AssistantMessage;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.Tool;
import io.harborai.chat.ToolCall;
import io.harborai.chat.ToolMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ScrubberTests {

	private static final String KEY = "sk-QmvBxTkeWZpr7Yd3hNcL93750";

	private static final String UUID_KEY = "0f3c9e6b-1d4a-4c1c-9f0f-8a2f7f5c1a11";

	@ParameterizedTest
	@ValueSource(strings = { "Invalid key " + KEY + " given", "Incorrect API key provided: sk-QmvB****3750.",
			"Your api key: ****3750 is invalid", "key sk-Qmv…3750", "key sk-QmvBx...93750", "key ends with 3750",
			"the key QmvBxTke is unknown", "Bearer " + KEY, "api_key=" + KEY + "&x=1", "key '" + UUID_KEY + "'",
			"key 0f3c9e6b is wrong", "ALTAK-AbCdEf123/0123456789abcdef", "bce-v3/ALTAK-AbC/0123",
			"token 24.a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6.2592000", "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig",
			"hash 9e107d9d372bb6826bd81d3542a9d6f2", "b64 QWxhZGRpbjpvcGVuIHNlc2FtZTEyMw==" })
	void keysAndTheirPartsAreRemoved(String message) {
		String shown = Scrubber.scrub(message, List.of(KEY, UUID_KEY, ""), null);
		assertThat(shown).contains("[…]");
		for (String part : List.of(KEY, "QmvB", "3750", "0f3c9e6b", "8a2f", "AbC", "a1b2c3d4", "eyJ", "9e107d9d",
				"QWxh")) {
			assertThat(shown).doesNotContain(part);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "The model or endpoint doubao-1-5-pro-32k-character-250715 does not exist.",
			"Unsupported parameter: 'max_completion_tokens'. Use 'max_tokens' instead.",
			"parameter.enable_thinking must be set to false for non-streaming calls",
			"completion_tokens_details.accepted_prediction_tokens is unknown",
			"messages[0].role: unknown variant `developer`, expected one of `system`, `user` at line 1 column 58",
			"ModelAccountTpmRateLimitExceeded", "429 Too Many Requests: retry after 1785200001 ms",
			"POST /compatible-mode/v1/chat/completions", "您当前使用该API的并发数过高。", "Authentication Fails" })
	void whatHelpsIsKept(String message) {
		ChatCompletionRequest request = ChatCompletionRequest.of((r) -> r.system("You are terse.").user("Is it on?"));
		assertThat(Scrubber.scrub(message, List.of(KEY, UUID_KEY), request)).isEqualTo(message);
	}

	@Test
	void whatTheRequestSaysIsRemoved() {
		ChatCompletionRequest request = ChatCompletionRequest.of((r) -> r.system("canary-system-text")
			.user("line one of it\nand \"line\" two\u2028three")
			.message(new AssistantMessage("", "canary-reasoning-text",
					List.of(new ToolCall("c", "get_weather", "{\"city\":\"canary-argument\"}")), false, Map.of()))
			.message(new ToolMessage("c", "canary-tool-result"))
			.tool(Tool.function("get_weather", "canary-description", Map.of()))
			.endUser("canary-end-user")
			.extraBody("note", List.of(Map.of("deep", "canary-extra-body"))));
		for (String text : List.of("canary-system-text", "line one of it", "canary-reasoning-text", "canary-argument",
				"canary-tool-result", "canary-description", "canary-end-user", "canary-extra-body")) {
			assertThat(Scrubber.scrub("bad input '" + text + "' seen", List.of(), request)).as(text)
				.startsWith("bad input '")
				.contains("[…]")
				.doesNotContain(text, text.substring(2));
		}
		assertThat(Scrubber.scrub("tool get_weather: no such tool", List.of(), request))
			.isEqualTo("tool get_weather: no such tool");
		assertThat(Scrubber.scrub("got: line one of it   and \\\"line\\\" two three", List.of(), request))
			.doesNotContain("line one", "of it and");
	}

	@Test
	void chineseTextIsRemovedByHalfTheLength() {
		ChatCompletionRequest request = ChatCompletionRequest.of((r) -> r.user("杭州和成都今天哪里更热?"));
		assertThat(Scrubber.scrub("输入“和成都今天哪”违规", List.of(), request)).isEqualTo("输入“[…]”违规");
		assertThat(Scrubber.scrub("输入“今天”违规", List.of(), request)).isEqualTo("输入“今天”违规");
		assertThat(Scrubber.scrub("bad \\u676d\\u5dde\\u548c\\u6210\\u90fd\\u4eca\\u5929", List.of(), request))
			.isEqualTo("bad […]");
	}

	@Test
	void aShortTextIsRemovedAsAWhole() {
		ChatCompletionRequest request = ChatCompletionRequest.of((r) -> r.user("hunter2!"));
		assertThat(Scrubber.scrub("got 'hunter2!'", List.of(), request)).isEqualTo("got '[…]'");
	}

	@ParameterizedTest
	@CsvSource(value = { "'a\r\nb\t c',a b c", "'\u001b[31mred\u001b[0m',red", "'a\u0000b\u0007c',a b c",
			"'a\u202eb\u200bc',abc", "' x ',x", "'',''", "'\ud800x',\ufffdx" })
	void theMessageIsOneCleanLine(String message, String shown) {
		assertThat(Scrubber.scrub(message, List.of(), null)).isEqualTo(shown);
	}

	@Test
	void theMessageIsCut() {
		assertThat(Scrubber.scrub("word ".repeat(1_000), List.of(), null)).hasSize(300).endsWith("…");
		String crabs = Scrubber.scrub("🦀".repeat(1_000), List.of(), null);
		assertThat(crabs).hasSizeLessThanOrEqualTo(300).isEqualTo(Utf8.whole(crabs)).doesNotContain("\uFFFD");
	}

	@Test
	void hugeRequestsAndMessagesAreNoProblem() {
		ChatCompletionRequest request = ChatCompletionRequest
			.of((r) -> r.user("a".repeat(2_000_000)).user("canary text in the end"));
		assertThat(Scrubber.scrub("a".repeat(2_000_000), List.of("aaaaaaaa"), request)).isEqualTo("[…]");
		assertThat(Scrubber.scrub("*".repeat(50_000) + "-".repeat(50_000), List.of(), request)).isEqualTo("[…]");
		assertThat(Scrubber.scrub("seen: canary text in the end", List.of(), request)).isEqualTo("seen: […]");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void noRunOfTheRequestSurvives(long seed) {
		Random random = new Random(seed);
		for (int round = 0; round < 200; round++) {
			String prompt = randomWords(random, 200);
			int from = random.nextInt(prompt.length() - 40);
			String echo = prompt.substring(from, from + 12 + random.nextInt(28));
			String message = randomWords(random, 3) + "|" + echo + "|" + randomWords(random, 3);
			String shown = Scrubber.scrub(message, List.of(), ChatCompletionRequest.of((r) -> r.user(prompt)));
			String line = Scrubber.line(prompt);
			for (int i = 0; i + 12 <= line.length(); i++) {
				assertThat(shown).doesNotContain(line.substring(i, i + 12));
			}
		}
	}

	private static String randomWords(Random random, int words) {
		StringBuilder text = new StringBuilder("w");
		for (int i = 0; i < words; i++) {
			text.append((char) ('a' + random.nextInt(3))).append((random.nextInt(4) == 0) ? " " : "");
		}
		return text.append('w').toString();
	}

}
