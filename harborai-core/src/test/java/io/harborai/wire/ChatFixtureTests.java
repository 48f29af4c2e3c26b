package io.harborai.wire;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.FinishReason;
import io.harborai.fixture.Fixture;
import io.harborai.fixture.Fixtures;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every whole answer in the fixtures, read.
 */
class ChatFixtureTests {

	static Stream<Fixture> answers() {
		return Fixtures.where((fixture) -> fixture.isChat() && !fixture.expect().containsKey("error"));
	}

	static Stream<Fixture> unreadable() {
		return Fixtures.where((fixture) -> "unreadable".equals(fixture.expected("error")) && !fixture.isStream());
	}

	@ParameterizedTest
	@MethodSource("answers")
	void isRead(Fixture fixture) {
		check(fixture, Vendors.reader(fixture.vendor())
			.readCompletion(fixture.bytes(), 0, fixture.bytes().length, Vendors.META));
	}

	@ParameterizedTest
	@MethodSource("answers")
	void isReadFromTheMiddleOfABuffer(Fixture fixture) {
		byte[] buffer = new byte[fixture.bytes().length + 20];
		System.arraycopy(fixture.bytes(), 0, buffer, 7, fixture.bytes().length);
		check(fixture,
				Vendors.reader(fixture.vendor()).readCompletion(buffer, 7, fixture.bytes().length, Vendors.META));
	}

	@ParameterizedTest
	@MethodSource("unreadable")
	void isRefusedWithoutShowingIt(Fixture fixture) {
		assertThatExceptionOfType(UnreadableAnswerException.class)
			.isThrownBy(() -> Vendors.reader(fixture.vendor())
				.readCompletion(fixture.bytes(), 0, fixture.bytes().length, Vendors.META))
			.satisfies((ex) -> assertThat(ex.getMessage()).isNotBlank().doesNotContain("hello", "hal", "Welcome"));
	}

	@Test
	void noFixtureIsLeftOut() {
		assertThat(answers()).hasSizeGreaterThanOrEqualTo(20);
		assertThat(unreadable()).hasSizeGreaterThanOrEqualTo(8);
	}

	static void check(Fixture fixture, ChatCompletion completion) {
		Map<String, Object> expect = fixture.expect();
		if (expect.containsKey("content")) {
			assertThat(completion.content()).isEqualTo(expect.get("content"));
		}
		if (expect.containsKey("reasoning")) {
			assertThat(completion.reasoning()).isEqualTo(expect.get("reasoning"));
		}
		if (expect.containsKey("finish")) {
			FinishReason finish = completion.finishReason();
			assertThat(finish).isNotNull();
			// Where the manifest has the vendor's word, no canonical one says the same.
			assertThat(List.of(finish.value(), finish.raw())).contains(fixture.expected("finish"));
		}
		if (Boolean.FALSE.equals(expect.get("ok"))) {
			assertThat(completion.finishReason().isError()).isTrue();
		}
		if (Boolean.TRUE.equals(expect.get("blank"))) {
			assertThat(completion.content()).isBlank();
		}
		if (expect.containsKey("usage_total")) {
			assertThat(completion.usage().totalTokens()).isEqualTo(number(expect, "usage_total"));
		}
		if (expect.containsKey("cached")) {
			assertThat(completion.usage().cachedTokens()).isEqualTo(number(expect, "cached"));
		}
		if (expect.containsKey("reasoning_tokens")) {
			assertThat(completion.usage().reasoningTokens()).isEqualTo(number(expect, "reasoning_tokens"));
		}
		checkToolCalls(completion, expect.get("tool_calls"));
		checkAdditional(completion, expect);
	}

	private static void checkToolCalls(ChatCompletion completion, Object expected) {
		if (expected instanceof Integer count) {
			assertThat(completion.toolCalls()).hasSize(count)
				.allSatisfy((call) -> assertThat(call.name()).isEqualTo("get_weather"));
		}
		else if (expected instanceof List<?> calls) {
			assertThat(completion.toolCalls())
				.map((call) -> Map.<Object, Object>of("id", call.id(), "name", call.name(), "arguments",
						call.arguments()))
				.isEqualTo(calls);
		}
	}

	private static void checkAdditional(ChatCompletion completion, Map<String, Object> expect) {
		if (expect.containsKey("message_additional")) {
			assertThat((Object) completion.message().additional()).isEqualTo(expect.get("message_additional"));
		}
		if (expect.containsKey("tool_call_additional")) {
			assertThat((Object) completion.toolCalls().get(0).additional())
				.isEqualTo(expect.get("tool_call_additional"));
		}
		if (expect.containsKey("flag")) {
			assertThat(completion.choices().get(0).additional()).containsEntry("flag", expect.get("flag"));
		}
		if (expect.containsKey("moderation")) {
			assertThat(completion.choices().get(0).additional()).containsEntry("moderation_hit_type",
					expect.get("moderation"));
		}
		if (expect.containsKey("search_results")) {
			assertThat(completion.additional().get("search_results")).asInstanceOf(InstanceOfAssertFactories.LIST)
				.hasSize((Integer) expect.get("search_results"));
		}
		if (expect.containsKey("choices")) {
			assertThat(completion.choices()).map((choice) -> choice.message().content())
				.isEqualTo(expect.get("choices"));
		}
		if (expect.containsKey("logprobs")) {
			assertThat((List<?>) completion.choices().get(0).logprobs().get("refusal"))
				.hasSize((Integer) expect.get("logprobs"));
		}
	}

	private static long number(Map<String, Object> expect, String name) {
		return (expect.get(name) instanceof Number number) ? number.longValue() : 0;
	}

}
