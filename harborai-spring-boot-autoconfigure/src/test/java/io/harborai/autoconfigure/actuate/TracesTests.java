package io.harborai.autoconfigure.actuate;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.harborai.autoconfigure.InvalidPropertyException;
import io.harborai.autoconfigure.actuate.ObservedApplication.Span;
import io.harborai.call.ChatFilter;
import io.harborai.call.ChatHandler;
import io.harborai.call.ChatCall;
import io.harborai.chat.ChatCompletion;
import io.harborai.chat.ChatCompletionChunk;
import io.harborai.chat.ChatCompletionRequest;
import io.harborai.chat.StreamInterruptedException;
import io.harborai.error.ModelNotFoundException;
import io.harborai.observation.ChatObservationContext;
import io.harborai.observation.ContentRedactor;
import io.harborai.observation.DefaultChatObservationConvention;
import io.harborai.simulator.Dialect;
import io.harborai.simulator.Gate;
import io.harborai.simulator.Reply;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The traces of calls in a running application, as they arrive at a tracer.
 */
class TracesTests {

	private static final String CALL = "gen_ai.client.operation";

	private static final ChatCompletionRequest CANARY = ChatCompletionRequest.builder()
		.model("deepseek-flash")
		.user("CANARYPROMPT")
		.build();

