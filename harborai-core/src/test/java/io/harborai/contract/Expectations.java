package io.harborai.contract;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.chat.ToolCall;
import io.harborai.error.AuthenticationException;
import io.harborai.error.ContentFilteredException;
import io.harborai.error.ContextLengthExceededException;
import io.harborai.error.HarborAiException;
import io.harborai.error.InsufficientBalanceException;
import io.harborai.error.InvalidRequestException;
import io.harborai.error.MalformedResponseException;
import io.harborai.error.ModelNotFoundException;
import io.harborai.error.PermissionDeniedException;
import io.harborai.error.ProviderUnavailableException;
import io.harborai.error.QuotaExhaustedException;
import io.harborai.error.RateLimitedException;
import io.harborai.provider.wenxin.SafetyFlag;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a fixture's {@code expect} means for a client: an assertion for every key. A key
 * without one fails the test.
 */
final class Expectations {

	// Whose presence means that the call fails.
	private static final Set<String> FAILING = Set.of("error", "category", "partial");

	private static final Map<String, Class<? extends HarborAiException>> CATEGORIES = Map.ofEntries(
			Map.entry("AUTHENTICATION", AuthenticationException.class),
			Map.entry("PERMISSION", PermissionDeniedException.class),
			Map.entry("INSUFFICIENT_BALANCE", InsufficientBalanceException.class),
			Map.entry("QUOTA_EXHAUSTED", QuotaExhaustedException.class),
			Map.entry("INVALID_REQUEST", InvalidRequestException.class),
			Map.entry("CONTEXT_LENGTH", ContextLengthExceededException.class),
			Map.entry("CONTENT_FILTER", ContentFilteredException.class),
			Map.entry("MODEL_NOT_FOUND", ModelNotFoundException.class),
			Map.entry("RATE_LIMIT", RateLimitedException.class),
			Map.entry("OVERLOADED", ProviderUnavailableException.class),
			Map.entry("SERVER_ERROR", ProviderUnavailableException.class),
			Map.entry("TIMEOUT", ProviderUnavailableException.class),
			Map.entry("PARSE", MalformedResponseException.class));

	private static final Map<String, BiConsumer<Outcome, Object>> ASSERTIONS = assertions();

	private Expectations() {
	}

	private static Map<String, BiConsumer<Outcome, Object>> assertions() {
		Map<String, BiConsumer<Outcome, Object>> map = new LinkedHashMap<>();
		map.put("content", (outcome, value) -> assertThat(outcome.answer().content()).isEqualTo(value));
		map.put("partial", (outcome, value) -> partial(outcome, (String) value));
		map.put("reasoning", (outcome, value) -> assertThat(outcome.answer().reasoning()).isEqualTo(value));
		map.put("finish", Expectations::finish);
		map.put("ok", (outcome, value) -> assertThat(outcome.failure() == null).isEqualTo(value));
		map.put("blank", (outcome, value) -> assertThat(outcome.answer().content()).isBlank());
		map.put("usage_total", (outcome, value) -> assertThat(outcome.answer().usage().totalTokens())
			.isEqualTo(((Number) value).longValue()));
		map.put("cached", (outcome, value) -> assertThat(outcome.answer().usage().cachedTokens())
			.isEqualTo(((Number) value).longValue()));
		map.put("reasoning_tokens", (outcome, value) -> assertThat(outcome.answer().usage().reasoningTokens())
			.isEqualTo((value != null) ? ((Number) value).longValue() : 0));
		map.put("tool_calls", (outcome, value) -> toolCalls(outcome.answer(), value));
		map.put("tool_call_additional",
				(outcome, value) -> assertThat(outcome.answer().toolCalls().get(0).additional()).isEqualTo(value));
		map.put("choices",
				(outcome,
						value) -> assertThat(
								outcome.answer().choices().stream().map((choice) -> choice.message().content()))
							.isEqualTo(value));
		map.put("message_additional", (outcome, value) -> assertThat(outcome.answer().message().additional())
			.containsAllEntriesOf(object(value)));
		map.put("logprobs",
				(outcome,
						value) -> assertThat(outcome.answer()
							.choices()
							.get(0)
							.logprobs()
							.values()
							.stream()
							.mapToInt((tokens) -> (tokens instanceof List<?> list) ? list.size() : 0)
							.sum()).isEqualTo(value));
		map.put("comments", Expectations::comments);
		map.put("moderation", (outcome, value) -> assertThat(outcome.answer().choices().get(0).additional())
			.containsEntry("moderation_hit_type", value));
		map.put("flag", (outcome, value) -> {
			assertThat(outcome.answer().choices().get(0).additional()).containsEntry("flag", value);
			assertThat(SafetyFlag.of(outcome.answer().choices().get(0)).ordinal()).isEqualTo(value);
		});
		map.put("displayable", (outcome,
				value) -> assertThat(SafetyFlag.of(outcome.answer().choices().get(0)).displayable()).isEqualTo(value));
		map.put("search_results",
				(outcome, value) -> assertThat((List<?>) outcome.answer().additional().get("search_results"))
					.hasSize((Integer) value));
		map.put("category",
				(outcome, value) -> assertThat(outcome.reason()).isExactlyInstanceOf(CATEGORIES.get(value)));
		map.put("retryable", (outcome, value) -> {
			assertThat(outcome.reason().retryable()).isEqualTo(value);
			assertThat(outcome.failure().retryable()).isEqualTo(value);
		});
		map.put("retryable_if_no_output",
				(outcome, value) -> assertThat(outcome.reason()).isExactlyInstanceOf(ProviderUnavailableException.class)
					.satisfies((reason) -> assertThat(reason.retryable()).isEqualTo(value)));
		map.put("error", (outcome, value) -> error(outcome, (String) value));
		map.put("hint", (outcome, value) -> {
			assertThat(value).isEqualTo("check base URL/path");
			assertThat(outcome.failure()).hasMessageContaining("Check the provider's base-url");
		});
		// A token that has run out is told from other refusals by its type alone.
		map.put("refresh_token",
				(outcome, value) -> assertThat(outcome.failure()).isExactlyInstanceOf(AuthenticationException.class));
		return Map.copyOf(map);
	}

