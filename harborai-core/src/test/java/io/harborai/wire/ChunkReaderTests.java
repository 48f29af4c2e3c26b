package io.harborai.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.FinishReason;
import io.harborai.fixture.Fixture;
import io.harborai.fixture.Fixtures;
import io.harborai.fixture.SseEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChunkReaderTests {

	private final ChunkReader reader = new ChatResponseReader(false).chunks(Vendors.META);

	@Test
	void whatRepeatsIsNotMadeAnew() {
		ChatCompletionChunk first = read(delta("\"content\":\"a\""));
		ChatCompletionChunk second = read(delta("\"content\":\"b\""));
		assertThat(second.id()).isEqualTo("c-1").isSameAs(first.id());
		assertThat(second.model()).isEqualTo("m-1").isSameAs(first.model());
		assertThat(second.created()).isEqualTo(Instant.ofEpochSecond(7)).isSameAs(first.created());
		assertThat(second.meta()).isSameAs(Vendors.META);
		assertThat(second.additional()).isSameAs(Map.of());
		assertThat(second.choices().get(0).additional()).isSameAs(Map.of());
	}

	@Test
	void aChangeOfIdIsSeenEvenAtTheSameLength() {
		read("{\"id\":\"abc\",\"choices\":[{\"delta\":{\"content\":\"x\"}}]}");
		assertThat(read("{\"id\":\"abd\",\"choices\":[{\"delta\":{\"content\":\"x\"}}]}").id()).isEqualTo("abd");
		assertThat(read("{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}").id()).isEqualTo("abd");
	}

	@Test
	void eventsWithNothingInThemAreNull() {
		for (String event : List.of("{}", delta("\"role\":\"assistant\""),
				delta("\"role\":\"assistant\",\"content\":\"\""),
				delta("\"content\":null,\"reasoning_content\":\"\",\"tool_calls\":[]"),
				delta("\"tool_calls\":[{\"index\":0}]"), "{\"choices\":null}", "{\"choices\":[]}", "{\"choices\":[{}]}",
				"{\"choices\":[null,1,\"x\"]}",
				"{\"choices\":[{\"delta\":7,\"finish_reason\":\"\"}],\"usage\":null,\"obfuscation\":\"xyz\"}",
				"{\"usage\":{}}", "{\"system_fingerprint\":\"f\",\"service_tier\":\"t\",\"object\":\"o\"}")) {
			assertThat(read(event)).as(event).isNull();
		}
	}

	@Test
	void oneEventMayCarryEverything() {
		ChatCompletionChunk chunk = read("{\"id\":\"i\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"c\","
				+ "\"reasoning_content\":\"r\",\"tool_calls\":[{\"index\":1,\"id\":\"t\",\"function\":{\"name\":\"f\","
				+ "\"arguments\":\"{}\"},\"extra_content\":{\"a\":[1]}}],\"refusal\":\"no\"},\"logprobs\":{\"content\":[]},"
				+ "\"finish_reason\":\"stop\",\"flag\":1}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2},"
				+ "\"note\":\"n\"}");
		assertThat(chunk.content()).isEqualTo("c");
		assertThat(chunk.reasoning()).isEqualTo("r");
		assertThat(chunk.toolCalls()).singleElement().satisfies((call) -> {
			assertThat(call.index()).isEqualTo(1);
			assertThat(call.id()).isEqualTo("t");
			assertThat(call.name()).isEqualTo("f");
			assertThat(call.arguments()).isEqualTo("{}");
			assertThat(call.additional()).isEqualTo(Map.of("extra_content", Map.of("a", List.of(1))));
		});
		assertThat(chunk.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(chunk.choices().get(0).logprobs()).isEqualTo(Map.of("content", List.of()));
		assertThat(chunk.choices().get(0).additional()).isEqualTo(Map.of("flag", 1));
		assertThat(chunk.choices().get(0).messageAdditional()).isEqualTo(Map.of("refusal", "no"));
		assertThat(chunk.usage().totalTokens()).isEqualTo(3);
		assertThat(chunk.additional()).isEqualTo(Map.of("note", "n"));
		assertThat(chunk.last()).isFalse();
	}

	@Test
	void usageIsThatOfItsEventOnly() {
		assertThat(read("{\"usage\":{\"prompt_tokens\":1}}").usage().promptTokens()).isEqualTo(1);
		assertThat(read(delta("\"content\":\"a\"")).usage().isMissing()).isTrue();
		assertThat(read("{\"choices\":[{\"usage\":{\"prompt_tokens\":2}}]}").usage().promptTokens()).isEqualTo(2);
		assertThat(read(delta("\"content\":\"a\"")).usage().isMissing()).isTrue();
	}

	@Test
	void argumentsThatAreJsonBecomeText() {
		assertThat(read(delta("\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{\"a\":[1,null]}}}]"))
			.toolCalls()
			.get(0)
			.arguments()).isEqualTo("{\"a\":[1,null]}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"error\":{\"message\":\"m\"}}", "{\"error\":\"m\"}",
			"{\"error\":{\"message\":\"m\"},\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"error\"}]}",
			"{\"choices\":null,\"error_type\":\"t\",\"error_message\":\"m\"}",
			"{\"error_code\":18,\"error_msg\":\"m\"}",
			"{\"choices\":[],\"base_resp\":{\"status_code\":1002,\"status_msg\":\"m\"}}",
			"{\"code\":\"c\",\"message\":\"m\"}", "{\"code\":\"c\",\"msg\":\"m\"}", "[{\"error\":{\"message\":\"m\"}}]",
			"{\"object\":\"error\",\"message\":\"m\",\"type\":\"t\",\"code\":400}" })
	void anErrorInAnEventIsThrown(String event) {
		assertThatExceptionOfType(VendorErrorException.class).isThrownBy(() -> read(event))
			.satisfies((ex) -> assertThat(ex.body().message()).isEqualTo("m"))
			.satisfies((ex) -> assertThat(ex.getStackTrace()).isEmpty());
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "{\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"error\":null,\"code\":0,\"message\":\"ok\"}",
					"{\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"base_resp\":{\"status_code\":0}}" })
	void whatOnlyLooksLikeAnErrorIsNone(String event) {
		assertThat(read(event).content()).isEqualTo("x");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "secret", "\"secret\"", "[\"secret\"]", "42", "null", "{\"choices\":\"secret\"}",
			"{\"choices\":{\"secret\":1}}", "{\"a\":\"secret", "{\"secret\":", "{\"choices\":[{\"delta\":",
			"{\"a\":1}{\"secret\":2}", "{\"a\":1} secret", "{secret}" })
	void whatIsNoChunkIsRefusedWithoutShowingIt(String event) {
		read(delta("\"content\":\"a\""));
		assertThatExceptionOfType(UnreadableAnswerException.class).isThrownBy(() -> read(event))
			.satisfies((ex) -> assertThat(ex.getMessage()).isNotBlank().doesNotContain("secret"))
			.satisfies((ex) -> assertThat(ex.getStackTrace()).isEmpty());
	}

	@Test
	void thePlaceOfAnErrorIsTheOneInItsEvent() {
		read(delta("\"content\":\"" + "a".repeat(500) + "\""));
		assertThatExceptionOfType(UnreadableAnswerException.class).isThrownBy(() -> read("{\"a\":1,xyz}"))
			.satisfies((ex) -> assertThat(ex.getMessage()).matches(".* at byte [789]"));
	}

	@Test
	void deepNestingIsRefused() {
		assertThatExceptionOfType(UnreadableAnswerException.class)
			.isThrownBy(() -> read("{\"x\":" + "[".repeat(100_000)));
		assertThatExceptionOfType(UnreadableAnswerException.class)
			.isThrownBy(() -> new ChatResponseReader(false).chunks(Vendors.META)
				.read(("{\"" + "k".repeat(200_000) + "\":1}").getBytes(StandardCharsets.UTF_8), 0, 200_006));
	}

	@Test
	void aLongEventIsRead() {
		String text = "好🦀".repeat(100_000);
		assertThat(read(delta("\"content\":\"" + text + "\"")).content()).isEqualTo(text);
		assertThat(read(delta("\"content\":\"a\"")).content()).isEqualTo("a");
	}

	@Test
	void bytesThatAreNotUtf8AreReplacedAndTheStreamGoesOn() {
		byte[] event = delta("\"content\":\"a#b\"").getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < event.length; i++) {
			event[i] = (event[i] == '#') ? (byte) 0xFF : event[i];
		}
		assertThat(this.reader.read(event, 0, event.length).content()).isEqualTo("a\uFFFDb");
		assertThat(read(delta("\"content\":\"c\"")).content()).isEqualTo("c");
	}

	@Test
	void halfSurrogatesInEscapesAreNoProblem() {
		assertThat(read(delta("\"content\":\"a\\ud83d\"")).content()).startsWith("a").hasSize(2);
		assertThat(read(delta("\"content\":\"\\ude00\"")).content()).hasSize(1);
	}

	@Test
	void aWholeMessageCountsOnlyIfNoDeltaCame() {
		assertThat(read("{\"choices\":[{\"message\":{\"content\":\"whole\"}}]}").content()).isEqualTo("whole");
		assertThat(read("{\"choices\":[{\"message\":{\"content\":\"whole\"},\"finish_reason\":\"stop\"}]}").content())
			.isEmpty();
	}

	@Test
	void theOldQianfanFinishesOnlyAtItsEnd() {
		assertThat(read("{\"result\":\"a\",\"is_end\":false,\"finish_reason\":\"normal\"}").finishReason()).isNull();
		assertThat(read("{\"finish_reason\":\"normal\",\"is_end\":true,\"result\":\"\"}").finishReason())
			.isEqualTo(new FinishReason("stop", "normal"));
		assertThat(read("{\"finish_reason\":\"normal\",\"is_end\":true,\"is_truncated\":true,\"result\":\"\"}")
			.finishReason()).isEqualTo(new FinishReason("length", "normal"));
	}

	@Test
	void aTagThatIsNoneIsHandedOutAtTheEnd() {
		ChunkReader thinking = new ChatResponseReader(true).chunks(Vendors.META);
		assertThat(read(thinking, delta("\"content\":\"<thi\""))).isNull();
		ChatCompletionChunk rest = thinking.flush();
		assertThat(rest.content()).isEqualTo("<thi");
		assertThat(rest.id()).isEqualTo("c-1");
		assertThat(this.reader.flush()).isNull();
	}

	@Test
	void aFinishHandsOutWhatWasHeldBack() {
		ChunkReader thinking = new ChatResponseReader(true).chunks(Vendors.META);
		assertThat(read(thinking, delta("\"content\":\"<think>a<\"")).reasoning()).isEqualTo("a");
		ChatCompletionChunk end = read(thinking, "{\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}");
		assertThat(end.reasoning()).isEqualTo("<");
		assertThat(thinking.flush()).isNull();
	}

	@Test
	void answersAreSplitEachOnItsOwn() {
		ChunkReader thinking = new ChatResponseReader(true).chunks(Vendors.META);
		read(thinking, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"<think>a\"}}]}");
		assertThat(read(thinking, "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}}]}").choices()
			.get(0)
			.content()).isEqualTo("b");
	}

	@Test
	void sentReasoningIsNeverTakenTwice() {
		assertThat(read(delta("\"reasoning_content\":\"a\",\"reasoning\":\"a\"")).reasoning()).isEqualTo("a");
		assertThat(read(delta("\"reasoning_content\":\"\",\"reasoning\":\"b\"")).reasoning()).isEqualTo("b");
		assertThat(
				read(delta("\"reasoning\":\"c\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"c\"}]"))
					.reasoning())
			.isEqualTo("c");
		assertThat(read(
				delta("\"reasoning_details\":[{\"text\":\"d\"},{\"type\":\"reasoning.summary\",\"summary\":\"e\"}]"))
			.reasoning()).isEqualTo("de");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void garbageIsRefusedOrReadAndNeverMore(long seed) {
		Random random = new Random(seed);
		List<byte[]> samples = Fixtures.where(Fixture::isStream)
			.flatMap((fixture) -> SseEvents.of(fixture.bytes()).stream())
			.toList();
		for (int round = 0; round < 3_000; round++) {
			ChunkReader fresh = new ChatResponseReader(random.nextBoolean()).chunks(Vendors.META);
			byte[] event = samples.get(random.nextInt(samples.size())).clone();
			for (int i = random.nextInt(4); i > 0; i--) {
				event[random.nextInt(event.length)] = (byte) random.nextInt(256);
			}
			try {
				fresh.read(event, 0, random.nextInt(4) == 0 ? random.nextInt(event.length) : event.length);
				fresh.read(event, 0, event.length);
			}
			catch (VendorErrorException | UnreadableAnswerException ex) {
				assertThat(ex).hasNoCause();
			}
			fresh.flush();
		}
	}

	private static String delta(String fields) {
		return "{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m-1\",\"choices\":"
				+ "[{\"index\":0,\"delta\":{" + fields + "},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}";
	}

	private ChatCompletionChunk read(String event) {
		return read(this.reader, event);
	}

	private static ChatCompletionChunk read(ChunkReader reader, String event) {
		byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
		return reader.read(bytes, 0, bytes.length);
	}

}
