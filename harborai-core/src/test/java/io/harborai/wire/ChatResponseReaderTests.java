package io.harborai.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.Choice;
import io.harborai.chat.FinishReason;
import io.harborai.chat.ToolCall;
import io.harborai.fixture.Fixture;
import io.harborai.fixture.Fixtures;
import io.harborai.usage.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChatResponseReaderTests {

	@Test
	void nearlyEverythingMayBeMissing() {
		ChatCompletion completion = read("{\"choices\":[{\"message\":{\"content\":\"x\"}}]}");
		assertThat(completion.content()).isEqualTo("x");
		assertThat(completion.id()).isEmpty();
		assertThat(completion.model()).isEmpty();
		assertThat(completion.created()).isNull();
		assertThat(completion.finishReason()).isNull();
		assertThat(completion.usage()).isEqualTo(Usage.MISSING);
		assertThat(completion.meta()).isSameAs(Vendors.META);
	}

	@Test
	void anEmptyAnswerIsAnAnswer() {
		assertThat(read("{\"choices\":[{}]}").content()).isEmpty();
		assertThat(read("{\"choices\":[{\"message\":null,\"finish_reason\":\"stop\"}]}").finishReason())
			.isEqualTo(FinishReason.STOP);
		assertThat(read("{\"choices\":[{\"message\":{\"content\":null}}]}").content()).isEmpty();
	}

	@Test
	void unknownFieldsAreKeptAtEveryLevel() {
		ChatCompletion completion = read(
				"{\"object\":\"chat.completion\",\"system_fingerprint\":\"f\",\"service_tier\":\"t\","
						+ "\"x\":{\"a\":[1,2.5,true,null,\"s\"]},\"n\":null,\"choices\":[{\"y\":1,\"message\":{\"content\":\"c\","
						+ "\"z\":\"2\",\"annotations\":[],\"tool_calls\":[{\"id\":\"i\",\"function\":{\"name\":\"f\"},\"w\":3}]}}]}");
		assertThat(completion.additional()).containsOnlyKeys("system_fingerprint", "service_tier", "x");
		assertThat(completion.additional().get("x")).hasToString("{a=[1, 2.5, true, null, s]}");
		assertThat(completion.choices().get(0).additional()).isEqualTo(Map.of("y", 1));
		assertThat(completion.message().additional()).isEqualTo(Map.of("z", "2"));
		assertThat(completion.toolCalls()).containsExactly(new ToolCall("i", "f", "{}", Map.of("w", 3)));
	}

	@Test
	void everyEntryOfAWholeAnswerIsAToolCall() {
		String call = "{\"index\":0,\"id\":\"0\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
		assertThat(read("{\"choices\":[{\"message\":{\"tool_calls\":[" + call + "," + call
				+ ",{\"function\":{\"name\":\"f\"}}]}}]}")
			.toolCalls()).map(ToolCall::id).containsExactly("0", "call_1", "call_2");
	}

	@Test
	void everyEntryIsAChoice() {
		assertThat(read("{\"choices\":[{\"index\":0,\"message\":{\"content\":\"a\"}},{\"index\":0,\"message\":"
				+ "{\"content\":\"b\"}},{},{\"index\":9,\"message\":{\"content\":\"d\"}}]}")
			.choices()).map((choice) -> choice.index() + choice.message().content())
			.containsExactly("0a", "1b", "2", "9d");
		assertThat(read("{\"choices\":[{\"index\":1,\"message\":{\"content\":\"b\"}},"
				+ "{\"index\":0,\"message\":{\"content\":\"a\"}}]}")
			.choices()).map(Choice::index).containsExactly(0, 1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "\"text\" | text", "7 | 7", "1.5 | 1.5", "true | true", "null | ''", "[] | ''",
					"[\"a\",{\"type\":\"text\",\"text\":\"b\"}] | ab", "{\"text\":\"c\"} | c",
					"[{\"type\":\"image_url\",\"image_url\":{}}] | ''" })
	void contentOfAnyShapeIsText(String content, String text) {
		assertThat(read("{\"choices\":[{\"message\":{\"content\":" + content + "}}]}").content()).isEqualTo(text);
	}

	@Test
	void contentThatIsNotAllTextIsKept() {
		assertThat(read("{\"choices\":[{\"message\":{\"content\":[{\"type\":\"image\",\"id\":1}]}}]}").choices()
			.get(0)
			.additional()).isEqualTo(Map.of("content", List.of(Map.of("type", "image", "id", 1))));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":9} | 3 4 9 0 0",
			"{\"prompt_tokens\":3,\"completion_tokens\":4} | 3 4 7 0 0",
			"{\"input_tokens\":3,\"output_tokens\":4} | 3 4 7 0 0",
			"{\"prompt_tokens\":\"3\",\"completion_tokens\":\" 4.9 \",\"total_tokens\":7.9} | 3 4 7 0 0",
			"{\"prompt_tokens\":-3,\"completion_tokens\":\"-4\",\"total_tokens\":-0.5} | 0 0 0 0 0",
			"{\"prompt_tokens\":NaN,\"completion_tokens\":\"NaN\",\"total_tokens\":5} | 0 0 5 0 0",
			"{\"prompt_tokens\":3000000000,\"completion_tokens\":1} | 3000000000 1 3000000001 0 0",
			"{\"prompt_tokens\":1e400,\"completion_tokens\":99999999999999999999} | 9223372036854775807 9223372036854775807 9223372036854775807 0 0",
			"{\"prompt_tokens\":null,\"completion_tokens\":4,\"total_tokens\":{}} | 0 4 4 0 0",
			"{\"prompt_tokens\":9,\"completion_tokens\":4,\"prompt_cache_hit_tokens\":5} | 9 4 13 5 0",
			"{\"prompt_tokens\":9,\"completion_tokens\":4,\"cached_tokens\":6} | 9 4 13 6 0",
			"{\"prompt_tokens\":9,\"completion_tokens\":4,\"cached_tokens\":6,\"prompt_cache_hit_tokens\":0} | 9 4 13 6 0",
			"{\"prompt_tokens\":9,\"completion_tokens\":4,\"prompt_tokens_details\":{\"cached_tokens\":7},\"completion_tokens_details\":{\"reasoning_tokens\":2}} | 9 4 13 7 2",
			"{\"prompt_tokens\":9,\"completion_tokens\":4,\"prompt_tokens_details\":null,\"completion_tokens_details\":3} | 9 4 13 0 0" })
	void usageOfAnyShape(String usage, String expected) {
		Usage read = read("{\"choices\":[{}],\"usage\":" + usage + "}").usage();
		assertThat(read.promptTokens() + " " + read.completionTokens() + " " + read.totalTokens() + " "
				+ read.cachedTokens() + " " + read.reasoningTokens())
			.isEqualTo(expected);
		assertThat(read.source()).isEqualTo(Usage.Source.PROVIDER);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "null", "{}", "[]", "7", "\"x\"", "{\"prompt_tokens\":null}", "{\"prompt_tokens\":\"many\"}" })
	void usageThatCountsNothingIsMissing(String usage) {
		assertThat(read("{\"choices\":[{}],\"usage\":" + usage + "}").usage().isMissing()).isTrue();
	}

	@Test
	void unknownCountersAreKept() {
		assertThat(read("{\"choices\":[{}],\"usage\":{\"prompt_tokens\":1,\"cost\":0.5,\"prompt_tokens_details\":"
				+ "{\"search_tokens\":3,\"cached_tokens\":1,\"audio_tokens\":null}}}")
			.usage()
			.additional()).isEqualTo(Map.of("cost", 0.5, "prompt_tokens_details", Map.of("search_tokens", 3)));
	}

	@Test
	void theUsageOfTheAnswerWinsOverThatOfAChoice() {
		assertThat(read("{\"choices\":[{\"usage\":{\"prompt_tokens\":1}}],\"usage\":{\"prompt_tokens\":2}}").usage()
			.promptTokens()).isEqualTo(2);
		assertThat(read("{\"choices\":[{\"usage\":{\"prompt_tokens\":1}}]}").usage().promptTokens()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "none", value = { "7, 7", "7.9, 7", "\"7\", 7", "0, none", "-1, none", "\"x\", none",
			"1785200001000, 1785200001", "[], none" })
	void timesOfAnyShape(String created, Long seconds) {
		Instant read = read("{\"created\":" + created + ",\"choices\":[{}]}").created();
		assertThat(read).isEqualTo((seconds != null) ? Instant.ofEpochSecond(seconds) : null);
	}

	@Test
	void aStopWithToolCallsMeansToolCalls() {
		assertThat(read("{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"tool_calls\":[{\"function\":"
				+ "{\"name\":\"f\"}}]}}]}")
			.finishReason()).isEqualTo(new FinishReason("tool_calls", "stop"));
	}

	@Test
	void ofRepeatedNamesTheLastCounts() {
		assertThat(read("{\"choices\":[{\"message\":{\"content\":\"a\",\"content\":\"b\"}}]}").content())
			.isEqualTo("b");
	}

	@Test
	void whatComesAfterTheAnswerDoesNotMatter() {
		assertThat(read("\n\n{\"choices\":[{\"message\":{\"content\":\"a\"}}]}\n garbage").content()).isEqualTo("a");
	}

	@Test
	void inlineReasoningIsLeftAloneUnlessAskedFor() {
		String json = "{\"choices\":[{\"message\":{\"content\":\"<think>a</think>b\"}}]}";
		assertThat(read(json).content()).isEqualTo("<think>a</think>b");
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		ChatCompletion split = new ChatResponseReader(true).readCompletion(bytes, 0, bytes.length, Vendors.META);
		assertThat(split.reasoning()).isEqualTo("a");
		assertThat(split.content()).isEqualTo("b");
	}

	@Test
	void bytesThatAreNotUtf8AreReplaced() {
		byte[] bytes = "{\"choices\":[{\"message\":{\"content\":\"a#\"}}]}".replace('#', '\u00E4')
			.getBytes(StandardCharsets.ISO_8859_1);
		assertThat(new ChatResponseReader(false).readCompletion(bytes, 0, bytes.length, Vendors.META).content())
			.isEqualTo("a\uFFFD");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void garbageIsRefusedOrReadAndNeverMore(long seed) {
		Random random = new Random(seed);
		List<Fixture> samples = Fixtures.where(Fixture::isChat).toList();
		for (int round = 0; round < 3_000; round++) {
			byte[] bytes = samples.get(random.nextInt(samples.size())).bytes().clone();
			for (int i = random.nextInt(4); i > 0; i--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			int length = (random.nextInt(4) == 0) ? random.nextInt(bytes.length) : bytes.length;
			try {
				ChatCompletion completion = new ChatResponseReader(random.nextBoolean()).readCompletion(bytes, 0,
						length, Vendors.META);
				assertThat(completion.choices()).isNotEmpty();
			}
			catch (VendorErrorException | UnreadableAnswerException ex) {
				assertThat(ex).hasNoCause();
			}
		}
	}

	private static ChatCompletion read(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		return new ChatResponseReader(false).readCompletion(bytes, 0, bytes.length, Vendors.META);
	}

}