	/**
	 * Assert what a fixture expects, and what its headers mean.
	 * @param outcome how the call ended
	 */
	static void verify(Outcome outcome) {
		Map<String, Object> expect = outcome.fixture().expect();
		assertThat(ASSERTIONS.keySet()).as("keys that mean something").containsAll(expect.keySet());
		boolean fails = Boolean.FALSE.equals(expect.get("ok")) || expect.keySet().stream().anyMatch(FAILING::contains);
		if (!fails && outcome.failure() != null) {
			throw new AssertionError(outcome.fixture() + " failed", outcome.failure());
		}
		expect.forEach((key, value) -> ASSERTIONS.get(key).accept(outcome, value));
		headers(outcome);
	}

	private static void partial(Outcome outcome, String text) {
		assertThat(outcome.failure()).isInstanceOf(StreamInterruptedException.class);
		assertThat(((StreamInterruptedException) outcome.failure()).partial().content()).isEqualTo(text);
		assertThat(outcome.chunks().stream().map((chunk) -> chunk.content()).reduce("", String::concat))
			.as("what was handed on")
			.isEqualTo(text);
	}

	private static void finish(Outcome outcome, Object value) {
		if (outcome.failure() == null) {
			assertThat(outcome.answer().finishReason()).isNotNull();
			assertThat(outcome.answer().finishReason().value()).isEqualTo(value);
		}
		else {
			// What says that the answer was broken off is an error, never a finish.
			assertThat(outcome.reason().vendorCode()).isEqualTo(value);
		}
	}

	private static void error(Outcome outcome, String error) {
		switch (error) {
			case "stream_truncated" -> {
				assertThat(outcome.failure()).isExactlyInstanceOf(StreamInterruptedException.class);
				assertThat(outcome.failure().getCause()).isNull();
				assertThat(outcome.failure().retryable()).isTrue();
			}
			case "unreadable" -> assertThat(outcome.reason()).isExactlyInstanceOf(MalformedResponseException.class);
			default -> {
				HarborAiException reason = outcome.reason();
				assertThat(reason.vendorCode() + ' ' + reason.getMessage()).contains(error);
			}
		}
	}

	private static void toolCalls(ChatCompletion answer, Object expected) {
		List<ToolCall> calls = answer.toolCalls();
		if (expected instanceof Integer count) {
			assertThat(calls).hasSize(count);
			assertThat(calls).allSatisfy((call) -> {
				assertThat(call.id()).isNotBlank();
				assertThat(call.name()).isNotBlank();
			});
			return;
		}
		assertThat(calls.stream()
			.<Object>map((call) -> Map.of("id", call.id(), "name", call.name(), "arguments", call.arguments())))
			.isEqualTo(expected);
	}

	private static void comments(Outcome outcome, Object count) {
		String stream = new String(outcome.fixture().bytes(), StandardCharsets.UTF_8);
		assertThat(stream.lines().filter((line) -> line.startsWith(":")).count())
			.isEqualTo(((Number) count).longValue());
		assertThat(outcome.chunks().stream().map((chunk) -> chunk.content() + chunk.reasoning()))
			.noneMatch((text) -> text.contains("keep-alive"));
	}

	private static void headers(Outcome outcome) {
		Map<String, String> headers = outcome.fixture().headers();
		String requestId = (headers.get("x-request-id") != null) ? headers.get("x-request-id")
				: headers.get("X-Request-Id");
		if (requestId != null) {
			assertThat(
					(outcome.failure() != null) ? outcome.failure().requestId() : outcome.answer().meta().requestId())
				.isEqualTo(requestId);
		}
		if (headers.containsKey("retry-after") && outcome.failure() != null) {
			String millis = headers.get("retry-after-ms");
			assertThat(outcome.failure().details().retryAfter())
				.isEqualTo((millis != null) ? Duration.ofMillis(Long.parseLong(millis))
						: Duration.ofSeconds(Long.parseLong(headers.get("retry-after"))));
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> object(Object value) {
		return (Map<String, Object>) value;
	}

}