	@AfterEach
	void resetReactor() {
		// Boot switches it on for the whole process.
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@ValueSource(strings = { "limited", "auto" })
	void aFailedOverStreamHasOneParentAndItsAttemptsInOrder(String propagation) {
		try (ObservedApplication app = ObservedApplication.start("spring.reactor.context-propagation=" + propagation,
				"harborai.defaults.resilience.retry.max-attempts=2")) {
			app.vendor().always(Dialect.DEEPSEEK, Reply.status(503));
			Observation outer = Observation.start("outer", app.observations());
			app.client()
				.chat()
				.completions()
				.stream((request) -> request.model("smart").user("Hello"))
				.subscribeOn(Schedulers.parallel())
				.contextWrite((context) -> context.put("micrometer.observation", outer))
				.blockLast();
			outer.stop();
			List<Span> spans = app.spans();
			assertThat(spans).extracting(Span::name)
				.containsExactly("attempt deepseek", "attempt deepseek", "attempt doubao",
						"chat doubao-seed-1-6-250615", "outer");
			Span call = spans.get(3);
			assertThat(call.parentId()).isEqualTo(spans.get(4).id());
			assertThat(spans.subList(0, 3)).extracting(Span::parentId).containsOnly(call.id());
			assertThat(spans).extracting(Span::traceId).containsOnly(call.traceId());
			assertThat(spans.subList(0, 3)).extracting((span) -> span.tag("harborai.outcome"))
				.containsExactly("overloaded", "overloaded", "ok");
			assertThat(spans.subList(0, 3)).extracting(Span::kind).containsOnly("CLIENT");
			assertThat(spans.get(0).endNanos()).isLessThanOrEqualTo(spans.get(1).startNanos());
			assertThat(spans.get(1).endNanos()).isLessThanOrEqualTo(spans.get(2).startNanos());
			assertThat(spans.get(0).failed()).isTrue();
			assertThat(call.failed()).isFalse();
			assertThat(call.tag("gen_ai.provider.name")).isEqualTo("doubao");
			assertThat(call.tag("harborai.requested.model")).isEqualTo("smart");
			assertThat(call.tag("harborai.attempts")).isEqualTo("3");
			for (int i = 0; i < 3; i++) {
				assertThat(app.vendor().requests().get(i).header("traceparent"))
					.startsWith("00-" + call.traceId() + "-" + spans.get(i).id() + "-");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "limited", "auto" })
	void aBlockingCallContinuesTheTraceOfItsThread(String propagation) {
		try (ObservedApplication app = ObservedApplication.start("spring.reactor.context-propagation=" + propagation)) {
			app.vendor().always(Reply.answer().text("Hi").usage(12, 34, 5, 6));
			Observation.createNotStarted("outer", app.observations()).observe(() -> app.ask("deepseek-flash"));
			List<Span> spans = app.spans();
			assertThat(spans).extracting(Span::name)
				.containsExactly("attempt deepseek", "chat deepseek-flash", "outer");
			assertThat(spans.get(1).parentId()).isEqualTo(spans.get(2).id());
			assertThat(spans.get(1).tags())
				.containsAllEntriesOf(Map.of("gen_ai.operation.name", "chat", "gen_ai.provider.name", "deepseek",
						"gen_ai.request.model", "deepseek-flash", "gen_ai.response.finish_reasons", "stop",
						"gen_ai.usage.input_tokens", "12", "gen_ai.usage.output_tokens", "34",
						"gen_ai.usage.cache_read.input_tokens", "5", "gen_ai.usage.reasoning.output_tokens", "6",
						"error.type", "none", "harborai.usage.source", "provider"))
				.containsKeys("gen_ai.response.id", "gen_ai.response.model", "harborai.cost");
		}
	}

	@Test
	void acallersOwnTraceHeaderWins() {
		try (ObservedApplication app = ObservedApplication.start()) {
			app.client()
				.chat()
				.completions()
				.create((request) -> request.model("deepseek-flash")
					.user("Hello")
					.options((options) -> options.header("traceparent", "mine")));
			assertThat(app.vendor().requests().get(0).header("traceparent")).isEqualTo("mine");
		}
	}

	@Test
	void theTraceReachesTheVendorEvenWhereNothingAdmitsAttempts() {
		try (ObservedApplication app = ObservedApplication.start("harborai.defaults.resilience.bulkhead.enabled=false",
				"harborai.defaults.resilience.circuit-breaker.enabled=false")) {
			app.ask("deepseek-flash");
			app.ask("deepseek-flash");
			assertThat(app.vendor().requests())
				.allSatisfy((request) -> assertThat(request.header("traceparent")).startsWith("00-"));
		}
	}

	@Test
	void aStreamIsObservedToItsEndNotToItsHead() {
		try (ObservedApplication app = ObservedApplication.start()) {
			Gate gate = new Gate();
			app.vendor().next(Reply.answer().text("one two three four").holdAfter(2, gate));
			AtomicReference<Integer> before = new AtomicReference<>();
			app.client().chat().completions().stream(CANARY).doOnNext((chunk) -> {
				if (chunk.hasDelta() && !gate.isOpen()) {
					before.set(app.spans().size());
					gate.open();
				}
			}).blockLast();
			assertThat(before.get()).isZero();
			assertThat(app.spans()).hasSize(2);
			assertThat(app.spans().get(1).tags()).containsKey("gen_ai.response.time_to_first_chunk")
				.containsEntry("gen_ai.request.stream", "true");
		}
	}

	@Test
	void aCancelledStreamIsRecordedWithItsTokens() {
		try (ObservedApplication app = ObservedApplication.start()) {
			app.vendor().next(Reply.answer().text("one two three four five six seven eight").stallAfter(5));
			Flux<ChatCompletionChunk> stream = app.client().chat().completions().stream(CANARY);
			StepVerifier.create(stream.filter(ChatCompletionChunk::hasDelta)).expectNextCount(5).thenCancel().verify();
			Span attempt = app.spans().get(0);
			Span call = app.spans().get(1);
			assertThat(attempt.tag("harborai.outcome")).isEqualTo("cancelled");
			assertThat(call.tag("error.type")).isEqualTo("cancelled");
			assertThat(call.failed()).isFalse();
			assertThat(call.tag("harborai.usage.source")).isEqualTo("estimated");
			assertThat(Integer.parseInt(call.tag("gen_ai.usage.input_tokens"))).isPositive();
			assertThat(Integer.parseInt(call.tag("gen_ai.usage.output_tokens"))).isPositive();
			assertThat(app.meters()
				.get("gen_ai.client.token.usage")
				.tags("harborai.usage.source", "estimated", "gen_ai.token.type", "output", "gen_ai.request.model",
						"deepseek-flash")
				.summary()
				.totalAmount()).isPositive();
			assertThat(
					app.meters().get("gen_ai.client.operation.duration").tag("error.type", "cancelled").timer().count())
				.isOne();
			assertThat(app.meters().get("harborai.attempts").tag("outcome", "cancelled").counter().count()).isOne();
			assertThat(app.meters().get("harborai.cost").tag("currency", "CNY").counter().count()).isPositive();
		}
	}

	@Test
	void aBrokenStreamIsRecordedWithItsErrorAndTokens() {
		try (ObservedApplication app = ObservedApplication.start()) {
			app.vendor().next(Reply.answer().text("one two three four five six seven eight").resetAfter(5));
			assertThatExceptionOfType(StreamInterruptedException.class)
				.isThrownBy(() -> app.client().chat().completions().stream(CANARY).blockLast());
			Span call = app.spans().get(1);
			assertThat(call.failed()).isTrue();
			assertThat(call.tag("error.type")).isEqualTo("StreamInterruptedException");
			assertThat(call.tag("harborai.usage.source")).isEqualTo("estimated");
			assertThat(app.meters()
				.get("gen_ai.client.token.usage")
				.tags("harborai.usage.source", "estimated", "gen_ai.token.type", "input")
				.summary()
				.count()).isOne();
		}
	}

	@Test
	void aCallThatNobodyWasAskedForIsObservedToo() {
		try (ObservedApplication app = ObservedApplication.start()) {
			assertThatExceptionOfType(ModelNotFoundException.class).isThrownBy(() -> app.ask("unheard-of"));
			assertThat(app.spans()).hasSize(1);
			assertThat(app.spans().get(0).tags())
				.containsAllEntriesOf(Map.of("gen_ai.provider.name", "none", "error.type", "ModelNotFoundException"));
		}
	}

	@Test
	void filtersOfTheApplicationRunInsideOfTheCallsObservation() {
		try (ObservedApplication app = ObservedApplication.with(WithFilter.class)) {
			app.ask("deepseek-flash");
			assertThat(app.spans()).extracting(Span::name)
				.startsWith("attempt deepseek")
				.containsExactlyInAnyOrder("attempt deepseek", "inner", "chat deepseek-flash");
			Span call = named(app, "chat deepseek-flash");
			assertThat(named(app, "inner").parentId()).isEqualTo(call.id());
			assertThat(named(app, "attempt deepseek").parentId()).isEqualTo(call.id());
		}
	}

	private static Span named(ObservedApplication app, String name) {
		return app.spans().stream().filter((span) -> span.name().equals(name)).findFirst().orElseThrow();
	}

	@Test
	void neitherKeysNorPromptsNorAnswersAreRecordedByDefault() {
		try (ObservedApplication app = ObservedApplication.start()) {
			app.vendor().always(Reply.answer().text("CANARYANSWER").reasoning("CANARYTHOUGHT"));
			app.client().chat().completions().create(CANARY);
			app.client().chat().completions().stream(CANARY).blockLast();
			app.vendor()
				.always(Reply.error(400, "CANARYCODE", "You said CANARYPROMPT with " + ObservedApplication.KEY));
			app.client().chat().completions().createAsync(CANARY).onErrorComplete().block();
			app.client().chat().completions().stream(CANARY).onErrorComplete().blockLast();
			assertThat(app.spans()).hasSize(8);
			assertThat(recorded(app)).contains("deepseek-flash")
				.doesNotContain("CANARYPROMPT", "CANARYANSWER", "CANARYTHOUGHT", "CANARYKEY");
		}
	}

	private static String recorded(ObservedApplication app) {
		return "" + app.spans().stream().map(Span::all).toList()
				+ app.meters().getMeters().stream().map((meter) -> meter.getId().toString()).toList();
	}

	@Test
	void contentIsRecordedOnRequestRedactedAndShortened() {
		try (ObservedApplication app = ObservedApplication.with(WithRedactor.class,
				"harborai.observations.content.prompts=true", "harborai.observations.content.answers=true",
				"harborai.observations.content.max-length=20")) {
			app.vendor().always(Reply.answer().reasoning("It is 12.").text("The PIN is 4711."));
			for (boolean streamed : List.of(true, false)) {
				ask(app, streamed, "My PIN is 4711, and that is a long story");
				Span call = app.spans().get(app.spans().size() - 1);
				assertThat(call.tag("gen_ai.input.messages")).isEqualTo("[{\"role\":\"user\",\"parts\":"
						+ "[{\"type\":\"text\",\"content\":\"My PIN is ****, and ...\"}]}]");
				assertThat(call.tag("gen_ai.output.messages")).isEqualTo(
						"[{\"role\":\"assistant\",\"parts\":" + "[{\"type\":\"reasoning\",\"content\":\"It is **.\"},"
								+ "{\"type\":\"text\",\"content\":\"The PIN is ****.\"}],\"finish_reason\":\"stop\"}]");
			}
			assertThat(app.meters().getMeters().toString()).doesNotContain("PIN");
		}
	}

	private static void ask(ObservedApplication app, boolean streamed, String text) {
		ChatCompletionRequest request = ChatCompletionRequest.builder().model("deepseek-flash").user(text).build();
		if (streamed) {
			app.client().chat().completions().stream(request).blockLast();
		}
		else {
			app.client().chat().completions().create(request);
		}
	}

	@Test
	void toRecordNothingContentIsLeftOff() {
		assertThatExceptionOfType(BeanCreationException.class)
			.isThrownBy(() -> ObservedApplication.start("harborai.observations.content.max-length=0"))
			.withRootCauseInstanceOf(InvalidPropertyException.class)
			.withStackTraceContaining("harborai.observations.content.max-length must be at least 1");
	}

	@Test
	void aConventionOfTheApplicationReplacesOurs() {
		try (ObservedApplication app = ObservedApplication.with(WithConvention.class)) {
			app.ask("deepseek-flash");
			assertThat(app.spans()).extracting(Span::name).containsExactly("attempt deepseek", "mine");
			assertThat(app.spans().get(1).tags()).containsEntry("team", "red");
			assertThat(app.meters().get("my.calls").tag("team", "red").timer().count()).isOne();
			assertThat(app.meters().find(CALL).timer()).isNull();
		}
	}

	@Test
	void whatIsSilencedIsNotObservedAndCallsGoOn() {
		try (ObservedApplication app = ObservedApplication.start("management.observations.enable." + CALL + "=false",
				"management.observations.enable.harborai=false")) {
			assertThat(app.ask("deepseek-flash").content()).isNotEmpty();
			app.client().chat().completions().stream(CANARY).blockLast();
			assertThat(app.spans()).isEmpty();
			assertThat(app.meters().find(CALL).timer()).isNull();
			assertThat(app.vendor().requests().get(0).header("traceparent")).isNull();
		}
	}

	@Test
	void attemptsAloneCanBeSilenced() {
		try (ObservedApplication app = ObservedApplication
			.start("management.observations.enable.harborai.client.attempt=false")) {
			app.ask("deepseek-flash");
			assertThat(app.spans()).extracting(Span::name).containsExactly("chat deepseek-flash");
		}
	}

	@Test
	void aConventionThatThrowsBreaksNoCall() {
		try (ObservedApplication app = ObservedApplication.with(WithBrokenConvention.class)) {
			assertThat(app.ask("deepseek-flash").content()).isNotEmpty();
			assertThat(app.client().chat().completions().stream(CANARY).collectList().block()).isNotEmpty();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class WithFilter {

		@Bean
		ChatFilter inner(io.micrometer.observation.ObservationRegistry registry) {
			return (next) -> new ChatHandler() {

				@Override
				public Mono<ChatCompletion> complete(ChatCall call) {
					return Mono.deferContextual((context) -> {
						Observation inner = Observation.createNotStarted("inner", registry)
							.parentObservation(context.get("micrometer.observation"))
							.start();
						return next.complete(call).doOnTerminate(inner::stop);
					});
				}

				@Override
				public Flux<ChatCompletionChunk> stream(ChatCall call) {
					return next.stream(call);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithRedactor {

		@Bean
		ContentRedactor redactor() {
			return (text) -> text.replaceAll("\\d", "*");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithConvention {

		@Bean
		DefaultChatObservationConvention mine() {
			return new DefaultChatObservationConvention() {

				@Override
				public String getName() {
					return "my.calls";
				}

				@Override
				public String getContextualName(ChatObservationContext context) {
					return "mine";
				}

				@Override
				public KeyValues getLowCardinalityKeyValues(ChatObservationContext context) {
					return KeyValues.of("team", "red");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithBrokenConvention {

		@Bean
		DefaultChatObservationConvention broken() {
			return new DefaultChatObservationConvention() {

				@Override
				public KeyValues getHighCardinalityKeyValues(ChatObservationContext context) {
					if (context.target() != null) {
						throw new IllegalStateException("broken");
					}
					return KeyValues.empty();
				}

			};
		}

	}

}
